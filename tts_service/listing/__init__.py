"""Lists of articles that sites publish: RSS and Atom feeds, sitemaps, indexes of sitemaps. Pure: bytes in,
values out."""

from tts_service.listing.model import Hub, Listing, ListingItem
from tts_service.listing.parse import parse_listing

__all__ = ["Hub", "Listing", "ListingItem", "parse_listing"]
