"""Stories that a page's own program shows: found in the data that the page carries for it. Pure.

The data has no fixed form. A story in it is HTML, a long text, or a list of blocks, each with its words
somewhere below. The candidate with most prose wins; one beside the page's title counts twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import escape
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import XPath
from lxml.html import HtmlElement

from tts_service.article.extract.draft import fold
from tts_service.article.extract.html.state.flat import is_flat, unflattened
from tts_service.article.extract.html.state.literals import read_literal
from tts_service.article.extract.html.state.tokens import LiteralError
from tts_service.article.language.marks import CLOSES, ENDS

LEAST_CHARS = 200
"""Of prose; less is no story."""
_PARAGRAPH_CHARS = 40
_TEXT_CHARS = 400
_BLOCKS = 2
_MOST_NODES = 200_000
_MOST_SCRIPTS = 60
_MOST_TRIES = 8
"""Places in a script where data may begin."""
_SCRIPTS = XPath('.//script[not(@src) and not(@type="application/ld+json")]')
_ASSIGNED = re.compile(r"(?:=|\(|,)\s{0,5}(?=[{\[])|JSON\.parse\(\s{0,5}(?=\")")
_STATE = re.compile(r"\b__[A-Za-z]\w{1,40}__\s{0,5}=\s{0,5}(?=[\[{(])")
_STREAMED = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_TAG = re.compile(r"<[^<>]{0,500}>")
_MARKUP = re.compile(r"<(?:p|div|br|h[2-6]|li|blockquote)\b", re.IGNORECASE)
_SENTENCE = re.compile(rf"\w{ENDS}{CLOSES}*(?:[\s<]|$)")
_TITLES = ("title", "headline", "name", "heading")
_HEADLINES = ("title", "headline")
_LEADS_ELSEWHERE = frozenset(("slug", "url", "href", "link", "permalink"))
_WORDS_OF = frozenset(
    (
        "text",
        "value",
        "content",
        "children",
        "html",
        "body",
        "data",
        "paragraph",
        "nodes",
        "rawText",
        "attributes",
    )
)
_KIND = ("__typename", "type", "_type", "nodeType")
_HEADING = re.compile(r"head|title|^h[1-6]$", re.IGNORECASE)


class Story(NamedTuple):
    """``html`` of the story without its headline; ``chars`` of prose in it."""

    html: str
    chars: int


def story_in_data(root: HtmlElement, title: str) -> Story | None:
    """The story in the data of the page called ``title``; None if there is none."""
    best: tuple[float, Story] | None = None
    for data in _data_of(root):
        for story, is_near in _stories(data, fold(title)):
            score = story.chars * (2 if is_near else 1)
            if story.chars >= LEAST_CHARS and (best is None or score > best[0]):
                best = (score, story)
    return best[1] if best else None


def as_paragraphs(text: str) -> str:
    """A text as HTML, one paragraph a line."""
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())


def _data_of(root: HtmlElement) -> Iterator[Any]:
    for script in islice(_SCRIPTS(root), _MOST_SCRIPTS):
        text = (script.text or "").strip()
        if len(text) >= LEAST_CHARS:
            yield from _values(text)
            yield from _programmed(text)


def _values(text: str) -> Iterator[Any]:
    """The JSON values in a script: all of it, what is assigned or passed on, and what is streamed in them."""
    decoder = json.JSONDecoder()
    at = 0
    starts = [0] if text[:1] in "{[" else []
    for _ in range(_MOST_TRIES):
        if not starts:
            match = _ASSIGNED.search(text, at)
            if match is None:
                return
            starts.append(match.end())
        begin = starts.pop()
        try:
            value, at = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            at = begin + 1
            continue
        if isinstance(value, str):
            yield from _decoded(value)
        else:
            yield value
            yield from _streamed(value)
            yield from (unflattened(one) for one in (value,) if is_flat(one))


def _programmed(text: str) -> Iterator[Any]:
    """What is assigned in JavaScript to a name such as ``__NUXT__``."""
    for match in islice(_STATE.finditer(text), _MOST_TRIES):
        if _whole(text, match.end()) is None:
            with suppress(LiteralError):
                yield read_literal(text, match.end())


def _decoded(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        return


def _streamed(value: Any) -> Iterator[Any]:
    """What React streams: lines of numbered JSON in a string."""
    for text in value if isinstance(value, list) else ():
        if isinstance(text, str):
            found = (_whole(text, match.end()) for match in islice(_STREAMED.finditer(text), _MOST_TRIES))
            yield from (one for one in found if one is not None)


def _whole(text: str, at: int) -> Any:
    try:
        return json.JSONDecoder().raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _stories(data: Any, title: str) -> Iterator[tuple[Story, bool]]:
    """Candidates, and whether each is beside the page's title."""
    waiting: list[tuple[Any, bool]] = [(data, False)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node, near = waiting.pop()
        if isinstance(node, str):
            if story := _of_text(node):
                yield story, near
        elif isinstance(node, list):
            if story := _of_blocks(node):
                yield story, near
            waiting += [(one, near) for one in node]
        elif isinstance(node, dict):
            near = near or (bool(title) and any(_is(node.get(key), title) for key in _TITLES))
            for group in _alike(node):
                if story := _of_blocks(group):
                    yield story, near
            waiting += [(one, near) for one in node.values()]


def _is(value: Any, title: str) -> bool:
    return isinstance(value, str) and len(value) < 2 * len(title) + 20 and fold(value) == title


def _of_text(text: str) -> Story | None:
    if len(text) < LEAST_CHARS or not _SENTENCE.search(text):
        return None
    if _MARKUP.search(text):
        return Story(text, len(_TAG.sub("", text)))
    return Story(as_paragraphs(text), len(text)) if len(text) >= _TEXT_CHARS and "{" not in text else None


def _alike(node: dict[str, Any]) -> list[list[Any]]:
    """The values of a store of objects by id, those of one kind together."""
    groups: dict[str, list[Any]] = {}
    for value in node.values():
        if isinstance(value, dict) and isinstance(kind := value.get("__typename"), str):
            groups.setdefault(kind, []).append(value)
    return list(groups.values())


def _of_blocks(blocks: Sequence[Any]) -> Story | None:
    """A list of blocks, one paragraph each."""
    if len(blocks) < _BLOCKS or not all(isinstance(block, (dict, list, str)) for block in blocks[:_BLOCKS]):
        return None
    if any(isinstance(block, dict) and _is_whole(block) for block in blocks[:_BLOCKS]):
        return None
    told = [(_kind_of(block), _words_of(block)) for block in blocks]
    prose = [words for _, words in told if len(words) >= _PARAGRAPH_CHARS and _SENTENCE.search(words)]
    if len(prose) < _BLOCKS:
        return None
    return Story("".join(_tagged(kind, words) for kind, words in told if words), sum(map(len, prose)))


def _is_whole(block: dict[str, Any]) -> bool:
    """True for an article or a teaser in a list of them: it has an address, or a headline over its words."""
    return not _LEADS_ELSEWHERE.isdisjoint(block) or any(
        isinstance(block.get(key), str) and not _WORDS_OF.isdisjoint(block) for key in _HEADLINES
    )


def _tagged(kind: str, words: str) -> str:
    tag = "h2" if _HEADING.search(kind) and len(words) < 2 * _PARAGRAPH_CHARS else "p"
    return f"<{tag}>{words if _MARKUP.search(words) else escape(words)}</{tag}>"


def _kind_of(block: Any) -> str:
    if isinstance(block, list):
        return block[1] if len(block) > 1 and block[0] == "$" and isinstance(block[1], str) else ""
    kinds = (block.get(key) for key in _KIND) if isinstance(block, dict) else ()
    return next((kind for kind in kinds if isinstance(kind, str)), "")


def _words_of(block: Any, depth: int = 12) -> str:
    """The words of a block, in order, from wherever below it they are kept."""
    if isinstance(block, str):
        return block if not _TAG.fullmatch(block) else ""
    if depth == 0:
        return ""
    if isinstance(block, list):
        inner = block[3:] if len(block) > 3 and block[0] == "$" else block
        return "".join(_words_of(one, depth - 1) for one in inner if isinstance(one, (dict, list, str)))
    if isinstance(block, dict):
        return "".join(_words_of(value, depth - 1) for key, value in block.items() if key in _WORDS_OF)
    return ""
