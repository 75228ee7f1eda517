"""Feeds, sitemaps and single pages: what the service asks of the workers' web reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec


class Fetched(msgspec.Struct, frozen=True):
    """``unchanged``: the host says that nothing has changed; then there is no ``body``. ``link`` is its Link
    header; None for what was not sent."""

    url: str
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False
    link: str | None = None


class WebReader(Protocol):
    """Reads politely: no faster than a host likes, and nothing that its robots.txt disallows."""

    def listing(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The feed or sitemap at ``url``, if it has changed since ``etag`` or ``last_modified``, which are as
        its host sent them. Raises ServiceError if it cannot be fetched."""

    def send_form(self, url: str, form: Mapping[str, str]) -> None:
        """POST the form to a hub. Raises ServiceError unless the hub accepts it."""

    def is_gone(self, url: str) -> bool:
        """True if the host says that the page no longer exists (404 or 410). Raises ServiceError if that
        cannot be determined now."""

    def may_read(self, url: str) -> bool:
        """What robots.txt says about the address."""
