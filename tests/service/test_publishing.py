"""The publisher's side on the whole service: a batch through its queue, the watch as a part of it, a hook, the examples."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import httpx
import pytest

from tests.hub import Hub
from tests.local_site import LocalSite
from tests.running import TTS_SERVICE, Service, clean_environ, free_port, wait_until
from tests.service.wordpress import PLUGIN, Blog, post
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


@pytest.fixture
def blog(newsroom: Service, site: LocalSite, needs: Callable[[str], Path]) -> Blog:
    return Blog(needs("php"), site, {"TTS_SERVICE_URL": f"{newsroom.url}/", "TTS_HOOK_SECRET": SECRET})


LATER = "2026-03-03 08:00:00"


def test_what_is_saved_in_wordpress_is_heard_and_what_is_taken_back_is_not(
    newsroom: Service, site: LocalSite, blog: Blog
) -> None:
    page = f"{site.origin}/tide/"
    (told,) = blog.save("The ferry waits for the tide, as it has done on every morning of the week.", before="draft")
    assert told["sent"] == {"url": page, "event": "published", "version": "2026-03-02 07:30:00"}
    assert told["status"] == 202
    first = wait_until(lambda: find(newsroom, page), "the post")
    newsroom.wait_ready(str(first["id"]))
    script = newsroom.get(f"/v1/articles/{first['id']}/script").text
    assert "waits for the tide, as it has done" in script
    assert "Leave a Reply" not in [segment["text"] for segment in json.loads(script)["segments"]]

    (told,) = blog.save("The ferry waits for nobody now, and sails on every morning of the week.", post_modified_gmt=LATER)
    assert (told["sent"]["event"], told["sent"]["version"], told["status"]) == ("updated", LATER, 202)
    wait_until(lambda: "nobody" in newsroom.get(f"/v1/articles/{first['id']}/script").text, "the edit")
    newsroom.wait_ready(str(first["id"]))

    (told,) = blog.save(post_status="trash", post_name="tide__trashed", before="publish")
    assert (told["sent"]["url"], told["sent"]["event"], told["status"]) == (page, "deleted", 202)
    wait_until(lambda: find(newsroom, page) is None, "its withdrawal")


def test_wordpress_tells_of_public_posts_and_of_nothing_else(blog: Blog) -> None:
    def events(*steps: tuple[str, object, object]) -> list[list[str]]:
        return [[told["sent"]["event"] for told in sent] for sent in blog.run(*steps)]

    assert events(
        ("save", post(post_status="draft"), "new"),
        ("save", post(post_status="future"), "draft"),
        ("save", post(post_type="page"), "publish"),
        ("save", post(post_password="sesame"), "publish"),
        ("save", post(post_status="private"), "publish"),
        ("delete", post(), None),
        ("delete", post(post_status="draft"), None),
        ("delete", post(post_type="attachment"), None),
    ) == [[], [], [], ["deleted"], ["deleted"], ["deleted"], [], []]
    blog.constants = {}
    assert events(("save", post(), "draft")) == [[]]


def test_the_button_of_wordpress_stands_where_it_should_and_is_escaped(newsroom: Service, blog: Blog) -> None:
    nowhere = [{"singular": "page"}, {"loop": False}, {"main": False}, {"password": True}]
    shown, *others = blog.run(*(("show", "<p>Words.</p>", where) for where in ({}, *nowhere)))
    assert re.fullmatch(r'<script type="module" src="([^"]*)"></script><listen-button></listen-button><p>Words.</p>', shown)
    assert others == ["<p>Words.</p>"] * len(nowhere)
    script = newsroom.get(shown.split('"')[3].removeprefix(newsroom.url))
    assert (script.status_code, script.headers["Content-Type"].partition(";")[0]) == (200, "text/javascript")
    blog.constants = {"TTS_SERVICE_URL": "https://listen.example/a'b?c=1&d=\"><script>alert(1)</script>"}
    (shown,) = blog.run(("show", "", {}))
    src = "https://listen.example/a&#039;b?c=1&#038;d=scriptalert(1)/script/listen-button.js"
    assert shown == f'<script type="module" src="{src}"></script><listen-button></listen-button>'


def test_the_plugin_is_php(blog: Blog) -> None:
    done = subprocess.run([blog.php, "-l", PLUGIN], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_a_static_site_has_its_audio_made_and_its_buttons_put_in(newsroom: Service, site: LocalSite, tmp_path: Path) -> None:
    stored = (Path(__file__).parent / "pages" / "static-site.html").read_text()
    page, bare = tmp_path / "deep er" / "lock.html", tmp_path / "bare.html"
    page.parent.mkdir()
    page.write_text(stored)
    bare.write_text("<p>No headline.</p>\n")
    for _ in range(2):
        made = command(newsroom, "make", "button", f"PUBLIC={tmp_path}", f"SERVICE={newsroom.url}", site=site)
        assert made.returncode == 0, made.stderr
    button = f'<script type="module" src="{newsroom.url}/listen-button.js"></script><listen-button></listen-button>'
    assert page.read_text() == stored.replace("</h1>", f"</h1>{button}", 1)
    assert (bare.read_text(), len(list(tmp_path.rglob("*.*")))) == ("<p>No headline.</p>\n", 2)

    url = site.put("/lock.html", page.read_text())
    site.sitemap("/sitemap.xml", {"/lock.html": "2026-02-11", **{f"/world/{n}.html": "2025-12-10" for n in range(4)}})
    made = command(newsroom, "make", "audio", f"SITE={site.origin}", f"TTS={TTS_SERVICE}", site=site)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "5 ready, 0 failed" in made.stdout
    found = find(newsroom, url)
    assert found is not None
    script = newsroom.get(f"/v1/articles/{found['id']}/script").json()
    assert script["title"] == "How the lock-keeper counts barges"
    assert "isten" not in "".join(segment["text"] for segment in script["segments"])


def test_a_static_site_that_is_not_there_is_said(newsroom: Service, site: LocalSite, tmp_path: Path) -> None:
    made = command(newsroom, "make", "button", f"PUBLIC={tmp_path / 'nothing'}", site=site)
    assert made.returncode != 0
    assert "set PUBLIC" in made.stderr
