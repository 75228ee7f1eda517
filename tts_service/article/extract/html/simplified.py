"""A page as trafilatura gets it: with the same words, but without what makes it take quadratic time. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import chain
from typing import Any

import msgspec
from lxml.html import HtmlElement

from tts_service.article.bounds import MAX_URL_CHARS
from tts_service.article.extract.html.list_marks import holds_blocks, is_inline

_MOST_INLINE = 200
"""Inline elements side by side: no paragraph has this many."""
_MOST_OPEN = 100
"""Unclosed tags or comments in a statement."""
_BROKEN_CHARS = 20_000
"""Characters of a statement that is not JSON, which a library searches nevertheless."""


def plainer(root: HtmlElement) -> HtmlElement:
    """``root``, or a copy of it in which crowds of inline elements (``<b>a</b><b>b</b>…``) are plain text,
    and useless statements are removed."""
    useless = next(chain(_useless_statements(root), _useless_metas(root)), None)
    odd = useless is not None or any(map(_inline, _crowds(root)))
    return _made_plainer(deepcopy(root)) if odd else root


def _made_plainer(copy: HtmlElement) -> HtmlElement:
    for script in list(_useless_statements(copy)):
        script.text = ""
    for meta in list(_useless_metas(copy)):
        meta.set("content", "")
    for crowded in _crowds(copy):
        if inline := _inline(crowded):
            _set_as_text(crowded, inline)
    return copy


def _crowds(root: HtmlElement) -> list[HtmlElement]:
    body = root.find("body")
    return [] if body is None else [one for one in body.iter() if len(one) > _MOST_INLINE]


def _inline(crowded: HtmlElement) -> frozenset[HtmlElement]:
    """The inline children of ``crowded``, if they are many."""
    found = frozenset(child for child in crowded if is_inline(child) and not holds_blocks(child))
    return found if len(found) > _MOST_INLINE else frozenset()


def _set_as_text(crowded: HtmlElement, inline: frozenset[HtmlElement]) -> None:
    kept: list[HtmlElement] = []
    texts: list[list[str]] = [[crowded.text or ""]]
    for child in crowded:
        if child in inline:
            texts[-1].append("\n" if child.tag == "br" else "".join(child.itertext()))
        else:
            kept.append(child)
            texts.append([])
        texts[-1].append(child.tail or "")
    crowded[:] = kept
    crowded.text = "".join(texts[0])
    for child, tail in zip(kept, texts[1:], strict=True):
        child.tail = "".join(tail)


def _useless_statements(root: HtmlElement) -> Iterator[HtmlElement]:
    """JSON-LD that is broken (all but the first), or that opens tags by the hundred and closes none."""
    broken = 0
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        text = (script.text or "").strip()
        try:
            useless = any(map(_opens_tags, _strings(msgspec.json.decode(text.encode("utf-8", "ignore")))))
        except (msgspec.DecodeError, RecursionError):
            broken += len(text)
            useless = broken > _BROKEN_CHARS
        if useless:
            yield script


def _useless_metas(root: HtmlElement) -> Iterator[HtmlElement]:
    for meta in root.iter("meta"):
        content = meta.get("content", "")
        if len(content) > MAX_URL_CHARS or _opens_tags(content):
            yield meta


def _opens_tags(text: str) -> bool:
    tags = text.count("<", text.rfind(">") + 1)
    comments = text.count("<!--", text.rfind("-->") + 1)
    return max(tags, comments) > _MOST_OPEN


def _strings(node: Any) -> Iterator[str]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, (list, dict)):
            waiting += one.values() if isinstance(one, dict) else one
