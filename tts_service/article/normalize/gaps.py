"""A gap between any two words: rules say what figures mean, not what stands beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from tts_service.article.normalize.rules import Edit
from tts_service.article.normalize.spelled import unmarked


def separated(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """``edits`` of ``text`` (sorted, not overlapping), with a space wherever a spoken word would touch
    another one."""
    end, last = 0, ""
    for i, edit in enumerate(edits):
        follows = i + 1 < len(edits) and edits[i + 1].start == edit.end
        is_apart = edit.start > end
        last = text[edit.start - 1] if is_apart else last
        behind = "" if follows else text[edit.end : edit.end + 1]
        heard = unmarked(edit.spoken)[0]
        before_gap = _touch(last, heard[:1]) and not _is_inside(text, edit, edit.start)
        # A silent mark alone divides no word; between words that are said, it does.
        ending = heard[-1:] or ("" if is_apart else last)
        behind_gap = _touch(ending, behind) and not _is_inside(text, edit, edit.end)
        if before_gap or behind_gap:
            edit = edit._replace(spoken=f"{' ' * before_gap}{edit.spoken}{' ' * behind_gap}")
        yield edit
        end, last = edit.end, " " if behind_gap else heard[-1:] or last


def _is_inside(text: str, edit: Edit, at: int) -> bool:
    """What is said for a part of a word, or for letters in brackets ("item(s)"), belongs to the word."""
    written = text[edit.start : edit.end]
    follows_a_letter = text[edit.start - 1 : edit.start].isalpha()
    if follows_a_letter and written[:1] in "([" and written.strip("()[]") == edit.spoken:
        return True
    is_within_a_word = text[at - 1 : at].isalpha() and text[at : at + 1].isalpha()
    return is_within_a_word and not any(map(str.isdecimal, written))


def _touch(one: str, other: str) -> bool:
    return bool(one and other) and all(unicodedata.category(mark)[0] in "LMN" for mark in (one, other))
