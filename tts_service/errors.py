"""Everything that can go wrong for a user, as one tree.

    ServiceError                what failed, and what to do about it
    ├── BadRequest      400     the request itself is malformed
    ├── Unauthorized    401
    ├── Forbidden       403
    ├── NotFound        404
    ├── Conflict        409     it stands against what is there
    ├── Gone            410     it was here, and its caller may forget it
    ├── OutOfDate       412     it was made from what is there no more
    ├── TooLarge        413
    ├── Unprocessable   422     well-formed, but nothing can be read aloud from it
    ├── TooMany         429     too often from one client
    ├── UpstreamFailed  502     a page that could not be fetched
    └── Unavailable     503     a part of the service is down

``kind`` is stable and part of the outside contract: it is the last part of the problem ``type`` (RFC 9457).
"""

from __future__ import annotations

import msgspec


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


class ServiceError(Exception):
    """Root of all errors a user may see. ``detail`` is one or two sentences that say what to do."""

    status = 500
    kind = "internal-error"
    title = "Something went wrong here"

    def __init__(self, detail: str, *, kind: str | None = None, title: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.kind = kind or type(self).kind
        self.title = title or type(self).title

    @property
    def problem(self) -> Problem:
        return Problem(self.kind, self.title, self.detail, self.status)


class BadRequest(ServiceError):
    status, kind, title = 400, "bad-request", "The request is malformed"


class Unauthorized(ServiceError):
    status, kind, title = 401, "unauthorized", "An API key is needed"


class Forbidden(ServiceError):
    status, kind, title = 403, "forbidden", "This is not allowed"


class NotFound(ServiceError):
    status, kind, title = 404, "not-found", "There is no such thing here"


class Conflict(ServiceError):
    status, kind, title = 409, "conflict", "This stands against what is there"


class Gone(ServiceError):
    status, kind, title = 410, "over", "This is over"


class OutOfDate(ServiceError):
    status, kind, title = 412, "precondition-failed", "Somebody else was quicker"


class UnsupportedMedia(ServiceError):
    status, kind, title = 415, "unsupported-media-type", "Send JSON"


class TooLarge(ServiceError):
    status, kind, title = 413, "too-large", "That is too much at once"


class Unprocessable(ServiceError):
    status, kind, title = 422, "unprocessable", "Nothing can be read aloud from this"


class TooMany(ServiceError):
    status, kind, title = 429, "too-many-requests", "That is too often"


class UpstreamFailed(ServiceError):
    status, kind, title = 502, "upstream-failed", "The page could not be fetched"


class Unavailable(ServiceError):
    status, kind, title = 503, "unavailable", "A part of the service is not available"


def from_problem(problem: Problem) -> ServiceError:
    """The error that ``problem`` was stored from."""
    for cls in ServiceError.__subclasses__():
        if cls.status == problem.status:
            return cls(problem.detail, kind=problem.kind, title=problem.title)
    return ServiceError(problem.detail, kind=problem.kind, title=problem.title)
