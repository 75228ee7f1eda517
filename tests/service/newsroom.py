"""What tests of the publisher's side do with the service ``newsroom`` and its site."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import httpx

from tests.forked import tts_service
from tests.hub import Hub
from tests.local_site import LocalSite
from tests.running import Service, clean_environ, free_port
from tts_service.background.hooks import signature

SECRET = "a secret for this test"
STATIC_SITE = Path(__file__).parents[2] / "examples" / "static-site"


def pushed_feed(site: LocalSite, hub: Hub, *pages: str) -> str:
    links = f'<a:link rel="hub" href="{hub.url}"/><a:link rel="self" href="{site.origin}/pushed.xml"/>'
    items = "".join(f"<item><title>{page}</title><link>{page}</link></item>" for page in pages)
    return f'<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>{links}{items}</channel></rss>'


def made(service: Service, *arguments: str, site: LocalSite) -> subprocess.CompletedProcess[str]:
    """``make ARGUMENTS``, as for a static site."""
    return subprocess.run(
        ["make", *arguments],
        env=beside(service, site),
        cwd=STATIC_SITE,
        capture_output=True,
        text=True,
        timeout=100,
    )


def command(service: Service, *arguments: str, site: LocalSite) -> subprocess.CompletedProcess[str]:
    """``tts-service ARGUMENTS``"""
    return tts_service(arguments, environ=beside(service, site), cwd=STATIC_SITE)


def beside(service: Service, site: LocalSite) -> dict[str, str]:
    given = {"data_dir": str(service.data_dir), "port": str(free_port()), "offline": "1", "engine": "tone"}
    return clean_environ(**given, allowed_sites=site.origin)


def find(service: Service, url: str) -> dict[str, object] | None:
    articles = service.get("/v1/articles", params={"url": url}).json()["articles"]
    return articles[0] if articles else None


def send_hook(service: Service, client: httpx.Client, told: dict[str, str]) -> int:
    """Returns the status of the answer."""
    body, timestamp = json.dumps(told).encode(), str(int(time.time()))
    headers = {"X-Timestamp": timestamp, "X-Signature-256": signature(SECRET, timestamp, body)}
    headers["Content-Type"] = "application/json"
    return client.post(f"{service.url}/v1/hooks/articles", content=body, headers=headers).status_code
