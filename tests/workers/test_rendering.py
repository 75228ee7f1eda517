"""Rendering without a server: plans, steps, fall-back to a local voice, retries, and what kills workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import redis

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.mp3.frames import silence
from audio_cache.narration_id import NarrationId
from tests.google_tts_server import GoogleTtsServer
from tests.running import wait_until
from tests.scripted_server import Answer, HangUp, Raw, Refusal
from tests.speech_server import SpeechServer, wav
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest, article_id, request_digest
from tts_service.contracts.messages import TOUCHED_S, Notice, touched
from tts_service.errors import ServiceError
from tts_service.settings import Settings, load_settings
from workers.engines.base import EngineFailed
from workers.notices import RedisAnnouncer, SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering
from workers.render.segments import MOST_ATTEMPTS

TEXT = (
    "The tide was early today.\n\nNobody had told the ferry, which waited all the same.\n\nIt left at nine."
)


class Listener(SilentAnnouncer):
    """Remembers what was announced, and counts attempts as Redis would."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.counts: dict[str, float] = {}
        self.attempts: dict[str, int] = {}

    def publish(self, notice: Notice) -> None:
        self.notices.append(notice)

    def count(self, sample: str, amount: float = 1) -> None:
        self.counts[sample] = self.counts.get(sample, 0) + amount

    def attempt(self, name: str) -> int:
        self.attempts[name] = self.attempts.get(name, 0) + 1
        return self.attempts[name]

    def succeeded(self, name: str) -> None:
        self.attempts.pop(name, None)


class Bench:
    """A ``Rendering`` with its parts at hand."""

    def __init__(self, settings: Settings) -> None:
        self.segments = LocalStore(settings.cache_dir)
        self.narrations = FolderNarrations(settings.cache_dir, self.segments)
        self.claims = LocalClaims(settings.cache_dir)
        self.listener = Listener()
        self.rendering = Rendering(settings, self.segments, self.narrations, self.claims, self.listener)

    def render(self, narration: NarrationId) -> RenderStep:
        step = RenderStep.STORED
        while step.goes_on:
            step = self.rendering.render_next(narration)
        return step


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}, env_file=None
    )


@pytest.fixture
def bench(settings: Settings) -> Bench:
    return Bench(settings)


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[GoogleTtsServer]:
    with GoogleTtsServer() as server:
        monkeypatch.setenv("HTTPS_PROXY", server.url)
        yield server


def test_each_step_lands_one_segment_and_the_last_makes_it_whole(bench: Bench) -> None:
    request = ArticleRequest(text=TEXT, title="Tide")
    plan = bench.rendering.prepare("tide", request)
    total = len(plan.segments)
    for done in range(1, total):
        assert bench.rendering.render_next(plan.narration) is RenderStep.STORED
        assert len(bench.narrations.missing(plan)) == total - done
    assert bench.rendering.render_next(plan.narration) is RenderStep.READY
    assert [notice.kind for notice in bench.listener.notices] == [
        "prepared",
        "partial",
        *["stored"] * total,
        "ready",
    ]
    assert bench.narrations.outcome("tide", request_digest(request)).revision == plan.revision  # type: ignore[union-attr]


def test_the_line_that_a_show_has_spoken_is_heard_before_its_articles(
    bench: Bench, settings: Settings
) -> None:
    settings.shows_path.write_text("[show.tides]\nsynthetic_notice = true\n")
    plan = bench.rendering.prepare(
        "tide", ArticleRequest(text=TEXT, title="Tide", language="en", show="tides")
    )
    assert bench.render(plan.narration) is RenderStep.READY
    script = decode_script(bench.narrations.script(plan.narration) or b"")
    assert [segment.text for segment in script.segments][:2] == ["Read by a synthetic voice.", "Tide."]
    finished = bench.narrations.finished(plan.narration)
    assert finished is not None
    assert len(finished.cues) == len(script.segments)
    assert finished.cues[0].size > 0


def test_a_turn_ends_with_the_segment_in_which_its_time_is_up(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    assert bench.rendering.render_for(plan.narration, 0) is RenderStep.STORED
    assert len(bench.narrations.missing(plan)) == len(plan.segments) - 1
    assert bench.rendering.render_for(plan.narration, 60) is RenderStep.READY


def test_a_turn_does_not_wait_for_others_more_than_once(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    with bench.claims.claim(plan.segments[-1].key):
        assert bench.rendering.render_for(plan.narration, 60) is RenderStep.WAITED
    assert bench.narrations.missing(plan) == [len(plan.segments) - 1]


def test_what_cannot_be_read_is_an_outcome(bench: Bench) -> None:
    request = ArticleRequest(text="... !!! ...")
    with pytest.raises(ServiceError):
        bench.rendering.prepare("none", request)
    outcome = bench.narrations.outcome("none", request_digest(request))
    assert outcome is not None
    assert outcome.problem is not None
    assert outcome.problem.kind == "nothing-to-read"


def test_a_segment_that_others_work_on_is_left_to_them(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    with bench.claims.claim(plan.segments[0].key) as mine:
        assert mine
        assert bench.rendering.render_next(plan.narration) is RenderStep.STORED
        assert bench.narrations.missing(plan)[0] == 0
        for _ in plan.segments[2:]:
            assert bench.rendering.render_next(plan.narration) is RenderStep.STORED
        assert bench.rendering.render_next(plan.narration) is RenderStep.WAITED
    assert bench.rendering.render_next(plan.narration) is RenderStep.READY


def test_a_deleted_narration_is_left_alone(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    bench.narrations.delete("tide")
    assert bench.rendering.render_next(plan.narration) is RenderStep.GONE


def test_a_sentence_that_kills_its_worker_is_given_up(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    bench.listener.attempts[plan.segments[0].key] = (
        MOST_ATTEMPTS  # each left behind by a worker that died of it
    )
    assert bench.rendering.render_next(plan.narration) is RenderStep.FAILED
    failure = bench.narrations.failure(plan.narration)
    assert failure is not None
    assert failure.kind == "crashed"


def test_a_retry_goes_on_from_what_there_is(bench: Bench) -> None:
    request = ArticleRequest(text=TEXT, title="Tide")
    plan = bench.rendering.prepare("tide", request)
    assert bench.rendering.render_next(plan.narration) is RenderStep.STORED
    bench.listener.attempts[plan.segments[1].key] = MOST_ATTEMPTS
    assert bench.rendering.render_next(plan.narration) is RenderStep.FAILED
    assert bench.rendering.render_next(plan.narration) is RenderStep.FAILED  # until somebody asks again

    bench.rendering.prepare("tide", request)
    assert bench.render(plan.narration) is RenderStep.READY
    assert bench.listener.counts['tts_segments_synthesized_total{engine="tone"}'] == len(plan.segments)


def test_an_engine_that_fails_is_no_crash_however_often_one_asks(
    tmp_path: Path, google: GoogleTtsServer
) -> None:
    options = "attempts=1,interval_s=0,backoff_s=0,breaker_failures=100"
    settings = load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE_OPTIONS": options, "TTS_ENGINE": "gtts"}, env_file=None
    )
    bench = Bench(settings)
    google.always = Refusal(429)
    request = ArticleRequest(text="Der Turm steht am Rand der Stadt, und niemand geht hinein.", language="de")
    for _ in range(MOST_ATTEMPTS + 1):
        plan = bench.rendering.prepare("turm", request)
        assert bench.rendering.render_next(plan.narration) is RenderStep.FAILED
        failure = bench.narrations.failure(plan.narration)
        assert failure is not None
        assert failure.kind == "engine-failed"


def test_gtts_speaks_what_no_local_voice_can(tmp_path: Path, google: GoogleTtsServer) -> None:
    settings = load_settings({"TTS_DATA_DIR": str(tmp_path)}, env_file=None)
    bench = Bench(settings)
    text = "Der Leuchtturm steht seit hundert Jahren am Rand der Stadt.\n\nNiemand weiß, wer ihn gebaut hat."
    request = ArticleRequest(text=text, language="de")
    plan = bench.rendering.prepare("turm", request)
    assert (plan.engine, plan.voice) == ("gtts", "gtts/de")
    assert bench.render(plan.narration) is RenderStep.READY
    assert google.asked


def test_an_engine_that_is_refused_gives_way_to_a_local_voice(
    tmp_path: Path, google: GoogleTtsServer
) -> None:
    options = "attempts=1,interval_s=0,backoff_s=0"
    settings = load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "gtts", "TTS_ENGINE_OPTIONS": options}, env_file=None
    )
    bench = Bench(settings)
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide", language="en"))
    assert plan.voice == "gtts/en"
    assert bench.rendering.render_next(plan.narration) is RenderStep.STORED
    google.answers.extend(Refusal(429) for _ in range(100))
    assert bench.render(plan.narration) is RenderStep.READY
    finished = bench.narrations.finished(plan.narration)
    assert finished is not None
    assert finished.fallback.startswith("hibari/")
    assert "gtts" in finished.fallback
    used = {segment.engine for segment in bench.narrations.plan(plan.narration).segments}  # type: ignore[union-attr]
    assert used == {"gtts", "hibari"}


@pytest.mark.parametrize(
    "trouble",
    [
        Refusal(429),
        Refusal(401),
        Raw(b"<!doctype html>"),
        Raw(wav(bytes(96_000), 24_000)),
        HangUp(),
    ],
    ids=["busy", "wrong key", "a page", "silence", "hangs up"],
)
def test_a_speech_server_that_fails_gives_way_to_a_local_voice(tmp_path: Path, trouble: Answer) -> None:
    with SpeechServer() as server:
        environment = {
            "TTS_DATA_DIR": str(tmp_path),
            "TTS_ENGINE": "openai",
            "TTS_OPENAI_URL": server.url,
            "TTS_OPENAI_VOICES": "heart=en",
            "TTS_ENGINE_OPTIONS": "attempts=1,backoff_s=0",
        }
        bench = Bench(load_settings(environment, env_file=None))
        plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide", language="en"))
        assert plan.voice == "openai/heart"
        assert bench.rendering.render_next(plan.narration) is RenderStep.STORED
        server.always = trouble
        assert bench.render(plan.narration) is RenderStep.READY
    finished = bench.narrations.finished(plan.narration)
    assert finished is not None
    assert "openai" in finished.fallback
    used = [segment.engine for segment in bench.narrations.plan(plan.narration).segments]  # type: ignore[union-attr]
    assert used[0] == "openai"
    assert used[1] != "openai"


def test_ids_are_those_of_the_request() -> None:
    request = ArticleRequest(text=TEXT, title="Tide")
    assert article_id(request) == article_id(ArticleRequest(text=TEXT, title="Tide"))
    assert article_id(request) != article_id(ArticleRequest(text=TEXT, title="Ebb"))


def test_a_narration_whose_joining_kills_its_worker_is_given_up(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    bench.listener.attempts[f"finish:tide:{plan.revision}"] = MOST_ATTEMPTS
    assert bench.render(plan.narration) is RenderStep.FAILED
    failure = bench.narrations.failure(plan.narration)
    assert failure is not None
    assert failure.kind == "crashed"


def test_one_who_comes_back_late_undoes_nothing(bench: Bench, settings: Settings) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    assert bench.render(plan.narration) is RenderStep.READY
    whole = bench.narrations.finished(plan.narration)
    first = plan.segments[0].key
    before = bench.segments.get(first)
    late = Rendering(settings, bench.segments, bench.narrations, bench.claims, bench.listener)
    bench.segments.put_partial(first, silence(1))
    assert bench.segments.partial(first) == b""
    assert late._renderer._fail(plan, ServiceError("It stood still too long.")) is RenderStep.READY
    assert (bench.segments.get(first), bench.narrations.finished(plan.narration)) == (before, whole)
    assert bench.narrations.failure(plan.narration) is None


def test_a_plan_that_others_have_changed_is_left_to_them(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    theirs = msgspec.structs.replace(plan, fallback="tone/low: the engine failed")
    bench.narrations.put_plan(theirs, bench.narrations.tag(plan.narration))
    bench.rendering._renderer._replanner.fall_back(plan, 1, EngineFailed("It came back late."))
    assert bench.narrations.plan(plan.narration) == theirs


def test_work_on_an_article_shows_for_as_long_as_it_lasts(
    valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.notices.RENEWED_S", 0.05)
    with redis.Redis.from_url(valkey) as client:
        with RedisAnnouncer(client).working("tide"):
            for _ in range(2):
                client.delete(touched("tide"))
                wait_until(lambda: client.exists(touched("tide")), "a sign of life")
        assert 0 < int(client.ttl(touched("tide"))) <= TOUCHED_S
