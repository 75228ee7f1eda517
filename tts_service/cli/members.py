"""``tts-service members``: articles that are not for everybody, and the listeners who may hear them."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
import time
from collections.abc import Iterator

import click
import msgspec

from tts_service.article.address import normalized_url
from tts_service.article.request import ArticleRequest
from tts_service.catalog.members.book import Member
from tts_service.cli.accounts.recorded import about, changes
from tts_service.errors import BadRequest, NotFound, ProblemKind
from tts_service.limits import parse_age
from tts_service.ops.context import AppContext, make_context
from tts_service.settings import Settings, load_settings
from tts_service.signed_access import AccessKey
from tts_service.signed_access import sign as signed
from tts_service.websub.publisher import feed_address

PAGE = 500
_PAGE_URL = re.compile(r"https?://", re.IGNORECASE)


@click.group()
def members() -> None:
    """Manage articles for members only, and feed tokens.

    See docs/members.md. Every change takes effect at once in all processes.
    """


@contextlib.contextmanager
def opened() -> Iterator[AppContext]:
    context = make_context(load_settings())
    try:
        yield context
    finally:
        context.close()


@members.command("list")
@click.option("--show", help="Only those of this show.")
@click.option("--name", help="Only those called so.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, one member per line.")
def list_members(show: str | None, name: str | None, as_json: bool) -> None:
    """List who has a feed token, and how often it is used."""
    with opened() as context:
        after = ""
        while found := context.catalog.members.page(after, PAGE, show=show, name=name):
            for member in found:
                click.echo(msgspec.json.encode(member).decode() if as_json else described(member))
            after = found[-1].id


def described(member: Member) -> str:
    used = f"{member.uses} uses, last on {member.used_on}" if member.used_on else "never used"
    state = f"revoked on {member.revoked_at:%Y-%m-%d}" if member.revoked_at else used
    return f"{member.id}  {member.show or '(everything)'}  {member.name}: {state}"


@members.command()
@click.argument("name")
@click.option("--show", default="", help="The show; without it, the feed of everything.")
@click.option("--json", "as_json", is_flag=True, help="Print id, token and feed address as JSON.")
@changes("member.added")
def add(name: str, show: str, as_json: bool) -> None:
    """Give a listener a feed token, and print the feed's address.

    NAME is what you call the listener, such as a subscriber's number. The address is printed this once: the
    token in it is stored nowhere.
    """
    with opened() as context:
        if not name.strip() or not name.isprintable():
            raise BadRequest("NAME must be one line that is not empty.")
        context.rules.check(ArticleRequest(show=show or None))
        member, token = context.catalog.members.add(name, show, dt.datetime.now(dt.UTC))
        address = f"{feed_address(context.settings.base_url, show)}?token={token}"
    about("member.added", member=member.id, show=show)
    told = {"id": member.id, "token": token, "feed_url": address}
    click.echo(json.dumps(told) if as_json else f"{member.id}  {address}")


@members.command()
@click.argument("member_id", metavar="ID")
@changes("member.revoked")
def revoke(member_id: str) -> None:
    """Revoke a feed token, by its id in the list."""
    with opened() as context:
        if not context.catalog.members.revoke(member_id, dt.datetime.now(dt.UTC)):
            raise NotFound(
                f"There is no feed token {member_id!r}, or it is revoked already. See: tts-service members "
                "list.",
                kind=ProblemKind.NO_SUCH_MEMBER,
            )
    about("member.revoked", member=member_id)
    click.echo(f"{member_id}: revoked")


@members.command()
@click.argument("article", metavar="ID|URL")
@click.option(
    "--for", "lasts", default="1d", show_default=True, help="How long it is good, such as 2h or 30d."
)
@click.option("--key", "key_name", help="A key of TTS_ACCESS_KEYS, if not the first.")
@click.option("--token", "only_token", is_flag=True, help="Print the token alone.")
def sign(article: str, lasts: str, key_name: str | None, only_token: bool) -> None:
    """Sign an address of an article, by its id or its page.

    Prints the address of its share page; for a page, the token alone, as a listen button takes it.
    Your own server can do the same in ten lines, without asking anybody: see docs/members.md.
    """
    settings = load_settings()
    is_page = _PAGE_URL.match(article) is not None
    subject = normalized_url(article) if is_page else article
    try:
        seconds = parse_age(lasts)
        token = signed(_signing_key(settings, key_name), subject, int(time.time()) + int(seconds or 0))
    except ValueError as error:
        raise BadRequest(f"This cannot be signed: {error}") from None
    address = f"{settings.base_url}/listen/{article}?token={token}"
    click.echo(token if only_token or is_page else address)


def _signing_key(settings: Settings, name: str | None) -> AccessKey:
    """Raises BadRequest when there is none."""
    usable = [
        key for key in settings.access_keys if key.name == name or (name is None and key.kind == "hmac")
    ]
    if not usable:
        raise BadRequest(
            f"TTS_ACCESS_KEYS has no key {name!r}."
            if name
            else "TTS_ACCESS_KEYS has no key to sign with: set it to a name and a secret, such as "
            "2026-11=hmac:… (openssl rand -hex 32)."
        )
    return usable[0]


@members.command("close")
@click.argument("article_id", metavar="ID")
@changes("article.closed")
def close_article(article_id: str) -> None:
    """Close an article to all but members."""
    with opened() as context:
        context.articles.set_access(article_id, "members")
    about("article.closed", article=article_id)
    click.echo(f"{article_id}: for members only")


@members.command("open")
@click.argument("article_id", metavar="ID")
@changes("article.opened")
def open_article(article_id: str) -> None:
    """Open an article to everybody."""
    with opened() as context:
        context.articles.set_access(article_id, "open")
    about("article.opened", article=article_id)
    click.echo(f"{article_id}: for everybody")
