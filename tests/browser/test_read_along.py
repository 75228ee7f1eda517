"""The text that is heard lights up in pages whose markup is not ours; the page itself stays as it is."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.reader import BUTTON, PAGES, Reader
from tests.running import Service

FIND = """
async ([service, texts]) => {
  const { findPlaces } = await import(`${service}/read-along/places.js`);
  const sentences = texts.map((text) => ({ text }));
  const places = await findPlaces(sentences, document.body, new AbortController().signal);
  return texts.map((_, index) => places.sentence(index).join(""));
}
"""
WATCH = f"""
() => {{
  window.seen = [];
  let since = 0;
  const look = () => {{
    requestAnimationFrame(look);
    const text = (kind) => [...(CSS.highlights.get(`listen-${{kind}}`) ?? [])].join("");
    const time = {BUTTON}.currentTime;
    seen.push({{ since, time, word: text("word"), sentence: text("sentence") }});
    since = time;
  }};
  requestAnimationFrame(look);
}}
"""


MARKUP = """
() => {
  const page = document.documentElement.cloneNode(true);
  page.querySelector("listen-button").remove();
  return page.outerHTML;
}
"""
COVERED = """
([kind, x, y]) => {
  const children = [...document.querySelector("listen-button").shadowRoot.children];
  const trees = children.map((element) => element.shadowRoot);
  const boxes = trees.flatMap((tree) => (tree ? [...tree.querySelectorAll(`.${kind}`)] : []));
  return boxes
    .map((box) => box.getBoundingClientRect())
    .some((b) => b.left < x && x < b.right && b.top < y && y < b.bottom);
}
"""
IN_SIGHT = """
() => {
  const { top, bottom } = [...CSS.highlights.get("listen-sentence")][0].getBoundingClientRect();
  return top > 0 && bottom < innerHeight;
}
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Tests say what went wrong."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Another site than the service's: its pages are those of ``pages``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=PAGES))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def reader(page: Page, service: Service, site: str) -> Reader:
    return Reader(page, service, site)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["broadsheet", "harbor-ar", "notebook"])
def test_every_sentence_is_lit_as_it_stands_in_the_page(reader: Reader, service: Service, name: str) -> None:
    reader.visit(name)
    texts = [sentence[0] for sentence in reader.sentences]
    assert len(texts) > 5
    lit = reader.page.evaluate(FIND, [service.url, texts])
    assert [squeezed(text) for text in lit] == [squeezed(text) for text in texts]


def test_the_word_that_is_lit_is_the_one_that_is_heard(reader: Reader) -> None:
    """In every frame: a word whose caption is under way, or was since the frame before, give or take 100
    ms."""
    reader.visit("broadsheet")
    reader.listen()
    reader.page.evaluate(WATCH)
    start = reader.sentence("Next month")[1]
    reader.go_to(start)
    reader.wait_until_heard(start + 5)
    words = [(s[0][w[0] : w[1]], w[2], w[3], s) for s in reader.sentences for w in s[4]]
    frames = [
        frame for frame in reader.page.evaluate("seen") if frame["word"] and frame["since"] > start + 0.2
    ]
    for frame in frames:
        near = [
            w
            for w, following in zip(words, [*words[1:], None], strict=True)
            if _is_heard(frame, w, following)
        ]
        assert frame["word"] in [word for word, *_ in near], frame
        assert squeezed(frame["sentence"]) in [squeezed(s[0]) for *_, s in near]
    assert len({frame["word"] for frame in frames}) > 8


def _is_heard(
    frame: dict[str, Any],
    word: tuple[str, float, float, Any],
    following: tuple[str, float, float, Any] | None,
) -> bool:
    """A word stays lit until the next begins."""
    end = following[1] if following else word[2]
    return bool(word[1] - 0.1 <= frame["time"] and frame["since"] <= end + 0.1)


def test_the_page_is_left_as_it_is(reader: Reader) -> None:
    reader.visit("broadsheet")
    before = reader.page.evaluate(MARKUP)
    reader.page.evaluate("shifts.length = 0")
    reader.listen(0.5)
    assert reader.page.evaluate(MARKUP) == before
    assert (reader.shift, reader.complaints) == (0, [])
    reader.page.evaluate(f"{BUTTON}.remove()")
    reader.page.wait_for_function("() => CSS.highlights.size + document.adoptedStyleSheets.length === 0")


def test_an_advertisement_in_the_middle_of_a_sentence_stays_dark(reader: Reader) -> None:
    reader.visit("broadsheet")
    reader.listen()
    reader.go_to(reader.sentence("The keeper")[1] + 0.1)
    reader.wait_until_lit("The keeper, Edda Holm, is sixty-one")
    assert squeezed(reader.lit()) == squeezed(reader.sentence("The keeper")[0])


def test_a_story_that_is_drawn_anew_is_found_anew(reader: Reader) -> None:
    reader.visit("notebook")
    reader.listen()
    reader.page.evaluate("draw()")
    reader.go_to(reader.sentence("We wrote")[1] + 0.1)
    reader.wait_until_lit("We wrote the first version in an afternoon")
    assert reader.page.evaluate(
        "[...CSS.highlights.get('listen-word')].every((range) => range.startContainer.isConnected)"
    )


def test_a_click_on_a_sentence_plays_from_there(reader: Reader) -> None:
    reader.visit("broadsheet")
    reader.listen()
    reader.click("counted the stairs")
    reader.wait_until_in(reader.sentence("The keeper"))
    reader.wait_until_lit("The keeper")
    reader.press()
    reader.wait_for("paused")
    reader.click("soup on the landing")
    reader.wait_until_in(reader.sentence("soup on the landing"))


def test_a_click_in_a_page_from_right_to_left(reader: Reader) -> None:
    reader.visit("harbor-ar")
    reader.listen()
    reader.click("صيّاد في السبعين")
    reader.wait_until_in(reader.sentence("صيّاد في السبعين"))


def test_other_clicks_are_the_pages_own(reader: Reader) -> None:
    gestures: dict[str, Callable[[], None]] = {
        "a link": lambda: reader.click("clock in an office"),
        "the right button": lambda: reader.page.mouse.click(*reader.place_of("soup"), button="right"),
        "another text": lambda: reader.page.locator("footer").click(),
        "an advertisement": lambda: reader.page.locator(".advertisement").click(),
        "a double click": lambda: reader.page.mouse.dblclick(*reader.place_of("soup")),
    }
    reader.visit("broadsheet")
    reader.listen()
    reader.press()
    reader.wait_for("paused")
    before = reader.get("currentTime")
    for name, gesture in gestures.items():
        gesture()
        reader.page.wait_for_timeout(400)  # longer than a click waits to become a double click
        assert (reader.get("currentTime"), reader.get("paused")) == (before, True), name
    assert reader.page.evaluate("location.hash") == "#clock"


def test_marking_text_plays_nothing_until_it_is_asked_for(reader: Reader) -> None:
    reader.visit("broadsheet")
    reader.listen()
    reader.press()
    reader.wait_for("paused")
    before = reader.get("currentTime")
    x, y = reader.place_of("soup on the landing")
    reader.page.mouse.move(x - 30, y)
    reader.page.mouse.down()
    reader.page.mouse.move(x + 30, y, steps=4)
    reader.page.mouse.up()
    reader.page.wait_for_timeout(400)
    assert (reader.get("currentTime"), reader.get("paused")) == (before, True)
    reader.page.keyboard.press("Alt+Enter")
    reader.wait_until_in(reader.sentence("soup on the landing"))


def test_clicks_can_be_switched_off(reader: Reader) -> None:
    reader.visit("broadsheet", attributes={"read-along": "no-click"})
    reader.listen()
    reader.click("soup on the landing")
    reader.page.wait_for_timeout(400)
    assert reader.get("currentTime") < reader.sentence("soup on the landing")[1]


def test_keys_go_from_sentence_to_sentence(reader: Reader) -> None:
    reader.visit("broadsheet")
    reader.listen()
    reader.press()
    reader.wait_for("paused")
    reader.go_to(reader.sentence("The keeper")[1] + 0.2)
    reader.part("button").focus()
    reader.page.keyboard.press("Shift+ArrowRight")
    reader.wait_until_in(reader.sentence("There are one hundred"))
    reader.page.keyboard.press("Shift+ArrowLeft")
    reader.wait_until_in(reader.sentence("The keeper"))


def test_what_is_heard_is_kept_in_sight(reader: Reader) -> None:
    reader.visit("broadsheet")
    reader.page.set_viewport_size({"width": 800, "height": 400})
    reader.listen()
    reader.go_to(reader.sentence("Her brother")[1])
    reader.page.wait_for_function("() => scrollY > 0")
    reader.wait_until_lit("Her brother")
    reader.page.wait_for_function(IN_SIGHT)


def test_a_reader_who_has_scrolled_away_is_left_there(reader: Reader) -> None:
    reader.visit("broadsheet")
    reader.page.set_viewport_size({"width": 800, "height": 400})
    reader.listen()
    reader.page.mouse.move(400, 300)
    reader.page.mouse.wheel(0, 5000)
    reader.page.wait_for_function("() => scrollY > 600")
    place = reader.page.evaluate("scrollY")
    reader.go_to(reader.sentence("Next month")[1])
    reader.wait_until_lit("Next month")
    reader.go_to(reader.sentence("The keeper")[1])
    reader.wait_until_lit("The keeper")
    reader.page.wait_for_timeout(200)
    assert reader.page.evaluate("scrollY") == place


def test_a_scroller_in_the_page_is_the_one_that_moves(reader: Reader) -> None:
    reader.visit("notebook")
    reader.page.emulate_media(reduced_motion="reduce")
    reader.listen()
    reader.go_to(reader.sentence("The last note")[1])
    reader.wait_until_lit("The last note")
    reader.page.wait_for_function("() => document.querySelector('#scroller').scrollTop > 0")
    assert reader.page.evaluate("scrollY") == 0


def test_while_it_is_rendered_a_click_waits_for_its_sentence(
    page: Page, service_factory: Callable[..., Service], site: str
) -> None:
    reader = Reader(page, service_factory(engine="tone", engine_options="delay_s=0.3", workers="2"), site)
    reader.visit("broadsheet", ready=False)
    reader.listen()
    assert reader.sentence("soup on the landing")[1] is None
    reader.click("soup on the landing")
    reader.page.wait_for_function(f"() => {BUTTON}.currentTime > 30")
    reader.wait_until_in(reader.sentence("soup on the landing"))
    reader.wait_until_lit("soup on the landing")
    assert reader.complaints == []


def test_without_highlights_in_the_browser_boxes_lie_over_the_words(reader: Reader) -> None:
    reader.page.add_init_script("Object.defineProperty(CSS, 'highlights', { value: undefined })")
    reader.visit("broadsheet")
    reader.press()
    reader.wait_until_heard(0.05)
    reader.page.locator("listen-button .word").first.wait_for(state="attached")
    reader.press()
    reader.go_to(reader.sentence("soup on the landing")[1] + 0.05)
    reader.page.wait_for_function(COVERED, arg=["sentence", *reader.place_of("On the last evening")])
    x, y = reader.place_of("On the last evening", letters=len("On"))
    reader.page.wait_for_function(COVERED, arg=["word", x, y])
    reader.page.mouse.wheel(0, -60)
    reader.page.wait_for_function(COVERED, arg=["sentence", x, y + 60])
