"""A worker for tests of the web side: takes real messages from the real queue, and writes real narration
folders.

It speaks no word: a sentence becomes some frames of silence. Articles that say "nothing to see" are refused,
as a page without an article is.
"""

from __future__ import annotations

import base64
from typing import cast

import msgspec

from audio_cache.folders.narrations import FolderNarrations
from audio_cache.mp3.frames import silence
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Failure, Finished, Outcome, Plan, PlannedSegment
from audio_cache.store import SegmentInfo, StoredSegment
from tts_service.article.extract.reading import read_article
from tts_service.article.hashing import short_hash
from tts_service.article.model import Script, Segment, encode_script
from tts_service.article.request import ArticleRequest, decode_request, request_digest
from tts_service.article.script.message import MESSAGE, is_message
from tts_service.article.script.script import make_script
from tts_service.articles.service import ArticleService
from tts_service.broker.heartbeats import Heartbeats
from tts_service.broker.queue import Queue
from tts_service.contracts.heartbeats import Heartbeat, HeartbeatKind
from tts_service.contracts.messages import PRIORITY_STEPS, to_read
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.publisher.rules import PublisherRules

TAG = b"ID3 of the tests"
REFUSAL = Unprocessable("No article was found on this page.", kind=ProblemKind.NO_ARTICLE).problem
REFUSED = Failure(REFUSAL.kind, REFUSAL.title, REFUSAL.detail, REFUSAL.status)
BROKEN = Failure("engine-failed", "The engine failed", "It said so.", 500)


SERVED: dict[HeartbeatKind, tuple[str, ...]] = {"workers": ("interactive", "batch"), "fetchers": ("fetch",)}


class Task(msgspec.Struct):
    name: str
    arguments: list[str]


_STORY = "".join(
    f"<p>On {day} the river rose by {inches} inches, and the people on the left bank carried their "
    "furniture upstairs, as their grandparents had done before them.</p>"
    for day, inches in (("Monday", 4), ("Tuesday", 9), ("Wednesday", 13), ("Thursday", 20))
)
DOUBTFUL_PAGE = (
    "<html lang=en><nav><a href=/>Home</a></nav><main><h1>Flood</h1>"
    f"<article>{_STORY}</article></main><section>"
    "<p>A retired pilot has built a harpsichord out of driftwood and piano wire, and it has been tuned to "
    "the foghorn of the northern mole, he says, which is why the fishermen come to his concerts although "
    "they have heard it all before, at sea and on land.</p></section></html>"
)
"""A paragraph outside the story, with nothing around it that says what it is."""


class Hands:
    def __init__(self, queue: Queue, narrations: FolderNarrations) -> None:
        self._redis = queue.redis
        self._narrations = narrations
        self.work_while_waiting = True
        self.waits = 0
        self.refusing = False
        self.reads_pages = False
        """Pages that are sent are read as workers do it."""
        self.rules: PublisherRules | None = None
        """Given: what bears on an article is kept with its outcome, as workers do."""

    def warm(self) -> None:
        for kind, queues in SERVED.items():
            beat = Heartbeat(host="here", pid=1, node=kind, queues=queues)
            Heartbeats(self._redis, kind).beat(beat)

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
                assert isinstance(data, bytes)
                message = msgspec.json.decode(data)
                arguments = msgspec.json.decode(base64.b64decode(message["body"]))[0]
                return Task(message["headers"]["task"], arguments)
        return None

    def work(self, tasks: int = 100) -> list[str]:
        """Do up to so many tasks of all queues; returns their names. A page is fetched and read in one go."""
        done: list[str] = []
        while len(done) < tasks and (task := self.take() or self.take("batch") or self.take("fetch")):
            if task.name in ("tts.prepare", "tts.fetch"):
                self.read(task)
            done.append(task.name)
        return done

    def read(self, task: Task) -> ArticleRequest:
        """Do a task to prepare an article. Returns what is asked for in it."""
        article_id, digest, *_ = task.arguments
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
        script = self._script(request, text)
        revision = short_hash(encode_script(script))
        segments = tuple(
            PlannedSegment(_key(s.text), "tone", request.voice or "tone/a4", 10) for s in script.segments
        )
        plan = Plan(
            article_id, revision, script.language, "tone", request.voice or "tone/a4", segments, len(TAG)
        )
        if is_message(article_id):
            message = self._narrations.article(article_id, MESSAGE) or b""
            revision = short_hash(encode_script(script) + message)
            self._narrations.put_article(article_id, revision, message)
            plan = msgspec.structs.replace(plan, revision=revision)
        self._narrations.put_script(NarrationId(article_id, revision), encode_script(script))
        self._narrations.put_plan(plan, TAG)
        bearing = self.rules.bearing_on(script, article_id, request.show or "") if self.rules else ""
        self._narrations.put_outcome(article_id, digest, Outcome(revision=revision, rules=bearing))
        return plan

    def _script(self, request: ArticleRequest, text: str) -> Script:
        if self.reads_pages and request.html is not None:
            return make_script(read_article(request))
        return _script(request, text)

    def land(self, plan: Plan, *indexes: int) -> None:
        for index in indexes:
            segment = StoredSegment(silence(50), SegmentInfo("tone", plan.voice, "Some words."))
            self._narrations.segments.put(plan.segments[index].key, segment)

    def finish(self, article_id: str, revision: str) -> Finished:
        plan = self._narrations.plan(NarrationId(article_id, revision))
        assert plan is not None
        self.land(plan, *range(len(plan.segments)))
        return self._narrations.finish(plan)

    def fail(self, article_id: str, revision: str) -> None:
        self._narrations.put_failure(NarrationId(article_id, revision), BROKEN)


def made(listening: ArticleService, hands: Hands, request: ArticleRequest) -> str:
    """The id of an article that is ready."""
    status = listening.request(request)
    hands.work()
    narration = listening.current_narration(status.id)
    assert narration is not None
    hands.finish(status.id, narration.revision)
    assert listening.refresh(status.id).status == "ready"
    return status.id


def _script(request: ArticleRequest, text: str) -> Script:
    sentences = [sentence.strip() + "." for sentence in text.split(".") if sentence.strip()]
    segments = tuple(Segment(sentence, 0, len(sentence), (), 0, 240) for sentence in sentences)
    return Script(request.title or "Untitled", request.language or "en", text, ("Story",), segments)


def _key(sentence: str) -> str:
    return (short_hash(sentence.encode(), length=32).encode().hex())[:64]
