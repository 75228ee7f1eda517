"""The newsroom over HTTP, with the tests' hands as workers."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.hands import DOUBTFUL_PAGE, Hands
from tts_service.broker.queue import Queue
from tts_service.catalog import Catalog
from tts_service.formats.play_counts import Counts
from tts_service.settings import Settings
from tts_service.web import create_app
from tts_service.web.admin import fix_pronunciation as words_of_the_newsroom
from tts_service.web.admin.storage_size import CacheMeter
from tts_service.web.context import context_of

STORY = {"text": "The river rose. The bridge held.", "title": "Tides & <two> moons"}
SHOWS = """# Ours.
[show.world]
title = "The World"
include = { language = "de" }

[show.all]
include = { language = "en" }
"""


def ready(client: FlaskClient, hands: Hands, article: dict[str, str] = STORY) -> str:
    status = client.post("/v1/articles", json=article).json
    assert status is not None
    hands.finish(status["id"], status["revision"])
    context_of(client.application).articles.refresh(status["id"])
    return str(status["id"])


def press(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form of the newsroom, with its token."""
    token = re.search(
        r'name="token" value="([^"]+)"', client.get("/admin/articles/" + path.split("/")[3]).text
    )
    assert token is not None
    return client.post(path, data={"token": token[1], **fields})


def words(page: TestResponse) -> str:
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


# -- pages ---------------------------------------------------------------------------------------------------


def test_articles_are_listed_with_what_became_of_them(
    client: FlaskClient, hands: Hands, catalog: Catalog
) -> None:
    heard = ready(client, hands)
    catalog.plays.add(heard, Counts(starts=1234), dt.date(2025, 5, 1))
    page = client.get("/admin/articles")
    assert f'<a href="../admin/articles/{heard}">Tides &amp; &lt;two&gt; moons</a>' in page.text
    assert "ready 0:02 1,234" in words(page)


def test_progress_is_shown_while_it_is_rendered(client: FlaskClient, hands: Hands) -> None:
    client.post("/v1/articles", json=STORY)
    page = client.get("/admin/articles")
    assert '<progress max="2" value="0"' in page.text


def test_the_list_is_filtered_and_paged(client: FlaskClient) -> None:
    for number in range(60):
        client.post(
            "/v1/articles",
            json={"text": f"Story {number}.", "title": f"{'Rain' if number % 10 else 'Sun'} {number}"},
        )
    first = client.get("/admin/articles")
    assert first.text.count('scope="row"') == 50
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following is not None
    second = client.get("/admin/articles" + following[1].replace("&amp;", "&"))
    assert second.text.count('scope="row"') == 10
    assert client.get("/admin/articles?q=sun").text.count('scope="row"') == 6
    assert "No articles match" in client.get("/admin/articles?state=failed").text
    rain = client.get("/admin/articles?q=rai&state=rendering&language=en&access=open&since=2025-01-01")
    following = re.search(r'rel="next" href="([^"]+)"', rain.text)
    assert following is not None
    rest = client.get("/admin/articles" + following[1].replace("&amp;", "&")).text
    assert (rain.text.count('scope="row"'), rest.count('scope="row"')) == (50, 4)
    for kept in ('value="rai"', 'value="rendering" selected', 'value="open" selected', 'value="2025-01-01"'):
        assert kept in rest


@pytest.mark.parametrize(
    "query", ["state=lost", "access=no", "after=unknown", "q=" + "x" * 201, "q=a%00", "since=May"]
)
def test_what_cannot_be_listed_is_explained(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/admin/articles?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert '<p class="problem" role="alert">' in answer.text


def test_an_article_is_shown_beside_its_script(client: FlaskClient, hands: Hands) -> None:
    heard = ready(client, hands)
    page = client.get(f"/admin/articles/{heard}")
    assert f'<listen-button article="{heard}">' in page.text
    assert "2 of 2 sentences spoken" in words(page)
    assert '<li id="say-1">' in page.text
    assert "<script>" not in page.text
    assert "<two>" not in page.text


def test_the_rest_of_the_page_and_doubts_are_shown(client: FlaskClient, hands: Hands) -> None:
    hands.reads_pages = True
    page = client.get(f"/admin/articles/{ready(client, hands, {'html': DOUBTFUL_PAGE})}")
    assert "Elsewhere on the page Home a control of the page" in words(page)
    assert "lies outside the story and might be part of it, beginning “A retired pilot" in words(page)
    assert "Complete:" not in words(page)


def test_an_article_that_is_not_there_is_explained(client: FlaskClient) -> None:
    answer = client.get("/admin/articles/unknown")
    assert answer.status_code == 404
    assert "There is no article with this id" in answer.text


def test_the_overview_tells_of_work_failures_and_a_broken_file(
    client: FlaskClient, hands: Hands, settings: Settings
) -> None:
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    hands.fail(status["id"], status["revision"])
    context_of(client.application).articles.refresh(status["id"])
    settings.shows_path.write_text("[show.world]\ntitel = 1\n", "utf-8")
    said = words(client.get("/admin/"))
    assert "1 failed" in said
    assert "It said so. Retry" in said
    assert "shows.toml, line 2:" in said
    assert "Workers 1" in said


def test_the_overview_stands_without_workers(client: FlaskClient, queue: Queue) -> None:
    queue.redis.flushall()
    assert "No worker is running" in words(client.get("/admin/"))


def test_the_overview_stands_without_redis(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, redis_url="redis://127.0.0.1:1/0"))
    assert "The queue does not answer" in words(app.test_client().get("/admin/"))
    context_of(app).close()


def test_the_cache_is_measured_aside(client: FlaskClient, hands: Hands, settings: Settings) -> None:
    ready(client, hands)
    kept = settings.data_dir / "kept" / "cache-size.json"
    CacheMeter(settings.cache_dir, kept).measure()
    assert re.search(r"Cached sentences 2 \(19\.2 kB, counted", words(client.get("/admin/")))


# -- buttons -------------------------------------------------------------------------------------------------


def test_a_failed_article_is_tried_again(client: FlaskClient, hands: Hands) -> None:
    status = client.post("/v1/articles", json=STORY).json
    assert status is not None
    hands.fail(status["id"], status["revision"])
    assert "It said so." in client.get(f"/admin/articles/{status['id']}").text
    answer = press(client, f"/admin/articles/{status['id']}/again")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"../../../admin/articles/{status['id']}",
    )
    hands.work()
    hands.finish(status["id"], status["revision"])
    page = client.get(f"/admin/articles/{status['id']}")
    assert "It said so." not in page.text
    assert "ready" in words(page)


def test_what_can_be_heard_stays_while_it_is_read_again_and_when_that_fails(
    client: FlaskClient, hands: Hands
) -> None:
    heard = ready(client, hands)
    audio = client.get(f"/audio/{heard}.mp3").data
    press(client, f"/admin/articles/{heard}/again")
    assert client.get(f"/v1/articles/{heard}").json["status"] == "queued"  # type: ignore[index]
    assert client.get(f"/audio/{heard}.mp3").data == audio
    hands.refusing = True
    hands.work()
    assert "No article was found" in words(client.get(f"/admin/articles/{heard}"))
    assert client.get(f"/audio/{heard}.mp3").data == audio


def test_an_article_is_withdrawn(client: FlaskClient, hands: Hands) -> None:
    heard = ready(client, hands)
    assert press(client, f"/admin/articles/{heard}/withdraw").status_code == 303
    assert client.get(f"/v1/articles/{heard}").status_code == 404


def test_an_article_is_published_to_a_show_and_taken_out(
    client: FlaskClient, hands: Hands, settings: Settings
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    heard = ready(client, hands)
    assert "all chosen by the show’s rules in shows.toml" in words(
        client.get(f"/admin/articles/{heard}")
    ).replace("&#39;", "'")
    assert press(client, f"/admin/articles/{heard}/publish", show="world", do="pick").status_code == 303
    assert heard in client.get("/feeds/world.xml").text
    assert "# Ours." in settings.shows_path.read_text("utf-8")
    assert "Remove from The World" in words(client.get(f"/admin/articles/{heard}"))
    press(client, f"/admin/articles/{heard}/publish", show="world", do="unpick")
    assert heard not in client.get("/feeds/world.xml").text


@pytest.mark.parametrize(
    ("fields", "status"), [({"show": "nightly", "do": "pick"}, 400), ({"show": "world"}, 400)]
)
def test_what_cannot_be_published_is_explained(
    client: FlaskClient, hands: Hands, settings: Settings, fields: dict[str, str], status: int
) -> None:
    settings.shows_path.write_text(SHOWS, "utf-8")
    heard = ready(client, hands)
    assert press(client, f"/admin/articles/{heard}/publish", **fields).status_code == status
    assert settings.shows_path.read_text("utf-8") == SHOWS


@pytest.mark.parametrize(("write", "say"), [("", "kar-look"), ("Qarluq", " "), ("Qarluq", "x" * 300)])
def test_a_word_that_cannot_be_said_is_explained(
    client: FlaskClient, hands: Hands, settings: Settings, write: str, say: str
) -> None:
    heard = ready(client, hands)
    answer = press(client, f"/admin/articles/{heard}/pronounce", write=write, say=say)
    assert answer.status_code == 400
    assert '<p class="problem">' in answer.text
    assert not settings.lexicon_path.exists()


def test_a_word_is_put_right_in_ipa(
    client: FlaskClient, hands: Hands, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_of_the_newsroom, "PATIENCE_S", 0)  # nobody works
    heard = ready(client, hands, {**STORY, "language": "en"})
    path = f"/admin/articles/{heard}/pronounce"
    refused = press(client, path, write="river", say="RIV!", ipa="on")
    assert (refused.status_code, "not a symbol" in refused.text) == (400, True)
    assert not settings.lexicon_path.exists()
    press(client, path, write="river", say="rivver")
    press(client, path, write="river", say="/ˈɹiːvə/", ipa="on")
    assert (
        settings.lexicon_path.read_text("utf-8").strip()
        == '[[word]]\nwrite = "river"\nlanguage = "en"\nipa = "ˈɹiːvə"'
    )


def test_a_word_that_was_put_right_can_be_put_right_again(
    client: FlaskClient, hands: Hands, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words_of_the_newsroom, "PATIENCE_S", 0)  # nobody works
    heard = ready(client, hands, {**STORY, "language": "en"})
    settings.lexicon_path.write_text(
        '# Ours.\n[[word]]\nwrite = "river"\nsay = "rivver"\nlanguage = "en"\n', "utf-8"
    )
    answer = press(client, f"/admin/articles/{heard}/pronounce", write="river", say="reever")
    assert answer.headers["Location"].endswith("?word=river#words")
    assert settings.lexicon_path.read_text("utf-8").startswith(
        '# Ours.\n[[word]]\nwrite = "river"\nsay = "reever"\n'
    )


# -- publication ---------------------------------------------------------------------------


def decided(client: FlaskClient, article: str, do: str, **fields: str) -> TestResponse:
    """Press a button of the section, as the page is now."""
    page = client.get(f"/admin/articles/{article}").text
    token, tag = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("token", "tag"))
    assert token is not None
    assert tag is not None
    data = {"token": token[1], "tag": tag[1], "do": do, **fields}
    return client.post(f"/admin/articles/{article}/decide", data=data)


def test_an_editor_holds_schedules_and_publishes(client: FlaskClient, hands: Hands) -> None:
    article = ready(client, hands)
    path = f"/admin/articles/{article}"
    assert (
        decided(client, article, "hold").headers["Location"]
        == f"../../../admin/articles/{article}#publication"
    )
    assert "Held: only editors hear it" in words(client.get(path))
    listening = re.search(r"\.mp3\?token=([\w.-]+)", client.get(path).text)
    assert listening is not None, "editors hear it, on a machine without keys too"
    assert client.get(f"/audio/{article}.mp3").status_code == 404
    assert client.get(f"/audio/{article}.mp3?token={listening[1]}").status_code == 200
    assert "1 held" in words(client.get("/admin/"))
    assert article in client.get("/admin/articles?state=held").text
    decided(client, article, "schedule", at="2199-12-24T06:00", offset="+01:00")
    assert "Scheduled for 24 Dec 2199, 05:00 UTC" in words(client.get(path))
    decided(client, article, "publish")
    assert client.get(f"/audio/{article}.mp3").status_code == 200
    decided(client, article, "never")
    assert "Never narrated" in words(client.get(path))
    assert decided(client, article, "unheard-of").status_code == 400


def test_the_second_editor_is_told_and_keeps_what_they_entered(client: FlaskClient, hands: Hands) -> None:
    article = ready(client, hands)
    decided(client, article, "hold")
    page = client.get(f"/admin/articles/{article}").text
    seen = re.search(r'name="tag" value="([^"]+)"', page)
    assert seen is not None
    decided(client, article, "never")
    late = decided(client, article, "schedule", tag=seen[1], at="2199-12-24T06:00", offset="+05:30")
    assert late.status_code == 412
    assert "Somebody else has changed this article since you saw it: it is never now" in late.text
    decided(client, article, "hold")
    again = decided(client, article, "schedule", tag=seen[1] + "x", at="2199-12-24T06:00", offset="+05:30")
    assert 'value="2199-12-24T06:00"' in again.text
    assert 'value="+05:30"' in again.text
    wrong = decided(client, article, "schedule", at="2199-12-24T06:00", offset="CET")
    assert (wrong.status_code, "with its offset from UTC" in wrong.text) == (400, True)


def test_a_newer_revision_waits_and_is_compared(client: FlaskClient, hands: Hands) -> None:
    page = '<link rel="canonical" href="https://news.example/tides"><p>The river {}. The bridge held.</p>'
    article = ready(client, hands, {"html": page.format("rose"), "title": "Tides"})
    path = f"/admin/articles/{article}"
    decided(client, article, "keep")
    assert "read again" in words(client.get(path))
    client.post("/v1/articles", json={"html": page.format("fell"), "title": "Tides"})
    assert "There is a newer revision. It is being spoken." in words(client.get(path))
    hands.work()
    shown = client.get(path).text
    assert re.search(r"<del [^>]*>[^<]*The river rose\.", shown)
    assert re.search(r"<ins [^>]*>[^<]*The river fell\.", shown)
    decided(client, article, "take-newer")
    assert "fell" in client.get(path).text
    assert "There is a newer revision" not in client.get(path).text
    decided(client, article, "let-go")
    assert "Edits of the article are read, spoken and published automatically" in words(client.get(path))
