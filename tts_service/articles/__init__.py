"""The use cases: ask for an article, follow it, listen to it, remove it. No HTTP and no Celery in here."""
