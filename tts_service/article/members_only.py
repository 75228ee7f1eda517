"""Whether a page that is posted whole says that not everybody may read it. Pure, and light: the web process
asks this before anybody can hear the article, so it cannot wait for the extractor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

STATED = "isAccessibleForFree"

_MOST_NODES = 2_000
_MOST_PARTS = 20
_ARTICLES = ("Article", "Posting", "Report", "Review")
_BEGIN = re.compile(r"<script\b[^<>]{0,500}\bld\+json\b[^<>]{0,500}>", re.IGNORECASE)
_END = re.compile(r"</script", re.IGNORECASE)


def is_for_members(html: str) -> bool:
    """The article's JSON-LD states ``isAccessibleForFree`` (schema.org) as false, for itself or a part of
    it."""
    if STATED not in html:
        return False
    return any(_is_closed(node) for node in _nodes(html))


def _is_closed(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds):
        return False
    parts = node.get("hasPart")
    stating = [node, *(parts if isinstance(parts, list) else [parts])][:_MOST_PARTS]
    return any(_states_false(one.get(STATED)) for one in stating if isinstance(one, dict))


def _states_false(value: object) -> bool:
    """Also as text, and as the address of schema.org's False."""
    return str(value).rpartition("/")[2].lower() == "false"


def _nodes(html: str) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = list(_scripts(html))
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            inner = (node.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))
            waiting += [value for value in inner if isinstance(value, (dict, list))]


def _scripts(html: str) -> Iterator[Any]:
    at = 0
    while begin := _BEGIN.search(html, at):
        end = _END.search(html, begin.end())
        at = end.start() if end else len(html)
        try:
            yield msgspec.json.decode(html[begin.end() : at].strip().encode("utf-8", "ignore"))
        except (msgspec.DecodeError, RecursionError):
            continue
