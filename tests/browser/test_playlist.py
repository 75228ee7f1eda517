"""A playlist on a publisher's page: one article after the other, by itself, by press and by key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.listener import Listener
from tests.browser.news_site import NewsSite
from tests.browser.stand_in import SEGMENT_S, SEGMENTS, StandIn
from tests.browser.test_accessible import SCHEMES
from tests.browser.test_policy import strict

Open = Callable[..., "PlaylistListener"]
TAG = '<listen-playlist name="morning"></listen-playlist>'
SCRIPT = '<script type="module" src="/listen-playlist.js"></script>'
BUTTON = "document.querySelector(button).shadowRoot.querySelector('listen-button')"
END_S = SEGMENTS * SEGMENT_S
LANGUAGES = {
    "ar": "المقال التالي",
    "de": "Nächster Artikel",
    "es": "Artículo siguiente",
    "fr": "Article suivant",
    "hi": "अगला लेख",
    "it": "Articolo successivo",
    "pt": "Próximo artigo",
    "nl": "Next article",
}


@pytest.fixture
def open_playlist(stand_in: StandIn, page: Page) -> Open:
    """A page of the service's with a playlist, all of whose articles are there."""
    stand_in.land(SEGMENTS)

    def open_at(tag: str = TAG, lang: str = "en") -> PlaylistListener:
        listener = PlaylistListener(page)
        page.goto(f"{stand_in.url}/plain/?lang={lang}&body={quote(SCRIPT + tag)}")
        page.wait_for_function("() => !!customElements.get('listen-playlist')")
        return listener

    return open_at


class PlaylistListener(Listener):
    """In front of a playlist, whose button is within it."""

    def get(self, name: str, button: str = "listen-playlist") -> Any:
        return self.page.evaluate(f"([name, {{button}}]) => {BUTTON}[name]", [name, {"button": button}])

    def seek(self, seconds: float, button: str = "listen-playlist") -> None:
        script = f"([to, {{button}}]) => {{ {BUTTON}.currentTime = to }}"
        self.page.evaluate(script, [seconds, {"button": button}])

    def wait_until_heard(self, seconds: float, button: str = "listen-playlist") -> None:
        script = f"([to, {{button}}]) => !{BUTTON}.paused && {BUTTON}.currentTime > to"
        self.page.wait_for_function(script, arg=[seconds, {"button": button}])


def current(page: Page) -> str | None:
    return page.locator("listen-playlist .item[aria-current=true] .name").text_content()


def test_the_next_article_begins_by_itself_and_is_heard(open_playlist: Open) -> None:
    listener = open_playlist()
    page = listener.page
    expect(page.locator("listen-playlist [part=title]")).to_have_text("All of morning")
    expect(page.locator("listen-playlist [part=sum]")).to_contain_text("3 articles")
    listener.press()
    listener.wait_until_heard(0.2)
    listener.seek(END_S - 0.6)
    page.wait_for_function("() => document.querySelector('listen-playlist').index === 1")
    expect(page.locator(".item[aria-current=true] .name")).to_have_text("Tones of bells")
    page.wait_for_function("() => sounds.some((sound) => !sound.paused && sound.currentTime > 0.3)")
    assert listener.get("narration")["id"] == "bells"
    expect(page.get_by_role("status").filter(has_text="Now playing")).to_have_text(
        "Now playing: Tones of bells"
    )
    assert listener.complaints == []


def test_one_goes_on_and_back_by_press_and_key(open_playlist: Open) -> None:
    listener = open_playlist()
    page = listener.page
    press, items = page.keyboard.press, page.locator("listen-playlist [part=item]")
    expect(page.get_by_role("button", name="Previous article")).to_be_disabled()
    items.nth(0).focus()
    press("End")
    expect(items.nth(2)).to_be_focused()
    press("ArrowUp")
    press("Enter")
    listener.wait_until_heard(0.2)
    assert current(page) == "Tones of bells"
    page.get_by_role("button", name="Next article").click()
    listener.wait_until_heard(0.2)
    assert current(page) == "Tones of horns"
    expect(page.get_by_role("button", name="Next article")).to_be_disabled()
    page.evaluate("document.querySelector('listen-playlist').previous()")
    expect(items.nth(1)).to_have_attribute("aria-current", "true")
    items.nth(1).click()  # the one that plays: it pauses
    listener.wait_for("paused")


def test_it_may_stop_after_each_and_falls_asleep_at_the_end_of_one(open_playlist: Open) -> None:
    listener = open_playlist('<listen-playlist name="m" continuous="off"></listen-playlist>')
    page = listener.page
    expect(page.get_by_role("checkbox", name="Play on")).not_to_be_checked()
    listener.press()
    listener.wait_until_heard(0.2)
    listener.seek(END_S - 0.4)
    listener.wait_for("ended")
    assert page.evaluate("document.querySelector('listen-playlist').index") == 0
    page.get_by_role("checkbox", name="Play on").check()
    page.get_by_role("combobox", name="Sleep timer").select_option("end")
    page.get_by_role("button", name="Next article").click()
    listener.wait_until_heard(0.2)
    listener.seek(END_S - 0.4)
    listener.wait_for("ended")
    expect(page.get_by_role("status").filter(has_text="sleep")).to_have_text("The sleep timer has paused it.")
    expect(page.get_by_role("combobox", name="Sleep timer")).to_have_value("")
    assert current(page) == "Tones of bells"


def test_it_falls_asleep_after_some_minutes(open_playlist: Open) -> None:
    listener = open_playlist()
    page = listener.page
    expect(page.locator("listen-playlist [part=item]")).to_have_count(3)
    page.evaluate(
        """() => { // only the wait of minutes is shortened: others are how long sound may take to come
            const minutes = (ms) => (ms >= 900000 ? ms / 3000 : ms)
            window.setTimeout = ((late) => (act, ms) => late(act, minutes(ms)))(setTimeout) }"""
    )
    listener.press()
    listener.wait_until_heard(0.2)
    page.get_by_role("combobox", name="Sleep timer").select_option("15")
    listener.wait_for("paused")


def test_the_listeners_own_queue_stays_on_this_device(open_playlist: Open, stand_in: StandIn) -> None:
    listener = open_playlist(TAG + '<listen-playlist own id="own"></listen-playlist>')
    page = listener.page
    expect(page.locator("#own")).to_contain_text("Your queue is empty.")
    for name in ("horns", "tones"):
        page.get_by_role("button", name=f"Add to my queue: Tones of {name}").click()
    expect(page.locator("#own [part=item] .name")).to_have_text(["Tones of horns", "Tones of tones"])
    page.reload()
    expect(page.locator("#own [part=item]")).to_have_count(2)
    listener.press("#own listen-button")
    listener.wait_until_heard(0.2, "#own")
    listener.seek(END_S - 0.4, "#own")
    expect(page.locator("#own [part=item] .name")).to_have_text(["Tones of tones"])
    page.wait_for_function("() => sounds.some((sound) => !sound.paused && sound.currentTime > 0.2)")
    page.get_by_role("button", name="Remove from my queue: Tones of tones").click()
    expect(page.locator("#own")).to_contain_text("Your queue is empty.")


def test_another_page_begins_with_what_was_heard_last_and_goes_on_if_told(open_playlist: Open) -> None:
    listener = open_playlist('<a href="">on</a><listen-playlist name="morning" across></listen-playlist>')
    page = listener.page
    page.locator("listen-playlist [part=item]").nth(1).click()
    listener.wait_until_heard(0.3)
    page.get_by_role("link", name="on").click()
    expect(page.locator("listen-playlist .item[aria-current=true] .name")).to_have_text("Tones of bells")
    page.wait_for_function("() => sounds.some((sound) => !sound.paused && sound.currentTime > 0.2)")
    listener.press()
    page.get_by_role("link", name="on").click()
    expect(page.locator("listen-playlist .item[aria-current=true] .name")).to_have_text("Tones of bells")
    expect(listener.part("label")).to_be_visible()  # it was paused: nothing begins


def test_a_button_goes_on_with_a_playlist(open_playlist: Open, page: Page) -> None:
    tag = '<listen-button article="bells" queue="playlist:m" continuous></listen-button>'
    open_playlist(tag)
    listener = Listener(page)
    listener.press()
    listener.wait_until_heard(0.2)
    listener.seek(END_S - 0.4)
    page.wait_for_function("() => document.querySelector('listen-button').narration?.id === 'horns'")
    listener.wait_until_heard(0.2)


def test_speeds_go_from_a_half_to_four(open_playlist: Open) -> None:
    listener = open_playlist()
    listener.press()
    listener.wait_until_heard(0.1)
    for speed in ("0.5", "4"):
        listener.part("speed").select_option(speed)
        assert listener.page.evaluate("sounds.find((sound) => !sound.paused).playbackRate") == float(speed)


def test_what_cannot_be_loaded_is_said_and_tried_again(open_playlist: Open, stand_in: StandIn) -> None:
    stand_in.playlist = None
    page = open_playlist().page
    expect(page.get_by_role("alert")).to_have_text("The playlist could not be loaded.")
    stand_in.playlist = []
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("listen-playlist")).to_contain_text("There is nothing to hear in this playlist yet.")
    expect(page.get_by_role("alert")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_page(open_playlist: Open, language: str) -> None:
    page = open_playlist(lang=language).page
    expect(page.get_by_role("button", name=LANGUAGES[language])).to_be_visible()
    assert page.locator("listen-playlist .playlist").evaluate(
        "(frame) => getComputedStyle(frame).direction"
    ) == ("rtl" if language == "ar" else "ltr")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1000])
def test_axe_finds_no_fault(open_playlist: Open, axe: str, scheme: str, width: int) -> None:
    listener = open_playlist()
    page = listener.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    listener.press()
    listener.wait_until_heard(0.1)
    page.get_by_role("button", name="Add to my queue: Tones of bells").click()
    page.evaluate(axe)
    found = page.evaluate(
        "axe.run('listen-playlist').then(({violations}) => violations.map((v) => [v.id, v.nodes[0].html]))"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_strictest_policy_is_enough(
    site: NewsSite, stand_in: StandIn, context: BrowserContext, page: Page
) -> None:
    stand_in.land(SEGMENTS)
    site.policy = strict(site)
    listener = PlaylistListener(page)
    page.goto(f"{site.url}/playlist/a")
    page.locator("listen-playlist [part=item]").nth(1).click()
    listener.wait_until_heard(0.2)
    assert [said for said in listener.complaints if "style-src" not in said] == []
