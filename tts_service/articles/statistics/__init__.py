"""What was heard, and how the service did, in a span of days: for the newsroom, the API and spreadsheets."""
