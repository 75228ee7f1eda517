"""How a section is read: what is announced, numbered and paced, and which of its blocks are left out. Pure.

Something is announced only where listeners would otherwise be lost: not under a heading or after a colon,
which have announced it already.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tts_service.article.extract.html.tables import rows_read, table_of, why_not
from tts_service.article.extract.judge import is_sentence
from tts_service.article.model import Block, BlockKind, Skipped
from tts_service.article.script.announcements import Announcements, announcements_in
from tts_service.article.script.interview import answer_mark_end, question_mark_end
from tts_service.article.script.spoken import Said, has_words

MOST_ITEMS = 60
"""Items of one list. A longer one is a register, which nobody listens to."""
ANNOUNCED_FROM = 3
"""Items of a list that nothing introduces."""
MARK_OF_SPEAKER = "the mark of a question or an answer"
LIST_END_MS = 770
ROW_MS = 380
TABLE_END_MS = 820
NOT_READ: dict[BlockKind, str] = {
    "code": "program code is not read",
    "caption": "a caption to a picture that is not heard",
}

_COLON = re.compile(r"[:：][\"'”’»)\]]*$")
_OPENING_MARK = re.compile(r"[>\s]*[\"“«„»‘]")
_BEFORE_SPEAKER = re.compile(r"[,”»\"]\s+")
_LONG_QUOTE_CHARS = 150
_LAST_CHARS = 120
"""Characters at the end of the paragraph before a quotation, where the verb that introduces it is found."""


class DeliveryStep(NamedTuple):
    """One block as it is read, or the ``reason`` why it is not. ``pause_ms``: the silence after it, 0 for
    that of its kind. ``left_out``: the parts of it that are not read."""

    block: Block
    edits: tuple[Said, ...] = ()
    reason: str = ""
    pause_ms: int = 0
    left_out: tuple[Skipped, ...] = ()


def delivered(blocks: Sequence[Block], language: str, voiced: Collection[str]) -> Iterator[DeliveryStep]:
    """The steps in which ``blocks``, a section, are read in ``language``.

    ``voiced`` are the roles with a voice of their own, which need no words to be told apart.
    """
    words = announcements_in(language)
    runs = [list(run) for _, run in groupby(blocks, key=lambda block: block.kind)]
    for index, run in enumerate(runs):
        before = runs[index - 1][-1] if index else None
        after = runs[index + 1][0] if index + 1 < len(runs) else None
        if run[0].kind == "item":
            yield from _list(run, before, words)
        elif run[0].kind == "quote":
            yield from _quotation(run, before, after, None if "quoted" in voiced else words)
        elif run[0].kind == "table":
            yield from (step for table in run for step in _table(table, before, words))
        elif run[0].kind == "caption" and after is not None and after.kind == "table":
            yield from _captions(run, table_of_block=after, words=words)
        else:
            yield from (_plain(block, words, voiced) for block in run)


def _plain(block: Block, words: Announcements | None, voiced: Collection[str]) -> DeliveryStep:
    if block.kind == "question" and (end := question_mark_end(block.text)):
        return _turn(block, end, words.question if words else "", has_voice="questioner" in voiced)
    if block.kind == "answer" and (end := answer_mark_end(block.text)):
        return _turn(block, end, words.answer if words else "", has_voice="answerer" in voiced)
    return DeliveryStep(block, reason=NOT_READ.get(block.kind, ""))


def _turn(block: Block, mark_end: int, words: str, *, has_voice: bool) -> DeliveryStep:
    """The text after "Q:" or "A:". The mark is spoken as ``words``, or not at all if a voice of its own asks
    or answers."""
    start, end = block.start, block.start + mark_end
    if words and not has_voice:
        return DeliveryStep(block, (Said(f"{words} ", start, end),))
    return DeliveryStep(
        block,
        (Said("", start, end),),
        left_out=(Skipped(block.text[:mark_end], start, end, MARK_OF_SPEAKER),),
    )


def _is_introduced(before: Block | None) -> bool:
    """True if what follows is already announced: by a heading, or by a colon at the end of what was said
    last."""
    return (
        before is None
        or before.kind in ("heading", "title", "question", "caption")
        or bool(_COLON.search(before.text))
    )


def _list(
    items: Sequence[Block], before: Block | None, words: Announcements | None
) -> Iterator[DeliveryStep]:
    heard = [item for item in items if has_words(item.text)]
    count = len(heard)
    left_out = set(heard[MOST_ITEMS:])
    last = heard[:MOST_ITEMS][-1] if heard else None
    announced = (
        words is not None and count >= ANNOUNCED_FROM and not heard[0].number and not _is_introduced(before)
    )
    for item in items:
        if item in left_out:
            yield DeliveryStep(item, reason=f"beyond the first {MOST_ITEMS} of {count} items in a list")
            continue
        edits = []
        if words and announced and item is heard[0]:
            edits.append(Said(f"{words.items.format(count)} ", item.start, item.start))
        if item.number:
            edits.append(Said(f"{item.number}. ", item.start, item.start))
        if words and left_out and item is last:
            mark = "" if is_sentence(item.text) else "."
            edits.append(Said(f"{mark} {words.more.format(len(left_out))}", item.end, item.end))
        yield DeliveryStep(item, tuple(edits), pause_ms=LIST_END_MS if item is last else 0)


def _quotation(
    quotes: Sequence[Block], before: Block | None, after: Block | None, words: Announcements | None
) -> Iterator[DeliveryStep]:
    announced = words if words and _is_bare(quotes[0], before, words) else None
    long = sum(len(quote.text) for quote in quotes) >= _LONG_QUOTE_CHARS
    closed = announced if long and after is not None and is_sentence(quotes[-1].text) else None
    for quote in quotes:
        edits = []
        if announced and quote is quotes[0]:
            edits.append(Said(f"{announced.quote} ", quote.start, quote.start))
        if closed and quote is quotes[-1]:
            edits.append(Said(f" {closed.end_of_quote}", quote.end, quote.end))
        yield DeliveryStep(quote, tuple(edits))


def _is_bare(quote: Block, before: Block | None, words: Announcements) -> bool:
    """True for a quotation by its quotation marks (pages set summaries and hints as block quotes too) without
    any attribution in or before it."""
    told = _says_who(quote, words) or (before is not None and _speaks(before, words))
    return _OPENING_MARK.match(quote.text) is not None and not told


def _speaks(before: Block, words: Announcements) -> bool:
    """True if what was said last introduces a quotation: by a colon, or by a verb such as "said". In an
    interview everything is quoted."""
    if before.kind in ("question", "answer"):
        return True
    return bool(_COLON.search(before.text)) or words.speaking.search(before.text[-_LAST_CHARS:]) is not None


def _says_who(quote: Block, words: Announcements) -> bool:
    """True if the quotation itself names the speaker: "…, said a visitor"."""
    return any(words.speaking.match(quote.text, mark.end()) for mark in _BEFORE_SPEAKER.finditer(quote.text))


def _table(block: Block, before: Block | None, words: Announcements | None) -> Iterator[DeliveryStep]:
    table = table_of(block)
    if reason := why_not(table):
        yield DeliveryStep(block, reason=reason)
        return
    rows = rows_read(block, table)
    for row in rows:
        edits = row.edits
        if words and row is rows[0] and len(rows) > 1 and not _is_introduced(before):
            edits = (Said(f"{words.rows.format(len(rows))} ", block.start, block.start), *edits)
        yield DeliveryStep(
            row.block, edits, pause_ms=TABLE_END_MS if row is rows[-1] else ROW_MS, left_out=row.left_out
        )


def _captions(
    captions: Sequence[Block], table_of_block: Block, words: Announcements | None
) -> Iterator[DeliveryStep]:
    """The last caption before a table that is read is spoken as its title."""
    is_read = not why_not(table_of(table_of_block))
    for caption in captions:
        if is_read and caption is captions[-1]:
            edits = (Said(f"{words.table} ", caption.start, caption.start),) if words else ()
            yield DeliveryStep(caption, edits, pause_ms=ROW_MS)
        else:
            yield DeliveryStep(caption, reason=NOT_READ["caption"])
