"""Lists of articles that sites publish: RSS and Atom feeds, sitemaps, indexes of sitemaps. Pure: bytes in, values out."""

from tts_service.listing.model import Item, Listing
from tts_service.listing.parse import parse_listing

__all__ = ["Item", "Listing", "parse_listing"]
