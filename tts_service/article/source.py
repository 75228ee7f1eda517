"""What is done to any text before anything else: the result is the source text that all offsets count in. Pure."""

from __future__ import annotations

import re

from tts_service.article.mojibake import OF_MOJIBAKE

_NEWLINE = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_NOT_TEXT = re.compile(
    f"[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]|{OF_MOJIBAKE}[\x80-\x84\x86-\x9f]"
)


def source_text(text: str) -> str:
    """``text`` with one kind of line end (``\\n``) and without control characters, byte order marks and non-characters.

    Everything else stays as it is, soft hyphens and double spaces too, so offsets hold in the text that was posted, as long
    as it had none of these. Control characters that may be the rest of a letter that was decoded wrongly stay too.
    """
    return _NOT_TEXT.sub("", _NEWLINE.sub("\n", text))
