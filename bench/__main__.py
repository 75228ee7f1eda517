"""`make bench`: one table, ours beside the bare engine and the peers, from one run.

`make bench` measures on the demo article; `ARTICLES=folder make bench` on the texts and saved pages of a
folder. `python -m bench first whole` runs the named parts only. Those that judge the speech (`extraction`,
`normalization`, `timings`, `loudness`, `hearing`) print a table of their own first; the last three speak
every article of the folder, which takes minutes the first time.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench import (
    archive,
    browser,
    cached_click,
    clicks,
    extraction,
    first_sound,
    hearing,
    loudness,
    memory,
    normalization,
    peers,
    starting,
    timings,
    whole,
)
from bench.articles import Sample, samples
from bench.bare import BareEngine
from bench.service import Service, running_service
from bench.table import Row, machine, render


def first(service: Service, bare: BareEngine, found: list[Sample]) -> list[Row]:
    rows = first_sound.measure(service, bare, found)
    article = service.post(**found[0].request)
    service.wait_ready(article["id"])
    text = "\n".join(service.sentences(article["id"]))
    return [*rows, peers.measure(text, first_sound.first_sound(service, found[0]), found[0].name)]


def edit(service: Service, bare: BareEngine, found: list[Sample]) -> list[Row]:
    return [whole.measure_edit(service, as_text(service, found[0]))]


def click(service: Service, bare: BareEngine, found: list[Sample]) -> list[Row]:
    return [clicks.measure(service, found[0])]


def remember(service: Service, bare: BareEngine, found: list[Sample]) -> list[Row]:
    return memory.measure(service, [as_text(service, sample).request["text"] for sample in found[:2]])


def as_text(service: Service, sample: Sample) -> Sample:
    """The sample as a posted text, so that a sentence of it can be edited."""
    if "text" in sample.request:
        return sample
    article = service.post(**sample.request)
    service.wait_ready(article["id"])
    script = service.call("GET", f"/v1/articles/{article['id']}/script")[1]
    return Sample(sample.name, {"text": script["source"]})


PARTS: dict[str, Callable[[Service, BareEngine, list[Sample]], list[Row]]] = {
    "first": first,
    "whole": whole.measure,
    "edit": edit,
    "clicks": click,
    "memory": remember,
    "archive": archive.measure,
}


ALONE: dict[str, Callable[[], list[Row]]] = {
    "browser": browser.measure,
    "cached": cached_click.measure,
    "extraction": extraction.measure,
    "normalization": normalization.measure,
    "timings": timings.measure,
    "loudness": loudness.measure,
    "hearing": hearing.measure,
    "starting": starting.measure,
}
"""Parts that start what they need themselves."""


def main(names: list[str]) -> int:
    unknown = set(names) - {*PARTS, *ALONE}
    if unknown:
        print(
            f"There is no part {', '.join(unknown)}: choose from {', '.join([*PARTS, *ALONE])}.",
            file=sys.stderr,
        )
        return 2
    rows = []
    chosen = [part for name, part in PARTS.items() if not names or name in names]
    if chosen:
        rows += _beside_the_engine(chosen)
    for name, measure in ALONE.items():
        if not names or name in names:
            rows += measure()
    print(f"\n{machine()}\n\n{render(rows)}")
    return 1 if any(row.holds is False for row in rows) else 0


def _beside_the_engine(parts: list[Callable[[Service, BareEngine, list[Sample]], list[Row]]]) -> list[Row]:
    bare = BareEngine()
    rows: list[Row] = []
    try:
        found = samples()
        for part in parts:
            with running_service() as service:  # each part from an empty folder and fresh processes
                for row in part(service, bare, found):
                    print(row, file=sys.stderr, flush=True)
                    rows.append(row)
    finally:
        bare.close()
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
