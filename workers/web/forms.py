"""Forms that are sent to hubs (WebSub), within the bounds that hold for pages: whose, and how long."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

import httpcore
import msgspec

from tts_service.article.address import origin
from tts_service.contracts.own_address import user_agent
from tts_service.errors import UpstreamFailed
from tts_service.settings import Settings
from workers.timed_network import tls_context
from workers.web.fetch import MAX_REDIRECTS, headers_of, upstream_failed
from workers.web.guard import FetchRules, GuardedBackend, rules_of

DEADLINE_S = 15.0
"""For everything: names, connections, redirects, the answer."""
SHOWN_BYTES = 300
"""Length of a hub's answer that is shown to the operator."""

_SAME_AGAIN = frozenset((307, 308))
"""Redirects that are followed with the form, as WebSub (5.1) has it."""


def send_form(url: str, form: Mapping[str, str], settings: Settings) -> None:
    """POST ``form``. Any 2xx answer is a success.

    Raises UpstreamFailed otherwise; BadRequest, Forbidden as ``workers.web.fetch.fetch``: the operator's own
    hub may be anywhere.
    """
    rules = _rules(settings)
    deadline = time.monotonic() + DEADLINE_S
    at = url
    for _ in range(MAX_REDIRECTS + 1):
        rules.check(at)
        try:
            led_to = _post(at, urlencode(form).encode(), rules, settings, deadline)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise upstream_failed(at, error, DEADLINE_S) from error
        if not led_to:
            return
        at = led_to
    raise UpstreamFailed(f"{url} leads from one address to the next, more than {MAX_REDIRECTS} times.")


def _rules(settings: Settings) -> FetchRules:
    rules = rules_of(settings)
    own = rules_of(
        msgspec.structs.replace(
            settings, allowed_sites=(origin(settings.feed_hub),) if settings.feed_hub else ()
        )
    )
    return msgspec.structs.replace(rules, named=rules.named | own.named, private=rules.private | own.private)


def _post(url: str, body: bytes, rules: FetchRules, settings: Settings, deadline: float) -> str:
    """Where the form is to be sent instead; "" when it was taken."""
    headers = {
        "Host": urlsplit(url).netloc,
        "User-Agent": user_agent(settings),
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    backend = GuardedBackend(settings, private=origin(url) in rules.private, deadline=deadline)
    with (
        httpcore.ConnectionPool(tls_context(), network_backend=backend, max_connections=1) as pool,
        pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
    ):
        location = headers_of(response).get("location")
        if response.status in _SAME_AGAIN and location:
            return urljoin(url, location)
        if not 200 <= response.status < 300:
            raise UpstreamFailed(f"{url} answered {response.status}: {_beginning(response)}")
    return ""


def _beginning(response: httpcore.Response) -> str:
    text = next(response.iter_stream(), b"")[:SHOWN_BYTES].decode("utf-8", "replace")
    return " ".join(text.split()) or "no reason given."
