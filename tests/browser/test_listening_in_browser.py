"""Listening to the whole service, on a clean cache: what happens to real listeners while an article is
being rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypedDict
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.line import Line
from tests.browser.listener import Listener, sentences
from tests.browser.stand_in import StandIn
from tests.running import Service

Open = Callable[[str], Listener]


@pytest.fixture(scope="module")
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.cut()


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service], line: Line) -> Service:
    """Reached through the line; rendering takes its time."""
    service = service_of_file(engine="tone", engine_options="delay_s=0.3", workers="2", public_url=line.url)
    line.port = service.settings.port
    return service


@pytest.fixture(autouse=True)
def mended(line: Line) -> Iterator[None]:
    yield
    line.mend()


@pytest.fixture
def open_articles(open_page: Open, stand_in: StandIn, line: Line) -> Callable[..., Listener]:
    """A page of another site, with a button for each article."""

    def open_at(*names: str) -> Listener:
        buttons = "".join(
            f'<listen-button id="b{number}" article="{name}" service="{line.url}/" read-along="off">'
            "</listen-button>"
            for number, name in enumerate(names)
        )
        return open_page(f"{stand_in.url}/plain/?body={quote(buttons)}")

    return open_at


def test_by_keyboard_alone_into_what_is_not_rendered_yet(
    service: Service, line: Line, open_page: Open
) -> None:
    listener = open_page(f"{line.url}/demo/")
    press = listener.page.keyboard.press
    press("Tab")
    press("Enter")
    listener.wait_until_heard(0.2)
    for name in ("back", "forward", "slider"):
        press("Tab")
        expect(listener.part(name)).to_be_focused()
    press("End")
    for _ in range(6):
        press("ArrowLeft")
    wanted = listener.get("currentTime")
    listener.wait_for("waiting")
    expect(listener.page.get_by_role("status")).to_have_text("Waiting…")
    expect(listener.part("time")).to_contain_text("about")
    listener.wait_until_heard(wanted + 0.3)
    assert listener.get("currentTime") < wanted + 20
    press("k")
    listener.wait_for("paused")
    assert listener.shift == 0
    assert listener.complaints == []


def test_a_line_that_is_cut_is_waited_for(
    service: Service, line: Line, open_articles: Callable[..., Listener]
) -> None:
    article = service.post({"title": "The line", "text": " ".join(sentences(40, "cable"))})["id"]
    listener = open_articles(article)
    listener.press()
    listener.wait_until_heard(0.2)
    line.cut()
    listener.page.evaluate("sounds[0].currentTime = sounds[0].buffered.end(0) - 0.5")
    listener.wait_for("waiting")
    stopped = listener.get("currentTime")
    line.mend()
    listener.wait_until_heard(stopped + 3)
    ready = service.wait_ready(article)
    listener.page.wait_for_function(
        "(to) => Math.abs(document.querySelector('listen-button').duration - to) < 0.05",
        arg=ready["duration_s"],
    )
    listener.seek(ready["duration_s"] - 0.4)
    listener.wait_for("ended")
    assert not [said for said in listener.complaints if "ERR_" not in said]  # the browser tells of the line


def test_an_edit_is_not_heard_until_one_comes_back_and_then_goes_on_at_the_same_sentence(
    service: Service, open_articles: Callable[..., Listener]
) -> None:
    said = sentences(12, "chapter")
    article = service.post({"title": "As it was", "text": "\n\n".join(said)})["id"]
    service.wait_ready(article)
    listener = open_articles(article)
    listener.press()
    listener.wait_until_heard(0.2)
    heard = next(cue for cue in cues(listener) if cue["text"] == said[7])
    listener.seek(heard["start"])
    edited = [*sentences(2, "paragraph that nobody has heard before"), *said[:3], "Another.", *said[4:]]
    service.post({"id": article, "title": "As it is now", "text": "\n\n".join(edited)})
    service.wait_ready(article)
    listener.wait_until_heard(heard["start"] + 0.8)
    listener.press()
    listener.wait_for("paused")
    into = listener.get("currentTime") - heard["start"]
    listener.page.reload()
    expect(listener.part("button")).to_contain_text("Continue")
    listener.press()
    listener.wait_until_heard(heard["start"] / 4)
    now = next(cue for cue in cues(listener) if cue["text"] == said[7])
    assert now["start"] > heard["start"] + 1
    assert now["start"] + into <= listener.get("currentTime") < now["start"] + into + 4
    assert listener.complaints == []


def test_of_two_articles_that_are_being_rendered_one_is_heard(
    service: Service, open_articles: Callable[..., Listener]
) -> None:
    articles = [
        service.post({"title": name, "text": " ".join(sentences(15, name))})["id"] for name in ("One", "Two")
    ]
    listener = open_articles(*articles)
    listener.press("#b0")
    listener.wait_until_heard(0.3, "#b0")
    listener.press("#b1")
    listener.wait_until_heard(0.3, "#b1")
    assert listener.get("paused", "#b0")
    assert listener.page.evaluate("sounds.map((sound) => sound.paused)") == [True, False]
    listener.press("#b0")
    listener.wait_until_heard(0.6, "#b0")
    assert listener.get("paused", "#b1")
    assert listener.complaints == []


class CaptionCue(TypedDict):
    start: float
    text: str


def cues(listener: Listener) -> list[CaptionCue]:
    """The captions of what is heard, as the button's page may read them."""
    return list(
        listener.page.evaluate(
            """async () => {
                 const {fetchCues} = await import('/listen-button/captions.js');
                 return fetchCues(document.querySelector('listen-button').captionsUrl);
               }"""
        )
    )
