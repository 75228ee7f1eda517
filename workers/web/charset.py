"""Bytes of a page → text. Pure."""

from __future__ import annotations

import re

import charset_normalizer

from tts_service.article.charset import codec_for, decode_text

_STATED = re.compile(rb"charset\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<html\b[^<>]{0,500}?\slang\s{0,9}=\s{0,9}[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_HEAD_BYTES = 4096
_SAMPLE_BYTES = 64_000
_BY_LANGUAGE = {
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("az", "tr"), "cp1254"),
    **dict.fromkeys(("lt", "lv"), "cp1257"),
    "vi": "cp1258",
}
"""What browsers fall back to, by language, for those written in Latin letters; else it is Windows-1252."""
_CENTRAL = ("cp1250", "iso8859_2", "mac_latin2")
_CENTRAL_LETTER = re.compile(
    rb"(?<=[A-Za-z\xc0-\xff])[\x9a\x9d-\x9f\xb3\xb9\xba\xbe\xbf](?=[A-Za-z\xc0-\xff])"
)
"""Bytes that are letters of Polish, Czech and their neighbours, and in Windows-1252 signs or letters that
hardly occur inside a word: s and z with caron, l with stroke, a with ogonek."""
_WESTERN_LETTER = re.compile(rb"[\xc0\xc5\xc7\xe0\xe5\xe7]")
"""a with grave or ring, c with cedilla."""
_HUNGARIAN, _PORTUGUESE, _ACUTE = re.compile(rb"[\xf5\xfb]"), re.compile(rb"\xe3"), re.compile(rb"[\xe1\xe9]")
_LATIN_UP_TO = "\u024f"


def decode_page(body: bytes, content_type: str) -> str:
    """``body`` as text: by its byte order mark, as UTF-8, as header or ``<meta>`` say, or by the look of
    it. Never raises."""
    stated = [name for name in (_stated(content_type.encode()), _stated(body[:_HEAD_BYTES])) if name]
    text = decode_text(body, stated)
    return body.decode(stated[0] if stated else _guessed(body), "replace") if text is None else text


def _stated(text: bytes) -> str:
    """The codec for the charset that ``text`` states; "" when it states none that is known."""
    match = _STATED.search(text)
    return codec_for(match[1].decode("ascii")) if match else ""


def _guessed(body: bytes) -> str:
    """The guesser tells scripts apart, but takes most Western texts for Windows-1250. Which of the codecs for
    Latin letters it is, is decided here."""
    sample = body[:_SAMPLE_BYTES]
    best = charset_normalizer.from_bytes(sample).best()
    if best is None:
        return "cp1252"
    return _latin_codec(sample, best.encoding) if _is_latin(str(best)) else best.encoding


def _is_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha() and not char.isascii()]
    return sum(char <= _LATIN_UP_TO for char in letters) * 2 >= len(letters)


def _latin_codec(sample: bytes, guessed: str) -> str:
    """By the letters, else by the language that the page states, else as browsers do."""
    language = _LANGUAGE.search(sample[:_HEAD_BYTES])
    codec = _BY_LANGUAGE.get(language[1].decode().lower(), "cp1252") if language else "cp1252"
    if codec == "cp1250" or _is_central(sample):
        return guessed if guessed in _CENTRAL else "cp1250"
    return codec


def _is_central(sample: bytes) -> bool:
    """Hungarian has none of the telling letters, but its long o and u, which would be o with tilde and u with
    circumflex, beside a and e with acute."""
    central, western = (len(one.findall(sample)) for one in (_CENTRAL_LETTER, _WESTERN_LETTER))
    hungarian, portuguese, acute = (len(one.findall(sample)) for one in (_HUNGARIAN, _PORTUGUESE, _ACUTE))
    is_hungarian = hungarian > 1 and acute > hungarian and not portuguese and not western
    return central > western or is_hungarian
