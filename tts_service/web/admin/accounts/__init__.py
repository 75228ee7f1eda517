"""The newsroom's pages for those who run it: API keys, and the audit log."""
