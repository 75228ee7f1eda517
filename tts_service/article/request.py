"""What a caller asks for: one article from one source. Pure, and light: the web process imports this."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import msgspec

from tts_service.article.address import canonical_url, is_page_url, normalized_url
from tts_service.article.bounds import (
    MAX_FIELD_CHARS,
    MAX_HTML_CHARS,
    MAX_NUMBER,
    MAX_SSML_CHARS,
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    MAX_URL_CHARS,
)
from tts_service.article.hashing import short_hash
from tts_service.article.recording import Recording, SectionRecording
from tts_service.errors import BadRequest, ProblemKind, TooLarge

REQUEST_DIGEST_CHARS = 16

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
ACCESS = ("open", "members")
_YEARS = (1970, 2199)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class ArticleRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body of ``POST /v1/articles``. Exactly one of ``url``, ``html``, ``text`` and ``ssml`` is
    given.

    ``id`` names a known article, to revise it. ``published_at`` is ISO 8601. ``version`` goes with ``url``:
    any text that changes when the page does, such as its modification date; a new version makes the service
    read the page again. ``season`` and ``episode`` are the article's numbers in its podcast, from 1.
    ``access`` is "open" or "members", ``publish_at`` the moment from which the article is out, in ISO 8601
    with an offset from UTC; ``hold`` keeps a new article for editors until one of them publishes it. None of
    these is part of what is read: they are stored beside the request.
    """

    url: str | None = None
    html: str | None = None
    text: str | None = None
    title: str | None = None
    language: str | None = None
    voice: str | None = None
    author: str | None = None
    published_at: str | None = None
    image_url: str | None = None
    show: str | None = None
    id: str | None = None
    version: str | None = None
    season: int | None = None
    episode: int | None = None
    access: str | None = None
    publish_at: str | None = None
    ssml: str | None = None
    hold: bool | None = None


class RecordedRequest(ArticleRequest, frozen=True, kw_only=True, omit_defaults=True):
    """A request whose article has a recording, or ``sections`` of it have. Not fields of ``ArticleRequest``,
    for nobody can send one in the body of a request."""

    recording: Recording | None = None
    sections: tuple[SectionRecording, ...] = ()


class AcceptedRequest(ArticleRequest, frozen=True, forbid_unknown_fields=False, omit_defaults=True):
    """As one process leaves it for another. Callers are told of fields that do not exist; here these are of a
    newer release, and ignored."""

    recording: Recording | None = None
    sections: tuple[SectionRecording, ...] = ()


def encode_request(request: ArticleRequest) -> bytes:
    return msgspec.json.encode(request)


def decode_request(data: bytes) -> ArticleRequest:
    """What ``encode_request`` made, in this release or a newer one. Raises msgspec.DecodeError and
    UnicodeDecodeError."""
    accepted = msgspec.json.decode(data, type=AcceptedRequest)
    return _recorded(accepted, accepted.recording, accepted.sections)


def recording_of(request: ArticleRequest | None) -> Recording | None:
    return request.recording if isinstance(request, RecordedRequest) else None


def sections_of(request: ArticleRequest | None) -> tuple[SectionRecording, ...]:
    return request.sections if isinstance(request, RecordedRequest) else ()


def with_recording(request: ArticleRequest, recording: Recording | None) -> ArticleRequest:
    """``request`` with this recording and no other; None for none."""
    return _recorded(request, recording, ())


def with_sections(request: ArticleRequest, sections: tuple[SectionRecording, ...]) -> ArticleRequest:
    """``request`` with these recordings and no others."""
    return _recorded(request, None, sections)


def recorded_as(request: ArticleRequest, other: ArticleRequest | None) -> ArticleRequest:
    """``request`` with the recordings of ``other``."""
    return _recorded(request, recording_of(other), sections_of(other))


def _recorded(
    request: ArticleRequest, recording: Recording | None, sections: tuple[SectionRecording, ...]
) -> ArticleRequest:
    fields = {name: getattr(request, name) for name in ArticleRequest.__struct_fields__}
    if recording is None and not sections:
        return ArticleRequest(**fields)
    return RecordedRequest(**fields, recording=recording, sections=sections)


def reading_request(request: ArticleRequest) -> ArticleRequest:
    """The part of ``request`` that decides what is read of its page: not what the article is called, nor who
    reads it out."""
    return msgspec.structs.replace(with_recording(request, None), id=None)


def request_digest(request: ArticleRequest) -> str:
    """Names the content of a request: equal requests have equal digests."""
    return short_hash(encode_request(request), length=REQUEST_DIGEST_CHARS)


def check(request: ArticleRequest) -> None:
    """Raise BadRequest or TooLarge, with a sentence that says what to change, unless ``request`` can make an
    article.

    Lone surrogates are refused: neither UTF-8 nor JSON can carry them. Control characters in a text are no
    error (they are dropped when it is read); in a name or an address they are.
    """
    for field in request.__struct_fields__:
        value = getattr(request, field)
        if isinstance(value, str) and not _is_unicode(value):
            raise BadRequest(
                f"{field} contains half of a surrogate pair, which is not a character: send valid Unicode."
            )
    _check_source(request)
    _check_title(request.title)
    for field in ("voice", "author", "show", "version"):
        check_field(field, getattr(request, field))
    for field in ("season", "episode"):
        _check_number(field, getattr(request, field))
    if request.access is not None and request.access not in ACCESS:
        raise BadRequest('access must be "open" (everybody may hear it) or "members".')
    _check_language(request.language)
    _check_date(request.published_at)
    if request.publish_at is not None:
        parse_moment(request.publish_at)
    _check_id(request.id)
    if request.image_url is not None:
        _check_url("image_url", request.image_url)


def article_id(request: ArticleRequest) -> str:
    """The stable name of the article in the voice asked for: ``request.id`` if given, otherwise a short hash.

    A page is identified by its address (see ``page_url``), so posting its HTML or its address means the same
    article; a text is identified by itself, its title and its language. ``request`` has been checked.
    """
    if request.id is not None:
        return request.id
    url = page_url(request)
    content = ["content", request.title, request.html, request.text, request.language]
    if request.ssml is not None:
        content = ["ssml", request.title, request.ssml, request.language]
    source = ["page", url] if url else content
    return short_hash(msgspec.json.encode([*source, request.voice or ""]))


def page_url(request: ArticleRequest) -> str | None:
    """The normalized address of the article's page: the one asked for, or the one that the posted HTML
    states; None if neither."""
    if request.url is not None:
        return normalized_url(request.url) or None
    return (canonical_url(request.html) or None) if request.html else None


def _is_unicode(value: str) -> bool:
    """Found by encoding, not by searching: on a page that is twenty times as fast."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_source(request: ArticleRequest) -> None:
    given = [name for name in ("url", "html", "text", "ssml") if getattr(request, name) is not None]
    if len(given) != 1:
        raise BadRequest(
            f"Give exactly one of url, html, text and ssml; there is {' and '.join(given) or 'none'}."
        )
    if request.url is not None:
        _check_url("url", request.url)
    if request.text is not None:
        _check_content("text", request.text, MAX_TEXT_CHARS)
    if request.html is not None:
        _check_content("html", request.html, MAX_HTML_CHARS)
    if request.ssml is not None:
        _check_content("ssml", request.ssml, MAX_SSML_CHARS)
        _check_ssml(request.ssml)


def _check_content(field: str, value: str, limit: int) -> None:
    if len(value) > limit:
        raise TooLarge(
            f"{field} has {len(value):,} characters; at most {limit:,} can be read. Send it in parts."
        )
    if not value.strip():
        raise BadRequest(f"{field} is empty: there is nothing to read.", kind=ProblemKind.EMPTY_TEXT)


def _check_ssml(ssml: str) -> None:
    from tts_service.article.markup.ssml import read_ssml  # most processes never see any

    read_ssml(ssml)


def _check_url(field: str, value: str) -> None:
    if len(value) > MAX_URL_CHARS:
        raise BadRequest(f"{field} is longer than {MAX_URL_CHARS:,} characters.")
    if not is_page_url(value):
        raise BadRequest(
            f"{field} must be an address such as https://news.example/story, starting with http:// or "
            "https://."
        )


def _check_title(title: str | None) -> None:
    if title is not None and len(title) > MAX_TITLE_CHARS:
        raise BadRequest(f"title has {len(title):,} characters; at most {MAX_TITLE_CHARS} are allowed.")


def check_field(field: str, value: str | None) -> None:
    """Raises BadRequest unless ``value`` is a short line of text, or None."""
    if value is None:
        return
    if not value.strip():
        raise BadRequest(f"{field} is empty: leave it out, or fill it in.")
    if len(value) > MAX_FIELD_CHARS:
        raise BadRequest(f"{field} has {len(value):,} characters; at most {MAX_FIELD_CHARS} are allowed.")
    if _CONTROL.search(value):
        raise BadRequest(f"{field} contains a control character.")


def _check_number(field: str, value: int | None) -> None:
    if value is not None and not 1 <= value <= MAX_NUMBER:
        raise BadRequest(f"{field} must be a whole number from 1 to {MAX_NUMBER:,}.")


def _check_language(language: str | None) -> None:
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise BadRequest(
            'language must be a BCP 47 tag such as "en", "hi" or "pt-BR".', kind=ProblemKind.BAD_LANGUAGE
        )


def _check_date(published_at: str | None) -> None:
    if published_at is None:
        return
    try:
        datetime.fromisoformat(published_at)
    except ValueError:
        raise BadRequest(
            'published_at must be ISO 8601, such as "2025-12-10" or "2025-12-10T08:30:00Z".'
        ) from None


def parse_moment(text: str) -> datetime:
    """In UTC. Raises BadRequest unless ``text`` is ISO 8601 with an offset from UTC, and in _YEARS."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None and _YEARS[0] <= moment.year <= _YEARS[1]:
            return moment.astimezone(UTC)
    except ValueError:
        pass
    raise BadRequest(
        'publish_at must be a time in ISO 8601 with its offset from UTC, such as "2026-12-24T06:00:00+01:00" '
        'or "2026-12-24T05:00:00Z".'
    )


def _check_id(value: str | None) -> None:
    if value is not None and not _ID.fullmatch(value):
        raise BadRequest("id must be one that this service issued: up to 64 letters, digits, - and _.")
