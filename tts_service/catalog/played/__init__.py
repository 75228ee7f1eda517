"""What was heard of articles: how often, on which days, and where plays stopped. Nothing about listeners."""
