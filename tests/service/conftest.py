"""One service for all that publishers do: it watches a site, takes hooks, and has a hub."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.hub import Hub
from tests.local_site import LocalSite
from tests.running import Service, free_port
from tests.service.newsroom import SECRET, pushed_feed


@pytest.fixture(scope="session")
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    for n in range(4):
        site.article(
            f"/world/{n}.html", f"Clock number {n}", f"The harbour clock number {n} was late again on Monday."
        )
    site.sitemap("/sitemap.xml", {f"/world/{n}.html": "2025-12-10" for n in range(4)})
    site.article(
        "/watched.html", "A watched pot", "The pot in the harbour inn never boils, said its keeper on Monday."
    )
    opening = "<h1>Paid for</h1><p>The price of clocks rose on Monday, and the harbour pays it.</p>"
    opening += "<p>Subscribe to continue reading.</p>"
    site.put("/paid.html", f"<html lang=en><body><article>{opening}</article></body></html>")
    items = "".join(
        f"<item><title>{page}</title><link>{page}</link></item>" for page in ("/watched.html", "/paid.html")
    )
    site.put("/feed.xml", f"<rss>{items}</rss>", "application/rss+xml")
    yield site
    site.close()


@pytest.fixture(scope="session")
def outside() -> Iterator[httpx.Client]:
    """Whoever sends something to the service."""
    with httpx.Client(trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.close()


@pytest.fixture(scope="session")
def newsroom(site: LocalSite, hub: Hub) -> Iterator[Service]:
    """A service that watches the site's feeds, one of them by the hub that it tells of its own."""
    folder = Path(tempfile.mkdtemp(prefix="tts-"))
    (folder / "shows.toml").write_text(
        f'[watch."{site.origin}/feed.xml"]\nevery = "1m"\n[watch."{site.origin}/pushed.xml"]\nevery = "1d"\n'
    )
    site.put("/pushed.xml", pushed_feed(site, hub), "application/rss+xml")
    port = str(free_port())
    given = {"allowed_sites": site.origin, "hook_secret": SECRET, "workers": "2", "feed_hub": hub.url}
    service = Service(folder, port=port, public_url=f"http://127.0.0.1:{port}", **given)
    service.wait_until_up()
    yield service
    service.end()
    shutil.rmtree(folder)
