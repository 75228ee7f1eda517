"""Which scope each address needs, and the check before each request."""
