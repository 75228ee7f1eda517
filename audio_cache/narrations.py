"""Everything about a narration that can be derived from its source, as service and workers see it,
wherever it is kept.

A script makes a revision; everything else is refused (NarrationGone) where there is none, so that a
late worker cannot restore half of a deleted narration. Storing the script again does restore a whole one:
before an article is prepared, the catalog is asked. A record that cannot be read counts as absent,
and is made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from audio_cache.narration_id import NarrationId
from audio_cache.plan import Failure, Finished, Outcome, Plan
from audio_cache.store import SegmentInfo, SegmentStore


class StoredCredentials(msgspec.Struct, frozen=True):
    """SHA-256 of the ``audio`` that was signed (the etag of its Finished), of the ``manifest``, and of the
    ``certificate`` (DER) that signed it."""

    audio: str
    manifest: str
    certificate: str


class NarrationState(NamedTuple):
    """What there is of a narration; ``deleted`` as of ``is_deleted``. ``failure`` is not newer than the
    rest: what was stored before it is still sent."""

    deleted: bool
    plan: Plan | None
    failure: Failure | None
    finished: Finished | None


class WholeAudio(Protocol):
    """The file of a finished narration."""

    @property
    def finished(self) -> Finished: ...

    @property
    def watched(self) -> Path | None:
        """A folder whose time stamp changes whenever the article gets another revision or is deleted; None
        where there is no such thing."""

    @property
    def place(self) -> str:
        """Where it is kept, for people: a path, or the address of an object."""

    def signed_address(self, seconds: int) -> str | None:
        """Where anybody can fetch the file for so long; None where there is no such address."""

    def file(self) -> Path:
        """The file, or a copy of it on this machine. Raises FileNotFoundError when it has just been deleted,
        StoreFull."""


class Narrations(Protocol):
    """What was asked for, what will be said, and what can be heard. Every implementation passes
    ``tests/contracts/narrations.py``.

    Every write may raise NarrationGone, StoreFull, and ValueError for an id that is not 1 to 64 of
    ``a-z0-9``.
    """

    @property
    def segments(self) -> SegmentStore:
        """Where the segments of its plans are."""

    # -- requests --------------------------------------------------------------------------------------------

    def expect(self, article_id: str) -> None:
        """The article is new: a store that would ask elsewhere whether anything is kept of it need not."""

    def put_outcome(self, article_id: str, digest: str, outcome: Outcome) -> None:
        """An outcome that names a revision needs that revision; a problem stands alone."""

    def outcome(self, article_id: str, digest: str) -> Outcome | None: ...

    def clear_outcome(self, article_id: str, digest: str) -> None:
        """Remove it, so that it cannot be mistaken for the next outcome of the same request."""

    def settled_s(self, article_id: str, digest: str) -> float:
        """How long ago, in s, the outcome was stored, or the failure of the revision that it names;
        infinite for none."""

    def put_page(self, article_id: str, digest: str, data: bytes) -> None:
        """Keep a page as it was fetched until it is read. ``digest`` names the request."""

    def page(self, article_id: str, digest: str) -> bytes | None: ...

    def clear_page(self, article_id: str, digest: str) -> None: ...

    def put_article(self, article_id: str, digest: str, data: bytes) -> None:
        """Keep the article read from a page. ``digest`` names the request and the rules used."""

    def article(self, article_id: str, digest: str) -> bytes | None: ...

    def clear_article(self, article_id: str, digest: str) -> None:
        """Remove it, so that the page is read again."""

    def put_picture(self, article_id: str, name: str, data: bytes) -> None:
        """Keep a picture of the article. ``name`` is 1 to 64 of ``a-z0-9``. Does nothing for an article
        that does not exist."""

    def picture(self, article_id: str, name: str) -> bytes | None: ...

    def put_recording(self, article_id: str, digest: str, path: Path) -> None:
        """Keep the file at ``path``, a recording of the article; ``digest`` is its SHA-256. It is on the disk
        of the store, if that has one. Once this returns, a power failure does not lose it. Does nothing for
        an article that does not exist."""

    def recording(self, article_id: str, digest: str) -> AbstractContextManager[Path | None]:
        """``with … as path``: the file, or a copy of it on this machine; None if there is none."""

    def drop_recordings(self, article_id: str, but: Collection[str] = ()) -> None:
        """Remove all recordings of the article ``but`` these."""

    # -- revisions -------------------------------------------------------------------------------------------

    def put_script(self, narration: NarrationId, data: bytes) -> None:
        """Make the revision. ``data`` is the script as JSON."""

    def script(self, narration: NarrationId) -> bytes | None: ...

    def exists(self, narration: NarrationId) -> bool:
        """True if anything is stored about it."""

    def is_deleted(self, narration: NarrationId) -> bool:
        """It was removed on purpose. Of what is merely lost a store may not know whether it was ever there:
        it is made again."""

    def put_plan(self, plan: Plan, tag: bytes) -> None:
        """Store the plan, or replace it (atomically). Raises ValueError when the tag does not have its
        size."""

    def want(self, plan: Plan) -> bool:
        """Mark ``plan`` as wanted from now on: neither it nor its segments are pruned as unused. False if it
        has just been deleted."""

    def plan(self, narration: NarrationId) -> Plan | None: ...

    def tag(self, narration: NarrationId) -> bytes:
        """Raises NarrationGone when there is none."""

    def sizes(self, plan: Plan) -> list[int | None]:
        """Bytes of audio of each segment; None where it is not stored. One look for all of them."""

    def missing(self, plan: Plan) -> list[int]:
        """Indexes of the segments that are not stored."""

    def put_failure(self, narration: NarrationId, failure: Failure) -> None: ...

    def failure(self, narration: NarrationId) -> Failure | None: ...

    def clear_failure(self, narration: NarrationId) -> None: ...

    def look(self, narration: NarrationId) -> NarrationState:
        """Plan, failure and file, together."""

    # -- the finished file -----------------------------------------------------------------------------------

    def finish(self, plan: Plan, tag: bytes | None = None) -> Finished:
        """Make the file, once: whoever comes second gets the first one's result.

        ``tag`` takes the place of the plan's tag and has its size (a final tag can hold chapters). An earlier
        failure is cleared. Raises Incomplete when a segment is absent or damaged.
        """

    def finished(self, narration: NarrationId) -> Finished | None: ...

    def audio(self, narration: NarrationId) -> WholeAudio | None:
        """None while it is not finished."""

    def kept_infos(self, plan: Plan) -> Sequence[SegmentInfo | None] | None:
        """The infos of all segments of the finished file, where they are kept with it; else None."""

    def put_credentials(self, finished: Finished, manifest: bytes, certificate: str) -> None:
        """Store ``manifest``, in place of an earlier one. ``certificate``: see ``StoredCredentials``.

        Raises NarrationGone if the file was deleted, or made anew, since it was signed.
        """

    def credentials(self, finished: Finished) -> StoredCredentials | None:
        """None if this very file was not signed."""

    def manifest(self, narration: NarrationId) -> bytes | None:
        """The signed manifest (a C2PA manifest store) of its file, also while that is pruned. None if it was
        not signed, if the file is another one now, or if the manifest is damaged."""

    # -- all of them -----------------------------------------------------------------------------------------

    def revisions(self, article_id: str) -> list[str]:
        """Revisions that have a script, sorted by name."""

    def ids(self) -> Iterator[NarrationId]:
        """All that have a script, sorted. Lists everything: never on the way of a request."""

    def unread(self) -> Iterator[str]:
        """Articles of which nothing but requests is kept, and stays until it is deleted."""

    def touch(self, article_id: str) -> None:
        """Have whoever keeps files of the article open look at it anew, where there is a folder to watch."""

    def delete(self, article_id: str) -> None:
        """Remove all that is known about an article, in one step for everyone who looks. Segments stay in
        their store."""
