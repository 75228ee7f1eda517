"""What has been accepted, on disk before the answer is sent: SQLite, or PostgreSQL by its address."""

from tts_service.catalog.catalog import Catalog
from tts_service.catalog.database import CatalogError
from tts_service.catalog.entry import Accepted, Entry, Facts, NarrationEntry, Page, QueueName, State

__all__ = ["Accepted", "Catalog", "CatalogError", "Entry", "Facts", "NarrationEntry", "Page", "QueueName", "State"]
