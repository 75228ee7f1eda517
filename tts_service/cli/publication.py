"""``tts-service articles``: which articles are out, and which revision is kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click

from tts_service.article.request import parse_moment
from tts_service.articles.publication.decisions import deeds
from tts_service.articles.publication.newer import Newer, newer_of
from tts_service.catalog.publication.state import EditorialDecision, PublicationState
from tts_service.catalog.search.wanted import Wanted
from tts_service.cli.accounts.recorded import about, changes
from tts_service.ops.context import AppContext, make_context
from tts_service.settings import load_settings

PAGE = 100
STATES = ("held", "scheduled", "never")


@contextlib.contextmanager
def opened() -> Iterator[AppContext]:
    context = make_context(load_settings())
    try:
        yield context
    finally:
        context.close()


@click.group()
def articles() -> None:
    """Publish articles, hold them, never narrate them; keep a revision.

    An article that is not out is heard in the newsroom and with an API key, and by nobody else.
    """


@articles.command("list")
@click.argument("state", type=click.Choice(STATES), default="held")
def list_articles(state: str) -> None:
    """List the articles that are not out, newest first.

    Those that are held, unless you name another state.
    """
    with opened() as context:
        cursor = ""
        while True:
            page = context.catalog.index.page(Wanted(state=state), cursor, PAGE)
            for entry in page.entries:
                at = f"  {entry.publish_at:%Y-%m-%d %H:%M} UTC" if entry.publish_at else ""
                click.echo(f"{entry.id}{at}  {entry.title or entry.url or ''}")
            if page.cursor is None:
                return
            cursor = page.cursor


@articles.command()
@click.argument("article_id", metavar="ID")
def show(article_id: str) -> None:
    """Show whether an article is out.

    And what of it a newer revision would change.
    """
    with opened() as context:
        state = context.articles.publication.state(article_id)
        click.echo(described(state, newer_of(state, context.narrations)))


@articles.command()
@click.argument("article_id", metavar="ID")
@click.option(
    "--at", help="From then on, such as 2026-12-24T06:00:00+01:00. The offset from UTC must be given."
)
@changes("article.published")
def publish(article_id: str, at: str | None) -> None:
    """Publish an article, now or at a given time."""
    moment = parse_moment(at) if at else None
    _decide(article_id, EditorialDecision(to="scheduled" if moment else "published", publish_at=moment))


@articles.command()
@click.argument("article_id", metavar="ID")
@changes("article.held")
def hold(article_id: str) -> None:
    """Hold an article: nobody hears it until it is published."""
    _decide(article_id, EditorialDecision(to="held"))


@articles.command()
@click.argument("article_id", metavar="ID")
@changes("article.never")
def never(article_id: str) -> None:
    """Never narrate an article, whoever asks. What there is of it is withdrawn."""
    _decide(article_id, EditorialDecision(to="never"))


@articles.command()
@click.argument("article_id", metavar="ID")
@changes("article.kept")
def keep(article_id: str) -> None:
    """Keep the revision in force: edits wait until one is let through."""
    _decide(article_id, EditorialDecision(keep=True))


@articles.command("take-newer")
@click.argument("article_id", metavar="ID")
@changes("article.renewed")
def take_newer(article_id: str) -> None:
    """Let the edit through that waits, and keep that."""
    _decide(article_id, EditorialDecision(take_newer=True))


@articles.command("let-go")
@click.argument("article_id", metavar="ID")
@changes("article.let-go")
def let_go(article_id: str) -> None:
    """Keep a revision no longer: edits come through by themselves."""
    _decide(article_id, EditorialDecision(keep=False))


def _decide(article_id: str, decision: EditorialDecision) -> None:
    with opened() as context:
        before = context.articles.publication.state(article_id)
        state = context.articles.decide(article_id, decision)
        for deed, more in deeds(decision, before, state):
            about(deed, article=article_id, **more)
        click.echo(described(state, newer_of(state, context.narrations)))


def described(state: PublicationState, newer: Newer | None) -> str:
    at = f" for {state.publish_at:%Y-%m-%d %H:%M} UTC" if state.publish_at else ""
    kept = f", revision {state.revision} kept" if state.frozen else ""
    lines = [f"{state.id}: {state.publicity}{at}{kept}"]
    if newer is not None:
        lines.append(f"Newer: {newer.revision or 'not read yet'}, {newer.status}")
        if newer.error is not None:
            lines.append(newer.error.detail)
        for change in newer.changes or ():
            lines += [f"- {sentence}" for sentence in change.was] + [
                f"+ {sentence}" for sentence in change.now
            ]
    return "\n".join(lines)
