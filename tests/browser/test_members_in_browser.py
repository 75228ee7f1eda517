"""A members-only article on a page of another site, in Chromium on the whole service: heard with a token,
which the button has renewed when it has expired, and not heard without one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.listener import Listener, sentences
from tests.browser.static_site import served
from tests.running import Service
from tts_service.signed_access import AccessKey, sign

Open = Callable[[str], Listener]
API_KEY = "a-key-of-the-members-page"
SECRET = "s" * 32
KEY = AccessKey("now", "hmac", SECRET)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The vault</title>
<link rel="icon" href="data:,"><link rel="canonical" href="{page}">
<script>window.asked = 0;
document.addEventListener("listen-token-expired", (event) => {{
  asked += 1;
  event.detail.renew(fetch("/listen-token").then((answer) => answer.text()));
}});</script>
<script type="module" src="{service}/listen-button.js"></script></head>
<body><h1>The vault</h1><listen-button></listen-button>{story}</body></html>"""

SAID = sentences(15, "vault")
STORY = "".join(
    f"<p>{first} {SAID[(at + further) % 15]}</p>" for further in range(1, 6) for at, first in enumerate(SAID)
)
"""Each sentence ten times, which is spoken once; no two paragraphs are alike."""


NO_MEDIA_SOURCE = "delete window.MediaSource; delete window.ManagedMediaSource;"


class Vault(NamedTuple):
    """The article's page, and its narration."""

    page: str
    id: str
    length_s: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as url:
        yield url


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service], site: str) -> Service:
    return service_of_file(
        engine="tone", api_keys=API_KEY, access_keys=f"now=hmac:{SECRET}", allowed_sites=site
    )


@pytest.fixture(scope="module")
def vault(service: Service, site: str, folder: Path) -> Vault:
    """Much longer than the button reads ahead, so that its end is asked for when somebody goes there."""
    html = PAGE.format(page=f"{site}/vault", service=service.url, story=STORY)
    (folder / "vault").write_text(html)
    headers = {"Authorization": f"Bearer {API_KEY}"}
    with httpx.Client(base_url=service.url, headers=headers, trust_env=False, timeout=30) as client:
        posted = client.post("/v1/articles", json={"html": html, "access": "members"}).json()
        assert posted["url"] == f"{site}/vault", posted
        token = token_of(site, 3600)
        while (status := client.get(f"/v1/articles/{posted['id']}").json())["status"] != "ready":
            assert status["status"] != "failed", status
            time.sleep(0.05)
    assert status["duration_s"] > 600
    (folder / "listen-token").write_text(token)
    assert service.get(f"/v1/articles/{posted['id']}").status_code == 404
    return Vault(f"{site}/vault", posted["id"], status["duration_s"])


def token_of(site: str, lasts_s: int) -> str:
    return sign(KEY, f"{site}/vault", int(time.time()) + lasts_s)


def give(page: Page, token: str) -> None:
    page.evaluate("token => { document.querySelector('listen-button').token = token }", token)


def asked(page: Page) -> int:
    """How many times the page was asked for another token."""
    return int(page.evaluate("asked"))


def test_nobody_hears_it_without_a_token(open_page: Open, page: Page, vault: Vault) -> None:
    listener = open_page(vault.page)
    listener.press()
    page.wait_for_function("() => heard.some(({type}) => type === 'listen-error')")
    [told] = listener.events("listen-error")
    assert (told["reason"], told["problem"]) == ("refused", "not-public")
    assert asked(page) == 0
    assert page.evaluate("sounds.every(({currentTime}) => currentTime === 0)")


@pytest.mark.parametrize("way", ["", NO_MEDIA_SOURCE], ids=["streamed", "the browser's own way"])
def test_a_token_that_expires_while_one_listens_is_renewed(
    open_page: Open, page: Page, site: str, vault: Vault, way: str
) -> None:
    page.add_init_script(way)
    listener = open_page(vault.page)
    token = token_of(site, 5)  # should all this take longer, it is renewed before it is first heard
    give(page, token)
    listener.press()
    listener.wait_until_heard(1.0)
    page.wait_for_function("ends => Date.now() / 1000 > ends + 1", arg=int(token.split(".")[1]))

    page.evaluate("sounds.forEach((sound) => sound.addEventListener('error', () => (window.broke = true)))")
    listener.seek(vault.length_s - 10)
    listener.wait_until_heard(vault.length_s - 9)
    assert not page.evaluate("window.broke"), "it took half a minute until the browser told of it"
    assert (asked(page), listener.events("listen-error")) == (1, [])
    assert listener.get("token") == page.request.get(f"{site}/listen-token").text()


def test_one_that_has_expired_before_the_click_is_renewed(
    open_page: Open, page: Page, site: str, vault: Vault
) -> None:
    listener = open_page(vault.page)
    give(page, token_of(site, -1))
    listener.press()
    listener.wait_until_heard(1.0)
    assert (asked(page), listener.events("listen-error")) == (1, [])
