"""Which briefings have been made."""
