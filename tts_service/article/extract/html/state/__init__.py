"""What pages carry for their own programs, in other notations than JSON, and the stories that those show."""
