"""Commands that look after what is stored: audio, catalog, backups."""
