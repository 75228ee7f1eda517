"""What became of a batch, article by article."""

from __future__ import annotations

import json
from typing import Literal

import msgspec

from tts_service.cli.formatting import duration
from tts_service.errors import Problem


class BatchItem(msgspec.Struct, frozen=True):
    """What became of one source. ``segments_spoken`` are those that the cache did not have; ``audio`` is a
    path."""

    source: str
    status: Literal["ready", "failed"]
    id: str = ""
    revision: str = ""
    title: str = ""
    voice: str = ""
    audio: str = ""
    size: int = 0
    duration_s: float = 0.0
    segments: int = 0
    segments_spoken: int = 0
    error: Problem | None = None


class BatchReport(msgspec.Struct, frozen=True):
    """``articles`` in the order of the sources. ``took_s`` is the wall time. ``interrupted`` when not
    every source was looked at; ``by``: who spoke."""

    ready: int
    failed: int
    interrupted: bool
    took_s: float
    by: Literal["this process", "the service"]
    articles: tuple[BatchItem, ...]


def line(item: BatchItem) -> str:
    if item.error is not None:
        return f"failed  {item.source}: {item.error.detail}"
    segments = f"{item.segments} segments, {item.segments_spoken} of them new"
    return f"ready   {item.source}: {duration(item.duration_s)}, {segments}"


def summary(report: BatchReport) -> str:
    end = " Interrupted: start it again and it goes on here." if report.interrupted else ""
    heard = sum(item.duration_s for item in report.articles)
    return (
        f"{report.ready} ready, {report.failed} failed, in {duration(report.took_s)}; "
        f"{duration(heard)} to hear, by {report.by}.{end}"
    )


def as_json_text(found: msgspec.Struct) -> str:
    """Names of files need not be text: their other bytes are written as in ``\\udcff``."""
    return json.dumps(msgspec.to_builtins(found), indent=2, ensure_ascii=False)
