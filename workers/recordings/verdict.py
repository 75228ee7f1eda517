"""Whether a recording is a reading of its article: what is not is refused with a sentence, and nothing
changes for listeners. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tts_service.article.model import Script
from tts_service.errors import ProblemKind, Unprocessable
from workers.recordings.aligning import Alignment
from workers.recordings.reference import ReferenceSentence

ANOTHER_TEXT = 0.905
"""From this on, the usual sentence suits its place hardly better than any other. Measured between voices of
another kind: 0.78 to 0.86 for the right text, at any pace and with noise, 0.95 to 0.99 for another."""
_SURELY = 0.87
"""No sentence of another text suits a place that well."""
_LAST = 3
_LAST_UNLIKE = 0.93
"""The same, of the last sentences together."""
_SQUEEZED = 0.75
"""One that takes less than this part of its time is missing if it is also unlike what is heard."""
_MOST_UNREAD = 0.25
"""Of an article's characters; a title or a standfirst is often left out."""
_LONGEST, _SHORTEST = 2.5, 0.4
"""How long a reading takes, of the time that our voice takes for it."""
_ALLOWANCE_S = 30.0
"""Whatever the article's length: for a greeting, or a jingle."""
NAMED_CHARS = 60


def check_length(recording_s: float, said_s: float, what: str = "article") -> None:
    """Before anything is aligned. ``what``: is to be read. Raises Unprocessable."""
    if recording_s > _LONGEST * said_s + _ALLOWANCE_S:
        raise refused(
            f"It takes {clock(recording_s)}, and reading this {what} takes about {clock(said_s)}. Cut it, "
            f"or choose the recording of this {what}."
        )
    if recording_s < _SHORTEST * said_s:
        raise refused(
            f"It takes only {clock(recording_s)}, and reading this {what} takes about {clock(said_s)}. "
            "Is it whole?"
        )


def check_alignment(
    alignment: Alignment, script: Script, said: Sequence[ReferenceSentence], what: str = "article"
) -> None:
    """Raises Unprocessable for another text, another language, or a recording without its end."""
    unlike = list(alignment.unlike.values())
    if unlike and median(unlike) >= ANOTHER_TEXT:
        if min(unlike) < _SURELY:
            raise _cut_short(script, alignment, what)
        raise refused(
            f"It does not say what the {what} says: it may belong to another {what}, or be in another "
            f"language. Choose the recording of this {what}."
        )
    if _lost_end(alignment, said):
        raise _cut_short(script, alignment, what)
    unread = [index for index, one in enumerate(alignment.sentences) if one is None]
    lost = sum(len(script.segments[index].text) for index in unread)
    if lost > _MOST_UNREAD * sum(len(segment.text) for segment in script.segments):
        raise refused(
            f"Much of the {what} is not read in it, such as {_named(script, unread[0])}. Choose a recording "
            "of all of it."
        )


def _lost_end(alignment: Alignment, said: Sequence[ReferenceSentence]) -> bool:
    """The last sentence is not there, or the last ones suit no place."""
    last, index = alignment.sentences[-1], len(alignment.sentences) - 1
    if last is None:
        return index > 0
    expected_s = alignment.pace * (said[index].end_s - said[index].start_s)
    is_squeezed = last.end_s - last.start_s < _SQUEEZED * expected_s
    unlike = list(alignment.unlike.values())[-_LAST:]
    is_unlike = len(unlike) == _LAST and sum(unlike) / _LAST >= _LAST_UNLIKE
    return is_unlike or (is_squeezed and alignment.unlike.get(index, 0.0) >= _LAST_UNLIKE)


def _cut_short(script: Script, alignment: Alignment, what: str) -> Unprocessable:
    odd = [index for index, value in alignment.unlike.items() if value >= _LAST_UNLIKE]
    unread = [index for index, one in enumerate(alignment.sentences) if one is None]
    first = min((*odd, *unread), default=len(script.segments) - 1)
    return refused(
        f"It ends before the {what} does, or leaves out much of it: nothing like {_named(script, first)} is "
        "heard where it should be. "
        "Upload the whole recording."
    )


def refused(why: str) -> Unprocessable:
    return Unprocessable(f"The recording was refused. {why}", kind=ProblemKind.UNUSABLE_RECORDING)


def _named(script: Script, index: int) -> str:
    text = script.segments[index].text
    short = text if len(text) <= NAMED_CHARS else f"{text[:NAMED_CHARS].rsplit(' ', 1)[0]} …"
    return f"“{short}”"


def clock(seconds: float) -> str:
    """For people: "4:05"."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
