"""The examples, run for real: the WordPress plugin by PHP, the static site's targets by make, both on
stored pages."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.local_site import LocalSite
from tests.running import TTS_SERVICE, Service, wait_until
from tests.service.newsroom import SECRET, command, find
from tests.service.wordpress import PLUGIN, Blog, post


@pytest.fixture
def blog(newsroom: Service, site: LocalSite, needs: Callable[[str], Path]) -> Blog:
    return Blog(needs("php"), site, {"TTS_SERVICE_URL": f"{newsroom.url}/", "TTS_HOOK_SECRET": SECRET})


def heard(script: str) -> str:
    return " ".join(segment["text"] for segment in json.loads(script)["segments"])


LATER = "2026-03-03 08:00:00"


def test_what_is_saved_in_wordpress_is_heard_and_what_is_taken_back_is_not(
    newsroom: Service, site: LocalSite, blog: Blog
) -> None:
    page = f"{site.origin}/tide/"
    (told,) = blog.save(
        "The ferry waits for the tide, as it has done on every morning of the week.", before="draft"
    )
    assert told["sent"] == {"url": page, "event": "published", "version": "2026-03-02 07:30:00"}
    assert told["status"] == 202
    first = wait_until(lambda: find(newsroom, page), "the post")
    newsroom.wait_ready(str(first["id"]))
    script = newsroom.get(f"/v1/articles/{first['id']}/script").text
    assert "waits for the tide, as it has done" in script
    assert "Leave a Reply" not in heard(script)

    (told,) = blog.save(
        "The ferry waits for nobody now, and sails on every morning of the week.", post_modified_gmt=LATER
    )
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
        ("update", post(post_name="ebb"), post()),
        ("update", post(post_name="ebb"), post(post_status="draft")),
        ("update", post(), post()),
    ) == [[], [], [], ["deleted"], ["deleted"], ["deleted"], [], [], ["deleted"], [], []]
    blog.constants = {}
    assert events(("save", post(), "draft")) == [[]]


def test_the_button_of_wordpress_stands_where_it_should_and_is_escaped(newsroom: Service, blog: Blog) -> None:
    nowhere = [{"singular": "page"}, {"loop": False}, {"main": False}, {"password": True}]
    shown, *others = blog.run(*(("show", "<p>Words.</p>", where) for where in ({}, *nowhere)))
    assert re.fullmatch(
        r'<script type="module" src="([^"]*)"></script><listen-button></listen-button><p>Words.</p>', shown
    )
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


def test_a_static_site_has_its_audio_made_and_its_buttons_put_in(
    newsroom: Service, site: LocalSite, tmp_path: Path
) -> None:
    stored = (Path(__file__).parent / "pages" / "static-site.html").read_text()
    page, bare = tmp_path / "deep er" / "lock.html", tmp_path / "bare.html"
    page.parent.mkdir()
    page.write_text(stored)
    bare.write_text("<p>No headline.</p>\n")
    for _ in range(2):
        made = command(newsroom, "make", "button", f"PUBLIC={tmp_path}", f"SERVICE={newsroom.url}", site=site)
        assert made.returncode == 0, made.stderr
    script = f'<script type="module" src="{newsroom.url}/listen-button.js"></script>'
    button = f"{script}<listen-button></listen-button>"
    assert page.read_text() == stored.replace("</h1>", f"</h1>{button}", 1)
    assert (bare.read_text(), len(list(tmp_path.rglob("*.*")))) == ("<p>No headline.</p>\n", 2)

    url = site.put("/lock.html", page.read_text())
    site.sitemap(
        "/sitemap.xml", {"/lock.html": "2026-02-11", **{f"/world/{n}.html": "2025-12-10" for n in range(4)}}
    )
    made = command(newsroom, "make", "audio", f"SITE={site.origin}", f"TTS={TTS_SERVICE}", site=site)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "5 ready, 0 failed" in made.stdout
    found = find(newsroom, url)
    assert found is not None
    script = newsroom.get(f"/v1/articles/{found['id']}/script").text
    assert json.loads(script)["title"] == "How the lock-keeper counts barges"
    assert "counted the moon" in heard(script)
    assert "isten" not in heard(script)


def test_a_static_site_that_is_not_there_is_said(newsroom: Service, site: LocalSite, tmp_path: Path) -> None:
    made = command(newsroom, "make", "button", f"PUBLIC={tmp_path / 'nothing'}", site=site)
    assert made.returncode != 0
    assert "set PUBLIC" in made.stderr
