"""The publisher's side on the whole service: a batch through its queue, the watch as a part of it, a hook, the examples."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pytest

from tests.hub import Hub
from tests.local_site import LocalSite
from tests.running import TTS_SERVICE, Service, clean_environ, free_port, wait_until
from tts_service.hooks import signature

SECRET = "a secret for this test"
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def site() -> Iterator[LocalSite]:
    site = LocalSite()
    for n in range(4):
        site.article(f"/world/{n}.html", f"Clock number {n}", f"The harbour clock number {n} was late again on Monday.")
    site.sitemap("/sitemap.xml", {f"/world/{n}.html": "2025-12-10" for n in range(4)})
    site.article("/watched.html", "A watched pot", "The pot in the harbour inn never boils, said its keeper on Monday.")
    site.put("/feed.xml", "<rss><item><title>Pot</title><link>/watched.html</link></item></rss>", "application/rss+xml")
    yield site
    site.close()


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    hub = Hub()
    yield hub
    hub.close()


@pytest.fixture(scope="module")
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
    service.stop()
    shutil.rmtree(folder)


def pushed_feed(site: LocalSite, hub: Hub, *pages: str) -> str:
    links = f'<a:link rel="hub" href="{hub.url}"/><a:link rel="self" href="{site.origin}/pushed.xml"/>'
    items = "".join(f"<item><title>{page}</title><link>{page}</link></item>" for page in pages)
    return f'<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>{links}{items}</channel></rss>'


def command(service: Service, *arguments: str, site: LocalSite) -> subprocess.CompletedProcess[str]:
    given = {"data_dir": str(service.data_dir), "port": str(free_port()), "offline": "1", "engine": "tone"}
    environ = clean_environ(**given, allowed_sites=site.origin)
    return subprocess.run(arguments, env=environ, cwd=EXAMPLES / "static-site", capture_output=True, text=True, timeout=100)


def find(service: Service, url: str) -> dict[str, object] | None:
    articles = service.get("/v1/articles", params={"url": url}).json()["articles"]
    return articles[0] if articles else None


def test_what_the_watch_finds_is_heard_without_being_asked_for(newsroom: Service, site: LocalSite) -> None:
    def is_ready() -> bool:
        found = find(newsroom, f"{site.origin}/watched.html")
        return found is not None and found["status"] == "ready"

    wait_until(is_ready, "the watched article")


def test_our_own_feed_names_its_hub_and_the_hub_hears_of_an_episode(newsroom: Service, site: LocalSite, hub: Hub) -> None:
    feed = f"{newsroom.url}/feed.xml"
    wait_until(lambda: {"hub.mode": "publish", "hub.url": feed, "hub.topic": feed} in hub.asked, "word of the episode")
    answer = newsroom.get("/feed.xml")
    assert answer.headers["Link"] == f'<{hub.url}>; rel="hub", <{feed}>; rel="self"'
    seen = feedparser.parse(answer.content)
    assert [link.href for link in seen.feed.links if link.rel == "hub"] == [hub.url]
    assert f"{site.origin}/watched.html" in [entry.link for entry in seen.entries]


def test_a_feed_that_is_looked_at_once_a_day_is_heard_at_once_when_its_hub_pushes(
    newsroom: Service, site: LocalSite, hub: Hub
) -> None:
    topic = f"{site.origin}/pushed.xml"
    wait_until(lambda: [key for key in hub.subscribers if key[1] == topic], "the subscription")
    url = site.article("/pushed.html", "A boat is pushed", "The boat was pushed into the harbour on Monday, said its keeper.")
    site.put("/pushed.xml", pushed_feed(site, hub, "/pushed.html"), "application/rss+xml")
    assert hub.publish(topic) == [202]
    wait_until(lambda: (find(newsroom, url) or {}).get("status") == "ready", "the pushed article")


def test_a_batch_goes_through_the_service_that_runs(newsroom: Service, site: LocalSite) -> None:
    arguments = ("batch", f"{site.origin}/sitemap.xml", "--section", "world", "--json")
    done = command(newsroom, TTS_SERVICE, *arguments, site=site)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["ready"], report["failed"], report["by"]) == (4, 0, "the service")
    first = report["articles"][0]
    assert newsroom.status(first["id"])["status"] == "ready"
    assert Path(first["audio"]).stat().st_size == first["size"]
    again = command(newsroom, TTS_SERVICE, *arguments, "--missing", site=site)
    assert again.returncode == 2
    assert "none that is wanted" in again.stderr


def test_a_hook_has_an_edited_page_read_again(newsroom: Service, site: LocalSite) -> None:
    url = site.article("/hooked.html", "Hooked", "The fish was hooked on Monday in the harbour, early in the morning.")
    before = newsroom.wait_ready(newsroom.post({"url": url})["id"])
    site.article("/hooked.html", "Hooked", "The fish was hooked on Tuesday in the harbour, early in the morning.")
    body = json.dumps({"url": url, "version": "2"}).encode()
    timestamp = str(int(time.time()))
    headers = {"X-Timestamp": timestamp, "X-Signature-256": signature(SECRET, timestamp, body)}
    sent = httpx.post(
        f"{newsroom.url}/v1/hooks/articles",
        content=body,
        headers={**headers, "Content-Type": "application/json"},
        trust_env=False,
    )
    assert sent.status_code == 202
    wait_until(lambda: newsroom.status(before["id"])["revision"] != before["revision"], "the new revision")
    newsroom.wait_ready(before["id"])
    assert "Tuesday" in newsroom.get(f"/v1/articles/{before['id']}/script").text
    clicked = newsroom.post({"url": url})
    assert (clicked["status"], clicked["revision"]) == ("ready", newsroom.status(before["id"])["revision"])


def test_a_static_site_has_its_audio_made_and_its_buttons_put_in(newsroom: Service, site: LocalSite, tmp_path: Path) -> None:
    made = command(newsroom, "make", "audio", f"SITE={site.origin}", f"TTS={TTS_SERVICE}", site=site)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "4 ready, 0 failed" in made.stdout
    page = tmp_path / "deep" / "page.html"
    page.parent.mkdir()
    page.write_text("<html><head><title>Page</title></head><body></body></html>")
    for _ in range(2):
        made = command(newsroom, "make", "button", f"PUBLIC={tmp_path}", f"SERVICE={newsroom.url}", site=site)
        assert made.returncode == 0, made.stderr
    assert page.read_text().count(f'src="{newsroom.url}/listen-button.js"') == 1
