"""Labels of encodings, as pages and feeds state them, and what they mean in a browser (WHATWG). Pure."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

import webencodings

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NO_TEXT = {"replacement", "x-user-defined"}
_WIDER = {"gbk": "gb18030"}
"""The standard decodes the one as the other."""
_LOOKS_LIKE_ASCII = ("utf-16", "iso2022")


def codec_for(label: str) -> str:
    """Python's name of the encoding that ``label`` stands for; "" for none that a browser knows."""
    found = webencodings.lookup(label)
    if found is None or found.name in _NO_TEXT:
        return ""
    name: str = found.codec_info.name
    return _WIDER.get(name, name)


def decode_text(data: bytes, stated: Sequence[str]) -> str | None:
    """``data`` by its byte order mark, as UTF-8, or in the first of the codecs ``stated`` that fits; None
    when none does.

    What is valid UTF-8 and not plain ASCII is UTF-8, whatever anybody states: text in another encoding is
    valid UTF-8 by accident only when it is a few letters long.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    first = () if any(name.startswith(_LOOKS_LIKE_ASCII) for name in stated) else ("utf-8",)
    for name in (*first, *stated):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    return None
