"""Every kind of problem that the service reports: what it is called, and what it means.

Members stand here; their texts, which ``/docs`` shows, in one module for each subject.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from tts_service.errors.kinds import access, article, conditions, fetching, missing, request, service


class ProblemKind(StrEnum):
    """Each kind is raised by its member. ``heading`` and ``meaning``: see ``Wording``."""

    heading: str
    meaning: str

    def __new__(cls, value: str, heading: str = "", meaning: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.heading, member.meaning = heading, meaning
        return member

    BAD_REQUEST = request.BAD_REQUEST
    BAD_FIELD = request.BAD_FIELD
    BAD_JSON = request.BAD_JSON
    UNKNOWN_FIELD = request.UNKNOWN_FIELD
    WRONG_TYPE = request.WRONG_TYPE
    BAD_CURSOR = request.BAD_CURSOR
    BAD_LANGUAGE = request.BAD_LANGUAGE
    EMPTY_TEXT = request.EMPTY_TEXT
    BAD_SSML = request.BAD_SSML
    UNKNOWN_SHOW = request.UNKNOWN_SHOW
    BAD_WORD = request.BAD_WORD
    BAD_PLAYLIST = request.BAD_PLAYLIST
    BAD_BODY = request.BAD_BODY
    BAD_HOST = request.BAD_HOST
    BAD_ENTRIES = request.BAD_ENTRIES

    UNAUTHORIZED = access.UNAUTHORIZED
    BAD_SIGNATURE = access.BAD_SIGNATURE
    BAD_TIMESTAMP = access.BAD_TIMESTAMP
    FORBIDDEN = access.FORBIDDEN
    HOOKS_OFF = access.HOOKS_OFF
    SITE_NOT_ALLOWED = access.SITE_NOT_ALLOWED
    OWN_PAGE = access.OWN_PAGE
    VOICE_NOT_ALLOWED = access.VOICE_NOT_ALLOWED
    LANGUAGE_NOT_ALLOWED = access.LANGUAGE_NOT_ALLOWED
    PRIVATE_ADDRESS = access.PRIVATE_ADDRESS
    PORT_NOT_ALLOWED = access.PORT_NOT_ALLOWED
    MISDIRECTED = access.MISDIRECTED
    ACCESS_EXPIRED = access.ACCESS_EXPIRED
    NEVER_NARRATED = access.NEVER_NARRATED
    NOT_OUT_YET = access.NOT_OUT_YET
    SCOPE_NEEDED = access.SCOPE_NEEDED
    KEY_EXPIRED = access.KEY_EXPIRED
    LOGIN_REFUSED = access.LOGIN_REFUSED

    NOT_FOUND = missing.NOT_FOUND
    METHOD_NOT_ALLOWED = missing.METHOD_NOT_ALLOWED
    NO_SUCH_ARTICLE = missing.NO_SUCH_ARTICLE
    NO_SUCH_REVISION = missing.NO_SUCH_REVISION
    NO_SUCH_SUBSCRIPTION = missing.NO_SUCH_SUBSCRIPTION
    NO_SUCH_PIECE = missing.NO_SUCH_PIECE
    NO_SUCH_SESSION = missing.NO_SUCH_SESSION
    NO_SUCH_SHOW = missing.NO_SUCH_SHOW
    NO_SUCH_PLAYLIST = missing.NO_SUCH_PLAYLIST
    NO_SUCH_MEMBER = missing.NO_SUCH_MEMBER
    NO_SUCH_KEY = missing.NO_SUCH_KEY
    NO_SUCH_ENDPOINT = missing.NO_SUCH_ENDPOINT
    NO_SUCH_DELIVERY = missing.NO_SUCH_DELIVERY
    NO_SUCH_PAGE = missing.NO_SUCH_PAGE
    NO_SUCH_WORD = missing.NO_SUCH_WORD
    NO_SUCH_FORMAT = missing.NO_SUCH_FORMAT
    NOT_READ_YET = missing.NOT_READ_YET
    NOT_SIGNED = missing.NOT_SIGNED
    OVER = missing.OVER
    GONE = missing.GONE

    TOO_SLOW = conditions.TOO_SLOW
    CONFLICT = conditions.CONFLICT
    WORD_EXISTS = conditions.WORD_EXISTS
    BACKUP = conditions.BACKUP
    PRECONDITION_FAILED = conditions.PRECONDITION_FAILED
    CHANGED_MEANWHILE = conditions.CHANGED_MEANWHILE
    PRECONDITION_REQUIRED = conditions.PRECONDITION_REQUIRED
    RANGE_NOT_SATISFIABLE = conditions.RANGE_NOT_SATISFIABLE
    TOO_LARGE = conditions.TOO_LARGE
    UNSUPPORTED_MEDIA_TYPE = conditions.UNSUPPORTED_MEDIA_TYPE
    TOO_MANY_REQUESTS = conditions.TOO_MANY_REQUESTS
    TOO_MANY_KEYS = conditions.TOO_MANY_KEYS
    DAY_SPENT = conditions.DAY_SPENT

    UNPROCESSABLE = article.UNPROCESSABLE
    NOTHING_TO_READ = article.NOTHING_TO_READ
    NO_ARTICLE = article.NO_ARTICLE
    NOT_PUBLIC = article.NOT_PUBLIC
    TOO_SLOW_TO_READ = article.TOO_SLOW_TO_READ
    UNKNOWN_VOICE = article.UNKNOWN_VOICE
    UNSUPPORTED_LANGUAGE = article.UNSUPPORTED_LANGUAGE
    UNUSABLE_RECORDING = article.UNUSABLE_RECORDING
    BROKEN_FILE = article.BROKEN_FILE

    UPSTREAM_FAILED = fetching.UPSTREAM_FAILED
    UPSTREAM_TIMEOUT = fetching.UPSTREAM_TIMEOUT
    PAGE_GONE = fetching.PAGE_GONE
    NOT_HTML = fetching.NOT_HTML
    NOT_A_PICTURE = fetching.NOT_A_PICTURE
    NOT_A_LISTING = fetching.NOT_A_LISTING
    NOT_ROBOTS = fetching.NOT_ROBOTS
    OFFLINE = fetching.OFFLINE

    UNAVAILABLE = service.UNAVAILABLE
    CATALOG_UNAVAILABLE = service.CATALOG_UNAVAILABLE
    CATALOG_DAMAGED = service.CATALOG_DAMAGED
    QUEUE_UNAVAILABLE = service.QUEUE_UNAVAILABLE
    STILL_WAITING = service.STILL_WAITING
    NOT_READY = service.NOT_READY
    NOT_STARTABLE = service.NOT_STARTABLE
    FILES_AWAY = service.FILES_AWAY
    STORAGE_UNAVAILABLE = service.STORAGE_UNAVAILABLE
    DISK_FULL = service.DISK_FULL
    PRUNING = service.PRUNING
    ENGINE_FAILED = service.ENGINE_FAILED
    CRASHED = service.CRASHED
    SENTENCE_TOO_SLOW = service.SENTENCE_TOO_SLOW
    LOGIN_UNAVAILABLE = service.LOGIN_UNAVAILABLE
    EXTRA_MISSING = service.EXTRA_MISSING
    NO_MODEL = service.NO_MODEL
    INTERNAL_ERROR = service.INTERNAL_ERROR
