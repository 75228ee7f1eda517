"""What is done to any text before anything else: the result is the source text that all offsets refer to.
Pure."""

from __future__ import annotations

import re

from tts_service.article.language.mojibake import OF_MOJIBAKE

_NEWLINES = "\r\v\f\x85\u2028\u2029"
_NEWLINE = re.compile(f"\r\n|[{_NEWLINES}]")
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff"
_SECOND_CONTROLS = "\x80-\x84\x86-\x9f"
_ODD = re.compile(f"[{_NEWLINES}{_CONTROLS}{_SECOND_CONTROLS}]")
_NOT_TEXT = re.compile(f"[{_CONTROLS}]|{OF_MOJIBAKE}[{_SECOND_CONTROLS}]")


def source_text(text: str) -> str:
    """``text`` with one kind of line end (``\n``) and without control characters, byte order marks and
    non-characters.

    Everything else stays as it is, including soft hyphens and double spaces, so offsets hold for the posted
    text if it had none of these. Control characters that may be part of a wrongly decoded letter stay too.
    """
    if not _ODD.search(text):
        # The usual case, for pages of a million characters and for thousands of short pieces.
        return text
    return _NOT_TEXT.sub("", _NEWLINE.sub("\n", text))
