"""The demo of a service as it is run: known from the start, playable at once, and never fetched."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.running import Service, wait_until
from tts_service.web.site.showroom import ROOMS

KEY = {"Authorization": "Bearer a-key-of-sixteen-characters"}


@pytest.fixture(scope="module")
def keyed(service_of_file: Callable[..., Service]) -> Service:
    """With keys, and without a list of sites: nobody without a key may ask for anything."""
    return service_of_file(
        engine="tone", api_keys="a-key-of-sixteen-characters", workers="1", web_workers="2"
    )


def test_what_nobody_has_heard_waits_and_is_in_no_list(keyed: Service) -> None:
    for room in ROOMS:
        page = keyed.get(f"/demo/{room.name}/".replace("//", "/"))
        (name,) = re.findall(r'<listen-button article="(\w+)"', page.text)
        article = keyed.status(name)
        assert (article["status"], article["url"]) == ("queued", str(page.url))
    assert keyed.get("/v1/articles").json()["articles"] == []
    assert keyed.get("/feed.xml").text.count("<item>") == 0
    assert "tts_segments_synthesized_total{" not in keyed.get("/metrics").text


def test_it_is_heard_without_a_key_and_is_no_episode(keyed: Service) -> None:
    assert keyed.get("/audio/demo.mp3").content[:3] == b"ID3"
    article = keyed.wait_ready("demo")
    assert article["title"] == ROOMS[0].title
    assert keyed.audio_frames("demo") == pytest.approx(article["duration_s"] / 0.024, abs=1)
    find = {"url": f"{keyed.url}/demo/"}
    wait_until(  # it is noted in the catalog meanwhile
        lambda: keyed.get("/v1/articles", params=find).json()["articles"] == [keyed.status("demo")],
        "the article of the page",
    )
    assert keyed.get("/feed.xml").text.count("<item>") == 0
    assert keyed.get("/v1/articles").json()["articles"] == []


@pytest.mark.parametrize("path", ["/demo/", "/demo/?x=1", "/docs", "/audio/demo.mp3", "/listen/demo?2"])
def test_nobody_asks_for_a_page_of_the_service(keyed: Service, path: str) -> None:
    port = keyed.settings.port
    for origin in (keyed.url, f"http://localhost:{port}", f"http://[::1]:{port}", f"http://127.1:{port}"):
        refused = keyed.post_for_problem({"url": origin + path})
        assert (refused["status"], refused["kind"]) in ((403, "own-page"), (403, "site-not-allowed"))
