"""Everything that can go wrong for a user, as one tree.

    ServiceError                    500     what failed, and what to do about it
    ├── BadRequest                  400     the request itself is malformed
    │   └── BadField                        one field of a form
    ├── Unauthorized                401
    ├── Forbidden                   403
    ├── NotFound                    404
    ├── TooSlow                     408     a body that does not arrive
    ├── Conflict                    409     it conflicts with what is there
    │   ├── BackupError                     a backup that cannot be made or restored
    │   └── Pruning                         another process is pruning the cache
    ├── Gone                        410     it was here, and its caller may forget it
    ├── OutOfDate                   412     it was made from an older version
    ├── TooLarge                    413
    ├── UnsupportedMedia            415
    ├── RangeNotSatisfiable         416
    ├── Misdirected                 421     meant for another host
    ├── Unprocessable               422     well-formed, but it cannot be read aloud
    │   └── FileError                       an error in a file that people edit
    ├── PreconditionRequired        428     a change that does not say what it changes
    ├── TooMany                     429     too often from one client
    ├── NoSuchFormat                501
    ├── UpstreamFailed              502     a page that could not be fetched
    └── Unavailable                 503     a part of the service is down
        ├── DamagedCatalog                  its database is not what was written
        ├── FilesAway                       the publisher's files cannot be had just now
        └── NotStartable                    something that the service needs is missing

Each class has a kind of its own (``ProblemKind``), and each error may have a closer one. The whole tree
stands here, so that an error that was stored or sent as a ``Problem`` comes back as the class it was
(``from_problem``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import msgspec

from tts_service.errors.kinds import ProblemKind

__all__ = [
    "BackupError",
    "BadField",
    "BadRequest",
    "CatalogError",
    "Conflict",
    "DamagedCatalog",
    "FileError",
    "FilesAway",
    "Forbidden",
    "Gone",
    "Misdirected",
    "NoSuchFormat",
    "NotFound",
    "NotStartable",
    "OutOfDate",
    "PreconditionRequired",
    "Problem",
    "ProblemKind",
    "ProblemLike",
    "Pruning",
    "RangeNotSatisfiable",
    "ServiceError",
    "TooLarge",
    "TooMany",
    "TooSlow",
    "Unauthorized",
    "Unavailable",
    "Unprocessable",
    "UnsupportedMedia",
    "UpstreamFailed",
    "error_classes",
    "from_problem",
    "problem_of",
]

_DAMAGED = (
    "The catalog's database is damaged. The operator has to restore a backup of it: see the service's log."
)


class Problem(msgspec.Struct, frozen=True, omit_defaults=False):
    """A failure as a value, to be stored and sent. ``status`` is the HTTP status."""

    kind: str
    title: str
    detail: str
    status: int

    @property
    def type(self) -> str:
        """Where the kind is explained: a URI reference that never changes."""
        return f"/docs#problem-{self.kind}"


class ProblemLike(Protocol):
    """What a problem looks like wherever it is stored or sent."""

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def detail(self) -> str: ...

    @property
    def status(self) -> int: ...


class ServiceError(Exception):
    """Root of all errors a user may see. ``detail`` is one or two sentences that say what to do."""

    status = 500
    kind = ProblemKind.INTERNAL_ERROR

    def __init__(self, detail: str, *, kind: ProblemKind | None = None, title: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.kind = ProblemKind(kind or type(self).kind)
        self.title = title or self.kind.heading

    @property
    def problem(self) -> Problem:
        return Problem(self.kind.value, self.title, self.detail, self.status)


class CatalogError(Exception):
    """The catalog cannot be used as it is; one line says what to do. For whoever starts the service, never
    for a listener."""


class BadRequest(ServiceError):
    status, kind = 400, ProblemKind.BAD_REQUEST


class BadField(BadRequest):
    """``field`` is the one that is wrong; "" if it is none of those that were to be set."""

    kind = ProblemKind.BAD_FIELD

    def __init__(
        self, detail: str, field: str = "", *, kind: ProblemKind | None = None, title: str | None = None
    ) -> None:
        super().__init__(detail, kind=kind, title=title)
        self.field = field


class Unauthorized(ServiceError):
    status, kind = 401, ProblemKind.UNAUTHORIZED


class Forbidden(ServiceError):
    status, kind = 403, ProblemKind.FORBIDDEN


class NotFound(ServiceError):
    status, kind = 404, ProblemKind.NOT_FOUND


class TooSlow(ServiceError):
    status, kind = 408, ProblemKind.TOO_SLOW


class Conflict(ServiceError):
    status, kind = 409, ProblemKind.CONFLICT


class BackupError(Conflict):
    kind = ProblemKind.BACKUP


class Pruning(Conflict):
    kind = ProblemKind.PRUNING


class Gone(ServiceError):
    status, kind = 410, ProblemKind.OVER


class OutOfDate(ServiceError):
    status, kind = 412, ProblemKind.PRECONDITION_FAILED


class TooLarge(ServiceError):
    status, kind = 413, ProblemKind.TOO_LARGE


class UnsupportedMedia(ServiceError):
    status, kind = 415, ProblemKind.UNSUPPORTED_MEDIA_TYPE


class RangeNotSatisfiable(ServiceError):
    status, kind = 416, ProblemKind.RANGE_NOT_SATISFIABLE


class Misdirected(ServiceError):
    status, kind = 421, ProblemKind.MISDIRECTED


class Unprocessable(ServiceError):
    status, kind = 422, ProblemKind.UNPROCESSABLE


class FileError(Unprocessable):
    """The detail begins with file name and line: "shows.toml, line 7: …"."""

    kind = ProblemKind.BROKEN_FILE


class PreconditionRequired(ServiceError):
    status, kind = 428, ProblemKind.PRECONDITION_REQUIRED


class TooMany(ServiceError):
    """``retry_after_s``: when it is worth trying again, in whole seconds; None: soon."""

    status, kind = 429, ProblemKind.TOO_MANY_REQUESTS

    def __init__(
        self,
        detail: str,
        *,
        kind: ProblemKind | None = None,
        title: str | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(detail, kind=kind, title=title)
        self.retry_after_s = retry_after_s


class NoSuchFormat(ServiceError):
    status, kind = 501, ProblemKind.NO_SUCH_FORMAT


class UpstreamFailed(ServiceError):
    status, kind = 502, ProblemKind.UPSTREAM_FAILED


class Unavailable(ServiceError):
    status, kind = 503, ProblemKind.UNAVAILABLE


class DamagedCatalog(Unavailable):
    kind = ProblemKind.CATALOG_DAMAGED

    def __init__(
        self, detail: str = _DAMAGED, *, kind: ProblemKind | None = None, title: str | None = None
    ) -> None:
        super().__init__(detail, kind=kind, title=title)


class FilesAway(Unavailable):
    kind = ProblemKind.FILES_AWAY


class NotStartable(Unavailable):
    kind = ProblemKind.NOT_STARTABLE


def from_problem(problem: ProblemLike) -> ServiceError:
    """The error that ``problem`` was stored from, as an instance of the same class.

    A kind that this version of the service does not know becomes that of its class.
    """
    known = ProblemKind(problem.kind) if problem.kind in set(ProblemKind) else None
    found = next((cls for cls in error_classes() if (cls.status, cls.kind) == (problem.status, known)), None)
    found = found or next((cls for cls in error_classes() if cls.status == problem.status), ServiceError)
    return found(problem.detail, kind=known, title=problem.title)


def problem_of(stored: ProblemLike) -> Problem:
    """``stored``, which may be of another room's own type, as a Problem."""
    return Problem(str(stored.kind), stored.title, stored.detail, stored.status)


def error_classes(root: type[ServiceError] = ServiceError) -> Iterator[type[ServiceError]]:
    """``root`` and all classes below it; a class comes before those below it."""
    yield root
    for cls in root.__subclasses__():
        yield from error_classes(cls)
