"""An article's picture: fetched under the rules for pages, once, and never before the first sound."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import mutagen.id3
import pytest
import redis

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from tests.workers.test_cover import picture
from tests.workers.test_fetch import Handler, Site, naming
from tts_service.article.extract.reading import read_article
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.errors import Forbidden, TooLarge, Unprocessable
from tts_service.settings import Settings, load_settings
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering
from workers.render.tagging import lyrics
from workers.web.fetch import MAX_BYTES, PICTURE_DEADLINE_S, fetch_picture
from workers.web.pictures import FetchedElsewhere, NotYet, fetch_for
from workers.web.places import Place, Places

TEXT = "The tide was early today. Nobody had told the ferry.\n\nIt left at nine."


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return picture(1200, 630, "mjpeg")


@pytest.fixture
def site(jpeg: bytes) -> Iterator[Site]:
    site = Site()
    site.answer("/a.jpg", lambda handler: send(handler, jpeg, "image/jpeg"))
    yield site
    site.close()


def send(handler: Handler, body: bytes, kind: str) -> None:
    handler.send(200, {"Content-Type": kind, "Content-Length": str(len(body))}, body)


def test_a_picture_is_fetched(site: Site, jpeg: bytes) -> None:
    assert fetch_picture(f"{site.origin}/a.jpg", naming(site)) == jpeg
    assert site.asked[0][1]["Accept"] == "image/jpeg, image/png"


def test_what_is_no_jpeg_or_png_is_refused(site: Site) -> None:
    for kind, body in (("image/svg+xml", b"<svg/>"), ("image/jpeg", b"<html>"), ("text/html", b"<html>")):
        url = site.answer("/other", lambda handler, kind=kind, body=body: send(handler, body, kind))  # type: ignore[misc]
        with pytest.raises(Unprocessable, match="not a picture"):
            fetch_picture(url, naming(site))


def test_the_rules_for_pages_hold(site: Site) -> None:
    with pytest.raises(Forbidden):
        fetch_picture(f"{site.origin}/a.jpg", Settings())
    url = site.answer("/vast", lambda handler: send(handler, bytes(MAX_BYTES + 1), "image/png"))
    with pytest.raises(TooLarge):
        fetch_picture(url, naming(site))


class Desk:
    """A ``Rendering`` that may fetch from ``site``."""

    def __init__(self, folder: Path, site: Site) -> None:
        values = {"TTS_DATA_DIR": str(folder), "TTS_ENGINE": "tone", "TTS_ALLOWED_SITES": site.origin}
        self.settings = load_settings(values, env_file=None)
        segments = LocalStore(self.settings.cache_dir)
        self.narrations = FolderNarrations(self.settings.cache_dir, segments)
        claims = LocalClaims(self.settings.cache_dir)
        self.rendering = Rendering(self.settings, segments, self.narrations, claims, SilentAnnouncer())

    def tag(self, request: ArticleRequest, *, live: bool) -> mutagen.id3.ID3:
        plan = self.rendering.prepare("tide", request, live=live)
        while self.rendering.render_next(plan.narration).goes_on:
            pass
        data = self.narrations.audio_path(plan.narration).read_bytes()
        assert self.narrations.finished(plan.narration) is not None
        return mutagen.id3.ID3(io.BytesIO(data))


def test_nothing_is_fetched_before_the_first_sound_and_a_small_picture_fits(
    tmp_path: Path, site: Site, jpeg: bytes
) -> None:
    desk = Desk(tmp_path, site)
    request = ArticleRequest(text=TEXT, title="Tide", image_url=f"{site.origin}/a.jpg")
    plan = desk.rendering.prepare("tide", request)
    assert plan.tag_bytes == 16 * 1024
    assert site.asked == []
    cover = desk.tag(request, live=True).getall("APIC")[0]
    assert (cover.mime, cover.type) == ("image/jpeg", 3)
    assert 2_000 < len(cover.data) < 16_000


def test_where_nobody_waits_the_picture_is_whole(tmp_path: Path, site: Site, jpeg: bytes) -> None:
    request = ArticleRequest(text=TEXT, title="Tide", image_url=f"{site.origin}/a.jpg")
    assert Desk(tmp_path, site).tag(request, live=False).getall("APIC")[0].data == jpeg


def test_an_edit_does_not_fetch_it_again(tmp_path: Path, site: Site) -> None:
    desk = Desk(tmp_path, site)
    for text in (TEXT, TEXT.replace("nine", "ten")):
        assert desk.tag(
            ArticleRequest(text=text, title="Tide", image_url=f"{site.origin}/a.jpg"), live=True
        ).getall("APIC")
    assert len(site.asked) == 1


@pytest.mark.parametrize("live", [True, False])
def test_a_picture_that_cannot_be_had_is_left_out(tmp_path: Path, site: Site, live: bool) -> None:
    url = site.answer("/gone.jpg", lambda handler: handler.send(404, {"Content-Length": "0"}))
    tag = Desk(tmp_path, site).tag(ArticleRequest(text=TEXT, title="Tide", image_url=url), live=live)
    assert not tag.getall("APIC")
    assert tag["TIT2"].text == ["Tide"]


def test_lyrics_are_the_words_of_the_article_by_paragraph() -> None:
    script = make_script(read_article(ArticleRequest(text=TEXT, title="Tide at 9", language="en")))
    said = ["Tide at nine.", "The tide was early today. Nobody had told the ferry.", "It left at nine."]
    assert lyrics(script).split("\n") == said


class Elsewhere:
    """Pictures that another process fetches, when ``work`` lets it."""

    def __init__(self, desk: Desk, client: redis.Redis) -> None:
        self._desk, self._client = desk, client
        self.sent: list[tuple[str, str]] = []
        self.pictures = FetchedElsewhere(
            desk.settings, desk.narrations, client, lambda *what: self.sent.append(what)
        )
        claims, segments = LocalClaims(desk.settings.cache_dir), desk.narrations.segments
        given = (desk.settings, segments, desk.narrations, claims, SilentAnnouncer())
        self.rendering = Rendering(*given, pictures=self.pictures)

    def work(self) -> None:
        """What the process that fetches does."""
        for article_id, source in self.sent:
            fetch_for(self._desk.settings, self._desk.narrations, self._client, article_id, source)


@pytest.fixture
def client(valkey: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey) as client:
        client.flushdb()
        yield client


@pytest.mark.parametrize(("path", "covers"), [("/a.jpg", 1), ("/gone.jpg", 0)])
def test_a_worker_speaks_while_a_picture_is_fetched_and_comes_back_for_it(
    tmp_path: Path, site: Site, jpeg: bytes, client: redis.Redis, path: str, covers: int
) -> None:
    desk = Desk(tmp_path, site)
    elsewhere = Elsewhere(desk, client)
    request = ArticleRequest(text=TEXT, title="Tide", image_url=f"{site.origin}{path}")
    plan = elsewhere.rendering.prepare("tide", request)
    elsewhere.rendering.ask_for_picture(plan.narration)
    steps = [elsewhere.rendering.render_next(plan.narration) for _ in range(len(plan.segments) + 1)]
    assert steps[-2:] == [RenderStep.WAITED] * 2
    assert elsewhere.sent == [("tide", f"{site.origin}{path}")]
    elsewhere.work()
    assert elsewhere.rendering.render_next(plan.narration) is RenderStep.READY
    data = desk.narrations.audio_path(plan.narration).read_bytes()
    assert len(mutagen.id3.ID3(io.BytesIO(data)).getall("APIC")) == covers


def test_where_nobody_waits_for_sound_the_plan_waits_for_the_picture(
    tmp_path: Path, site: Site, jpeg: bytes, client: redis.Redis
) -> None:
    desk = Desk(tmp_path, site)
    elsewhere = Elsewhere(desk, client)
    request = ArticleRequest(text=TEXT, title="Tide", image_url=f"{site.origin}/a.jpg")
    with pytest.raises(NotYet):
        elsewhere.rendering.prepare("tide", request, live=False)
    assert all(
        desk.narrations.plan(NarrationId("tide", revision)) is None
        for revision in desk.narrations.revisions("tide")
    )
    elsewhere.work()
    assert elsewhere.rendering.prepare("tide", request, live=False).tag_bytes > len(jpeg)


def test_of_a_site_few_pictures_are_fetched_at_once(
    tmp_path: Path, site: Site, client: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.web.pictures.PATIENCE_S", PICTURE_DEADLINE_S)
    desk = Desk(tmp_path, site)
    places = Places(client, desk.settings.fetches_per_site)
    for n in range(2):
        assert places.take(site.origin, "pictures", str(n), 60) is Place.MINE
    elsewhere = Elsewhere(desk, client)
    elsewhere.pictures.ask("tide", f"{site.origin}/a.jpg")
    elsewhere.work()
    assert (elsewhere.pictures.picture("tide", f"{site.origin}/a.jpg"), site.asked) == (b"", [])
