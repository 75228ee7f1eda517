"""Rendering without a server: plans, steps, fall-back to a local voice, retries, and what kills workers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audio_cache.claims import LocalClaims
from audio_cache.local import LocalStore
from audio_cache.narrations import Narrations
from tests.google_tts_server import GoogleTtsServer, Refusal
from tts_service.article.request import ArticleRequest, article_id, request_digest
from tts_service.errors import ServiceError
from tts_service.settings import Settings, load_settings
from tts_service.wire import Notice
from workers.notices import SilentAnnouncer
from workers.rendering import MOST_ATTEMPTS, Rendering, Step

TEXT = "The tide was early today.\n\nNobody had told the ferry, which waited all the same.\n\nIt left at nine."


class Listener(SilentAnnouncer):
    """Remembers what was announced, and counts attempts as Redis would."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.counts: dict[str, float] = {}
        self.attempts: dict[str, int] = {}

    def tell(self, notice: Notice) -> None:
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
        self.narrations = Narrations(settings.cache_dir, self.segments)
        self.claims = LocalClaims(settings.cache_dir)
        self.listener = Listener()
        self.rendering = Rendering(settings, self.segments, self.narrations, self.claims, self.listener)

    def render(self, article: str, revision: str) -> Step:
        step = Step.LANDED
        while step.goes_on:
            step = self.rendering.render_next(article, revision)
        return step


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings({"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}, env_file=None)


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
        assert bench.rendering.render_next("tide", plan.revision) is Step.LANDED
        assert len(bench.narrations.missing(plan)) == total - done
    assert bench.rendering.render_next("tide", plan.revision) is Step.READY
    assert [notice.kind for notice in bench.listener.notices] == ["prepared", "opened", *["landed"] * total, "ready"]
    assert bench.narrations.outcome("tide", request_digest(request)).revision == plan.revision  # type: ignore[union-attr]


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
        assert bench.rendering.render_next("tide", plan.revision) is Step.LANDED
        assert bench.narrations.missing(plan)[0] == 0
        for _ in plan.segments[2:]:
            assert bench.rendering.render_next("tide", plan.revision) is Step.LANDED
        assert bench.rendering.render_next("tide", plan.revision) is Step.WAITED
    assert bench.rendering.render_next("tide", plan.revision) is Step.READY


def test_a_deleted_narration_is_left_alone(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    bench.narrations.delete("tide")
    assert bench.rendering.render_next("tide", plan.revision) is Step.GONE


def test_a_sentence_that_kills_its_worker_is_given_up(bench: Bench) -> None:
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide"))
    bench.listener.attempts[plan.segments[0].key] = MOST_ATTEMPTS  # each left behind by a worker that died of it
    assert bench.rendering.render_next("tide", plan.revision) is Step.FAILED
    failure = bench.narrations.failure("tide", plan.revision)
    assert failure is not None
    assert failure.kind == "crashed"


def test_a_retry_goes_on_from_what_there_is(bench: Bench) -> None:
    request = ArticleRequest(text=TEXT, title="Tide")
    plan = bench.rendering.prepare("tide", request)
    assert bench.rendering.render_next("tide", plan.revision) is Step.LANDED
    bench.listener.attempts[plan.segments[1].key] = MOST_ATTEMPTS
    assert bench.rendering.render_next("tide", plan.revision) is Step.FAILED
    assert bench.rendering.render_next("tide", plan.revision) is Step.FAILED  # until somebody asks again

    bench.rendering.prepare("tide", request)
    assert bench.render("tide", plan.revision) is Step.READY
    assert bench.listener.counts['tts_segments_synthesized_total{engine="tone"}'] == len(plan.segments)


def test_an_engine_that_fails_is_no_crash_however_often_one_asks(tmp_path: Path, google: GoogleTtsServer) -> None:
    options = "attempts=1,interval_s=0,backoff_s=0,breaker_failures=100"
    settings = load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE_OPTIONS": options, "TTS_ENGINE": "gtts"}, env_file=None
    )
    bench = Bench(settings)
    google.always = Refusal(429)
    request = ArticleRequest(text="Der Turm steht am Rand der Stadt, und niemand geht hinein.", language="de")
    for _ in range(MOST_ATTEMPTS + 1):
        plan = bench.rendering.prepare("turm", request)
        assert bench.rendering.render_next("turm", plan.revision) is Step.FAILED
        failure = bench.narrations.failure("turm", plan.revision)
        assert failure is not None
        assert failure.kind == "engine-failed"


def test_gtts_speaks_what_no_local_voice_can(tmp_path: Path, google: GoogleTtsServer) -> None:
    settings = load_settings({"TTS_DATA_DIR": str(tmp_path)}, env_file=None)
    bench = Bench(settings)
    text = "Der Leuchtturm steht seit hundert Jahren am Rand der Stadt.\n\nNiemand weiß, wer ihn gebaut hat."
    request = ArticleRequest(text=text, language="de")
    plan = bench.rendering.prepare("turm", request)
    assert (plan.engine, plan.voice) == ("gtts", "gtts/de")
    assert bench.render("turm", plan.revision) is Step.READY
    assert google.asked


def test_an_engine_that_is_refused_gives_way_to_a_local_voice(tmp_path: Path, google: GoogleTtsServer) -> None:
    options = "attempts=1,interval_s=0,backoff_s=0"
    settings = load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "gtts", "TTS_ENGINE_OPTIONS": options}, env_file=None
    )
    bench = Bench(settings)
    plan = bench.rendering.prepare("tide", ArticleRequest(text=TEXT, title="Tide", language="en"))
    assert plan.voice == "gtts/en"
    assert bench.rendering.render_next("tide", plan.revision) is Step.LANDED
    google.answers.extend(Refusal(429) for _ in range(100))
    assert bench.render("tide", plan.revision) is Step.READY
    finished = bench.narrations.finished("tide", plan.revision)
    assert finished is not None
    assert finished.fallback.startswith("piper/")
    assert "gtts" in finished.fallback
    used = {segment.engine for segment in bench.narrations.plan("tide", plan.revision).segments}  # type: ignore[union-attr]
    assert used == {"gtts", "piper"}


def test_ids_are_those_of_the_request() -> None:
    request = ArticleRequest(text=TEXT, title="Tide")
    assert article_id(request) == article_id(ArticleRequest(text=TEXT, title="Tide"))
    assert article_id(request) != article_id(ArticleRequest(text=TEXT, title="Ebb"))
