"""``Article`` → ``Script``: what will be spoken, in order, and what will not. Pure and deterministic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from functools import partial

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.article.language.foreign_text import BlockLanguages, Foreign, by_the_same_voice
from tts_service.article.language.language import primary
from tts_service.article.language.writing_systems import foreign_letters, unspeakable
from tts_service.article.lexicon.pronounce import LexiconMatcher, WordsFor, no_words
from tts_service.article.markup.marks import MarkedReading
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
from tts_service.article.normalize import SpokenRun, normalize
from tts_service.article.script.announcements import instead
from tts_service.article.script.delivery import DeliveryStep, delivered
from tts_service.article.script.marked import BlockMarkup, Settle, Speaker, as_written, paused, settled
from tts_service.article.script.notice import NOTICE, SpokenNotice
from tts_service.article.script.sentences import MAX_CHARS, SHORTEST_PART, SentenceSpan, spans
from tts_service.article.script.spoken import (
    Said,
    Utterance,
    ended,
    has_words,
    part,
    reworded,
    said_length,
    utter,
    without_hanging_marks,
)
from tts_service.article.script.unsaid import unsaid
from tts_service.errors import ProblemKind, Unprocessable

CLAUSE_MS = 100
SENTENCE_MS = 290
PAUSE_AFTER_MS: dict[BlockKind, int] = {
    "title": 910,
    "byline": 620,
    "heading": 820,
    "paragraph": 670,
    "item": 480,
    "question": 430,
    "answer": 720,
    "quote": 670,
    "caption": 480,
    "table": 380,
}
"""Silence after the last segment of a block, unless its delivery sets one. Some 120 ms more are heard: the
last sound dies away, and the encoder begins and ends with silence of its own. So 0.4 s are heard between
sentences, 0.8 s between paragraphs, and a second behind the headline (see docs/sound.md)."""
WORDLESS = "marks without words"
NARRATOR = "narrator"
ROLES: dict[BlockKind, str] = {"question": "questioner", "answer": "answerer", "quote": "quoted"}

_ANNOUNCED: tuple[BlockKind, ...] = ("quote", "item")
"""Their announcements are in the article's language, which a voice of another language does not speak."""
_OPENING_CHARS = 80
_UNTITLED: dict[str, dict[SectionKind, str]] = {
    "en": {"story": "Story", "synopsis": "Summary"},
    "de": {"story": "Artikel", "synopsis": "Zusammenfassung"},
    "es": {"story": "Artículo", "synopsis": "Resumen"},
    "fr": {"story": "Article", "synopsis": "Résumé"},
    "hi": {"story": "समाचार", "synopsis": "सारांश"},
    "it": {"story": "Articolo", "synopsis": "Sintesi"},
    "pt": {"story": "Artigo", "synopsis": "Resumo"},
}
_FULL_STOPS = {"hi": "।", "mr": "।", "ne": "।", "bn": "।", "ja": "。", "zh": "。", "ur": "۔"}


def make_script(
    article: Article,
    *,
    voiced: Collection[str] = (),
    words: WordsFor = no_words,
    foreign: Foreign = by_the_same_voice,
    notice: SpokenNotice | None = None,
) -> Script:
    """The script of ``article``. Its title is spoken first, whether or not it is in the text.

    ``voiced`` are the roles ("quoted", "questioner", "answerer") that have a voice of their own and so need
    no words such as "Quote:" to be told apart. ``words`` looks up the lexicon. ``foreign`` decides on
    paragraphs in other languages. ``notice``: what the service says of itself.

    Raises Unprocessable (kind "nothing-to-read") if nothing in it has a letter or a digit that can be spoken.
    """
    languages = BlockLanguages(article.language, foreign, article.markup.voices)
    skipped = [*article.skipped, *unspeakable(article, languages)]
    edits = _edits(article, skipped)
    chapters: list[str] = []
    kinds: list[SectionKind] = []
    segments = _title_segments(article, words)
    for section in article.sections:
        steps = delivered(section.blocks, article.language, voiced)
        known = partial(words, section.kind)
        spoken = [
            segment
            for step in steps
            for segment in _segments(article, step, edits, len(chapters), skipped, known, languages)
        ]
        if spoken or (segments and not chapters):
            chapters.append(_chapter_title(article, section, len(chapters)))
            kinds.append(section.kind)
            segments += spoken
    if article.markup.pauses:
        segments = paused(segments, article.markup.pauses, article.text)
    if not segments:
        raise _nothing_to_read(article, languages)
    skipped += unsaid(article.text, segments, skipped)
    return Script(
        title=article.title or opening_words(segments[0].text),
        language=article.language,
        source=article.text,
        sections=tuple(chapters) or (article.title,),
        segments=tuple(_with_notice(segments, notice, article, words)),
        skipped=tuple(sorted(skipped, key=lambda piece: (piece.start, piece.end, piece.reason))),
        byline=article.byline,
        published_at=article.published_at,
        url=article.url,
        image_url=article.image_url,
        section_kinds=tuple(kinds) or ("story",),
        categories=article.categories,
        tags=article.tags,
        notes=(*article.notes, *languages.notes),
        season=article.season,
        episode=article.episode,
        outside=article.outside,
        doubts=article.doubts,
    )


def revision_of(script: Script, voice: str, sounds: str = "") -> str:
    """Names this content in this voice (the one asked for), between the ``sounds`` of its show (a digest; ""
    for none). The same everywhere, and different after any change; what stands around the article on its page
    (menus, teasers of the day) is no part of it."""
    alone = msgspec.structs.replace(script, outside=(), doubts=())
    said = encode_script(alone) + b"\0" + voice.encode()
    return short_hash(said + b"\0" + sounds.encode() if sounds else said, length=12)


def opening_words(text: str) -> str:
    """How lists show an article without a title: its first words."""
    if len(text) <= _OPENING_CHARS:
        return text
    return (
        text[:_OPENING_CHARS].rpartition(" ")[0].rstrip(" ,;:–—-") + "…"
        if " " in text[:_OPENING_CHARS]
        else text[:_OPENING_CHARS] + "…"
    )


def _nothing_to_read(article: Article, languages: BlockLanguages) -> Unprocessable:
    foreign = {languages.of(block).reason for section in article.sections for block in section.blocks}
    reasons = sorted({*foreign, *(piece.reason for piece in unspeakable(article, languages))} - {""})
    why = f" It is {'; '.join(reasons)}. Leave the language out, or give the right one." if reasons else ""
    return Unprocessable(
        f"There are no words in this article that can be spoken.{why}", kind=ProblemKind.NOTHING_TO_READ
    )


def _edits(article: Article, skipped: Sequence[Skipped]) -> list[Said]:
    """What is spoken differently from how it is written, and what is skipped, without overlaps."""
    said = [Said(edit.text, edit.start, edit.end) for edit in article.said_as]
    said += as_written(article.text, article.markup.readings)
    said += [
        Said(instead(article.text, piece, article.language), piece.start, piece.end) for piece in skipped
    ]
    edits: list[Said] = []
    for edit in sorted(said, key=lambda edit: (edit.start, -len(edit.text), -edit.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return edits


def _title_segments(article: Article, words: WordsFor) -> list[Segment]:
    """The title if the text does not contain it: it has no place in the source."""
    if any(block.kind == "title" for section in article.sections for block in section.blocks):
        return []
    return _with_last_pause(_without_place(article.title, article, words), PAUSE_AFTER_MS["title"])


def _without_place(text: str, article: Article, words: WordsFor) -> list[Segment]:
    """``text``, which does not stand in the source, as spoken in the article's language."""
    edits = [Said("", start, end) for start, end, _ in foreign_letters(text, article.language)]
    utterance, _ = utter(text, 0, len(text), edits)
    language = _tag(article.language, article.region)
    known = words(article.sections[0].kind if article.sections else "story", NARRATOR, language, "")
    spoken = [
        worded
        for span in spans(utterance.text, article.language)
        for worded in _worded(utterance, span, language, known.edits)
    ]
    return [
        Segment(said.text, 0, 0, (), 0, _pause(whole), phonemes=said.phonemes, spelled=said.spelled)
        for said, whole in spoken
    ]


def _with_notice(
    segments: list[Segment], notice: SpokenNotice | None, article: Article, words: WordsFor
) -> list[Segment]:
    """In the first section, or in the last one."""
    if notice is None:
        return segments
    section, pause_ms = segments[-1 if notice.at_end else 0].section, PAUSE_AFTER_MS["paragraph"]
    spoken = [
        msgspec.structs.replace(segment, section=section, role=NOTICE)
        for segment in _with_last_pause(_without_place(notice.text, article, words), pause_ms)
    ]
    if not notice.at_end:
        return [*spoken, *segments]
    return [*_with_last_pause(segments, max(segments[-1].pause_ms, pause_ms)), *spoken]


def _segments(
    article: Article,
    step: DeliveryStep,
    edits: Sequence[Said],
    section: int,
    skipped: list[Skipped],
    words: Callable[[str, str, str], LexiconMatcher],
    languages: BlockLanguages,
) -> list[Segment]:
    """The segments of ``step``; what is not spoken is added to ``skipped``."""
    block = step.block
    spoken_in = languages.of(block)
    if reason := step.reason or spoken_in.reason:
        skipped.append(Skipped(block.text, block.start, block.end, reason))
        return []
    own = () if spoken_in.voice_of and block.kind in _ANNOUNCED else step.edits
    utterance, dropped = utter(article.text, block.start, block.end, _together(own, _within(edits, block)))
    skipped += [*dropped, *step.left_out]
    language = spoken_in.language
    tag = _tag(language, article.region if language == article.language else "")
    around = Speaker(tag, language=spoken_in.voice_of)
    marked = BlockMarkup(article.markup, block, languages, around)
    segments: list[Segment] = []
    at = block.start
    for span in marked.spans(utterance, spans(utterance.text, language)):
        pieces = part(utterance, span.start, span.end).pieces
        start, at = (pieces[0].start, pieces[-1].end) if pieces else (at, at)
        speaker = marked.speaker(utterance, span)
        known = words(ROLES.get(block.kind, NARRATOR), speaker.tag, speaker.voice)
        spoken = _worded(utterance, span, speaker.tag, known.edits, marked.readings)
        segments += _bounded(
            [_segment(said, section, _pause(whole), block.kind, start, speaker) for said, whole in spoken],
            start,
            at,
        )
        if not spoken:
            skipped.append(Skipped(article.text[start:at], start, at, WORDLESS))
    if own:
        segments = _bounded(segments, block.start, block.end)
    return _with_last_pause(segments, step.pause_ms or PAUSE_AFTER_MS[block.kind])


def _tag(language: str, region: str) -> str:
    return f"{language}-{region}" if region else language


def _segment(
    said: Utterance, section: int, pause_ms: int, kind: BlockKind, at: int, speaker: Speaker
) -> Segment:
    start, end = (said.pieces[0].start, said.pieces[-1].end) if said.pieces else (at, at)
    return Segment(
        said.text,
        start,
        end,
        said.pieces,
        section,
        pause_ms,
        ROLES.get(kind, NARRATOR),
        said.phonemes,
        speaker.language,
        said.spelled,
        speaker.voice,
    )


def _bounded(segments: list[Segment], start: int, end: int) -> list[Segment]:
    """The segments of one span, extended to all of it: no piece may speak its first and last letters."""
    last = len(segments) - 1
    return [
        msgspec.structs.replace(
            segment, start=start if i == 0 else segment.start, end=end if i == last else segment.end
        )
        for i, segment in enumerate(segments)
    ]


def _worded(
    utterance: Utterance,
    span: SentenceSpan,
    language: str,
    settle: Settle,
    readings: Sequence[MarkedReading] = (),
) -> list[tuple[Utterance, bool]]:
    """One span of ``utterance`` as engines get it: numbers and the like in words, punctuation at its end, and
    whether a sentence ends there. Several if the words are too long for one; none if it has no words.
    ``language`` includes its region; ``settle`` and ``readings`` are what the lexicon and the author say."""
    bare = without_hanging_marks(part(utterance, span.start, span.end))
    if not has_words(bare.text):
        return []
    both = settled(settle, bare, readings, language) if readings else settle
    runs = normalize(bare.text, language, both)
    if (length := said_length(runs)) > MAX_CHARS:
        return _worded_in_parts(bare, runs, length, span, language, settle, readings)
    worded = reworded(bare, runs)
    if not has_words(worded.text):  # nothing but the numbers of notes, say
        return []
    full_stop = _FULL_STOPS.get(primary(language), ".")
    return [(ended(worded, full_stop if span.whole else ","), span.whole)]


def _worded_in_parts(
    bare: Utterance,
    runs: Sequence[SpokenRun],
    length: int,
    span: SentenceSpan,
    language: str,
    settle: Settle,
    readings: Sequence[MarkedReading],
) -> list[tuple[Utterance, bool]]:
    """Split between clauses of the *written* text: a number in words is never cut. What cannot be split there
    is cut anywhere."""
    longest = max(len(bare.text) * MAX_CHARS // length, SHORTEST_PART)
    parts = spans(bare.text, primary(language), min(longest, len(bare.text) - 1))
    if len(parts) == 1:
        worded = reworded(bare, runs)
        said = [
            (part(worded, one.start, one.end), one.whole and span.whole)
            for one in spans(worded.text, primary(language))
        ]
        return [(ended(one, ","), whole) for one, whole in said if has_words(one.text)]
    return [
        said
        for one in parts
        for said in _worded(
            bare, SentenceSpan(one.start, one.end, one.whole and span.whole), language, settle, readings
        )
    ]


def _with_last_pause(segments: list[Segment], pause_ms: int) -> list[Segment]:
    return [*segments[:-1], *(msgspec.structs.replace(last, pause_ms=pause_ms) for last in segments[-1:])]


def _together(own: Sequence[Said], edits: Sequence[Said]) -> list[Said]:
    """``own`` and those of ``edits`` that do not overlap it, in order."""
    apart = [edit for edit in edits if all(edit.end <= one.start or edit.start >= one.end for one in own)]
    return sorted([*own, *apart], key=lambda edit: (edit.start, edit.end))


def _within(edits: Sequence[Said], block: Block) -> Sequence[Said]:
    first = bisect_left(edits, block.start, key=lambda edit: edit.start)
    last = bisect_right(edits, block.end, key=lambda edit: edit.end)
    return edits[first:last]


def _pause(whole: bool) -> int:
    return SENTENCE_MS if whole else CLAUSE_MS


def _chapter_title(article: Article, section: Section, index: int) -> str:
    """A section without a heading has the article's title if it is the first, otherwise the name of its
    kind."""
    if section.title:
        return section.title
    named = _UNTITLED.get(article.language, {}).get(section.kind, "")
    return article.title if index == 0 or not named else named
