"""``Article`` → ``Script``: what will be said, in order, and what will not. Pure and deterministic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import partial

import msgspec

from tts_service.article.delivery import Step, delivered
from tts_service.article.language import primary
from tts_service.article.leadins import instead
from tts_service.article.model import (
    Article,
    Block,
    BlockKind,
    Script,
    Section,
    SectionKind,
    Segment,
    Skipped,
    encode_script,
)
from tts_service.article.normalize import normalize
from tts_service.article.pronounce import Words, WordsFor, no_words
from tts_service.article.request import short_hash
from tts_service.article.sentences import MAX_CHARS, SHORTEST_PART, Span, spans
from tts_service.article.spoken import Said, Utterance, ended, has_words, part, reworded, utter, without_hanging_marks
from tts_service.article.tongues import Foreign, Tongues, by_the_same_voice
from tts_service.article.unsaid import unsaid
from tts_service.article.writing import foreign_letters, unspeakable
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
    "caption": 350,
    "table": 350,
}
"""Silence after the last segment of a block, where its delivery says nothing else."""
WORDLESS = "marks without words"
NARRATOR = "narrator"
ROLES: dict[BlockKind, str] = {"question": "questioner", "answer": "answerer", "quote": "quoted"}

_LED_IN: tuple[BlockKind, ...] = ("quote", "item")
"""Their lead-ins are the article's words, which a voice of another language does not say."""
_OPENING_CHARS = 80
_UNTITLED: dict[str, dict[SectionKind, str]] = {
    "en": {"story": "Story", "synopsis": "Summary"},
    "de": {"story": "Artikel", "synopsis": "Zusammenfassung"},
    "es": {"story": "Artículo", "synopsis": "Resumen"},
    "fr": {"story": "Article", "synopsis": "Résumé"},
    "hi": {"story": "समाचार", "synopsis": "सारांश"},
}
_FULL_STOPS = {"hi": "।", "mr": "।", "ne": "।", "bn": "।", "ja": "。", "zh": "。", "ur": "۔"}


def make_script(
    article: Article,
    *,
    voiced: Collection[str] = (),
    words: WordsFor = no_words,
    foreign: Foreign = by_the_same_voice,
) -> Script:
    """What is said of ``article``. Its title is spoken first, whether or not it stands in the text.

    ``voiced`` are the roles ("quoted", "questioner", "answerer") that have a voice of their own and so need no words such as
    "Quote:" to be told apart. ``words`` are what the lexicon wants said otherwise. ``foreign`` decides on paragraphs in other
    languages.

    Raises Unprocessable (kind "nothing-to-read") when nothing in it has a letter or a digit that can be spoken.
    """
    tongues = Tongues(article.language, foreign)
    skipped = [*article.skipped, *unspeakable(article, tongues)]
    edits = _edits(article, skipped)
    chapters: list[str] = []
    kinds: list[SectionKind] = []
    segments = _title_segments(article, words)
    for section in article.sections:
        steps = delivered(section.blocks, article.language, voiced)
        known = partial(words, section.kind)
        spoken = [
            segment for step in steps for segment in _segments(article, step, edits, len(chapters), skipped, known, tongues)
        ]
        if spoken or (segments and not chapters):
            chapters.append(_chapter_title(article, section, len(chapters)))
            kinds.append(section.kind)
            segments += spoken
    if not segments:
        raise _nothing_to_read(article, tongues)
    skipped += unsaid(article.text, segments, skipped)
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
        section_kinds=tuple(kinds) or ("story",),
        categories=article.categories,
        tags=article.tags,
        notes=article.notes,
        season=article.season,
        episode=article.episode,
    )


def revision_of(script: Script, voice: str, sounds: str = "") -> str:
    """Names this content in this voice (the one asked for), between the ``sounds`` of its show (a digest; "" for none): the
    same everywhere, another for any change."""
    said = encode_script(script) + b"\0" + voice.encode()
    return short_hash(said + b"\0" + sounds.encode() if sounds else said, length=12)


def opening_words(text: str) -> str:
    """What an article without a title is called in lists: its first words."""
    if len(text) <= _OPENING_CHARS:
        return text
    return (
        text[:_OPENING_CHARS].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
        if " " in text[:_OPENING_CHARS]
        else text[:_OPENING_CHARS] + "…"
    )


def _nothing_to_read(article: Article, tongues: Tongues) -> Unprocessable:
    foreign = {tongues.of(block).reason for section in article.sections for block in section.blocks}
    reasons = sorted({*foreign, *(piece.reason for piece in unspeakable(article, tongues))} - {""})
    why = f" It is {'; '.join(reasons)}. Leave the language out, or give the right one." if reasons else ""
    return Unprocessable(f"There are no words in this article that can be spoken.{why}", kind="nothing-to-read")


def _edits(article: Article, skipped: Sequence[Skipped]) -> list[Said]:
    """What is said otherwise than it is written, and what is skipped, without overlaps."""
    said = [Said(edit.text, edit.start, edit.end) for edit in article.said_as]
    said += [Said(instead(article.text, piece, article.language), piece.start, piece.end) for piece in skipped]
    edits: list[Said] = []
    for edit in sorted(said, key=lambda edit: (edit.start, -len(edit.text), -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _title_segments(article: Article, words: WordsFor) -> list[Segment]:
    """The title where it does not stand in the text: it has no place in the source."""
    if any(block.kind == "title" for section in article.sections for block in section.blocks):
        return []
    edits = [Said("", start, end) for start, end, _ in foreign_letters(article.title, article.language)]
    title, _ = utter(article.title, 0, len(article.title), edits)
    language = _tag(article.language, article.region)
    known = words(article.sections[0].kind if article.sections else "story", NARRATOR, language)
    spoken = [worded for span in spans(title.text, article.language) for worded in _worded(title, span, language, known)]
    segments = [Segment(said.text, 0, 0, (), 0, _pause(whole), phonemes=said.phonemes) for said, whole in spoken]
    return _with_last_pause(segments, PAUSE_AFTER_MS["title"])


def _segments(
    article: Article,
    step: Step,
    edits: Sequence[Said],
    section: int,
    skipped: list[Skipped],
    words: Callable[[str, str], Words],
    tongues: Tongues,
) -> list[Segment]:
    """What is said in ``step``; what is not is added to ``skipped``."""
    block = step.block
    tongue = tongues.of(block)
    if reason := step.reason or tongue.reason:
        skipped.append(Skipped(block.text, block.start, block.end, reason))
        return []
    own = () if tongue.voice_of and block.kind in _LED_IN else step.edits
    utterance, dropped = utter(article.text, block.start, block.end, _together(own, _within(edits, block)))
    skipped += [*dropped, *step.left_out]
    language = tongue.language
    tag = _tag(language, article.region if language == article.language else "")
    known = words(ROLES.get(block.kind, NARRATOR), tag)
    segments: list[Segment] = []
    at = block.start
    for span in spans(utterance.text, language):
        pieces = part(utterance, span.start, span.end).pieces
        start, at = (pieces[0].start, pieces[-1].end) if pieces else (at, at)
        spoken = _worded(utterance, span, tag, known)
        segments += _bounded([_segment(said, section, _pause(whole), block.kind, start) for said, whole in spoken], start, at)
        if not spoken:
            skipped.append(Skipped(article.text[start:at], start, at, WORDLESS))
    if own:
        segments = _bounded(segments, block.start, block.end)
    if tongue.voice_of:
        segments = [msgspec.structs.replace(segment, language=tongue.voice_of) for segment in segments]
    return _with_last_pause(segments, step.pause_ms or PAUSE_AFTER_MS[block.kind])


def _tag(language: str, region: str) -> str:
    return f"{language}-{region}" if region else language


def _segment(said: Utterance, section: int, pause_ms: int, kind: BlockKind, at: int) -> Segment:
    start, end = (said.pieces[0].start, said.pieces[-1].end) if said.pieces else (at, at)
    return Segment(said.text, start, end, said.pieces, section, pause_ms, ROLES.get(kind, NARRATOR), said.phonemes)


def _bounded(segments: list[Segment], start: int, end: int) -> list[Segment]:
    """The segments of one span, made to bound all of it: its first and last letters may be said by no piece."""
    last = len(segments) - 1
    return [
        msgspec.structs.replace(segment, start=start if i == 0 else segment.start, end=end if i == last else segment.end)
        for i, segment in enumerate(segments)
    ]


def _worded(utterance: Utterance, span: Span, language: str, words: Words) -> list[tuple[Utterance, bool]]:
    """One span of ``utterance`` as engines get it: numbers and the like in words, a mark at its end, and whether a sentence
    ends there. More than one when the words are too long for one; none when there are none. ``language`` has its region."""
    bare = without_hanging_marks(part(utterance, span.start, span.end))
    if not has_words(bare.text):
        return []
    worded = reworded(bare, normalize(bare.text, language, words.edits))
    if len(worded.text) > MAX_CHARS:
        return _worded_in_parts(bare, worded, span, language, words)
    full_stop = _FULL_STOPS.get(primary(language), ".")
    return [(ended(worded, full_stop if span.whole else ","), span.whole)]


def _worded_in_parts(
    bare: Utterance, worded: Utterance, span: Span, language: str, words: Words
) -> list[tuple[Utterance, bool]]:
    """Split where the *written* text has its clauses: a number in words is never cut. What cannot be split so is cut anyhow."""
    longest = max(len(bare.text) * MAX_CHARS // len(worded.text), SHORTEST_PART)
    parts = spans(bare.text, primary(language), min(longest, len(bare.text) - 1))
    if len(parts) == 1:
        said = [(part(worded, one.start, one.end), one.whole and span.whole) for one in spans(worded.text, primary(language))]
        return [(ended(one, ","), whole) for one, whole in said if has_words(one.text)]
    return [
        said for one in parts for said in _worded(bare, Span(one.start, one.end, one.whole and span.whole), language, words)
    ]


def _with_last_pause(segments: list[Segment], pause_ms: int) -> list[Segment]:
    return [*segments[:-1], *(msgspec.structs.replace(last, pause_ms=pause_ms) for last in segments[-1:])]


def _together(own: Sequence[Said], edits: Sequence[Said]) -> list[Said]:
    """``own`` and those of ``edits`` that lie beside them, in order."""
    apart = [edit for edit in edits if all(edit.end <= one.start or edit.start >= one.end for one in own)]
    return sorted([*own, *apart], key=lambda edit: (edit.start, edit.end))


def _within(edits: Sequence[Said], block: Block) -> Sequence[Said]:
    first = bisect_left(edits, block.start, key=lambda edit: edit.start)
    last = bisect_right(edits, block.end, key=lambda edit: edit.end)
    return edits[first:last]


def _pause(whole: bool) -> int:
    return SENTENCE_MS if whole else CLAUSE_MS


def _chapter_title(article: Article, section: Section, index: int) -> str:
    """A section without a heading is called by the article's title if it is the first, else by what it is."""
    if section.title:
        return section.title
    named = _UNTITLED.get(article.language, {}).get(section.kind, "")
    return article.title if index == 0 or not named else named
