"""Shows and sites: ``shows.toml``."""
