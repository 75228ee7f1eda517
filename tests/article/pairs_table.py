"""The table of written and spoken pairs: read it, score it, pin its floors.

A class is one file ``pairs/<language>/<class>.tsv``: a header, then ``written<TAB>spoken`` lines.
``pairs/floors.tsv`` pins for each class the digest of its file, how many pairs it has, and how many must come
out right. After a change of the table:

    python tests/article/pairs_table.py pin

refuses to lower a floor or to drop pairs, unless ``--because "…"`` says why; the reason is kept in the file.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from pathlib import Path
from typing import NamedTuple

from tts_service.article.model import Spelled
from tts_service.article.normalize import normalize
from workers.engines.spelling import spelled_out

PAIRS = Path(__file__).parent / "pairs"
FLOORS = PAIRS / "floors.tsv"
TAGS = {
    "english": "en",
    "spanish": "es",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "portuguese": "pt",
    "portuguese-portugal": "pt-PT",
}


class Pair(NamedTuple):
    written: str
    spoken: str


class Floor(NamedTuple):
    """``right`` of ``pairs`` must come out as written down; ``digest`` is that of the class's file."""

    name: str
    pairs: int
    right: int
    digest: str
    because: str = ""


class Miss(NamedTuple):
    written: str
    wanted: str
    heard: str


def class_names() -> list[str]:
    """ "english/money" and so on."""
    return sorted(f"{path.parent.name}/{path.stem}" for path in PAIRS.glob("*/*.tsv"))


def language_of(name: str) -> str:
    return TAGS[name.partition("/")[0]]


def read_pairs(name: str) -> list[Pair]:
    lines = (PAIRS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    if lines[0] != "written\tspoken":
        raise ValueError(f"{name}: the first line must be written<TAB>spoken")
    return [Pair(*line.split("\t")) for line in lines[1:]]


def digest_of(name: str) -> str:
    return hashlib.sha256((PAIRS / f"{name}.tsv").read_bytes()).hexdigest()[:16]


def said(written: str, language: str) -> str:
    """What an engine is given that does not spell by itself: what is said, its letters written with
    points."""
    text, spelled = "", []
    for run in normalize(written, language):
        spelled += [Spelled(len(text) + start, len(text) + end) for start, end in run.spelled]
        text += run.spoken
    return spelled_out(text, spelled, language).text


def misses(name: str) -> list[Miss]:
    language = language_of(name)
    heard = [(pair, said(pair.written, language)) for pair in read_pairs(name)]
    return [Miss(pair.written, pair.spoken, spoken) for pair, spoken in heard if spoken != pair.spoken]


def read_floors() -> dict[str, Floor]:
    if not FLOORS.exists():
        return {}
    with FLOORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    return {row[0]: Floor(row[0], int(row[1]), int(row[2]), row[3], row[4]) for row in rows[1:]}


def measured(name: str) -> Floor:
    pairs = len(read_pairs(name))
    return Floor(name, pairs, pairs - len(misses(name)), digest_of(name))


def lowered(old: dict[str, Floor], new: dict[str, Floor]) -> list[str]:
    """The classes of ``old`` that are gone, smaller, or less right in ``new``."""
    worse = []
    for name, floor in old.items():
        now = new.get(name)
        if now is None or now.pairs < floor.pairs or now.right < floor.right:
            worse.append(name)
    return worse


def pin(because: str) -> int:
    old, new = read_floors(), {name: measured(name) for name in class_names()}
    worse = lowered(old, new)
    if worse and not because:
        sys.stderr.write(
            f'These would be lowered: {", ".join(worse)}. Mend them, or say why with --because "…".\n'
        )
        return 1
    reasons = {name: because if name in worse else old[name].because if name in old else "" for name in new}
    with FLOORS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(Floor._fields)
        writer.writerows(floor._replace(because=reasons[name]) for name, floor in new.items())
    return 0


def show() -> int:
    for name in class_names():
        wrong = misses(name)
        total = len(read_pairs(name))
        sys.stdout.write(f"{name:24} {total - len(wrong):4} of {total}\n")
        for miss in wrong:
            sys.stdout.write(
                f"    written  {miss.written}\n    wanted   {miss.wanted}\n    heard    {miss.heard}\n"
            )
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description="The table of written and spoken pairs.")
    parser.add_argument("what", choices=("show", "pin"))
    parser.add_argument("--because", default="", help="why a floor may be lowered")
    arguments = parser.parse_args()
    return pin(arguments.because) if arguments.what == "pin" else show()


if __name__ == "__main__":
    sys.exit(main())
