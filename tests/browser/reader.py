"""A reader who reads along: an article of ours on its page, listened to, and what is lit up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.browser.listener import Listener
from tests.running import Service

PAGES = Path(__file__).parent / "pages"
BUTTON = "document.querySelector('listen-button')"


class Reader(Listener):
    """``sentences`` are as the service gives them: text, start, end, is_estimated, words."""

    def __init__(self, page: Page, service: Service, site: str) -> None:
        super().__init__(page)
        self._service = service
        self._site = site
        self.article_id = ""

    def visit(self, name: str, *, ready: bool = True, attributes: Mapping[str, str] = {}) -> None:
        """The page of that name; its article is ``ready`` or has never been heard."""
        self.article_id = self._service.post({"html": (PAGES / f"{name}.html").read_text("utf-8")})["id"]
        if ready:
            self._service.wait_ready(self.article_id)
        query = {"service": self._service.url, "article": self.article_id, **attributes}
        self.open(f"{self._site}/{name}.html?{urlencode(query)}")
        self.page.locator("body[data-settled]").wait_for()

    def listen(self, seconds: float = 0.05) -> None:
        """Press the button, and wait until the text is lit up."""
        self.press()
        self.wait_until_heard(seconds)
        self.page.wait_for_function("() => CSS.highlights?.get('listen-sentence')?.size")

    @property
    def sentences(self) -> list[list[Any]]:
        return list(self._service.get(f"/captions/{self.article_id}.json").json()["sentences"])

    def sentence(self, part: str) -> list[Any]:
        """The spoken sentence that has ``part`` in it."""
        return next(sentence for sentence in self.sentences if part in sentence[0])

    def go_to(self, seconds: float) -> None:
        self.page.evaluate(f"(seconds) => {BUTTON}.seek(seconds)", seconds)

    def lit(self, kind: str = "sentence") -> str:
        return str(
            self.page.evaluate("(kind) => [...(CSS.highlights.get(`listen-${kind}`) ?? [])].join('')", kind)
        )

    def wait_until_lit(self, part: str, kind: str = "sentence") -> None:
        found = "([part, kind]) => [...(CSS.highlights.get(`listen-${kind}`) ?? [])].join('').includes(part)"
        self.page.wait_for_function(found, arg=[part, kind])

    def place_of(self, text: str, letters: int | None = None) -> tuple[float, float]:
        """The middle of the first line of ``text``, which stands in one piece in the page; of its first
        ``letters``."""
        x, y = self.page.evaluate(
            """([text, letters]) => {
              const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(text);
                if (at < 0 || !walker.currentNode.parentElement.checkVisibility()) continue;
                const range = new Range();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + letters);
                walker.currentNode.parentElement.scrollIntoView({ block: "center" });
                const { left, top, width, height } = range.getClientRects()[0];
                return [left + width / 2, top + height / 2];
              }
            }""",
            [text, letters or len(text)],
        )
        return x, y

    def click(self, text: str) -> None:
        self.page.mouse.click(*self.place_of(text))

    def wait_until_in(self, sentence: list[Any]) -> None:
        """Until it plays between the start and the end of the sentence."""
        inside = (
            f"([from, to]) => {{ const b = {BUTTON};"
            " return !b.paused && b.currentTime >= from - 0.01 && b.currentTime < to }"
        )
        self.page.wait_for_function(inside, arg=[sentence[1], sentence[2]])
