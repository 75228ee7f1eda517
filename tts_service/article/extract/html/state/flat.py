"""Nuxt 3 and SvelteKit write their data as one flat list, in which numbers are places in that list (the
``devalue`` format) → the data. Pure.

A list, an object or a long text that is referred to several times is given out at the first place only, as in
``literals``.
"""

from __future__ import annotations

from typing import Any

_DEEPEST = 60
_LONG_CHARS = 200


def is_flat(data: Any) -> bool:
    """Whether ``data`` looks like such a list: its first value holds nothing but places in it."""
    if not isinstance(data, list) or len(data) < 2:
        return False
    first = data[0]
    inside = list(first.values()) if isinstance(first, dict) else first if isinstance(first, list) else []
    if isinstance(first, list) and inside and isinstance(inside[0], str):
        inside = inside[1:]
    return bool(inside) and all(type(place) is int and place < len(data) for place in inside)


def unflattened(data: list[Any]) -> Any:
    """What ``data`` stands for; what is too deep, or none of JSON's values, is None."""
    return _Places(data).value(0, 0)


class _Places:
    def __init__(self, data: list[Any]) -> None:
        self._data = data
        self._given: set[int] = set()

    def value(self, place: Any, depth: int) -> Any:
        if type(place) is not int or not 0 <= place < len(self._data) or depth > _DEEPEST:
            return None
        found = self._data[place]
        if isinstance(found, (dict, list)) or (isinstance(found, str) and len(found) >= _LONG_CHARS):
            if place in self._given:
                return None
            self._given.add(place)
        if isinstance(found, dict):
            return {key: self.value(inner, depth + 1) for key, inner in found.items()}
        return self._listed(found, depth + 1) if isinstance(found, list) else found

    def _listed(self, found: list[Any], depth: int) -> Any:
        if not found or not isinstance(found[0], str):
            return [self.value(inner, depth) for inner in found]
        kind, *inner = found
        if kind in ("Map", "null"):
            keys = inner[::2] if kind == "null" else [self.value(place, depth) for place in inner[::2]]
            return {str(key): self.value(place, depth) for key, place in zip(keys, inner[1::2], strict=False)}
        if kind == "Set":
            return [self.value(place, depth) for place in inner]
        # "Reactive", "Ref" and others of a program's own hold one value; "Date" and the like a text
        return self.value(inner[0], depth) if inner and type(inner[0]) is int else None
