"""``tts-service webhooks``: the endpoints of a publisher's systems, and what they were sent."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import click
import msgspec

from tts_service.article.address import origin
from tts_service.background.webhooks.editor import WebhookEditor, cursor_of
from tts_service.catalog.webhooks.deliveries import Delivery
from tts_service.catalog.webhooks.endpoints import Endpoint
from tts_service.cli.accounts.recorded import about, changes
from tts_service.contracts.webhooks import EVENT_TYPES
from tts_service.ops.context import make_context
from tts_service.settings import load_settings

PAGE = 100


@click.group()
def webhooks() -> None:
    """Have your own systems told what becomes of articles.

    See docs/webhooks.md. Every change takes effect at once in all processes.
    """


@contextlib.contextmanager
def opened() -> Iterator[WebhookEditor]:
    context = make_context(load_settings())
    try:
        yield context.webhooks
    finally:
        context.close()


@webhooks.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, one endpoint per line.")
def list_endpoints(as_json: bool) -> None:
    """List the endpoints."""
    with opened() as editor:
        for endpoint in editor.all():
            click.echo(_json(endpoint) if as_json else described(endpoint))


@webhooks.command()
@click.argument("url")
@click.option(
    "--event",
    "events",
    multiple=True,
    type=click.Choice(EVENT_TYPES),
    help="Only events of this type; may be given several times.",
)
@click.option("--show", default="", help="Only what belongs to this show.")
@click.option("--json", "as_json", is_flag=True, help="Print the endpoint and its secret as JSON.")
@changes("webhook.added")
def add(url: str, events: tuple[str, ...], show: str, as_json: bool) -> None:
    """Add an endpoint, and print its secret.

    The secret, by which it checks signatures, is printed this once.
    """
    with opened() as editor:
        endpoint, secret = editor.add(url, events, show)
    about("webhook.added", endpoint=endpoint.id, site=origin(endpoint.url))
    _print_secret(endpoint, secret, as_json=as_json)


@webhooks.command()
@click.argument("endpoint_id", metavar="ID")
@changes("webhook.removed")
def remove(endpoint_id: str) -> None:
    """Remove an endpoint, by its id in the list, with its log."""
    with opened() as editor:
        editor.remove(endpoint_id)
    about("webhook.removed", endpoint=endpoint_id)
    click.echo(f"{endpoint_id}: removed")


@webhooks.command()
@click.argument("endpoint_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the endpoint and its secret as JSON.")
@changes("webhook.secret-replaced")
def rotate(endpoint_id: str, as_json: bool) -> None:
    """Replace an endpoint's secret, and print the new one.

    For one day messages are signed with the old one as well.
    """
    with opened() as editor:
        endpoint, secret = editor.replace_secret(endpoint_id)
    about("webhook.secret-replaced", endpoint=endpoint_id)
    _print_secret(endpoint, secret, as_json=as_json)


@webhooks.command("on")
@click.argument("endpoint_id", metavar="ID")
@changes("webhook.switched-on")
def switch_on(endpoint_id: str) -> None:
    """Switch an endpoint on that answered 410."""
    with opened() as editor:
        editor.switch_on(endpoint_id)
    about("webhook.switched-on", endpoint=endpoint_id)
    click.echo(f"{endpoint_id}: on")


@webhooks.command("log")
@click.option("--endpoint", "endpoint_id", default="", help="Only what this endpoint was sent.")
@click.option(
    "-n", "--last", default=20, show_default=True, type=click.IntRange(1), help="How many, the newest first."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON, one delivery per line.")
def show_log(endpoint_id: str, last: int, as_json: bool) -> None:
    """Show what was sent, and what became of it."""
    with opened() as editor:
        cursor, shown = "", 0
        while shown < last and (found := editor.log(endpoint_id, cursor, min(PAGE, last - shown))):
            for delivery in found:
                click.echo(_json(delivery) if as_json else logged(delivery))
            cursor, shown = cursor_of(found[-1]), shown + len(found)


@webhooks.command("send-again")
@click.argument("endpoint_id", metavar="ENDPOINT")
@click.argument("event_id", metavar="EVENT")
@changes("webhook.sent-again")
def send_again(endpoint_id: str, event_id: str) -> None:
    """Send a webhook again, whatever became of it.

    ENDPOINT and EVENT are the ids in the log. A running service sends it within seconds.
    """
    with opened() as editor:
        editor.send_again(endpoint_id, event_id)
    about("webhook.sent-again", endpoint=endpoint_id, event=event_id)
    click.echo(f"{event_id}: is sent again")


def described(endpoint: Endpoint) -> str:
    show = f" of {endpoint.show}" if endpoint.show else ""
    off = (
        f"; off since {endpoint.off_since:%Y-%m-%d %H:%M}, when it answered 410" if endpoint.off_since else ""
    )
    return f"{endpoint.id}  {endpoint.url}: {', '.join(endpoint.events)}{show}{off}"


def logged(delivery: Delivery) -> str:
    times = f" after {delivery.attempts} attempts" if delivery.attempts > 1 else ""
    problem = f". {delivery.problem}" if delivery.problem else ""
    return (
        f"{delivery.at:%Y-%m-%d %H:%M:%S}  {delivery.endpoint}  {delivery.event}  {delivery.type} "
        f"{delivery.article.id}: {delivery.state}{times}{problem}"
    )


def _print_secret(endpoint: Endpoint, secret: str, *, as_json: bool) -> None:
    told = {"id": endpoint.id, "secret": secret}
    click.echo(json.dumps(told) if as_json else f"{endpoint.id}  {secret}")


def _json(value: msgspec.Struct) -> str:
    return msgspec.json.encode(value).decode()
