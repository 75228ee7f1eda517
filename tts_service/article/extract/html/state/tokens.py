"""JavaScript, token by token: as much of it as values need. Pure."""

from __future__ import annotations

import json
import re

_TOKEN = re.compile(
    r"(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+(?:\*/)?)*+"
    r"(?P<token>\"(?:[^\"\\]++|\\.)*+\"?|'(?:[^'\\]++|\\.)*+'?|`(?:[^`\\]++|\\.)*+`?"
    r"|0[xX][0-9A-Fa-f]++|(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?|[A-Za-z_$][\w$]*+|=>|.|\Z)",
    re.DOTALL,
)
"""What a string or a comment does not close, it holds to the end of the text."""
_ESCAPED = re.compile(
    r"\\(?:u\{(?P<point>[0-9A-Fa-f]{1,6})\}|u(?P<four>[0-9A-Fa-f]{4})|x(?P<two>[0-9A-Fa-f]{2})|(?P<other>.))",
    re.DOTALL,
)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_OPENING, _CLOSING = frozenset("{[("), frozenset("}])")
_MOST_TOKENS = 1_000_000
"""Of a whole page; a long article and all around it have some 50,000."""


class LiteralError(ValueError):
    """It is no value that could be read without running a program."""


class Tokens:
    """``next`` is the token at hand, "" behind the last one. Every method may raise LiteralError."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._left = _MOST_TOKENS
        self._end = at
        self.at = at
        self.next = ""
        self._read()

    def _read(self) -> None:
        match = _TOKEN.match(self._text, self._end)
        self._left -= 1
        if match is None or self._left < 0:
            raise LiteralError("This is too much.")
        self.at, self._end, self.next = match.start("token"), match.end(), match["token"]

    def take(self) -> str:
        token = self.next
        self._read()
        return token

    def has(self, *tokens: str) -> bool:
        """Whether one of these came, which is then taken."""
        if self.next not in tokens or not self.next:
            return False
        self._read()
        return True

    def expect(self, token: str) -> None:
        if not self.has(token):
            raise LiteralError(f"{token} expected, at {self.at}")

    def go_to(self, at: int) -> None:
        """Go on with the token that begins there."""
        self._end = at
        self._read()

    def skip(self, *until: str) -> None:
        """Up to one of these, outside of brackets that are opened on the way."""
        depth = 0
        while depth or self.next not in until:
            if not self.next or (self.next in _CLOSING and not depth):
                raise LiteralError(f"no end, at {self.at}")
            depth += (self.next in _OPENING) - (self.next in _CLOSING)
            self._read()


def string_of(token: str) -> str:
    """The value of a string as it is written. Raises LiteralError for one that is not closed, or a template
    with something in it to be computed."""
    if len(token) < 2 or token[-1] != token[0] or (token[0] == "`" and "${" in token):
        raise LiteralError("no whole string")
    inner = token[1:-1]
    if "\\" not in inner:
        return inner
    if token[0] == '"':
        try:
            return str(json.loads(token, strict=False))
        except ValueError:
            pass
    return _whole_letters(_ESCAPED.sub(_letter, inner))


def _letter(match: re.Match[str]) -> str:
    if match["other"] is not None:
        return _NAMED.get(match["other"], match["other"])
    point = int(match["point"] or match["four"] or match["two"], 16)
    return chr(point) if point <= 0x10FFFF else ""


def _whole_letters(text: str) -> str:
    """Letters that are written as two halves (UTF-16)."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def number_of(token: str) -> float:
    """Raises LiteralError for what is no number."""
    try:
        return int(token, 16) if token[:2] in ("0x", "0X") else float(token)
    except (ValueError, OverflowError):
        raise LiteralError(f"no number: {token[:20]}") from None
