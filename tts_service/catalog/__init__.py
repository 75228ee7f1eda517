"""What the service has accepted, stored before the request is answered: in SQLite or PostgreSQL."""

from tts_service.catalog.catalog import Catalog
from tts_service.catalog.entry import (
    Accepted,
    Access,
    Audience,
    CatalogEntry,
    EntryPage,
    Facts,
    Hold,
    NarrationEntry,
    Origin,
    State,
    with_facts,
)
from tts_service.errors import CatalogError

__all__ = [
    "Accepted",
    "Access",
    "Audience",
    "Catalog",
    "CatalogEntry",
    "CatalogError",
    "EntryPage",
    "Facts",
    "Hold",
    "NarrationEntry",
    "Origin",
    "State",
    "with_facts",
]
