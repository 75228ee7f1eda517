"""A worker speaks what is its own, and leaves the rest to those who can: by heartbeats in a real Redis."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.plan import Plan
from tests.speech_server import SpeechServer
from tts_service.article.model import Script, decode_script
from tts_service.article.request import ArticleRequest
from tts_service.broker.heartbeats import Heartbeats
from tts_service.contracts.heartbeats import Heartbeat
from tts_service.errors import Unprocessable
from tts_service.publisher.live import publish
from tts_service.settings import load_settings
from workers.engines.registry import find_voice
from workers.fleet import Elsewhere, RedisFleet
from workers.notices import SilentAnnouncer
from workers.render import handover
from workers.render.outcomes import RenderStep
from workers.render.planning import bed_of, planned, spoken_in
from workers.render.rendering import Rendering
from workers.render.speaking import speak

TEXT = (
    "The tide was early today.\n\nNobody had told the ferry, which waited all the same.\n\nIt left at nine."
)
STORY = ArticleRequest(text=TEXT, title="Tide", language="en")
REMOTE = "openai/heart"
QUICK, SLOW = "ms_per_character=20", "ms_per_character=60"


class Host:
    """A worker process of a host of its own, on the cache that all share."""

    def __init__(self, cache: Path, client: redis.Redis, name: str, options: str, **settings: str) -> None:
        folder = cache.parent / name
        folder.mkdir()
        (folder / "audio").symlink_to(cache)
        given = {"data_dir": str(folder), "engine": "tone", "engine_options": options, "offline": "1"}
        given["redis_url"] = f"redis://127.0.0.1:{client.connection_pool.connection_kwargs['port']}/6"
        self.settings = load_settings(
            {f"TTS_{key.upper()}": value for key, value in (given | settings).items()}, env_file=None
        )
        segments = LocalStore(self.settings.cache_dir)
        self.narrations = FolderNarrations(self.settings.cache_dir, segments)
        self.fleet = RedisFleet(self.settings, client)
        self.fleet.introduce()
        self.node = name
        self._client = client
        self.claims = LocalClaims(self.settings.cache_dir)
        self.rendering = Rendering(
            self.settings, segments, self.narrations, self.claims, SilentAnnouncer(), fleet=self.fleet
        )
        self.beat()

    def beat(self) -> None:
        own = Heartbeat(host="app", pid=7, node=self.node, queues=("batch",), recipe=self.fleet.recipe)
        Heartbeats(self._client, "workers").beat(own)

    def leave(self) -> None:
        Heartbeats(self._client, "workers").leave(self.node)

    def prepare(self, request: ArticleRequest = STORY, *, is_final: bool = False) -> Plan:
        return self.rendering.prepare("tide", request, is_final=is_final)

    def render(self, plan: Plan) -> RenderStep:
        step = RenderStep.STORED
        while step.goes_on:
            step = self.rendering.render_next(plan.narration)
        return step

    def plan(self, plan: Plan) -> Plan:
        """As it is now."""
        changed = self.narrations.plan(plan.narration)
        assert changed is not None
        return changed

    def own_keys(self, plan: Plan) -> list[str]:
        """What this host calls the segments of ``plan``."""
        return [self._segment(plan, index)[0] for index in range(len(plan.segments))]

    def stored(self, plan: Plan, index: int) -> bytes:
        stored = self.narrations.segments.get(plan.segments[index].key)
        assert stored is not None
        return stored.audio

    def spoken(self, plan: Plan, index: int) -> bytes:
        """How segment ``index`` sounds on this host."""
        return self._segment(plan, index)[1]

    def _segment(self, plan: Plan, index: int) -> tuple[str, bytes]:
        script: Script = decode_script(self.narrations.script(plan.narration) or b"")
        said, language = script.segments[index], spoken_in(script, index)
        engine, voice = find_voice(self.settings, plan.segments[index].voice, language)
        key = planned(said, engine, voice, language, bed_of(plan, index)).key
        return key, speak(engine, voice, said.text, language).audio


@pytest.fixture
def client(valkey: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(valkey.replace("/0", "/6")) as client:
        client.flushdb()
        yield client


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    folder = tmp_path / "audio"
    folder.mkdir()
    return folder


@pytest.fixture
def quick(cache: Path, client: redis.Redis) -> Host:
    return Host(cache, client, "quick", QUICK)


@pytest.fixture
def slow(cache: Path, client: redis.Redis) -> Host:
    return Host(cache, client, "slow", SLOW)


@pytest.fixture
def speech() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        yield server


@pytest.fixture
def connected(cache: Path, client: redis.Redis, speech: SpeechServer) -> Host:
    """A host with a voice that no other has."""
    return Host(cache, client, "connected", SLOW, openai_url=speech.url, openai_voices="heart=en")


def able(host: Host, plan: Plan) -> list[str]:
    """The nodes to which ``host`` passes what is missing."""
    with pytest.raises(Elsewhere) as passed:
        host.rendering.render_next(plan.narration)
    return [beat.node for beat in passed.value.able]


def test_hosts_with_the_same_options_help_each_other(cache: Path, client: redis.Redis, quick: Host) -> None:
    twin = Host(cache, client, "twin", QUICK)
    plan = quick.prepare()
    assert plan.recipe == twin.fleet.recipe == quick.fleet.recipe
    assert twin.rendering.render_next(plan.narration) is RenderStep.STORED
    assert quick.render(plan) is RenderStep.READY
    assert quick.plan(plan) == plan


def test_what_has_another_key_here_is_left_to_those_who_make_it(quick: Host, slow: Host) -> None:
    plan = quick.prepare()
    assert able(slow, plan) == ["quick"]
    assert list(slow.narrations.segments.keys()) == []
    assert quick.rendering.render_next(plan.narration) is RenderStep.STORED
    assert able(slow, plan) == ["quick"]
    assert quick.render(plan) is RenderStep.READY
    assert slow.render(plan) is RenderStep.READY, "what is finished is for everyone"
    for index in range(len(plan.segments)):
        assert quick.stored(plan, index) == quick.spoken(plan, index) != slow.spoken(plan, index)


def test_those_who_cannot_speak_a_segment_do_not_claim_it(quick: Host, slow: Host) -> None:
    plan = quick.prepare()
    with contextlib.ExitStack() as held:
        for segment in plan.segments:
            held.enter_context(quick.claims.claim(segment.key))
        assert able(slow, plan) == ["quick"]


def test_keys_that_nobody_makes_any_more_are_replaced_and_what_exists_stays(quick: Host, slow: Host) -> None:
    """As after an upgrade of all workers."""
    plan = quick.prepare()
    assert quick.rendering.render_next(plan.narration) is RenderStep.STORED
    quick.leave()
    assert slow.render(plan) is RenderStep.READY
    changed = slow.plan(plan)
    assert (changed.recipe, changed.fallback) == (slow.fleet.recipe, "")
    assert [segment.key for segment in changed.segments] == [plan.segments[0].key, *slow.own_keys(plan)[1:]]
    assert slow.stored(changed, 0) == quick.spoken(plan, 0)
    assert slow.stored(changed, 1) == slow.spoken(plan, 1)
    quick.beat()
    assert quick.prepare() == changed, "a narration that exists stays as it is"


def test_a_plan_without_a_recipe_goes_on_wherever_it_is_found(quick: Host, slow: Host) -> None:
    """It comes from a release that named none, or from a command."""
    command = Rendering(
        slow.settings,
        slow.narrations.segments,
        slow.narrations,
        LocalClaims(slow.settings.cache_dir),
        SilentAnnouncer(),
    )
    plan = command.prepare("tide", STORY)
    assert plan.recipe == ""
    assert quick.render(plan) is RenderStep.READY
    assert [segment.key for segment in quick.plan(plan).segments] == quick.own_keys(plan)


def test_a_command_has_nobody_to_leave_anything_to(quick: Host, slow: Host) -> None:
    plan = quick.prepare()
    command = Rendering(
        slow.settings,
        slow.narrations.segments,
        slow.narrations,
        LocalClaims(slow.settings.cache_dir),
        SilentAnnouncer(),
    )
    while command.render_next(plan.narration) is not RenderStep.READY:
        pass
    assert [segment.key for segment in slow.plan(plan).segments] == slow.own_keys(plan)


def test_nothing_is_decided_while_it_is_not_known_who_is_there(
    quick: Host, slow: Host, client: redis.Redis
) -> None:
    plan = quick.prepare()
    client.flushdb()
    assert able(slow, plan) == []
    slow.beat()
    quick.beat()
    assert able(slow, plan) == ["quick"]


def test_a_voice_that_one_host_has_is_spoken_there(
    quick: Host, connected: Host, speech: SpeechServer
) -> None:
    request = ArticleRequest(text=TEXT, title="Tide", language="en", voice=REMOTE)
    with pytest.raises(Elsewhere) as passed:
        quick.prepare(request)
    assert [beat.node for beat in passed.value.able] == ["connected"]
    plan = connected.prepare(request, is_final=True)
    assert plan.voice == REMOTE
    assert connected.rendering.render_next(plan.narration) is RenderStep.STORED
    assert able(quick, plan) == ["connected"]
    assert connected.render(plan) is RenderStep.READY
    assert connected.narrations.failure(plan.narration) is None
    assert len(speech.asked) == len(plan.segments)


def test_a_language_that_one_host_speaks_is_read_there(
    cache: Path, client: redis.Redis, speech: SpeechServer
) -> None:
    given = {"engine": "hibari", "options": ""}
    here = Host(cache, client, "here", **given)
    Host(cache, client, "there", **given, openai_url=speech.url, openai_voices="heart=eo")
    esperanto = ArticleRequest(text="La pramo foriris je la naŭa.", language="eo")
    with pytest.raises(Elsewhere):
        here.prepare(esperanto)
    with pytest.raises(Unprocessable, match="No voice here speaks 'eo'"):
        here.prepare(esperanto, is_final=True)


def test_a_voice_that_nobody_has_is_unknown(quick: Host, connected: Host) -> None:
    for host in (quick, connected):
        with pytest.raises(Unprocessable, match="There is no voice 'tone/soul'"):
            host.prepare(ArticleRequest(text=TEXT, voice="tone/soul"))


def test_a_show_is_cast_where_its_voices_are(quick: Host, connected: Host) -> None:
    for host in (quick, connected):
        publish(host.settings.shows_path, f"[show.harbour]\nvoice = '{REMOTE}'\n")
    request = ArticleRequest(text=TEXT, title="Tide", language="en", show="harbour")
    with pytest.raises(Elsewhere):
        quick.prepare(request)
    assert connected.prepare(request).fallback == ""
    connected.leave()
    other = ArticleRequest(text=TEXT.replace("nine", "ten"), title="Tide", language="en", show="harbour")
    assert f"the show asks for {REMOTE}, which is not here" in quick.prepare(other).fallback


def test_of_two_voices_in_an_article_each_host_speaks_those_that_it_has(
    quick: Host, connected: Host, cache: Path, client: redis.Redis
) -> None:
    shows = f"[show.harbour]\nvoice = 'tone/low'\n[show.harbour.voices]\nquote = '{REMOTE}'\n"
    publish(connected.settings.shows_path, shows)
    page = f"<html lang=en><h1>Tide</h1><p>{TEXT}</p><blockquote>I waited every day.</blockquote></html>"
    plan = connected.prepare(ArticleRequest(html=page, show="harbour"))
    voices = [segment.voice for segment in plan.segments]
    assert set(voices) == {"tone/low", REMOTE}
    plain = Host(cache, client, "plain", SLOW)  # the same hum, and no other voice
    steps = [plain.rendering.render_next(plan.narration) for voice in voices if voice == "tone/low"]
    assert set(steps) == {RenderStep.STORED}
    assert able(plain, plan) == able(quick, plan) == ["connected"]
    assert connected.render(plan) is RenderStep.READY
    assert connected.plan(plan) == plan


def test_a_voice_that_has_gone_is_waited_for_and_then_replaced(
    quick: Host, connected: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = connected.prepare(ArticleRequest(text=TEXT, title="Tide", language="en", voice=REMOTE))
    assert connected.rendering.render_next(plan.narration) is RenderStep.STORED
    connected.leave()
    assert able(quick, plan) == []
    connected.beat()
    assert able(quick, plan) == ["connected"]
    connected.leave()
    assert able(quick, plan) == []
    monkeypatch.setattr(handover, "PATIENCE_S", -1)
    assert quick.render(plan) is RenderStep.READY
    changed = quick.plan(plan)
    assert [segment.voice for segment in changed.segments][:2] == [REMOTE, "tone/plain"]
    assert changed.fallback == "tone/plain: openai: the engine failed"


def test_nobody_is_waited_for_where_no_other_machine_can_be(
    cache: Path, client: redis.Redis, connected: Host
) -> None:
    plan = connected.prepare(ArticleRequest(text=TEXT, title="Tide", language="en", voice=REMOTE))
    connected.leave()
    alone = Host(cache, client, "alone", SLOW, redis_url="")
    assert alone.render(plan) is RenderStep.READY
    assert alone.plan(plan).fallback == "tone/plain: openai: the engine failed"


def test_the_voice_of_another_release_takes_over_where_that_of_the_plan_has_gone(
    quick: Host, connected: Host, cache: Path, client: redis.Redis, speech: SpeechServer
) -> None:
    plan = connected.prepare(ArticleRequest(text=TEXT, title="Tide", language="en", voice=REMOTE))
    connected.leave()
    given = {"openai_url": speech.url, "openai_voices": "heart=en", "openai_model": "tts-2"}
    newer = Host(cache, client, "newer", SLOW, **given)
    assert able(quick, plan) == ["newer"]
    assert newer.render(plan) is RenderStep.READY
    assert {segment.voice for segment in newer.plan(plan).segments} == {REMOTE}


def test_ssml_is_cast_where_the_voices_are_that_it_names(quick: Host, connected: Host) -> None:
    named = (
        f'<speak xml:lang="en">The tide was early. <voice name="{REMOTE}">It left at nine.</voice></speak>'
    )
    with pytest.raises(Elsewhere) as passed:
        quick.prepare(ArticleRequest(ssml=named))
    assert [beat.node for beat in passed.value.able] == ["connected"]
    plan = connected.prepare(ArticleRequest(ssml=named))
    assert [segment.voice for segment in plan.segments] == ["tone/plain", REMOTE]
    connected.leave()
    with pytest.raises(Unprocessable, match="ssml, line 1, column 42: The engine openai cannot"):
        quick.prepare(ArticleRequest(ssml=named.replace("nine", "ten")))
