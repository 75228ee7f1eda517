"""The WordPress plugin in a real WordPress, whose posts a real service reads."""

from __future__ import annotations

import html
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from tests.running import Service, free_port, wait_until
from tests.service.block_editor import BlockEditor
from tests.service.wordpress import PLUGIN, Blog, Visitor

HOOK_SECRET, API_KEY, SECRET = "a secret of the hooks", "a-key-of-the-blogs-own", "s" * 32
SETTINGS = "/wp-admin/options-general.php?page=tts-service"
BUTTON = re.compile(r"<listen-button([^>]*)></listen-button>")
TIDE = "<p>The ferry waits for the tide, as it has done on every morning of the week.</p>"


@pytest.fixture(scope="module")
def blog(needs: Callable[[str], Path]) -> Iterator[Blog]:
    needs("php")
    folder = Path(tempfile.mkdtemp(prefix="wp-"))
    blog = Blog(folder, needs("wordpress").parent, needs("mariadb"))
    yield blog
    blog.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def listening(blog: Blog, service_of_file: Callable[..., Service]) -> Service:
    port = str(free_port())
    keys = {"api_keys": API_KEY, "hook_secret": HOOK_SECRET, "access_keys": f"blog=hmac:{SECRET}"}
    return service_of_file(port=port, public_url=f"http://127.0.0.1:{port}", allowed_sites=blog.url, **keys)


@pytest.fixture(scope="module")
def editor(blog: Blog) -> Visitor:
    return blog.visitor("editor")


@pytest.fixture(scope="module", autouse=True)
def _set(editor: Visitor, listening: Service) -> None:
    keys = {"hook_secret": HOOK_SECRET, "api_key": API_KEY, "access_key": f"blog=hmac:{SECRET}"}
    saved(editor, url=f"{listening.url}/", **keys)


@pytest.fixture(autouse=True)
def _quiet(blog: Blog) -> Iterator[None]:
    """PHP complains of nothing in the plugin."""
    yield
    assert [line for line in blog.complaints().splitlines() if "plugins/tts-service" in line] == []


def saved(editor: Visitor, **fields: Any) -> str:
    """The settings page, after it was sent with ``fields``."""
    told = {"position": "above", "default": "on", "roles][": ["subscriber"], **fields}
    answer = editor.submit(SETTINGS, "options.php", **{f"tts_service[{name}]": told[name] for name in told})
    assert answer.status_code == 200
    return answer.text


def buttons(blog: Blog, post: dict[str, Any], visitor: Visitor | None = None) -> list[str]:
    """The attributes of the buttons that ``visitor`` sees in the post."""
    page = (visitor or blog.visitor()).get(post["link"])
    return [html.unescape(found).strip() for found in BUTTON.findall(page)]


def find(listening: Service, post: dict[str, Any]) -> dict[str, Any] | None:
    keyed = {"Authorization": f"Bearer {API_KEY}"}
    found = listening.get("/v1/articles", params={"url": post["link"]}, headers=keyed).json()["articles"]
    return found[0] if found else None


def ready(listening: Service, post: dict[str, Any], words: str = "") -> dict[str, Any]:
    """Its article, when it is ready, and has ``words``."""

    def settled() -> dict[str, Any] | None:
        article = find(listening, post)
        if article is None or article["status"] in ("queued", "rendering"):
            return None
        keyed = {"Authorization": f"Bearer {API_KEY}"}
        script = listening.get(f"/v1/articles/{article['id']}/script", headers=keyed).text
        return article if article["status"] == "failed" or words in script else None

    article = dict(wait_until(settled, post["link"]))
    assert article["status"] == "ready", article
    return article


def state(editor: Visitor, post: dict[str, Any]) -> str:
    """What the list of posts says, as its script fetches it."""
    page = editor.get("/wp-admin/edit.php")
    assert f'data-tts-service="{post["id"]}"' in page
    nonce = re.search(r'ttsServiceStates = .*"nonce":"(\w+)"', page)
    assert nonce is not None
    asked = {"action": "tts_service_states", "_ajax_nonce": nonce[1], "ids[]": post["id"]}
    return str(editor.client.get("/wp-admin/admin-ajax.php", params=asked).json()["data"][str(post["id"])])


def choose(editor: Visitor, post: dict[str, Any], **choices: str) -> None:
    """In the box beside the post, as the form of the post sends it."""
    edit = f"/wp-admin/post.php?post={post['id']}&action=edit&classic-editor"
    page = editor.get(edit)
    found = re.search(r'name="tts_service_nonce" value="(\w+)"', page)
    update = re.search(r'"(?:_wpnonce)" value="(\w+)"', page)
    assert found is not None
    assert update is not None
    told = {"action": "editpost", "post_ID": post["id"], "_wpnonce": update[1], "tts_service_nonce": found[1]}
    told |= {"post_title": post["title"]["raw"], "content": post["content"]["raw"], "post_status": "publish"}
    answer = editor.client.post("/wp-admin/post.php", data=told | choices)
    assert "message=" in str(answer.url), answer.text[:2000]


def test_what_is_published_is_heard_and_what_is_taken_back_is_not(
    blog: Blog, editor: Visitor, listening: Service
) -> None:
    draft = editor.write("The draft", TIDE, status="draft")
    post = editor.write("The tide", TIDE)
    first = ready(listening, post)
    assert (first["title"], first["access"]) == ("The tide", "open")
    assert state(editor, post) == "Ready"
    assert buttons(blog, post) == [""]
    page = blog.visitor().get(post["link"])
    assert page.count(f'<script type="module" src="{listening.url}/listen-button.js"></script>') == 1
    assert page.index("<listen-button") < page.index("The ferry waits")

    editor.write("The tide", "<p>The ferry waits for nobody now, and sails at noon.</p>", post=post["id"])
    assert ready(listening, post, "nobody")["id"] == first["id"]
    moved = editor.write("The tide", slug="the-ebb", post=post["id"])
    assert moved["link"] != post["link"]
    ready(listening, moved, "nobody")
    wait_until(lambda: find(listening, post) is None, "the end of the old address")
    editor.rest("DELETE", f"/wp/v2/posts/{post['id']}")  # into the trash
    wait_until(lambda: find(listening, moved) is None, "its withdrawal")
    assert find(listening, draft) is None


def test_a_post_that_gets_a_password_is_heard_no_more(
    blog: Blog, editor: Visitor, listening: Service
) -> None:
    post = editor.write("The lock", TIDE)
    ready(listening, post)
    editor.write("The lock", password="sesame", post=post["id"])
    wait_until(lambda: find(listening, post) is None, "its withdrawal")
    assert buttons(blog, post) == []


def test_a_single_post_is_switched_off_and_has_a_voice(
    blog: Blog, editor: Visitor, listening: Service
) -> None:
    post = editor.write("The light", TIDE)
    first = ready(listening, post)
    choose(editor, post, _tts_service_switch="off")
    wait_until(lambda: find(listening, post) is None, "its withdrawal")
    assert buttons(blog, post) == []
    assert state(editor, post) == "Off"
    choose(editor, post, _tts_service_switch="", _tts_service_voice=first["voice"])
    assert ready(listening, post)["voice"] == first["voice"]
    assert buttons(blog, post) == [f'voice="{first["voice"]}"']
    saved(editor, url=listening.url, default="off")
    assert buttons(blog, post) == []
    saved(editor, url=listening.url, position="below")
    page = blog.visitor().get(post["link"])
    assert page.index("<listen-button") > page.index("The ferry waits")
    saved(editor, url=listening.url)


def test_what_is_for_members_is_heard_by_their_role_alone(
    blog: Blog, editor: Visitor, listening: Service
) -> None:
    post = editor.write("The vault", TIDE, meta={"_tts_service_members": "yes"})
    article = ready(listening, post)
    assert (article["access"], article["title"], article["url"]) == ("members", "The vault", post["link"])
    assert state(editor, post) == "Ready, members only"
    assert buttons(blog, post) == []
    assert buttons(blog, post, blog.visitor("contributor")) == []
    member = blog.visitor("subscriber")
    (attributes,) = buttons(blog, post, member)
    found = re.fullmatch(r'token="(blog\.\d+\.[\w-]+)"', attributes)
    assert found is not None
    audio = f"/audio/{article['id']}.mp3"
    assert listening.get(audio, params={"token": found[1]}).status_code == 200
    assert listening.get(audio).status_code == 404
    renew = f"/tts-service/v1/token/{post['id']}"
    answer = member.rest("GET", renew)
    assert listening.get(audio, params={"token": answer.json()["token"]}).status_code == 200
    assert "no-cache" in answer.headers["Cache-Control"]
    others = [blog.visitor(), blog.visitor("contributor")]
    assert [other.rest("GET", renew).status_code for other in others] == [401, 403]
    assert member.rest("GET", "/tts-service/v1/token/1").status_code == 403, "not for members"
    choose(editor, post, _tts_service_members="")
    wait_until(lambda: listening.get(audio).status_code == 200, "its opening")
    assert buttons(blog, post) == [""]


@pytest.mark.parametrize("placed", ["<!-- wp:tts-service/listen /-->", "[listen]"])
def test_a_button_stands_where_its_author_has_put_it(blog: Blog, editor: Visitor, placed: str) -> None:
    post = editor.write("The place", f"<p>Before.</p>\n\n{placed}\n\n<p>Behind.</p>")
    assert buttons(blog, post) == [""]
    page = blog.visitor().get(post["link"])
    assert page.index("Before.") < page.index("<listen-button") < page.index("Behind.")
    assert "listen-button" not in blog.visitor().get("/feed/")


@pytest.fixture(scope="module")
def block_editor(blog: Blog, chromium: Browser) -> Iterator[BlockEditor]:
    editor = BlockEditor(chromium.new_page(), blog.url)
    editor.log_in("editor")
    yield editor
    editor.page.close()


def test_an_author_puts_the_button_into_a_post_and_decides_who_hears_it(
    blog: Blog, editor: Visitor, listening: Service, block_editor: BlockEditor
) -> None:
    post = editor.write("The quay", f"<!-- wp:paragraph -->{TIDE}<!-- /wp:paragraph -->")
    voice = ready(listening, post)["voice"]
    block_editor.open(post["id"])
    assert block_editor.insert("Listen").inner_text() == "▶ Listen"
    block_editor.show_settings()
    page = block_editor.page
    page.get_by_label("Voice").fill(voice)
    block_editor.save()
    assert buttons(blog, post) == [f'voice="{voice}"']
    published = blog.visitor().get(post["link"])
    assert published.index("The ferry waits") < published.index("<listen-button")

    page.get_by_label("Only members hear it").check()
    block_editor.save()
    assert buttons(blog, post) == []
    (attributes,) = buttons(blog, post, blog.visitor("subscriber"))
    assert 'token="blog.' in attributes
    page.get_by_label("Only members hear it").uncheck()
    page.get_by_label("This post").select_option("Cannot be heard")
    block_editor.save()
    wait_until(lambda: find(listening, post) is None, "its withdrawal")
    assert buttons(blog, post) == []

    block_editor.open(post["id"])
    assert page.get_by_label("This post").input_value() == "off"
    assert page.get_by_label("Voice").input_value() == voice
    assert block_editor.complaints == []


TOPS = "[...document.querySelectorAll('h1, p')].map((part) => part.getBoundingClientRect().top)"


def test_nothing_moves_when_the_button_comes_to_its_place(
    editor: Visitor, listening: Service, chromium: Browser
) -> None:
    post = editor.write("The mole", f"{TIDE}\n\n<!-- wp:tts-service/listen /-->\n\n<p>It waits.</p>")
    ready(listening, post)
    page, held = chromium.new_page(), list[Route]()
    page.route("**/listen-button.js", lambda route: held.append(route))
    with page.expect_request("**/listen-button.js"):
        page.goto(post["link"], wait_until="commit")
    expect(page.get_by_text("It waits.")).to_be_visible()
    before = page.evaluate(TOPS)
    (script,) = held
    script.continue_()
    button = page.locator("listen-button [part=button]")
    expect(button).to_be_visible()
    assert page.evaluate(TOPS) == before
    box = button.bounding_box()
    assert box is not None
    above, below = before[-2:]
    assert above < box["y"] < below, "it floats over the page that left no space for it"
    page.close()


def test_settings_are_for_administrators_and_secrets_stay(
    blog: Blog, editor: Visitor, listening: Service
) -> None:
    evil = '"><script>alert(1)</script>'
    page = saved(editor, url="javascript:alert(1)", voice=evil, access_key="too=short", position="nowhere")
    assert "must be name=hmac:secret" in page
    assert "<script>alert" not in page
    kept = blog.php("require 'wp-load.php'; echo json_encode(get_option('tts_service'));")
    assert f'"url":"","voice":"\\">","show":"","hook_secret":"{HOOK_SECRET}"' in kept
    assert f'"access_key":"blog=hmac:{SECRET}","position":"above"' in kept
    page = saved(editor, url=listening.url)
    assert not any(secret in page for secret in (HOOK_SECRET, API_KEY, SECRET))
    other = blog.visitor("author")
    assert other.client.get(SETTINGS).status_code == 403
    forged = {"option_page": "tts-service", "action": "update", "tts_service[url]": "https://evil.example"}
    assert other.client.post("/wp-admin/options.php", data=forged).status_code == 403
    assert editor.client.post("/wp-admin/options.php", data=forged).status_code == 403, "without a nonce"


def test_who_may_not_edit_a_post_changes_nothing_and_learns_nothing(blog: Blog, editor: Visitor) -> None:
    post = editor.write("Not theirs", TIDE)
    author = blog.visitor("author")
    told = {"meta": {"_tts_service_switch": "off"}}
    assert author.rest("POST", f"/wp/v2/posts/{post['id']}", told).status_code == 403
    nonce = (
        author.get("/wp-admin/edit.php").partition("ttsServiceStates = ")[2].partition('"nonce":"')[2][:10]
    )
    asked = {"action": "tts_service_states", "ids[]": post["id"], "_ajax_nonce": nonce}
    assert author.client.get("/wp-admin/admin-ajax.php", params=asked).json()["data"] == []
    asked["_ajax_nonce"] = "forged"
    assert author.client.get("/wp-admin/admin-ajax.php", params=asked).status_code == 403
    nobody = httpx.get(f"{blog.url}/wp-admin/admin-ajax.php", params=asked, trust_env=False)
    assert nobody.status_code == 400
    odd = editor.write("Odd", TIDE, meta={"_tts_service_switch": "<b>maybe</b>"})
    assert odd["meta"]["_tts_service_switch"] == ""


def test_all_its_words_can_be_translated() -> None:
    template = (PLUGIN / "languages/tts-service.pot").read_text()
    said = re.findall(r"__\('((?:[^'\\]|\\.)+)', 'tts-service'\)", "".join(p.read_text() for p in sources()))
    assert len(said) > 30
    assert [words for words in said if f'msgid "{words}"' not in template] == []


def sources() -> list[Path]:
    return sorted(PLUGIN.rglob("*.php"))


def test_nothing_of_it_stays_when_it_is_removed(blog: Blog, editor: Visitor) -> None:
    editor.write("The end", TIDE, meta={"_tts_service_voice": "a/b"})
    left = (
        "echo json_encode([get_option('tts_service'), $wpdb->get_var(\"SELECT COUNT(*) FROM $wpdb->postmeta "
    )
    left += "WHERE meta_key LIKE '\\\\_tts%'\")]);"
    remove = "define('WP_UNINSTALL_PLUGIN', 'x'); require 'wp-content/plugins/tts-service/uninstall.php';"
    assert blog.php(f"require 'wp-load.php'; {left}").endswith('"]')
    assert blog.php(f"require 'wp-load.php'; {remove} {left}") == '[false,"0"]'
