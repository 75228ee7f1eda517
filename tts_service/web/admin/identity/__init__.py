"""Who somebody is by the word of others: a proxy in front of the service, or a provider of OpenID Connect."""
