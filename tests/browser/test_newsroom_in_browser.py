"""The newsroom in Chromium on the whole service, with keys: in by the keyboard, read without scripts, one
edit of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.browser.listener import Listener
from tests.running import Service

KEY = "a-key-of-the-newsroom"
SHOWS = (
    '# Ours.\n[show.harbor]\ntitle = "Harbor Talk"\ninclude = { tag = "harbor" }\n'
    '[playlist.morning]\narticles = ["a"]\n'
)
PAGE = """<html lang="en"><head><title>The lamp came back on</title></head><body><article>
<h1>The lamp came back on</h1>
<p>The lamp at the end of the harbor wall is lit again. It had been dark for eleven winters,
and nobody could say why.</p>
<p data-listen="skip">Subscribers can see the lamp from the app.</p>
<p>Its keeper, Ada Moss, found the fault in a drawer. "It was a fuse," she said, and laughed.</p>
<p>Ships will see it from Friday on.</p></article></body></html>"""


@pytest.fixture(scope="module")
def newsroom(service_of_file: Callable[..., Service]) -> Service:
    service = service_of_file(engine="tone", api_keys=KEY)
    service.settings.shows_path.write_text(SHOWS, "utf-8")
    service.settings.lexicon_path.write_text('[[word]]\nwrite = "quay"\nsay = "kee"\n', "utf-8")
    return service


@pytest.fixture(scope="module")
def article(newsroom: Service) -> str:
    return narrated(newsroom, PAGE)


def narrated(newsroom: Service, html: str) -> str:
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=newsroom.url, headers=headers, trust_env=False) as client:
        posted = client.post("/v1/articles", json={"html": html})
    return str(newsroom.wait_ready(str(posted.json()["id"]))["id"])


@pytest.fixture
def inside(page: Page, newsroom: Service) -> Page:
    """Logged in, by the keyboard alone."""
    page.goto(f"{newsroom.url}/admin/")
    expect(page.get_by_label("API key")).to_be_focused()
    page.keyboard.type(KEY)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    return page


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def complaints_of_axe(page: Page, axe: str) -> object:
    page.evaluate(axe)
    return page.evaluate(
        "axe.run().then(({violations}) => violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )


FOR_A_READER = "Overview Articles Playlists Statistics Lexicon Voices Shows and sites Watched feeds"
"""What the navigation names for a key that may only read."""


def test_a_key_is_made_by_the_keyboard_and_does_what_it_may(
    inside: Page, newsroom: Service, scriptless: Page, axe: str
) -> None:
    inside.goto(f"{newsroom.url}/admin/keys")
    inside.get_by_label("Who or what uses it").focus()
    inside.keyboard.type("Interns")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Space")
    expect(inside.get_by_label("read see what is not public")).to_be_checked()
    inside.get_by_role("button", name="Make").focus()
    inside.keyboard.press("Enter")
    secret = inside.locator(".secret").inner_text()
    assert complaints_of_axe(inside, axe) == []
    scriptless.goto(f"{newsroom.url}/admin/")
    scriptless.get_by_label("API key").fill(secret)
    scriptless.get_by_role("button", name="Log in").click()
    expect(scriptless.get_by_role("navigation")).to_have_text(FOR_A_READER, use_inner_text=True)
    inside.goto(f"{newsroom.url}/admin/audit")
    expect(inside.get_by_role("row").nth(1)).to_contain_text("Interns")
    inside.goto(f"{newsroom.url}/admin/keys")
    inside.get_by_role("button", name="Revoke Interns").focus()
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", name="Revoked or expired")).to_be_visible()
    for _ in range(int(PATIENCE_MS) // 500):  # by each process within two seconds
        scriptless.goto(f"{newsroom.url}/admin/")
        if scriptless.get_by_label("API key").count():
            break
        scriptless.wait_for_timeout(500)
    expect(scriptless.get_by_label("API key")).to_be_visible()


def test_another_session_is_ended_by_the_keyboard(inside: Page, newsroom: Service, scriptless: Page) -> None:
    scriptless.goto(f"{newsroom.url}/admin/")
    scriptless.get_by_label("API key").fill(KEY)
    scriptless.get_by_role("button", name="Log in").click()
    inside.get_by_role("link", name="Sessions").click()
    inside.get_by_role("button", name="End all other sessions").press("Enter")
    expect(inside.get_by_role("button", name="End the session")).to_have_count(1)
    scriptless.reload()
    expect(scriptless.get_by_label("API key")).to_be_focused()


def test_an_article_is_found_and_heard(inside: Page, article: str) -> None:
    listener = Listener(inside)
    inside.get_by_role("link", name="Articles", exact=True).click()
    inside.get_by_label("Words in title or address").fill("back lamp")
    inside.get_by_label("Words in title or address").press("Enter")
    inside.get_by_role("link", name="The lamp came back on").click()
    listener.press()
    listener.wait_until_heard(0.2)
    assert listener.complaints == []


def test_an_article_is_begun_and_heard_by_the_keyboard(inside: Page) -> None:
    listener = Listener(inside)
    inside.get_by_role("link", name="paste text").press("Enter")
    inside.get_by_label("Title").fill("A quiet morning")
    inside.get_by_label("Text").fill("The harbor was quiet. Nobody had come yet.")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Tab")
    inside.keyboard.press("Enter")
    expect(inside.get_by_role("heading", level=1)).to_have_text("A quiet morning")
    listener.press()
    listener.wait_until_heard(0.2)
    assert listener.complaints == []


def test_a_pronunciation_is_added_and_heard_without_scripts(scriptless: Page, newsroom: Service) -> None:
    scriptless.goto(f"{newsroom.url}/admin/lexicon")
    scriptless.get_by_label("API key").fill(KEY)
    scriptless.get_by_role("button", name="Log in").click()
    scriptless.get_by_label("Written").fill("Qarluq")
    scriptless.get_by_label("Pronounced").fill("kar-look")
    scriptless.get_by_role("button", name="Add and listen").click()
    source = scriptless.locator("audio[aria-label='Qarluq']").get_attribute("src")
    sound = scriptless.request.get(f"{newsroom.url}/admin/{source}".replace("/admin/../", "/"))
    assert (sound.status, sound.headers["content-type"]) == (200, "audio/mpeg")
    assert len(sound.body()) > 1_000


def test_what_is_not_read_is_marked_and_leads_to_its_reason_without_scripts(
    scriptless: Page, newsroom: Service, article: str
) -> None:
    scriptless.goto(f"{newsroom.url}/admin/articles/{article}")
    scriptless.get_by_label("API key").fill(KEY)
    scriptless.get_by_role("button", name="Log in").click()
    expect(scriptless.locator("mark")).to_have_text("Subscribers can see the lamp from the app.")
    scriptless.get_by_role("link", name="Why 1 is not read").click()
    expect(scriptless.locator(".reasons :target")).to_contain_text("marked by the publisher not to be read")
    scriptless.get_by_role("link", name="Sentence 2 in the article").click()
    expect(scriptless.locator(".source :target")).to_contain_text(
        "The lamp at the end of the harbor wall is lit again."
    )


def test_an_article_goes_into_a_show_and_out_of_it(inside: Page, newsroom: Service, article: str) -> None:
    inside.goto(f"{newsroom.url}/admin/articles/{article}")
    inside.get_by_label("Add to show").select_option("Harbor Talk")
    inside.get_by_role("button", name="Add to the show").click()
    expect(inside.get_by_role("button", name="Remove from Harbor Talk")).to_be_visible()
    assert article in newsroom.get("/feeds/harbor.xml").text
    inside.get_by_role("button", name="Remove from Harbor Talk").click()
    expect(inside.get_by_label("Add to show")).to_be_visible()
    assert article not in newsroom.get("/feeds/harbor.xml").text
    assert newsroom.settings.shows_path.read_text("utf-8").startswith("# Ours.")


def test_a_word_is_put_right_and_heard_in_its_sentence(inside: Page, newsroom: Service, article: str) -> None:
    inside.goto(f"{newsroom.url}/admin/articles/{article}")
    inside.get_by_label("Written").fill("Moss")
    inside.get_by_label("Pronounced").fill("mawss")
    inside.get_by_role("button", name="Save and listen").click()
    expect(inside.locator(".script")).to_contain_text("Ada mawss")
    expect(inside.locator(".heard li")).to_contain_text("Its keeper, Ada Moss, found the fault in a drawer.")
    sound = inside.locator(".heard audio")
    sound.evaluate("audio => audio.play()")
    inside.wait_for_function("document.querySelector('.heard audio').currentTime > 4")
    assert 'say = "mawss"' in newsroom.settings.lexicon_path.read_text("utf-8")


def test_the_button_hides_while_an_article_is_held(inside: Page, newsroom: Service) -> None:
    # One without the word put right above: who saw the revision before cannot decide on the one it makes.
    article = narrated(newsroom, PAGE.replace("lamp", "bell").replace("Ada Moss", "Jo Reed"))
    inside.goto(f"{newsroom.url}/admin/articles/{article}")
    inside.get_by_role("button", name="Hold", exact=True).click()
    expect(inside.locator(".top .state.held")).to_be_visible()
    expect(button_of(inside, newsroom, article)).to_have_attribute("state", "unavailable")
    inside.goto(f"{newsroom.url}/admin/articles/{article}")
    inside.get_by_label("Publish at").fill("2199-12-24T06:00")
    inside.get_by_label("Publish at").press("Enter")  # which schedules, and does not publish
    expect(inside.locator(".top .state.scheduled")).to_be_visible()
    inside.get_by_role("button", name="Publish now").click()
    expect(inside.locator(".top .state.scheduled")).to_have_count(0)
    button = button_of(inside, newsroom, article)
    expect(button).to_have_attribute("state", "idle")
    expect(button).to_be_visible()


def button_of(page: Page, newsroom: Service, article: str) -> Locator:
    """On a page for readers, as one adds it."""
    page.goto(f"{newsroom.url}/demo/")
    page.evaluate(
        "id => document.body.prepend(document.createElement('listen-button')) ?? "
        "document.body.firstElementChild.setAttribute('article', id)",
        article,
    )
    return page.locator(f"listen-button[article='{article}']")
