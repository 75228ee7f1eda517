"""What tests of the publisher's side do with the service ``newsroom`` and its site."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import httpx

from tests.hub import Hub
from tests.local_site import LocalSite
from tests.running import Service, clean_environ, free_port
from tts_service.background.hooks import signature

SECRET = "a secret for this test"
EXAMPLES = Path(__file__).parents[2] / "examples"


def pushed_feed(site: LocalSite, hub: Hub, *pages: str) -> str:
    links = f'<a:link rel="hub" href="{hub.url}"/><a:link rel="self" href="{site.origin}/pushed.xml"/>'
    items = "".join(f"<item><title>{page}</title><link>{page}</link></item>" for page in pages)
    return f'<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>{links}{items}</channel></rss>'


def command(service: Service, *arguments: str, site: LocalSite) -> subprocess.CompletedProcess[str]:
    given = {"data_dir": str(service.data_dir), "port": str(free_port()), "offline": "1", "engine": "tone"}
    environ = clean_environ(**given, allowed_sites=site.origin)
    return subprocess.run(
        arguments, env=environ, cwd=EXAMPLES / "static-site", capture_output=True, text=True, timeout=100
    )


def find(service: Service, url: str) -> dict[str, object] | None:
    articles = service.get("/v1/articles", params={"url": url}).json()["articles"]
    return articles[0] if articles else None


def send_hook(service: Service, client: httpx.Client, told: dict[str, str]) -> int:
    """Returns the status of the answer."""
    body, timestamp = json.dumps(told).encode(), str(int(time.time()))
    headers = {"X-Timestamp": timestamp, "X-Signature-256": signature(SECRET, timestamp, body)}
    headers["Content-Type"] = "application/json"
    return client.post(f"{service.url}/v1/hooks/articles", content=body, headers=headers).status_code
