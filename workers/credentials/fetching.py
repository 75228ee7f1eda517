"""Files and manifests at an address that the user of the command line has named, or that such a file has
named."""

from __future__ import annotations

import re
import time
from typing import BinaryIO, NamedTuple
from urllib.parse import urljoin, urlsplit

import httpcore

from tts_service.article.address import normalized_url
from tts_service.contracts.credentials import LINK_RELATION
from tts_service.contracts.own_address import user_agent
from tts_service.errors import TooLarge, Unprocessable, UpstreamFailed
from tts_service.settings import Settings
from workers.timed_network import TimedBackend, time_left, tls_context
from workers.web.fetch import MAX_REDIRECTS, headers_of, upstream_failed
from workers.web.guard import GuardedBackend

DEADLINE_S = 120.0
MOST_FILE_BYTES = 1_000_000_000
MOST_MANIFEST_BYTES = 20_000_000
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:=(?:\"[^\"]*\"|[^\s;,\"]*))?)*)")
_RELATION = re.compile(r";\s*rel=\"?([^\";]*)")


class Answered(NamedTuple):
    """``url``: where it was found in the end. ``manifest_url`` is what its Link header names, or ""."""

    url: str
    media_type: str
    manifest_url: str


def is_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def fetch_into(file: BinaryIO, url: str, settings: Settings, most: int, *, named_by_file: bool) -> Answered:
    """``named_by_file``: not by a person, so that it may only lead to a public address; not to this service
    either.

    Raises UpstreamFailed, TooLarge, Unprocessable; Forbidden for an address that is not public.
    """
    deadline = time.monotonic() + DEADLINE_S
    at = url
    for _ in range(MAX_REDIRECTS + 1):
        if not is_address(at) or not normalized_url(at):
            raise Unprocessable(f"{at[:200]!r} is not an address.")
        backend = (
            GuardedBackend(settings, private=False, deadline=deadline)
            if named_by_file
            else TimedBackend(deadline)
        )
        try:
            answer = _ask(file, at, backend, settings, most, deadline)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise upstream_failed(at, error, DEADLINE_S) from error
        if isinstance(answer, Answered):
            return answer
        at = answer
    raise UpstreamFailed(f"{url} leads from one address to the next, more than {MAX_REDIRECTS} times.")


def _ask(
    file: BinaryIO, url: str, backend: TimedBackend, settings: Settings, most: int, deadline: float
) -> Answered | str:
    """What is there, or where it is instead."""
    headers = {
        "Host": urlsplit(url).netloc,
        "User-Agent": f"{user_agent(settings)} verify-credentials",
        "Connection": "close",
    }
    with (
        httpcore.ConnectionPool(tls_context(), network_backend=backend, max_connections=1) as pool,
        pool.stream("GET", url, headers=list(headers.items())) as response,
    ):
        answered = headers_of(response)
        if response.status in _REDIRECTS and answered.get("location"):
            return str(urljoin(url, answered["location"]))
        if response.status != 200:
            raise UpstreamFailed(f"{url} answered {response.status}.")
        size = 0
        for chunk in response.iter_stream():
            time_left(deadline)
            size += len(chunk)
            if size > most:
                raise TooLarge(f"{url} is larger than {most:,} bytes.")
            file.write(chunk)
    kind = answered.get("content-type", "").partition(";")[0].strip().lower()
    return Answered(url, kind, manifest_link(answered.get("link", ""), url))


def manifest_link(header: str, base: str) -> str:
    """The address of the manifest in a Link header (RFC 8288); "" if it names none."""
    for link in _LINK.finditer(header):
        relations = " ".join(_RELATION.findall(link[2])).lower().split()
        if LINK_RELATION in relations:
            return urljoin(base, str(link[1]))
    return ""
