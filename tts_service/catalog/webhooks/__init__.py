"""Webhooks: the endpoints that get them, what has happened, and what became of telling each endpoint."""
