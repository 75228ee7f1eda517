"""Log-in with a provider of OpenID Connect, as far as it is not about pages."""
