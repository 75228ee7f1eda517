"""The drawing of the rooms in docs/architecture.md, from the imports.

``make docs`` writes it, a test compares:

python -m tests.rooms.drawing
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.rooms.contract import ROOT, arrows, home_of, layers, rooms

PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms: begin, written by `make docs` -->", "<!-- rooms: end -->"


def drawing() -> str:
    return "\n".join(["```mermaid", *mermaid(), "```", "", *table()])


def mermaid() -> Iterator[str]:
    known = arrows()
    yield "flowchart TD"
    yield from (f"    {room}" for room in rooms())
    for room in rooms():
        targets = [other for other in rooms() if other in direct(room, known)]
        if targets:
            yield f"    {room} --> {' & '.join(targets)}"


def direct(room: str, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The rooms that ``room`` knows and reaches by no other way."""
    neighbours = known.get(room, frozenset())
    return neighbours - {far for near in neighbours for far in reached(near, known)}


def reached(room: str, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Every room that ``room`` knows, by whatever way. There are no circles: the contract forbids them."""
    neighbours = known.get(room, frozenset())
    return neighbours.union(*(reached(near, known) for near in neighbours))


def table() -> Iterator[str]:
    yield "| layer | room | what it is for | knows |"
    yield "|---|---|---|---|"
    yield row("", "workers")
    for number, layer in enumerate(layers(), 1):
        yield from (row(str(number), room) for room in layer)
    yield row("", "audio_cache")


def row(layer: str, room: str) -> str:
    known = arrows().get(room, frozenset())
    names = ", ".join(other for other in rooms() if other in known) or "nothing"
    return f"| {layer} | `{room}` | {purpose(room)} | {names} |"


def purpose(room: str) -> str:
    """The first paragraph of the room's docstring, on one line."""
    text = ast.get_docstring(ast.parse(home_of(room).read_text("utf-8"))) or ""
    return " ".join(text.partition("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")


def drawn(page: str) -> str:
    """``page`` with the drawing as it is now."""
    return re.sub(
        f"{re.escape(BEGIN)}.*?{re.escape(END)}",
        lambda _: f"{BEGIN}\n\n{drawing()}\n\n{END}",
        page,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text("utf-8")), "utf-8")
