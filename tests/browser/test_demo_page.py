"""The demo page on the whole service: web, queue, workers and cache as they are run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.listener import Listener
from tests.browser.stand_in import StandIn
from tests.running import Service

Open = Callable[[str], Listener]


@pytest.fixture(scope="module")
def cold_service(service_factory: Callable[..., Service]) -> Service:
    """Nobody has listened here before, and rendering takes ten seconds or so."""
    return service_factory(engine="tone", engine_options="delay_s=0.3", workers="2")


def demo_article(service: Service) -> dict[str, object]:
    found = service.get("/v1/articles", params={"url": f"{service.url}/demo/"}).json()["articles"]
    return dict(found[0])


def test_a_click_on_a_cold_cache_is_heard_before_rendering_has_ended(
    cold_service: Service, open_page: Open
) -> None:
    assert demo_article(cold_service)["status"] == "queued"
    demo = open_page(f"{cold_service.url}/demo/")
    expect(demo.part("status")).to_be_empty()
    demo.press()
    demo.wait_until_heard(0.2)
    assert demo_article(cold_service)["status"] == "rendering"
    expect(demo.part("status")).to_contain_text("Rendering")
    article = cold_service.wait_ready(str(demo_article(cold_service)["id"]))
    expect(demo.part("status")).not_to_contain_text("Rendering")
    assert demo.get("duration") == pytest.approx(article["duration_s"], abs=0.03)
    demo.seek(article["duration_s"] / 2)
    demo.wait_until_heard(article["duration_s"] / 2 + 0.2)
    demo.seek(article["duration_s"] - 0.4)
    demo.wait_for("ended")
    assert demo.get("currentTime") == pytest.approx(article["duration_s"], abs=0.03)
    assert demo.complaints == []
    assert demo.shift == 0


def test_the_whole_demo_article_is_read(service: Service) -> None:
    assert service.get("/audio/demo.mp3").status_code == 200
    article = service.wait_ready("demo")
    assert article["title"] == "Can three rival harbor towns keep the night ferry running?"
    script = service.get(f"/v1/articles/{article['id']}/script").json()
    assert script["sections"][1:] == [
        "Synopsis",
        "Key takeaways",
        "Story",
        "Point of view",
        "Questions and answers",
    ]
    spoken = [segment["text"] for segment in script["segments"]]
    assert (
        "The paper that may have saved the night ferry is two pages long, and one of them is a map." in spoken
    )
    assert spoken[-1].startswith("Then the agreement is void")
    assert not [text for text in spoken if "two tags" in text]  # what stands below the article


def test_it_plays_on_a_page_of_another_site(service: Service, stand_in: StandIn, open_page: Open) -> None:
    article = service.wait_ready(
        str(service.post({"title": "Elsewhere", "text": "One sentence. " * 20})["id"])
    )
    page = open_page(f"{stand_in.url}/elsewhere/?service={service.url}&article={article['id']}")
    page.press()
    page.wait_until_heard(0.2)
    page.seek(article["duration_s"] - 0.4)
    page.wait_for("ended")
    assert page.complaints == []
