"""``/v1/members``: listeners with a feed token. ``/v1/articles/{id}/access``: whom an article is for. Both
need a key."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
from flask import Blueprint, Response, request

from tts_service.article.bounds import MAX_FIELD_CHARS
from tts_service.article.request import ArticleRequest
from tts_service.articles.service import ArticleService
from tts_service.catalog.members.book import Member, MemberBook
from tts_service.errors import BadRequest, NotFound, ProblemKind
from tts_service.publisher.rules import PublisherRules
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.http.queries import whole_number
from tts_service.web.limits.enforce import note
from tts_service.web.members.gate import PARAMETER
from tts_service.web.openapi.terms import JSON, STATUS, Answer, Operation, Parameter
from tts_service.websub.publisher import feed_address

MOST_LISTED = 100


class NewMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``name``: what the publisher calls the listener; a number is better than an e-mail address. ``show``:
    "" for the feed of everything."""

    name: str
    show: str = ""


class AddedMember(msgspec.Struct, frozen=True):
    """``token`` and ``feed_url`` are told this once: the service keeps neither."""

    member: Member
    token: str
    feed_url: str


class MemberList(msgspec.Struct, frozen=True):
    """Ordered by id. ``cursor`` asks for the next page; null at the end."""

    members: tuple[Member, ...]
    cursor: str | None


class ArticleIsFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom an article is for."""

    access: Literal["open", "members"]


def members_blueprint(
    articles: ArticleService, book: MemberBook, rules: PublisherRules, base_url: str
) -> Blueprint:
    members = _Members(articles, book, rules, base_url)
    blueprint = Blueprint("members", __name__)
    blueprint.add_url_rule("/v1/members", "add", members.add, methods=["POST"])
    blueprint.add_url_rule("/v1/members", "list", members.list)
    blueprint.add_url_rule("/v1/members/<member>", "revoke", members.revoke, methods=["DELETE"])
    blueprint.add_url_rule(
        "/v1/articles/<article_id>/access", "set_access", members.set_access, methods=["PUT"]
    )
    return blueprint


class _Members:
    def __init__(
        self,
        articles: ArticleService,
        book: MemberBook,
        rules: PublisherRules,
        base_url: str,
    ) -> None:
        self._articles = articles
        self._book = book
        self._rules = rules
        self._base_url = base_url

    def add(self) -> Response:
        check_media_type(request.mimetype)
        wanted = checked(decode_body(read_body(), NewMember, '{"name": "subscriber 4711", "show": "world"}'))
        self._rules.check(ArticleRequest(show=wanted.show or None))
        member, token = self._book.add(wanted.name, wanted.show, dt.datetime.now(dt.UTC))
        note("member.added", member=member.id, show=member.show)
        return json_answer(AddedMember(member, token, private_feed(self._base_url, member.show, token)), 201)

    def list(self) -> Response:
        limit = whole_number("limit", MOST_LISTED, least=1, most=MOST_LISTED)
        found = self._book.page(
            _given("cursor") or "",
            limit + 1,
            show=_given("show"),
            name=_given("name"),
        )
        return json_answer(MemberList(found[:limit], found[limit - 1].id if len(found) > limit else None))

    def revoke(self, member: str) -> Response:
        if not self._book.revoke(member, dt.datetime.now(dt.UTC)):
            raise no_such_member()
        note("member.revoked", member=member)
        return Response(status=204)

    def set_access(self, article_id: str) -> Response:
        check_media_type(request.mimetype)
        wanted = decode_body(read_body(), ArticleIsFor, '{"access": "members"}')
        self._articles.set_access(article_id, wanted.access)
        note("article.closed" if wanted.access == "members" else "article.opened", article=article_id)
        return json_answer(self._articles.status(article_id))


def checked(wanted: NewMember) -> NewMember:
    """Raises BadRequest for a name or show that cannot be one."""
    for field in ("name", "show"):
        value = getattr(wanted, field)
        if len(value) > MAX_FIELD_CHARS or not (value.isprintable() or not value):
            raise BadRequest(f"{field} must be one line of at most {MAX_FIELD_CHARS} characters.")
    if not wanted.name.strip():
        raise BadRequest("name is empty: say what you call this listener, such as a subscriber's number.")
    return wanted


def _given(name: str) -> str | None:
    """Of the query, without what no database stores in a text."""
    value = request.args.get(name)
    return None if value is None else value.replace("\0", "")


def private_feed(base_url: str, show: str, token: str) -> str:
    """The address that a podcast client subscribes to."""
    return f"{feed_address(base_url, show)}?{PARAMETER}={token}"


def no_such_member() -> NotFound:
    return NotFound("There is no such feed token, or it is revoked already.", kind=ProblemKind.NO_SUCH_MEMBER)


OPERATIONS = (
    Operation(
        path="/v1/members",
        method="post",
        name="addMember",
        tag="members",
        summary="Give a listener a feed token",
        text=(
            "For one show, or with an empty one for the feed of everything. The answer holds the token and "
            "the address of the private feed: they are told this once, and cannot be asked for again."
        ),
        body="NewMember",
        answers={201: Answer("The token, and its member.", JSON, "AddedMember")},
        problems=(400, 401, 413, 415, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/members",
        name="listMembers",
        tag="members",
        summary="Who has a feed token, and how often it is used",
        parameters=(
            Parameter("show", "Only those of this show; empty: of the feed of everything."),
            Parameter("name", "Only those that the publisher calls so."),
            Parameter("cursor", "The cursor of the page before."),
            Parameter(
                "limit",
                "Members on a page.",
                {"type": "integer", "minimum": 1, "maximum": 100, "default": 100},
            ),
        ),
        answers={200: Answer("Members, ordered by id, with those that are revoked.", JSON, "MemberList")},
        problems=(400, 401, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/members/{member}",
        method="delete",
        name="revokeMember",
        tag="members",
        summary="Revoke a feed token",
        text="It opens nothing from now on: the next fetch of its feed and of its audio is answered by 404.",
        answers={204: Answer("It is revoked.")},
        problems=(401, 404, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/articles/{id}/access",
        method="put",
        name="setAccess",
        tag="members",
        summary="Open an article to everybody, or close it to all but members",
        body="ArticleIsFor",
        answers={200: Answer("The article as it is now.", JSON, STATUS)},
        problems=(400, 401, 404, 413, 415, 429, 503),
        writes=True,
    ),
)
