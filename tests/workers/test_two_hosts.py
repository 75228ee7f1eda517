"""Real Celery workers of three hosts, with one queue and one cache: two alike, and one with other options and
a voice of its own."""

from __future__ import annotations

import itertools
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Finished, Plan
from tests.running import Running, clean_environ, wait_until
from tests.speech_server import SpeechServer
from tests.workers.hasty import LASTS_S
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest, article_id, encode_request, request_digest
from tts_service.broker.queue import Queue
from tts_service.contracts.heartbeats import Heartbeat
from tts_service.contracts.messages import HEAD_PRIORITY, PREPARE, to_read
from tts_service.settings import Settings, load_settings
from workers.engines.registry import find_voice
from workers.heartbeat import only_for
from workers.render.planning import key_of, spoken_in
from workers.render.speaking import speak

ROOT = Path(__file__).parents[2]
COMMAND = (
    f"{sys.executable} -m celery --quiet --app tests.workers.hasty worker --concurrency 1 -O fair".split()
)
OPTIONS = ("--queues", "interactive,batch", "--without-mingle", "--without-gossip", "--loglevel", "INFO")
REMOTE = "openai/heart"
TOKEN_DONE = r"Task tts\.render\[.*\] succeeded"


class Host:
    """A Celery worker with a data folder of its own; only the audio in it is everybody's."""

    def __init__(self, name: str, root: Path, url: str, options: str, **settings: str) -> None:
        folder = root / name
        folder.mkdir()
        (folder / "audio").symlink_to(root / "audio")
        given = {"data_dir": str(folder), "redis_url": url, "engine": "tone", "offline": "1"}
        environ = clean_environ(**given, engine_options=f"delay_s=0.1,{options}", **settings)
        self.settings: Settings = load_settings(environ, env_file=None)
        self.running = Running(*COMMAND, *OPTIONS, "--hostname", name, environ=environ, cwd=ROOT)

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """With all its processes."""
        os.killpg(self.running.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.running.process.pid, signal.SIGCONT)

    def assert_spoken_here(self, narrations: FolderNarrations, plan: Plan, indexes: range) -> None:
        """These segments have this host's keys, and sound as they do here."""
        script = decode_script(narrations.script(plan.narration) or b"")
        for index in indexes:
            segment, said, language = plan.segments[index], script.segments[index], spoken_in(script, index)
            engine, voice = find_voice(self.settings, segment.voice, language)
            stored = narrations.segments.get(segment.key)
            assert segment.key == key_of(said, engine, voice, language)
            assert stored is not None
            assert stored.audio == speak(engine, voice, said.text, language).audio


class Fleet:
    def __init__(self, root: Path, url: str, speech: SpeechServer) -> None:
        (root / "audio").mkdir()
        remote = {"openai_url": speech.url, "openai_voices": "heart=en"}
        self.first = Host("first", root, url, "ms_per_character=10")
        self.twin = Host("twin", root, url, "ms_per_character=10")
        self.other = Host("other", root, url, "ms_per_character=30", **remote)
        self.speech = speech
        self.queue = Queue(self.first.settings)
        self.narrations = FolderNarrations(root / "audio", LocalStore(root / "audio"))

    @property
    def alive(self) -> list[Heartbeat]:
        return self.queue._workers.alive()

    def wait_until_all_are_up(self) -> None:
        wait_until(lambda: self.queue.workers() == 3, "three workers")

    def ask(self, request: ArticleRequest, at: Host | None = None) -> tuple[str, str]:
        """Have it prepared by whoever comes first, or by one host. Returns its id and digest."""
        name, digest = article_id(request), request_digest(request)
        if at is None:
            self.queue.prepare(name, request, "interactive", digest)
        else:
            self.queue.redis.set(to_read(name, digest), encode_request(request))
            part = only_for("interactive", self._node(at))
            priority = HEAD_PRIORITY["interactive"]
            self.queue._celery.send_task(PREPARE, (name, digest), queue=part, priority=priority)
        return name, digest

    def planned(self, asked: tuple[str, str]) -> Plan:
        outcome = wait_until(lambda: self.narrations.outcome(*asked), "the outcome")
        assert outcome.problem is None, outcome.problem
        plan = self.narrations.plan(NarrationId(asked[0], outcome.revision))
        assert plan is not None
        return plan

    def finished(self, plan: Plan) -> tuple[Finished, Plan]:
        """And the plan by which it was finished."""

        def settled() -> Finished | None:
            assert self.narrations.failure(plan.narration) is None
            return self.narrations.finished(plan.narration)

        finished = wait_until(settled, "the end of it")
        now = self.narrations.plan(plan.narration)
        assert now is not None
        return finished, now

    def spoken(self, plan: Plan) -> int:
        return len(plan.segments) - len(self.narrations.missing(plan))

    def _node(self, host: Host) -> str:
        pids = {child.pid for child in host.running.descendants()}
        return next(beat.node for beat in self.alive if beat.pid in pids)

    def end(self) -> None:
        for host in (self.first, self.twin, self.other):
            host.running.end()
        self.queue.close()


def story(about: str, sentences: int = 16, voice: str | None = None) -> ArticleRequest:
    text = "\n\n".join(
        f"Line {number} about {about} was long enough to be read aloud." for number in range(sentences)
    )
    return ArticleRequest(text=text, title=f"All about {about}", language="en", voice=voice)


@pytest.fixture(scope="module")
def fleet(valkey: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    url = valkey.replace("/0", "/7")
    with pytest.MonkeyPatch.context() as patch, SpeechServer() as speech:
        patch.setattr("tts_service.broker.heartbeats.LASTS_S", LASTS_S)
        fleet = Fleet(tmp_path_factory.mktemp("hosts"), url, speech)
        try:
            fleet.wait_until_all_are_up()
            yield fleet
        finally:
            fleet.end()


def test_an_article_uses_every_host_that_can_speak_it(fleet: Fleet) -> None:
    numbers = itertools.count()

    def all_have_spoken() -> bool:  # once the one that plans has heard of the others
        plan = fleet.planned(fleet.ask(story(f"ferry {next(numbers)}"), at=fleet.first))
        _, done = fleet.finished(plan)
        assert done == plan
        fleet.first.assert_spoken_here(fleet.narrations, plan, range(len(plan.segments)))
        return all(re.search(TOKEN_DONE, host.running.output) for host in (fleet.first, fleet.twin))

    wait_until(all_have_spoken, "tokens for both")


def test_a_host_with_other_options_speaks_its_own_articles_alone(fleet: Fleet) -> None:
    plan = fleet.planned(fleet.ask(story("harbours", 6), at=fleet.other))
    _, done = fleet.finished(plan)
    assert done == plan
    fleet.other.assert_spoken_here(fleet.narrations, plan, range(len(plan.segments)))


def test_a_voice_that_one_host_has_is_spoken_there_whoever_takes_the_task(fleet: Fleet) -> None:
    before = len(fleet.speech.asked)
    plans = [fleet.planned(fleet.ask(story(f"tide {n}", 3, voice=REMOTE))) for n in range(4)]
    for plan in plans:
        assert fleet.finished(plan) == (fleet.narrations.finished(plan.narration), plan)
        assert {segment.voice for segment in plan.segments} == {REMOTE}
    assert len(fleet.speech.asked) - before == sum(len(plan.segments) for plan in plans)


def test_what_a_host_that_stands_still_was_speaking_goes_to_another(fleet: Fleet) -> None:
    plan = fleet.planned(fleet.ask(story("clocks"), at=fleet.first))
    wait_until(lambda: fleet.spoken(plan) >= 3, "the beginning")
    with fleet.first.standing_still():
        finished, done = fleet.finished(plan)
        wait_until(lambda: fleet.queue.workers() == 2, "the end of its heartbeats")
    assert done == plan, "another has the same keys"
    fleet.wait_until_all_are_up()
    fleet.finished(fleet.planned(fleet.ask(story("springs", 2), at=fleet.first)))
    assert fleet.finished(plan) == (finished, plan), "and that it came back late undoes nothing"


def test_what_only_a_host_that_stands_still_could_speak_goes_on_under_the_keys_of_another(
    fleet: Fleet,
) -> None:
    plan = fleet.planned(fleet.ask(story("anchors", 10), at=fleet.other))
    wait_until(lambda: fleet.spoken(plan) >= 2, "the beginning")
    with fleet.other.standing_still():
        finished, done = fleet.finished(plan)
    spoken = [old.key == new.key for old, new in zip(plan.segments, done.segments, strict=True)].count(True)
    assert 2 <= spoken < len(plan.segments)
    fleet.other.assert_spoken_here(fleet.narrations, done, range(spoken))
    fleet.first.assert_spoken_here(fleet.narrations, done, range(spoken, len(plan.segments)))
    fleet.wait_until_all_are_up()
    fleet.finished(fleet.planned(fleet.ask(story("chains", 2), at=fleet.other)))
    assert fleet.finished(plan) == (finished, done)


def test_a_worker_that_hands_out_no_tasks_is_not_counted(fleet: Fleet) -> None:
    """Its process lives, and would beat for ever."""
    os.kill(fleet.twin.running.process.pid, signal.SIGSTOP)
    try:
        wait_until(lambda: fleet.queue.workers() == 2, "the end of its heartbeats")
    finally:
        os.kill(fleet.twin.running.process.pid, signal.SIGCONT)
    fleet.wait_until_all_are_up()


def test_one_that_ends_in_good_order_is_missed_at_once(fleet: Fleet) -> None:
    fleet.twin.running.stop()
    assert len(fleet.alive) == 2
