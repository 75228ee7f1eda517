"""The newsroom's pictures in ``docs/images``: ``python -m tests.newsroom.pictures``.

Some pages on their own, and sheets with every page, small, in both color schemes, on a desk and on a phone.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Page

from tests.chromium import launched
from tests.newsroom.filled import KEY, Filled, fill
from tests.newsroom.pages import addresses
from tests.newsroom.past import fail, listen
from tests.newsroom.stories import STORIES
from tests.programs import find_program, how_to_get
from tests.running import Service
from tests.webhook_receiver import Receiver

IMAGES = Path(__file__).parents[2] / "docs" / "images"
LOADED = "document.readyState == 'complete' && (document.fonts?.status ?? 'loaded') == 'loaded'"
GAP = 12


class Sheet(NamedTuple):
    """Of all pages: ``size`` is the window's, ``scale`` makes it smaller, and so many stand ``across``."""

    name: str
    scheme: Literal["light", "dark"]
    size: tuple[int, int]
    scale: float
    across: int


SHEETS = (
    Sheet("newsroom-desk-light", "light", (1200, 900), 0.34, 4),
    Sheet("newsroom-desk-dark", "dark", (1200, 900), 0.34, 4),
    Sheet("newsroom-phone-light", "light", (360, 780), 0.55, 8),
    Sheet("newsroom-phone-dark", "dark", (360, 780), 0.55, 8),
)


def main() -> None:
    program = find_program("chromium")
    if program is None:
        sys.exit(how_to_get("chromium"))
    with full_newsroom() as (service, filled), launched(program) as browser:
        page = browser.new_page()
        log_in(page, service)
        for name, address, height in (
            ("newsroom-overview", "", 900),
            ("newsroom", f"articles/{filled.articles[0]}#text", 900),
            ("statistics", "statistics", 1140),
        ):
            show(page, service, address, "light", (1200, height))
            picture_of(page).quantize(64).save(IMAGES / f"{name}.png", optimize=True)
        for sheet in SHEETS:
            pictures = [
                small(page, service, address, sheet) for address in addresses(filled) if is_shown(address)
            ]
            together(pictures, sheet.across).save(IMAGES / f"{sheet.name}.webp", quality=60, method=6)


@contextmanager
def full_newsroom() -> Iterator[tuple[Service, Filled]]:
    """With the embedded voice, and the stories in its language."""
    receiver, folder = Receiver(), tempfile.TemporaryDirectory(prefix="tts-")
    service = Service(Path(folder.name), engine="hibari", api_keys=KEY, webhook_sites=receiver.origin)
    try:
        service.wait_until_up()
        spoken = [story for story in STORIES if story.language == "en"]
        filled = fill(service, endpoint=receiver.origin, stories=spoken)
        listen(service, filled.articles)
        fail(service, filled.stuck)
        yield service, filled
    finally:
        service.end()
        receiver.close()
        folder.cleanup()


def log_in(page: Page, service: Service) -> None:
    page.goto(f"{service.url}/admin/")
    page.get_by_label("API key").fill(KEY)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def show(
    page: Page, service: Service, address: str, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{service.url}/admin/{address}", wait_until="networkidle")
    page.wait_for_function(LOADED)


def picture_of(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def is_shown(address: str) -> bool:
    """Pages that say that nothing was found look like the others."""
    return not any(part in address for part in ("unknown", "no+such", "91", "soon"))


def small(page: Page, service: Service, address: str, sheet: Sheet) -> Image.Image:
    show(page, service, address, sheet.scheme, sheet.size)
    whole = picture_of(page)
    return whole.resize(
        (round(whole.width * sheet.scale), round(whole.height * sheet.scale)), Image.Resampling.LANCZOS
    )


def together(pictures: Sequence[Image.Image], across: int) -> Image.Image:
    width, height = pictures[0].size
    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (across * (width + GAP) + GAP, rows * (height + GAP) + GAP), "#8a857b")
    for place, picture in enumerate(pictures):
        row, column = divmod(place, across)
        sheet.paste(picture, (GAP + column * (width + GAP), GAP + row * (height + GAP)))
    return sheet


if __name__ == "__main__":
    main()
