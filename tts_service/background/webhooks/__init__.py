"""Webhooks: the endpoints of a publisher's systems, and the delivery of what they want to know."""
