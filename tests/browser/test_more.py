"""What joins the button once playback starts: chapters, panel, queue, sharing, the lock screen,
counting, languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.listener import Listener
from tests.browser.stand_in import CHAPTER, LENGTH_S, SEGMENT_S, SEGMENTS, StandIn
from tests.running import wait_until

Open = Callable[[str], Listener]


@pytest.fixture
def whole(stand_in: StandIn) -> StandIn:
    """All is rendered, and known to the service."""
    stand_in.asked = 1
    stand_in.land(SEGMENTS)
    return stand_in


@pytest.fixture
def open_plain(open_page: Open, stand_in: StandIn) -> Callable[..., Listener]:
    """``open_plain("<listen-button></listen-button>", lang="es")``"""
    return lambda body="<listen-button></listen-button>", place="", **query: open_page(
        f"{stand_in.url}/plain/?{urlencode({'body': body, **query})}{place}"
    )


def start(listener: Listener, button: str = "listen-button") -> None:
    listener.press(button)
    listener.wait_until_heard(0.2, button)


def open_panel(listener: Listener) -> Any:
    listener.part("more").click()
    panel = listener.part("panel")
    expect(panel).to_be_visible()
    return panel


def test_chapters_are_named_and_gone_through(whole: StandIn, open_plain: Callable[..., Listener]) -> None:
    listener = open_plain()
    start(listener)
    expect(listener.part("status")).to_have_text("From tone 0")
    panel = open_panel(listener)
    panel.get_by_role("button", name="Next chapter").click()
    assert listener.get("currentTime") == pytest.approx(CHAPTER * SEGMENT_S, abs=0.3)
    expect(panel.locator(".item[aria-current=true]")).to_contain_text("From tone 4")
    panel.get_by_role("button", name="From tone 8").click()
    assert listener.get("currentTime") == pytest.approx(2 * CHAPTER * SEGMENT_S, abs=0.3)
    panel.get_by_role("button", name="Previous chapter").click()
    assert listener.get("currentTime") == pytest.approx(CHAPTER * SEGMENT_S, abs=0.3)
    listener.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(listener.part("more")).to_be_focused()
    expect(listener.part("status")).to_have_text("From tone 4")
    assert [event["title"] for event in listener.events("listen-chapter")][-1] == "From tone 4"
    assert listener.complaints == []


def test_whose_voice_it_is_is_said_first_and_can_be_looked_up(
    whole: StandIn, open_plain: Callable[..., Listener]
) -> None:
    whole.disclosure = "Read by a synthetic voice."
    listener = open_plain()
    start(listener)
    expect(listener.part("status")).to_have_text("Read by a synthetic voice.")
    panel = open_panel(listener)
    expect(panel.get_by_text("Read by a synthetic voice.")).to_be_visible()
    panel.get_by_role("button", name="From tone 8").click()
    expect(listener.part("status")).to_have_text("From tone 8")
    assert listener.complaints == []


def test_the_transcript_follows_the_voice_and_leads_it(
    stand_in: StandIn, open_plain: Callable[..., Listener]
) -> None:
    listener = open_plain()
    stand_in.land(3)
    start(listener)
    panel = open_panel(listener)
    panel.get_by_text("Transcript").click()
    expect(panel.get_by_text("The rest appears as it is spoken.")).to_be_visible()
    expect(panel.get_by_role("link", name="Tone 2 & no more.")).to_be_visible()
    stand_in.land(SEGMENTS)
    panel.get_by_role("link", name="Tone 9 & no more.").click()
    listener.wait_until_heard(9 * SEGMENT_S + 0.1)
    expect(panel.locator(".sentence[aria-current=true]")).to_have_text("Tone 9 & no more.")
    expect(panel.get_by_text("The rest appears")).to_be_hidden()
    assert "#" not in listener.page.url


def test_a_place_is_shared_and_begun_at(
    whole: StandIn, open_plain: Callable[..., Listener], context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    listener = open_plain()
    start(listener)
    listener.press()
    listener.seek(12)
    panel = open_panel(listener)
    panel.get_by_role("button", name="Share from 0:12").click()
    expect(listener.page.get_by_role("status")).to_have_text("The link is copied.")
    shared = listener.page.evaluate("navigator.clipboard.readText()")
    assert shared == f"{whole.url}/demo/#listen=0:12"
    assert (
        panel.get_by_role("link", name="Download").get_attribute("href")
        == f"{whole.url}/audio/tones.mp3?download=1"
    )

    listener = open_plain(place="#listen=0:20", lang="en-US")
    expect(listener.part("button")).to_have_accessible_name("Listen from 0:20")
    listener.press()
    listener.wait_until_heard(20)
    assert listener.get("currentTime") < 22
    listener.page.evaluate("location.hash = 'listen=0:05'")
    listener.page.wait_for_function("() => document.querySelector('listen-button').currentTime < 8")
    listener.wait_until_heard(5)


def test_where_one_left_is_gone_on_from(whole: StandIn, open_plain: Callable[..., Listener]) -> None:
    listener = open_plain()
    start(listener)
    listener.seek(14)
    listener.wait_until_heard(14.1)
    listener.press()
    listener.wait_for("paused")
    left = listener.get("currentTime")
    listener.page.reload()
    expect(listener.part("button")).to_have_accessible_name("Continue · 1 min left")
    listener.press()
    listener.wait_until_heard(left)
    assert listener.get("currentTime") < left + 3
    listener.seek(LENGTH_S - 0.3)
    listener.wait_for("ended")
    listener.page.reload()
    expect(listener.part("button")).to_have_accessible_name("Listen · 1 min")


def test_a_page_s_articles_are_played_one_after_the_other(
    whole: StandIn, open_plain: Callable[..., Listener]
) -> None:
    button = (
        '<section><h2>{0}</h2><listen-button id="{0}" article="{0}" queue="page" continuous></listen-button>'
        "</section>"
    )
    buttons = [button.format(name) for name in "abc"]
    listener = open_plain("".join(buttons))
    start(listener, "#a")
    listener.part("more", "#a").click()
    panel = listener.part("panel", "#a")
    expect(panel.locator("details", has_text="Up next").locator("li")).to_have_text(
        ["Tones of b", "Tones of c"]
    )
    listener.page.keyboard.press("Escape")
    listener.seek(LENGTH_S - 0.3, "#a")
    listener.wait_until_heard(0.1, "#b")
    listener.page.evaluate("document.querySelector('#b').continuous = false")
    listener.seek(LENGTH_S - 0.3, "#b")
    listener.wait_for("ended", "#b")
    assert listener.get("state", "#c") == "idle"
    assert listener.complaints == []


def test_a_show_goes_on_with_its_earlier_episodes(
    whole: StandIn, open_plain: Callable[..., Listener]
) -> None:
    listener = open_plain(
        '<listen-button article="tones" show="tones" queue="show" continuous></listen-button>'
    )
    start(listener)
    panel = open_panel(listener)
    expect(panel.locator("details", has_text="Up next").locator("li")).to_have_text(
        ["Tones of older", "Tones of oldest"]
    )
    listener.seek(LENGTH_S - 0.3)
    listener.page.wait_for_function("() => document.querySelector('listen-button').narration?.id === 'older'")
    listener.wait_until_heard(0.1)
    listener.page.wait_for_function("() => document.querySelector('listen-button').chapters.length > 0")


def test_plays_are_counted_and_told_to_the_page(whole: StandIn, open_plain: Callable[..., Listener]) -> None:
    listener = open_plain()
    start(listener)
    for share in (0.26, 0.51, 0.76):
        listener.seek(share * LENGTH_S)
        listener.wait_until_heard(share * LENGTH_S + 0.6)
    listener.seek(LENGTH_S - 0.2)
    listener.wait_for("ended")
    told = [event["kind"] for event in listener.events("listen-play-counted")]
    assert told == ["start", "quarter", "half", "three-quarters", "end"]
    listener.page.goto("about:blank")
    wait_until(lambda: whole.plays, "a beacon")
    assert [play["article"] for play in whole.plays] == ["tones"]
    events = whole.plays[0]["events"]
    assert [event["kind"] for event in events] == told
    assert 0 < events[-1]["seconds"] < 10  # heard, not passed
    place = whole.plays[0]["place"]
    assert (place["revision"], place["to"] >= int(0.76 * LENGTH_S)) == ("r1", True)


@pytest.mark.parametrize("wish", ['plays="off"', "navigator.doNotTrack", "navigator.globalPrivacyControl"])
def test_nobody_is_counted_who_does_not_want_to(
    wish: str, whole: StandIn, open_plain: Callable[..., Listener], page: Page
) -> None:
    if wish.startswith("navigator"):
        value = "'1'" if "Track" in wish else "true"
        page.add_init_script(f"Object.defineProperty(navigator, '{wish[10:]}', {{value: {value}}})")
    listener = open_plain(f"<listen-button {'' if 'nav' in wish else wish}></listen-button>")
    start(listener)
    listener.page.wait_for_function("() => document.querySelector('listen-button').chapters.length > 0")
    listener.seek(LENGTH_S - 0.2)
    listener.wait_for("ended")
    listener.page.goto(f"{whole.url}/two/")
    assert listener.events("listen-play-counted") == []
    assert whole.plays == []


def test_the_lock_screen_knows_title_chapter_and_place(
    whole: StandIn, open_plain: Callable[..., Listener], page: Page
) -> None:
    page.add_init_script(
        "window.actions = {};"
        "MediaSession.prototype.setActionHandler = function (name, act) { actions[name] = act };"
        "MediaSession.prototype.setPositionState = function (state) { window.position = state };"
    )
    listener = open_plain()
    start(listener)
    page.wait_for_function(
        "() => navigator.mediaSession.metadata?.album === 'From tone 0' && window.position"
    )
    assert page.evaluate("navigator.mediaSession.metadata.title") == "Tones of tones"
    assert page.evaluate("position.duration") == pytest.approx(LENGTH_S, abs=0.03)
    for call, place in (
        ("seekto({seekTime: 12})", 12),
        ("seekforward({})", 27),
        ("seekbackward({seekOffset: 10})", 17),
        ("previoustrack()", CHAPTER * SEGMENT_S),
        ("nexttrack()", 2 * CHAPTER * SEGMENT_S),
    ):
        page.evaluate(f"actions.{call}")
        assert listener.get("currentTime") == pytest.approx(place, abs=0.4), call
    page.evaluate("actions.pause()")
    listener.wait_for("paused")
    page.evaluate("actions.play()")
    listener.wait_for("playing")


def test_the_time_is_told_at_every_frame(whole: StandIn, open_plain: Callable[..., Listener]) -> None:
    listener = open_plain()
    start(listener)
    times = listener.page.evaluate(
        """new Promise((resolve) => {
             const times = [];
             document.querySelector('listen-button').addEventListener('listen-time', ({detail}) => {
               times.push(detail.time);
               if (times.length === 20) resolve(times);
             });
           })"""
    )
    assert times == sorted(times)
    assert times[-1] - times[0] < 20 * 0.25 / 2  # much closer than the browser's own timeupdate
    assert listener.get("captionsUrl") == f"{whole.url}/captions/tones.vtt"


def test_it_reads_along_with_one_article_at_a_time(
    whole: StandIn, open_plain: Callable[..., Listener]
) -> None:
    listener = open_plain()
    assert listener.page.evaluate("window.alongs") is None  # not loaded before it is wanted
    start(listener)
    listener.page.wait_for_function(
        "() => window.alongs?.length === 1 && alongs[0] === document.querySelector('listen-button')"
    )
    listener.page.evaluate("alongs[0].remove()")
    listener.page.wait_for_function("() => alongs.length === 0")
    listener = open_plain('<listen-button read-along="off"></listen-button>')
    start(listener)
    listener.page.wait_for_function("() => document.querySelector('listen-button').chapters.length > 0")
    assert listener.page.evaluate("window.alongs") is None


@pytest.mark.parametrize(
    ("language", "invitation", "pause"),
    [
        ("es-MX", "Escuchar · 1 min", "Pausar"),
        ("fr", "Écouter · 1 min", "Pause"),
        ("de", "Anhören · 1 Min.", "Pause"),
        ("hi", "सुनें · 1 मि॰", "रोकें"),
        ("ar", "استمع · 1 د", "إيقاف مؤقت"),
        ("fi", "Listen · 1 min", "Pause"),
    ],
)
def test_it_speaks_the_page_s_language(
    language: str, invitation: str, pause: str, whole: StandIn, open_plain: Callable[..., Listener]
) -> None:
    listener = open_plain(lang=language)
    expect(listener.part("button")).to_have_accessible_name(invitation)
    start(listener)
    expect(listener.part("button")).to_have_accessible_name(pause)
    assert listener.complaints == []
