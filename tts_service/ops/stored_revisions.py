"""What the catalog knows of a bucket, so that nobody has to ask the bucket for a list."""

from __future__ import annotations

from collections.abc import Sequence

from audio_cache.errors import StoreAway
from tts_service.catalog import Catalog
from tts_service.errors import Unavailable


def revisions_of(catalog: Catalog, article_id: str) -> Sequence[str]:
    """Those that a bucket may hold of an article. Raises StoreAway while the catalog is away."""
    try:
        return catalog.stored.revisions_of(article_id)
    except Unavailable as error:
        raise StoreAway(error.detail) from error
