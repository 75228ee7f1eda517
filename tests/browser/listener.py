"""A listener in front of a page: what one can see, press and hear."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

WORDS = ("ferry", "harbor", "winter", "mayor", "lantern", "bridge", "market", "island", "signal", "garden")


def sentences(count: int, about: str) -> list[str]:
    """An article's text, which is said of nothing else."""
    return [
        f"In the {about} of number {n} the {WORDS[n % 10]} was as quiet as a {WORDS[n * 3 % 10]} at night."
        for n in range(count)
    ]


class Listener:
    """``complaints`` is what the browser's console has said as an error or a warning."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, url: str) -> None:
        self.page.goto(url)
        self.page.wait_for_function("() => !!customElements.get('listen-button')")

    def part(self, name: str, button: str = "listen-button") -> Locator:
        """A part of the button, as publishers style it."""
        return self.page.locator(f"{button} [part={name}]").first

    def press(self, button: str = "listen-button") -> None:
        self.part("button", button).click()

    def phase(self, button: str = "listen-button") -> str | None:
        return self.part("player", button).get_attribute("data-phase")

    def wait_for(self, phase: str, button: str = "listen-button") -> None:
        self.page.locator(f"{button} [part=player][data-phase={phase}]").wait_for()

    def get(self, name: str, button: str = "listen-button") -> Any:
        """A property of the element."""
        return self.page.evaluate("([button, name]) => document.querySelector(button)[name]", [button, name])

    def seek(self, seconds: float, button: str = "listen-button") -> None:
        self.page.evaluate(
            "([button, to]) => { document.querySelector(button).currentTime = to }", [button, seconds]
        )

    def wait_until_heard(self, seconds: float, button: str = "listen-button") -> None:
        """Until the sound has passed ``seconds``."""
        heard = (
            "([button, to]) => { const b = document.querySelector(button);"
            " return !b.paused && b.currentTime > to }"
        )
        self.page.wait_for_function(heard, arg=[button, seconds])

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of that type that have reached the window."""
        return [event for event in self.page.evaluate("heard") if event["type"] == kind]

    @property
    def shift(self) -> float:
        """Cumulative layout shift since the page was opened."""
        return float(self.page.evaluate("shifts.reduce((sum, value) => sum + value, 0)"))
