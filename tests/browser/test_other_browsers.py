"""The button in Firefox, which plays the growing file, and in WebKit, with the real service: articles that
nobody has heard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser.listener import sentences
from tests.browser.other import BUTTON, OtherBrowser, firefox, silent_sink, webkit
from tests.browser.stand_in import StandIn
from tests.running import Service, wait_until

Begin = Callable[[str], tuple[OtherBrowser, str, list[str]]]


@pytest.fixture(scope="module")
def service(service_factory: Callable[..., Service]) -> Service:
    """Rendering takes its time."""
    return service_factory(engine="tone", engine_options="delay_s=0.3", workers="2")


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def browser(
    request: pytest.FixtureRequest, needs: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[OtherBrowser]:
    programs = {"firefox": ["firefox"], "webkit": ["webkit", "xvfb"]}
    for program in ["pulseaudio", *programs[request.param]]:
        needs(program)
    start = firefox if request.param == "firefox" else webkit
    with (
        silent_sink(tmp_path_factory.mktemp("sound")) as environ,
        start(tmp_path_factory.mktemp("profile"), environ) as found,
    ):
        yield found


@pytest.fixture
def begin(
    browser: OtherBrowser, service: Service, stand_in: StandIn, request: pytest.FixtureRequest
) -> Begin:
    """Press the button for an article that nobody has heard, on a page of another site that has its text."""

    def begin_with(about: str) -> tuple[OtherBrowser, str, list[str]]:
        text = sentences(40, f"{about} of {request.node.callspec.id}")
        article = service.post({"title": "The other way", "text": "\n\n".join(text)})["id"]
        button = f'<listen-button article="{article}" service="{service.url}/"></listen-button>'
        browser.open(
            f"{stand_in.url}/plain/?body={quote(button + ''.join(f'<p>{line}</p>' for line in text))}"
        )
        browser.press()
        browser.wait_until_heard(0.2)
        return browser, article, text

    return begin_with


def test_it_is_heard_and_lit_up_while_it_is_rendered(begin: Begin) -> None:
    browser, _, text = begin("harbour")
    assert browser.get(f"{BUTTON}.narration.status") == "rendering"
    assert wait_until(browser.lit, "a lit sentence").rstrip() in text
    browser.press()
    browser.wait(f"{BUTTON}.state === 'paused'")
    place = browser.get(f"{BUTTON}.currentTime")
    browser.press()
    browser.wait_until_heard(place + 0.5)
    assert browser.get("heard") == ["listen-play", "listen-pause", "listen-play"]
    assert browser.get("faults") == []


def test_into_what_is_not_rendered_yet_and_to_the_end(service: Service, begin: Begin) -> None:
    browser, article, _ = begin("ferry")
    wanted = 0.7 * browser.get(f"{BUTTON}.duration")
    browser.run(f"{BUTTON}.seek({wanted})")
    browser.wait_until_heard(wanted + 0.3)
    assert browser.get(f"{BUTTON}.currentTime") < wanted + 20
    length = service.wait_ready(article)["duration_s"]
    browser.wait(f"Math.abs({BUTTON}.duration - {length}) < 0.1")
    browser.run(f"{BUTTON}.seek(3)")
    browser.wait_until_heard(3.2)
    browser.run(f"{BUTTON}.seek({length - 1})")
    browser.wait(f"{BUTTON}.state === 'ended'")
    browser.wait("heard.includes('listen-end')")
    assert browser.get(f"{BUTTON}.currentTime") == pytest.approx(length, abs=0.1)
    assert browser.get("heard").count("listen-end") == 1
    assert browser.get("faults") == []
