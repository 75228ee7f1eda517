"""Values that programs write into pages in JavaScript → Python's, without running any of it. Pure.

A value may be what a function returns that is called at once, as Nuxt 2 writes it
(``(function(a,b){a.x=b;return {y:a}}({},"z"))``): then names stand for what is passed. What would have to be
computed is None.

A list, an object or a long text that has several names or places has its words at the first one only: what a
page shows is at one place, and a page that names a text a million times costs no more than one that does so
once. A library that reads such literals (chompjs, json5) knows no names; one that knows all of JavaScript
(esprima, tree-sitter) takes longer, and evaluates nothing either.
"""

from __future__ import annotations

import re
from typing import Any

from tts_service.article.extract.html.state.tokens import LiteralError, Tokens, number_of, string_of

_DEEPEST = 60
_LONG_CHARS = 200
"""Of a text that is given out once."""
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_CONSTANTS = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": None,
    "NaN": None,
    "Infinity": None,
}
_AFTER_VALUE = (",", ";", "}", "]", ")", "")


def read_literal(text: str, at: int = 0) -> Any:
    """The value that begins at ``at``. Raises LiteralError."""
    return _Reader(Tokens(text, at), {}).value(0)


class _Reader:
    """``names`` are those that values may be called by."""

    def __init__(self, tokens: Tokens, names: dict[str, Any]) -> None:
        self._tokens = tokens
        self._names = names
        self._given: set[str] = set()

    def value(self, depth: int) -> Any:
        """The value at hand; None for an expression."""
        start = self._tokens.at
        try:
            found = self._value(depth + 1)
            if self._tokens.next in _AFTER_VALUE:
                return found
            if depth == 0:
                raise LiteralError("an expression")
        except LiteralError:
            if depth == 0:
                raise
            self._tokens.go_to(start)
        self._tokens.skip(*_AFTER_VALUE)
        return None

    def _value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise LiteralError("too deep")
        token = self._tokens.take()
        if token[:1] in ('"', "'", "`"):
            return string_of(token)
        if token == "{":
            return self._object(depth)
        if token == "[":
            return self._list(depth)
        if token == "(":
            return self._in_brackets(depth)
        if token in ("!", "-", "+", "void"):
            return self._signed(token, depth)
        if token == "function":
            return self._called(depth)
        return self._named(token, depth) if _NAME.fullmatch(token) else number_of(token)

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self._tokens.has("}"):
            token = self._tokens.take()
            key = string_of(token) if token[:1] in ('"', "'") else token
            is_short = not self._tokens.has(":")
            found[key] = self._named(self._shorthand(key), depth) if is_short else self.value(depth)
            if self._tokens.next != "}":
                self._tokens.expect(",")
        return found

    def _shorthand(self, key: str) -> str:
        if self._tokens.next not in (",", "}") or not _NAME.fullmatch(key):
            raise LiteralError("no key")
        return key

    def _list(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while not self._tokens.has("]"):
            found.append(None if self._tokens.next == "," else self.value(depth))
            if self._tokens.next != "]":
                self._tokens.expect(",")
        return found

    def _in_brackets(self, depth: int) -> Any:
        """``(value)``, ``(function(…){…}(…))`` or ``(function(…){…})(…)``."""
        if self._tokens.has("function"):
            called = self._function()
            inside = self._tokens.next == "("
            if not inside:
                self._tokens.expect(")")
            found = self._returned(called, depth)
            if inside:
                self._tokens.expect(")")
            return found
        found = self._value(depth + 1)
        self._tokens.expect(")")
        return found

    def _called(self, depth: int) -> Any:
        return self._returned(self._function(), depth)

    def _function(self) -> tuple[list[str], int]:
        """The names that a function gives to what is passed, and where its body begins."""
        if self._tokens.next != "(":
            self._tokens.take()
        self._tokens.expect("(")
        names = []
        while not self._tokens.has(")"):
            names.append(self._tokens.take())
            self._tokens.has(",")
        self._tokens.expect("{")
        body = self._tokens.at
        self._tokens.skip("}")
        self._tokens.expect("}")
        return names, body

    def _returned(self, called: tuple[list[str], int], depth: int) -> Any:
        names, body = called
        self._tokens.expect("(")
        passed = []
        while not self._tokens.has(")"):
            passed.append(self.value(depth))
            self._tokens.has(",")
        behind = self._tokens.at
        self._tokens.go_to(body)
        found = _Reader(self._tokens, dict(zip(names, passed, strict=False)))._body(depth)
        self._tokens.go_to(behind)
        return found

    def _body(self, depth: int) -> Any:
        """What is set, statement by statement, and then what is returned."""
        while not self._tokens.has("return"):
            base = self._names.get(self._tokens.take())
            keys = self._keys()
            self._tokens.expect("=")
            _set(base, keys, self.value(depth))
            self._tokens.has(";", ",")
        return self._value(depth + 1)

    def _keys(self) -> list[str]:
        """``.a["b"][0]``"""
        keys = []
        while self._tokens.next in (".", "["):
            if self._tokens.has("."):
                keys.append(self._tokens.take())
            else:
                self._tokens.expect("[")
                token = self._tokens.take()
                keys.append(string_of(token) if token[:1] in ('"', "'") else token)
                self._tokens.expect("]")
        return keys

    def _signed(self, sign: str, depth: int) -> Any:
        found = self._value(depth + 1)
        if sign == "!":
            return not found
        if sign == "void" or not isinstance(found, (int, float)):
            return None
        return -found if sign == "-" else found

    def _named(self, name: str, depth: int) -> Any:
        if name == "new":
            return self._made(depth)
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name not in self._names:
            raise LiteralError(f"nothing is called {name[:20]}")
        found = self._names[name]
        if isinstance(found, (dict, list)) or (isinstance(found, str) and len(found) >= _LONG_CHARS):
            if name in self._given:
                return None
            self._given.add(name)
        return found

    def _made(self, depth: int) -> Any:
        """``new Date(0)``, ``new Set([…])``, ``new Map([…])``: what is passed."""
        self._tokens.take()
        self._tokens.expect("(")
        found = None if self._tokens.next == ")" else self.value(depth)
        self._tokens.expect(")")
        return found


def _set(base: Any, keys: list[str], value: Any) -> None:
    for key in keys[:-1]:
        base = base.get(key) if isinstance(base, dict) else None
    if isinstance(base, dict) and keys:
        base[keys[-1]] = value
    elif isinstance(base, list) and keys and keys[-1].isdecimal() and int(keys[-1]) == len(base):
        base.append(value)
