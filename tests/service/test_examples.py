"""The example of a static site, run for real: its targets by make, on stored pages. Those for WordPress and
Ghost have tests of their own."""

from __future__ import annotations

import json
from pathlib import Path

from tests.local_site import LocalSite
from tests.running import TTS_SERVICE, Service
from tests.service.newsroom import find, made


def heard(script: str) -> str:
    return " ".join(segment["text"] for segment in json.loads(script)["segments"])


def test_a_static_site_has_its_audio_made_and_its_buttons_put_in(
    newsroom: Service, site: LocalSite, tmp_path: Path
) -> None:
    stored = (Path(__file__).parent / "pages" / "static-site.html").read_text()
    page, bare = tmp_path / "deep er" / "lock.html", tmp_path / "bare.html"
    page.parent.mkdir()
    page.write_text(stored)
    bare.write_text("<p>No headline.</p>\n")
    for _ in range(2):
        done = made(newsroom, "button", f"PUBLIC={tmp_path}", f"SERVICE={newsroom.url}", site=site)
        assert done.returncode == 0, done.stderr
    script = f'<script type="module" src="{newsroom.url}/listen-button.js"></script>'
    button = f"{script}<listen-button></listen-button>"
    assert page.read_text() == stored.replace("</h1>", f"</h1>{button}", 1)
    assert (bare.read_text(), len(list(tmp_path.rglob("*.*")))) == ("<p>No headline.</p>\n", 2)

    url = site.put("/lock.html", page.read_text())
    site.sitemap(
        "/sitemap.xml", {"/lock.html": "2026-02-11", **{f"/world/{n}.html": "2025-12-10" for n in range(4)}}
    )
    done = made(newsroom, "audio", f"SITE={site.origin}", f"TTS={TTS_SERVICE}", site=site)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 ready, 0 failed" in done.stdout
    found = find(newsroom, url)
    assert found is not None
    script = newsroom.get(f"/v1/articles/{found['id']}/script").text
    assert json.loads(script)["title"] == "How the lock-keeper counts barges"
    assert "counted the moon" in heard(script)
    assert "isten" not in heard(script)


def test_a_static_site_that_is_not_there_is_said(newsroom: Service, site: LocalSite, tmp_path: Path) -> None:
    done = made(newsroom, "button", f"PUBLIC={tmp_path / 'nothing'}", site=site)
    assert done.returncode != 0
    assert "set PUBLIC" in done.stderr
