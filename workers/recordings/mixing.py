"""A person reads some paragraphs, and a voice the others: one script, and one plan, of both. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import msgspec

from audio_cache.mp3.frames import frames_for_ms
from audio_cache.plan import Outcome, Plan, PlannedSegment, RecordedPart
from tts_service.article.hashing import short_hash
from tts_service.article.model import ReadBy, Script, Segment, Skipped
from tts_service.article.place import Run
from tts_service.article.recording import SectionRecording, TextPlace
from tts_service.contracts.recordings import ENGINE
from workers.recordings.pieces import RECORDINGS_VERSION

Placeable = TypeVar("Placeable", Segment, Skipped)


class CutPart(msgspec.Struct, frozen=True):
    """What a recording says: ``segments``, whose places, and those of what it skips, are in ``source``. They
    are of the article that ``place`` is in. ``keys``: one for each of them."""

    place: TextPlace
    source: str
    segments: tuple[Segment, ...]
    skipped: tuple[Skipped, ...]
    keys: tuple[str, ...]


class PlacedPart(NamedTuple):
    """``part`` is heard for the sentences ``run`` of a script, which may have been edited since."""

    recording: SectionRecording
    part: CutPart
    run: Run
    is_outdated: bool


class _Bounds(NamedTuple):
    """Characters ``start`` up to ``end`` of a source."""

    start: int
    end: int


def alone(script: Script, run: Run) -> Script:
    """``script`` as if it were these sentences and nothing else."""
    bounds = _bounds(script.segments[run.first : run.end])
    moved = tuple(_moved(one, -bounds.start) for one in script.segments[run.first : run.end])
    inside = (one for one in script.skipped if bounds.start <= one.start and one.end <= bounds.end)
    return msgspec.structs.replace(
        script,
        source=script.source[bounds.start : bounds.end],
        segments=moved,
        skipped=tuple(_moved(one, -bounds.start) for one in inside),
    )


def spoken_alone(script: Script, part: CutPart) -> Script:
    """What ``part`` says, for another reading of it; ``script`` is that of its article."""
    return msgspec.structs.replace(
        script, source=part.source, segments=part.segments, skipped=part.skipped, read_by=()
    )


def part_name(recording: SectionRecording, said: Script) -> str:
    """What its pieces are named after: everything that their samples follow from but the file."""
    texts = [segment.text for segment in said.segments]
    return short_hash(msgspec.json.encode((recording.id, texts, RECORDINGS_VERSION)))


def mixed(script: Script, placed: Sequence[PlacedPart]) -> Script:
    """``script`` with what the recordings say in place of what the page says there now. ``placed`` are in
    order, and do not overlap."""
    for one in reversed(placed):
        script = _with_part(script, one)
    return script


def parts_of(script: Script, placed: Sequence[PlacedPart]) -> tuple[RecordedPart, ...]:
    """As the plan of ``script`` has them, which ``mixed`` made of the same."""
    return tuple(
        RecordedPart(one.recording.id, one.recording.digest, one.recording.by, read.first, read.end)
        for one, read in zip(placed, script.read_by, strict=True)
    )


def with_pieces(plan: Plan, script: Script, placed: Sequence[PlacedPart]) -> Plan:
    """``plan`` of ``script``, with pieces of recordings where these are heard. No music is laid under
    them."""
    segments = list(plan.segments)
    parts = parts_of(script, placed)
    for one, part in zip(placed, parts, strict=True):
        pieces = [PlannedSegment(key, ENGINE, ENGINE, 0) for key in one.part.keys]
        pause = frames_for_ms(script.segments[part.end - 1].pause_ms)
        pieces[-1] = msgspec.structs.replace(pieces[-1], pause_frames=pause)
        segments[part.first : part.end] = pieces
    bed = None if segments[0].engine == ENGINE else plan.bed
    return msgspec.structs.replace(plan, segments=tuple(segments), bed=bed, parts=parts)


def named_after(sounds: str, placed: Sequence[PlacedPart]) -> str:
    """What a revision is named after beside its words and voices: a show's ``sounds``, and all pieces of
    recordings."""
    return short_hash(msgspec.json.encode((sounds, [one.part.keys for one in placed]))) if placed else sounds


def outcome_of(plan: Plan, rules: str, placed: Sequence[PlacedPart]) -> Outcome:
    """That ``plan`` can be rendered, by ``rules``."""
    outdated = tuple(one.recording.id for one in placed if one.is_outdated)
    return Outcome(revision=plan.revision, rules=rules, outdated=bool(outdated), outdated_parts=outdated)


def _with_part(script: Script, placed: PlacedPart) -> Script:
    run, part = placed.run, placed.part
    old = script.segments[run.first : run.end]
    bounds = _bounds(old)
    others = [*script.segments[: run.first], *script.segments[run.end :]]
    if any(bounds.start < one.end and one.start < bounds.end for one in others):
        part = _without_source(part, bounds, script.source)
    shift = len(part.source) - (bounds.end - bounds.start)

    def after(one: Segment) -> Segment:
        return _moved(one, shift) if shift and one.end and one.start >= bounds.end else one

    said = tuple(_said(one, part, old, bounds.start) for one in part.segments)
    said = (*said[:-1], msgspec.structs.replace(said[-1], pause_ms=old[-1].pause_ms))
    more = len(said) - len(old)
    later = (
        msgspec.structs.replace(one, first=one.first + more, end=one.end + more) for one in script.read_by
    )
    return msgspec.structs.replace(
        script,
        source=script.source[: bounds.start] + part.source + script.source[bounds.end :],
        segments=(
            *map(after, script.segments[: run.first]),
            *said,
            *map(after, script.segments[run.end :]),
        ),
        skipped=_skipped(script, part, bounds, shift),
        read_by=(ReadBy(run.first, run.first + len(said), placed.recording.by), *later),
    )


def _said(segment: Segment, part: CutPart, old: Sequence[Segment], start: int) -> Segment:
    """In the section that is there now: headings within it may have come or gone."""
    section = old[0].section + segment.section - part.segments[0].section
    return msgspec.structs.replace(_moved(segment, start), section=min(section, old[-1].section))


def _skipped(script: Script, part: CutPart, bounds: _Bounds, shift: int) -> tuple[Skipped, ...]:
    outside = (one for one in script.skipped if one.end <= bounds.start or one.start >= bounds.end)
    kept = (_moved(one, shift) if one.start >= bounds.end else one for one in outside)
    of_part = (_moved(one, bounds.start) for one in part.skipped)
    return tuple(sorted((*kept, *of_part), key=lambda one: (one.start, one.end, one.reason)))


def _without_source(part: CutPart, bounds: _Bounds, source: str) -> CutPart:
    """Other sentences stand between its own, where the page has them: then the source stays as it is. What
    ``part`` says keeps its place only if it is still what stands there."""
    here = source[bounds.start : bounds.end]
    if here == part.source:
        return part
    segments = tuple(msgspec.structs.replace(one, start=0, end=0, pieces=()) for one in part.segments)
    return msgspec.structs.replace(part, source=here, segments=segments, skipped=())


def _bounds(segments: Sequence[Segment]) -> _Bounds:
    """Of what stands in the source; a title may not."""
    placed = [one for one in segments if one.pieces]
    if not placed:
        return _Bounds(0, 0)
    return _Bounds(min(one.start for one in placed), max(one.end for one in placed))


def _moved(one: Placeable, shift: int) -> Placeable:
    if isinstance(one, Skipped):
        return msgspec.structs.replace(one, start=one.start + shift, end=one.end + shift)
    if one.end == 0:  # a title that does not stand in the text
        return one
    pieces = tuple(
        msgspec.structs.replace(piece, start=piece.start + shift, end=piece.end + shift)
        for piece in one.pieces
    )
    return msgspec.structs.replace(one, start=one.start + shift, end=one.end + shift, pieces=pieces)
