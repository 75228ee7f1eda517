"""A worker for tests of the web side: takes real messages from the real queue, and writes real narration folders.

It speaks no word: a sentence becomes some frames of silence. Articles that say "nothing to see" are refused, as a page
without an article is.
"""

from __future__ import annotations

import base64
from typing import cast

import msgspec

from audio_cache.frames import silence
from audio_cache.narrations import Narrations
from audio_cache.plan import Failure, Finished, Outcome, Plan, PlannedSegment
from audio_cache.store import SegmentInfo, StoredSegment
from tts_service.article.model import Script, Segment, encode_script
from tts_service.article.request import ArticleRequest, decode_request, request_digest, short_hash
from tts_service.errors import Unprocessable
from tts_service.publisher.rules import Rules
from tts_service.queue import Queue
from tts_service.wire import PRIORITY_STEPS, to_read

TAG = b"ID3 of the tests"
REFUSAL = Unprocessable("No article was found on this page.", kind="no-article").problem
REFUSED = Failure(REFUSAL.kind, REFUSAL.title, REFUSAL.detail, REFUSAL.status)
BROKEN = Failure("engine-failed", "The engine failed", "It said so.", 500)


class Task(msgspec.Struct):
    name: str
    arguments: list[str]


class Hands:
    def __init__(self, queue: Queue, narrations: Narrations) -> None:
        self._redis = queue.redis
        self._narrations = narrations
        self.work_while_waiting = True
        self.waits = 0
        self.refusing = False
        self.rules: Rules | None = None
        """Given: what bears on an article is kept with its outcome, as workers do."""

    def warm(self) -> None:
        self._redis.set("tts:worker:here:1", 1, ex=60)

    def wait(self, seconds: float) -> None:
        """In the place of ``time.sleep``: while somebody waits for a verdict, the next task is done."""
        self.waits += 1
        if self.work_while_waiting:
            self.work(1)

    def take(self, queue: str = "interactive") -> Task | None:
        """The next task, taken from the queue as kombu would."""
        for step in PRIORITY_STEPS:
            data = self._redis.rpop(f"{queue}:{step}" if step else queue)
            if data is not None:
                message = msgspec.json.decode(data)
                arguments = msgspec.json.decode(base64.b64decode(message["body"]))[0]
                return Task(message["headers"]["task"], arguments)
        return None

    def work(self, tasks: int = 100) -> list[str]:
        """Do up to so many tasks of both queues; returns their names."""
        done: list[str] = []
        while len(done) < tasks and (task := self.take() or self.take("batch")):
            if task.name == "tts.prepare":
                self.read(task)
            done.append(task.name)
        return done

    def read(self, task: Task) -> ArticleRequest:
        """Do a task to prepare an article. Returns what is asked for in it."""
        article_id, digest = task.arguments
        request = decode_request(cast(bytes, self._redis.getdel(to_read(article_id, digest))))
        self.prepare(article_id, request, digest)
        return request

    def prepare(self, article_id: str, request: ArticleRequest, digest: str = "") -> Plan | None:
        """None when the article was refused."""
        digest = digest or request_digest(request)
        text = request.text or request.html or request.url or ""
        if self.refusing or "nothing to see" in text.replace("-", " "):
            self._narrations.put_outcome(article_id, digest, Outcome(problem=REFUSED))
            return None
        script = _script(request, text)
        revision = short_hash(encode_script(script))
        segments = tuple(PlannedSegment(_key(s.text), "tone", request.voice or "tone/a4", 10) for s in script.segments)
        plan = Plan(article_id, revision, script.language, "tone", request.voice or "tone/a4", segments, len(TAG))
        self._narrations.put_script(article_id, revision, encode_script(script))
        self._narrations.put_plan(plan, TAG)
        bearing = self.rules.bearing_on(script, article_id, request.show or "") if self.rules else ""
        self._narrations.put_outcome(article_id, digest, Outcome(revision=revision, rules=bearing))
        return plan

    def land(self, plan: Plan, *indexes: int) -> None:
        for index in indexes:
            segment = StoredSegment(silence(50), SegmentInfo("tone", plan.voice, "Some words."))
            self._narrations.segments.put(plan.segments[index].key, segment)

    def finish(self, article_id: str, revision: str) -> Finished:
        plan = self._narrations.plan(article_id, revision)
        assert plan is not None
        self.land(plan, *range(len(plan.segments)))
        return self._narrations.finish(plan)

    def fail(self, article_id: str, revision: str) -> None:
        self._narrations.put_failure(article_id, revision, BROKEN)


def _script(request: ArticleRequest, text: str) -> Script:
    sentences = [sentence.strip() + "." for sentence in text.split(".") if sentence.strip()]
    segments = tuple(Segment(sentence, 0, len(sentence), (), 0, 240) for sentence in sentences)
    return Script(request.title or "Untitled", request.language or "en", text, ("Story",), segments)


def _key(sentence: str) -> str:
    return (short_hash(sentence.encode(), length=32).encode().hex())[:64]
