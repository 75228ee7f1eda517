"""The text of a document whose XML is broken, whatever encoding it declares, rightly or wrongly."""

from __future__ import annotations

import re

from tts_service.article.charset import codec_for, decode_text

_DECLARED = re.compile(rb"""<\?xml[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["']\s{0,9}([A-Za-z0-9._:-]{1,40})""")
_WIDE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decoded(data: bytes) -> str:
    """By its byte order mark, as UTF-8, as it declares, or as Windows-1252: by the first that fits. What XML
    forbids becomes a blank."""
    return _FORBIDDEN.sub(" ", _decoded(data))


def _decoded(data: bytes) -> str:
    for begins, name in _WIDE:
        if data.startswith(begins):
            return data.decode(name, errors="replace")
    declared = _declared(data)
    text = decode_text(data, declared)
    return data.decode(next(iter(declared), "cp1252"), errors="replace") if text is None else text


def _declared(data: bytes) -> list[str]:
    """At most one codec. UTF-8 and UTF-16 are not among them: both have been tried."""
    found = _DECLARED.search(data[:2_000])
    name = codec_for(found[1].decode()) if found else ""
    return [name] if name and not name.startswith("utf-") else []
