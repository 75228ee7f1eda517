"""``Article`` → ``Script``: what will be said, in order, and what will not. Pure and deterministic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from tts_service.article.model import Article, Block, BlockKind, Script, Section, SectionKind, Segment, Skipped, encode_script
from tts_service.article.request import short_hash
from tts_service.article.sentences import Span, spans
from tts_service.article.spoken import Said, Utterance, finished, has_words, part, utter
from tts_service.errors import Unprocessable

CLAUSE_MS = 100
SENTENCE_MS = 250
PAUSE_AFTER_MS: dict[BlockKind, int] = {
    "title": 700,
    "byline": 500,
    "heading": 600,
    "paragraph": 450,
    "item": 350,
    "question": 400,
    "answer": 600,
    "quote": 500,
}
"""Silence after the last segment of a block. Kinds that are not here are not read."""
NOT_READ: dict[BlockKind, str] = {
    "table": "a table cannot be followed by ear",
    "code": "program code is not read",
    "caption": "a caption to a picture that is not heard",
}
WORDLESS = "marks without words"
ROLES: dict[BlockKind, str] = {"question": "questioner", "quote": "quoted"}

_OPENING_CHARS = 80
_UNTITLED: dict[str, dict[SectionKind, str]] = {
    "en": {"story": "Story", "synopsis": "Summary"},
    "de": {"story": "Artikel", "synopsis": "Zusammenfassung"},
    "es": {"story": "Artículo", "synopsis": "Resumen"},
    "fr": {"story": "Article", "synopsis": "Résumé"},
    "hi": {"story": "समाचार", "synopsis": "सारांश"},
}
_FULL_STOPS = {"hi": "।", "mr": "।", "ne": "।", "bn": "।", "ja": "。", "zh": "。", "ur": "۔"}


def make_script(article: Article) -> Script:
    """What is said of ``article``. Its title is spoken first, whether or not it stands in the text.

    Raises Unprocessable (kind "nothing-to-read") when nothing in it has a letter or a digit.
    """
    edits = _edits(article)
    skipped = list(article.skipped)
    chapters: list[str] = []
    segments = _title_segments(article)
    for section in article.sections:
        spoken = [segment for block in section.blocks for segment in _segments(article, block, edits, len(chapters), skipped)]
        if spoken or (segments and not chapters):
            chapters.append(_chapter_title(article, section, len(chapters)))
            segments += spoken
    if not segments:
        raise Unprocessable("There are no words in this article that can be spoken.", kind="nothing-to-read")
    return Script(
        title=article.title or opening_words(segments[0].text),
        language=article.language,
        source=article.text,
        sections=tuple(chapters) or (article.title,),
        segments=tuple(segments),
        skipped=tuple(sorted(skipped, key=lambda piece: (piece.start, piece.end, piece.reason))),
        byline=article.byline,
        published_at=article.published_at,
        url=article.url,
        image_url=article.image_url,
    )


def revision_of(script: Script, voice: str) -> str:
    """Names this content in this voice (the one asked for): the same everywhere, another for any change."""
    return short_hash(encode_script(script) + b"\0" + voice.encode(), length=12)


def opening_words(text: str) -> str:
    """What an article without a title is called in lists: its first words."""
    if len(text) <= _OPENING_CHARS:
        return text
    return (
        text[:_OPENING_CHARS].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
        if " " in text[:_OPENING_CHARS]
        else text[:_OPENING_CHARS] + "…"
    )


def _edits(article: Article) -> list[Said]:
    """What is said otherwise than it is written, and what is skipped, without overlaps."""
    said = [Said(edit.text, edit.start, edit.end) for edit in article.said_as]
    said += [Said("", piece.start, piece.end) for piece in article.skipped]
    edits: list[Said] = []
    for edit in sorted(said, key=lambda edit: (edit.start, -len(edit.text), -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _title_segments(article: Article) -> list[Segment]:
    """The title where it does not stand in the text: it has no place in the source."""
    if not has_words(article.title) or any(block.kind == "title" for section in article.sections for block in section.blocks):
        return []
    utterance, _ = utter(article.title, 0, len(article.title))
    texts = [
        (finished(part(utterance, span.start, span.end), _full_stop(article.language)).text, span)
        for span in spans(utterance.text, article.language)
    ]
    return [
        Segment(text, 0, 0, (), 0, PAUSE_AFTER_MS["title"] if i == len(texts) else _pause(span))
        for i, (text, span) in enumerate(texts, 1)
    ]


def _segments(article: Article, block: Block, edits: Sequence[Said], section: int, skipped: list[Skipped]) -> list[Segment]:
    """What is said of ``block``; what is not is added to ``skipped``."""
    if block.kind in NOT_READ:
        skipped.append(Skipped(block.text, block.start, block.end, NOT_READ[block.kind]))
        return []
    utterance, dropped = utter(article.text, block.start, block.end, _within(edits, block))
    skipped += dropped
    segments: list[Segment] = []
    for span in spans(utterance.text, article.language):
        said = part(utterance, span.start, span.end)
        if has_words(said.text):
            segments.append(_segment(article, block, said, section, span))
        else:
            start, end = said.pieces[0].start, said.pieces[-1].end
            skipped.append(Skipped(article.text[start:end], start, end, WORDLESS))
    return [*segments[:-1], *(msgspec.structs.replace(last, pause_ms=PAUSE_AFTER_MS[block.kind]) for last in segments[-1:])]


def _within(edits: Sequence[Said], block: Block) -> Sequence[Said]:
    first = bisect_left(edits, block.start, key=lambda edit: edit.start)
    last = bisect_right(edits, block.end, key=lambda edit: edit.end)
    return edits[first:last]


def _segment(article: Article, block: Block, said: Utterance, section: int, span: Span) -> Segment:
    text, pieces = finished(said, _full_stop(article.language) if span.whole else ",")
    start, end = said.pieces[0].start, said.pieces[-1].end
    return Segment(text, start, end, pieces, section, _pause(span), ROLES.get(block.kind, "narrator"))


def _pause(span: Span) -> int:
    return SENTENCE_MS if span.whole else CLAUSE_MS


def _full_stop(language: str) -> str:
    return _FULL_STOPS.get(language, ".")


def _chapter_title(article: Article, section: Section, index: int) -> str:
    """A section without a heading is called by the article's title if it is the first, else by what it is."""
    if section.title:
        return section.title
    named = _UNTITLED.get(article.language, {}).get(section.kind, "")
    return article.title if index == 0 or not named else named
