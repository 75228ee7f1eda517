"""Bytes of a page → text. Pure.

What is valid UTF-8 and not plain ASCII is UTF-8, whatever the server says: text in another encoding is valid UTF-8 by
accident only when it is a few letters long.
"""

from __future__ import annotations

import codecs
import re

import charset_normalizer

_STATED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 64_000
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_FOR_TEXT = re.compile(r"(cp|iso8859|iso2022|koi8|gb|big5|euc|shift|mac|utf|tis|hz|johab|ascii|kz|ptcp)[\w-]*")
"""Codecs of written languages: Python knows others, some of them slow on hostile input."""


def decode_page(body: bytes, content_type: str) -> str:
    """``body`` as text: by its byte order mark, as UTF-8, as header or ``<meta>`` say, or by the look of it. Never raises."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    stated = [name for name in (_stated(content_type.encode()), _stated(body[:_HEAD_BYTES])) if name]
    if not any(name.startswith(("utf-16", "utf-7", "iso2022", "hz")) for name in stated):
        stated.insert(0, "utf-8")
    for name in stated:
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode(stated[1] if len(stated) > 1 else _guessed(body), "replace")


def _stated(text: bytes) -> str:
    """The codec for the charset that ``text`` states; "" when it states none that is known."""
    match = _STATED.search(text)
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    return _AS_BROWSERS_DO.get(name, name) if _FOR_TEXT.fullmatch(name) else ""


def _guessed(body: bytes) -> str:
    best = charset_normalizer.from_bytes(body[:_SAMPLE_BYTES]).best()
    return best.encoding if best is not None else "cp1252"
