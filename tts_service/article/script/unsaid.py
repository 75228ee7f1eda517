"""What is within a sentence and not spoken with it, so that nothing is left out without a reason. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tts_service.article.model import Segment, Skipped

NOTE = "a mark that is not read with its sentence, such as the number of a note"


def unsaid(source: str, segments: Iterable[Segment], skipped: Sequence[Skipped]) -> list[Skipped]:
    """Words and numbers within the bounds of ``segments`` that none of their pieces speaks, and that are not
    in ``skipped``."""
    known = {at for piece in skipped for at in range(piece.start, piece.end)}
    return [
        Skipped(source[start:end], start, end, NOTE)
        for segment in segments
        for start, end in gaps(segment)
        if any(source[at].isalnum() and at not in known for at in range(start, end))
    ]


def gaps(segment: Segment) -> Iterator[tuple[int, int]]:
    """``(start, end)`` of what no piece of ``segment`` speaks, within its bounds."""
    at = segment.start
    for piece in segment.pieces:
        if piece.start > at:
            yield at, piece.start
        at = max(at, piece.end)
    if segment.end > at:
        yield at, segment.end
