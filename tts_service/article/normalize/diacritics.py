"""Letters that voices of other languages do not know: the Vietnamese, Yoruba and Arabic names in a story."""

from __future__ import annotations

import re
import unicodedata

from tts_service.article.normalize.rules import rule

_RARE = "\u1e00-\u1eff\u01a0\u01a1\u01af\u01b0\u02bb-\u02bf\u0323\u0331"
_RARE_LETTERS = "".join(map(chr, (*range(0x1E00, 0x1F00), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x2BB, 0x2C0))))
_OTHERWISE = str.maketrans({"đ": "d", "Đ": "D", "ẞ": "SS", **dict.fromkeys("ʻʼʽʾʿ", "")})


@rule(
    rf"(?<![\w{_RARE}])(?:[^\W\d_]|[\u02bb-\u02bf]){{0,40}}[{_RARE}](?:[^\W\d_]|[\u02bb-\u02bf]){{0,40}}",
    triggers=_RARE_LETTERS,
)
def plain_letters(match: re.Match[str]) -> str:
    """ "Nguyễn" as Nguyen, "Ḥamās" as Hamas: a voice without the letter would spell it out."""
    bare = unicodedata.normalize("NFD", match[0].translate(_OTHERWISE))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
