"""A briefing: the first sentences of some articles, with a few words between them. Pure, and light: the web
process imports this.

The sentences are those of the articles' own scripts, word for word as spoken. So in the same voice they have
the same keys, and are in the cache already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from tts_service.article.hashing import short_hash
from tts_service.article.model import Article, Block, Piece, Script, Section, Segment
from tts_service.article.script.joining import JoiningWords
from tts_service.article.script.notice import NOTICE

MOST_CHARS = 300
"""Of the sentences of a story, behind its title."""
STORY_PAUSE_MS = 900
BRIEFING = "briefing"
"""The name that the content of one is kept under, beside its narrations."""
_ID_PREFIX = "briefing"
_ID_CHARS = 16
_SHORTEST_WHOLE_MS = 200
"""A shorter pause stands between clauses, within a sentence."""


class BorrowedSentence(msgspec.Struct, frozen=True):
    """A segment of an article's script, with its place in ``source``, which is this sentence alone."""

    segment: Segment
    source: str


class BriefingStory(msgspec.Struct, frozen=True):
    """What is told of one article: its title, as a chapter, its page, and its sentences, title first."""

    title: str
    url: str
    sentences: tuple[BorrowedSentence, ...]


class BriefingContent(msgspec.Struct, frozen=True):
    """What a briefing says, in ``language`` (a BCP 47 primary tag); ``joining`` are the words between."""

    title: str
    language: str
    joining: JoiningWords
    stories: tuple[BriefingStory, ...]


def briefing_id(name: str, slot: str) -> str:
    """The id of the article that the briefing ``name`` of the time ``slot`` is: the same on every machine."""
    return _ID_PREFIX + short_hash(msgspec.json.encode([name, slot]), length=_ID_CHARS)


def is_briefing(article_id: str) -> bool:
    return article_id.startswith(_ID_PREFIX) and len(article_id) == len(_ID_PREFIX) + _ID_CHARS


def story_of(script: Script, url: str) -> BriefingStory | None:
    """The title of ``script`` and its synopsis, or else its first sentences; None when it has neither. What
    the service says of itself there is said in the briefing by its own show, if at all."""
    own = tuple(segment for segment in script.segments if segment.role != NOTICE)
    script = msgspec.structs.replace(script, segments=own)
    titled = _titled(script)
    told = _first_sentences(script, titled)
    if not told:
        return None
    sentences = tuple(_borrowed(script, segment) for segment in (*titled, *told))
    return BriefingStory(script.title, url, sentences)


def text_of(content: BriefingContent) -> str:
    """The briefing as plain text, without its title: what its listeners see."""
    return _Composed(content).source


def phrases_of(content: BriefingContent) -> Article:
    """The words between as an article, to be spoken as any other: its title, and a paragraph for each."""
    blocks: list[Block] = []
    at = 0
    for phrase in content.joining.phrases:
        blocks.append(Block("paragraph", phrase, at, at + len(phrase)))
        at += len(phrase) + 2
    text = "\n\n".join(content.joining.phrases)
    return Article(content.title, text, (Section("", "story", tuple(blocks)),), content.language)


def told(phrases: Script, content: BriefingContent) -> Script:
    """The script of the briefing. ``phrases``: that of ``phrases_of``."""
    composed = _Composed(content, phrases)
    return msgspec.structs.replace(
        phrases,
        source=composed.source,
        sections=(content.title, *(story.title for story in content.stories)),
        section_kinds=("story",) * (1 + len(content.stories)),
        section_urls=("", *(story.url for story in content.stories)),
        segments=tuple(composed.segments),
    )


class _Composed:
    """The text of a briefing, and where its segments stand in it."""

    def __init__(self, content: BriefingContent, phrases: Script | None = None) -> None:
        self._phrases = phrases
        self.source = ""
        self.segments: list[Segment] = [segment for segment in _segments(phrases) if not segment.pieces]
        joining = content.joining
        for number, story in enumerate(content.stories, 1):
            is_last = number == len(content.stories)
            if number > 1:
                self._say(joining.last if is_last else joining.more, number)
            self._tell(story, number)
        self._say(joining.end, len(content.stories))

    def _say(self, phrase: str, section: int) -> None:
        at = self._write(phrase, "\n\n")
        here = _place_of(phrase, self._phrases)
        for segment in _segments(self._phrases):
            if segment.pieces and here <= segment.start < here + len(phrase):
                self.segments.append(_moved(segment, at - here, section))

    def _tell(self, story: BriefingStory, section: int) -> None:
        for number, sentence in enumerate(story.sentences):
            at = self._write(sentence.source, "\n\n" if number == 0 else " ")
            self.segments.append(_moved(sentence.segment, at, section))
        self.segments[-1] = msgspec.structs.replace(self.segments[-1], pause_ms=STORY_PAUSE_MS)

    def _write(self, text: str, before: str) -> int:
        """Where it begins."""
        self.source += (before if self.source else "") + text
        return len(self.source) - len(text)


def _segments(script: Script | None) -> tuple[Segment, ...]:
    return script.segments if script is not None else ()


def _place_of(phrase: str, phrases: Script | None) -> int:
    return phrases.source.index(phrase) if phrases is not None else 0


def _moved(segment: Segment, by: int, section: int) -> Segment:
    pieces = tuple(
        msgspec.structs.replace(piece, start=piece.start + by, end=piece.end + by) for piece in segment.pieces
    )
    return msgspec.structs.replace(
        segment, start=segment.start + by, end=segment.end + by, pieces=pieces, section=section
    )


def _borrowed(script: Script, segment: Segment) -> BorrowedSentence:
    """A title that does not stand in its source is its own."""
    if not segment.pieces:
        text = segment.text
        whole = msgspec.structs.replace(
            segment, start=0, end=len(text), pieces=(Piece(0, len(text), 0, len(text)),)
        )
        return BorrowedSentence(whole, text)
    return BorrowedSentence(
        _moved(segment, -segment.start, segment.section), script.source[segment.start : segment.end]
    )


def _titled(script: Script) -> tuple[Segment, ...]:
    """The segments that say the title."""
    wanted = _bare(script.title)
    found = []
    for segment in script.segments:
        is_title = not segment.pieces or ((said := _said(script, segment)) in wanted and bool(said))
        if not is_title or segment.section != 0:
            break
        found.append(segment)
    return tuple(found)


def _first_sentences(script: Script, titled: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Whole sentences of the synopsis or else of the beginning, as many as MOST_CHARS allow; at least one."""
    kinds = script.section_kinds
    synopsis = kinds.index("synopsis") if "synopsis" in kinds else None
    found: list[Segment] = []
    for sentence in _sentences(_prose(script, titled, synopsis)):
        length = sum(len(segment.text) for segment in (*found, *sentence))
        if found and length > MOST_CHARS:
            break
        found += sentence
    return tuple(found)


def _prose(script: Script, titled: tuple[Segment, ...], section: int | None) -> Iterator[Segment]:
    """Without title, byline and headings. ``section``: of this one alone."""
    headings = {_bare(title) for title in (script.title, *script.sections)}
    byline = _bare(script.byline)
    for segment in script.segments[len(titled) :]:
        said = _said(script, segment)
        if said in headings or (byline and byline in said and len(said) < 2 * len(byline) + 20):
            continue
        if section is None or segment.section == section:
            yield segment


def _sentences(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Long ones are several segments. One that is never ended is left out."""
    sentence: list[Segment] = []
    for segment in segments:
        sentence.append(segment)
        if segment.pause_ms >= _SHORTEST_WHOLE_MS:
            yield sentence
            sentence = []


def _said(script: Script, segment: Segment) -> str:
    return _bare(script.source[segment.start : segment.end])


def _bare(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".:")
