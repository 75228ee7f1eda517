"""Well-formed XML: one pass of expat, and no document type that defines entities."""

from __future__ import annotations

import gzip
import io
import zlib
from xml.parsers import expat

from tts_service.errors import TooLarge
from tts_service.listing.reading import Reading, StopReading, known_name, not_a_listing, refuse_entities

MOST_BYTES = 50_000_000
"""Of an unpacked listing: the limit of the sitemap protocol."""

_XML_BASE = "http://www.w3.org/XML/1998/namespace base"


def unpacked(data: bytes, name: str) -> bytes:
    """``data``, or its contents if it is a gzip file. Raises TooLarge, Unprocessable."""
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise not_a_listing(f"{name} is not a whole gzip file. Pack it again.") from error
    if len(data) > MOST_BYTES:
        raise TooLarge(
            f"{name} holds more than {MOST_BYTES // 1_000_000} MB. Split it, as the protocol of sitemaps "
            "asks."
        )
    return data


def read_strictly(data: bytes, reading: Reading) -> None:
    """Report every element to ``reading``, until it raises StopReading.

    Raises Unprocessable ("not-a-listing") for what is not XML or defines entities, and what ``reading``
    raises.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = refuse_entities
    parser.StartElementHandler = lambda tag, attributes: _start(reading, tag, attributes)
    parser.EndElementHandler = lambda _: reading.end()
    parser.CharacterDataHandler = reading.characters
    try:
        parser.Parse(data, True)
    except StopReading:
        pass
    except expat.ExpatError as error:
        at = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        raise not_a_listing(f"This is neither a feed nor a sitemap, or it is broken ({at}).") from error
    except (LookupError, UnicodeDecodeError, ValueError) as error:
        raise not_a_listing(f"The encoding of this feed cannot be read: {error}.") from error


def _start(reading: Reading, tag: str, attributes: dict[str, str]) -> None:
    namespace, _, local = tag.rpartition(" ")
    if _XML_BASE in attributes:
        attributes["xml:base"] = attributes[_XML_BASE]
    reading.start(known_name(namespace, local), attributes, tag)
