"""Whatever fails, ``listen-error`` says why: a reason that stays the same, and a sentence for the
listener."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.listener import Listener
from tests.browser.stand_in import LENGTH_S, SEGMENT_S, SEGMENTS, TAG_BYTES, StandIn

Open = Callable[[str], Listener]
ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tts_service/web/static/listen-button/problem.js"
POSTS = "**/v1/articles"
SOON = "window.setTimeout = ((set) => (act, ms, ...rest) => set(act, (ms ?? 0) / 20, ...rest))(setTimeout)"
"""Patience and pauses are cut short."""


@pytest.fixture
def demo(stand_in: StandIn, open_page: Open) -> Callable[[], Listener]:
    def open_demo() -> Listener:
        listener = open_page(f"{stand_in.url}/demo/")
        listener.part("button").wait_for()
        return listener

    return open_demo


def told(listener: Listener) -> dict[str, Any]:
    """The first ``listen-error``."""
    listener.page.wait_for_function("() => heard.some(({ type }) => type === 'listen-error')")
    event = listener.events("listen-error")[0]
    assert event["message"].endswith((".", "!"))
    return event


def refuse(page: Page, status: int, kind: str = "some-kind", **headers: str) -> None:
    problem = {"type": f"/docs#problem-{kind}", "title": "No", "status": status, "detail": "It cannot be."}
    body = json.dumps(problem)
    page.unroute(POSTS)
    page.route(POSTS, lambda route: answer(route, status, body, headers))


def answer(route: Route, status: int, body: str, headers: dict[str, str]) -> None:
    if route.request.method != "POST":
        return route.continue_()
    return route.fulfill(
        status=status, body=body, headers={"Content-Type": "application/problem+json", **headers}
    )


ANSWERS = {
    401: "not-allowed",
    403: "not-allowed",
    404: "not-found",
    410: "not-found",
    422: "refused",
    429: "too-many-requests",
    500: "service-error",
    503: "service-error",
    504: "timeout",
}


def test_what_the_service_answers_is_told(demo: Callable[[], Listener], page: Page) -> None:
    listener = demo()
    for count, (status, reason) in enumerate(ANSWERS.items(), 1):
        seconds = 7 if status in (429, 503) else None
        refuse(page, status, **{"Retry-After": str(seconds)} if seconds else {})
        listener.press()  # to try again
        page.wait_for_function(
            "(count) => heard.filter(({ type }) => type === 'listen-error').length === count", arg=count
        )
        event = listener.events("listen-error")[-1]
        assert (event["reason"], event["message"], event["problem"]) == (reason, "It cannot be.", "some-kind")
        assert event.get("retryAfter") == seconds
        listener.wait_for("error")


def test_no_line_is_told(demo: Callable[[], Listener], page: Page) -> None:
    listener = demo()
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/idle.js'))"
    )
    page.route(POSTS, lambda route: route.abort())
    listener.press()
    assert told(listener)["reason"] == "unreachable"
    page.context.set_offline(True)
    listener.press()
    page.wait_for_function("() => heard.filter(({ type }) => type === 'listen-error').length === 2")
    assert listener.events("listen-error")[-1]["reason"] == "offline"


def test_an_answer_that_never_comes_is_told(demo: Callable[[], Listener], page: Page) -> None:
    page.route(POSTS, lambda route: None if route.request.method == "POST" else route.continue_())
    page.add_init_script(SOON)
    listener = demo()
    listener.press()
    assert told(listener)["reason"] == "timeout"


def test_a_narration_that_fails_is_told(demo: Callable[[], Listener], stand_in: StandIn) -> None:
    stand_in.land(1)
    listener = demo()
    listener.press()
    listener.wait_until_heard(0.1)
    stand_in.fail()
    event = told(listener)
    assert (event["reason"], event["message"]) == ("failed", "The voice has lost its way. Ask again.")


def test_a_line_that_cannot_be_taken_up_again_is_told(
    demo: Callable[[], Listener], stand_in: StandIn, page: Page
) -> None:
    page.add_init_script(SOON)
    stand_in.cut_at = TAG_BYTES + 20_000
    stand_in.land(1)
    listener = demo()
    listener.press()
    listener.wait_until_heard(0.1)
    page.route("**/audio/**", lambda route: route.abort())
    stand_in.land(4)
    assert told(listener)["reason"] == "cut-off"


def test_a_revision_that_is_gone_is_told(demo: Callable[[], Listener], stand_in: StandIn) -> None:
    stand_in.cut_at = TAG_BYTES + 20_000
    stand_in.land(1)
    listener = demo()
    listener.press()
    listener.wait_until_heard(0.1)
    stand_in.revision = "r2"
    stand_in.land(4)
    assert told(listener)["reason"] == "cut-off"


def test_a_sound_out_of_which_nothing_can_be_made_is_told(
    demo: Callable[[], Listener], stand_in: StandIn, page: Page
) -> None:
    page.add_init_script("delete window.MediaSource; delete window.ManagedMediaSource;" + SOON)
    stand_in.segments = [bytes(9000)]
    stand_in.land(1)
    listener = demo()
    listener.press()
    assert told(listener)["reason"] in ("unsupported", "undecodable")


def test_bytes_that_are_no_sound_are_told(demo: Callable[[], Listener], stand_in: StandIn) -> None:
    stand_in.land(SEGMENTS)
    listener = demo()
    listener.page.evaluate(  # as a browser does that has given up on what came
        """() => {
          const append = SourceBuffer.prototype.appendBuffer;
          SourceBuffer.prototype.appendBuffer = function (bytes) {
            if (bytes.length > 1000) throw new DOMException("removed", "InvalidStateError");
            append.call(this, bytes);
          };
        }"""
    )
    listener.press()
    assert told(listener)["reason"] == "undecodable"


def test_a_browser_without_the_format_is_told(
    demo: Callable[[], Listener], stand_in: StandIn, page: Page
) -> None:
    page.add_init_script(
        "delete window.MediaSource; delete window.ManagedMediaSource;"
        "HTMLMediaElement.prototype.canPlayType = () => ''"
    )
    stand_in.land(SEGMENTS)
    listener = demo()
    listener.press()
    assert told(listener)["reason"] == "unsupported"


def test_a_sound_that_the_browser_will_not_start_is_told(stand_in: StandIn, page: Page) -> None:
    stand_in.land(SEGMENTS)
    # In no press: and what Playwright evaluates counts as one.
    page.add_init_script(
        "addEventListener('load', () => void document.querySelector('listen-button').play());"
        "addEventListener('listen-error', () => console.debug('told'));"
    )
    with page.expect_console_message(lambda said: said.text == "told"):
        page.goto(f"{stand_in.url}/demo/")
    listener = Listener(page)
    event = told(listener)
    assert (event["reason"], event["message"]) == ("autoplay-refused", "The browser wants one more press.")
    listener.press()
    listener.wait_until_heard(0.1)


def test_a_player_that_cannot_be_loaded_is_told(demo: Callable[[], Listener], page: Page) -> None:
    page.route("**/streamed.js", lambda route: route.abort())
    listener = demo()
    listener.press()
    assert told(listener)["reason"] == "not-loaded"


def test_a_fault_of_our_own_is_told(demo: Callable[[], Listener], stand_in: StandIn, page: Page) -> None:
    listener = demo()
    page.evaluate("() => { JSON.stringify = () => { throw new RangeError('ours') } }")
    listener.press()
    assert told(listener)["reason"] == "internal"


def test_every_reason_is_documented_and_tried() -> None:
    known = set(re.findall(r'^  "?([a-z-]+)"?: "\w+",$', SOURCE.read_text(), re.MULTILINE))
    table = (ROOT / "docs/button.md").read_text().partition("| `reason` |")[2].partition("\n\n")[0]
    assert known == set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))
    tried = "".join(path.read_text() for path in (Path(__file__), Path(__file__).with_name("test_policy.py")))
    assert [reason for reason in known if f'"{reason}"' not in tried] == []


def test_the_hidden_line_says_what_is_so(demo: Callable[[], Listener], stand_in: StandIn) -> None:
    listener = demo()
    line = listener.page.locator("listen-button [role=status]")

    def says(text: str, live: str) -> None:
        listener.page.wait_for_function(
            "([e, text, live]) => e.textContent === text && e.ariaLive === live",
            arg=[line.element_handle(), text, live],
        )

    listener.press()
    says("Preparing…", "polite")
    stand_in.land(1)
    listener.wait_until_heard(0.2)
    says("Playing", "off")
    listener.seek(SEGMENT_S - 0.2)
    listener.wait_for("waiting")
    says("Waiting…", "polite")
    stand_in.land(SEGMENTS)
    listener.wait_until_heard(SEGMENT_S)
    says("Playing", "off")
    listener.press()
    says("Paused", "off")
    listener.press()
    listener.seek(LENGTH_S - 0.2)
    says("Ended", "off")
