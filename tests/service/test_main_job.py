"""The main job, on the whole service: heard at once, an edit costs one sentence, many clicks are one
synthesis, a click beats a batch."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil

from tests.running import Service, count_frames, wait_until, without_tag
from tts_service.article.request import ArticleRequest, article_id, request_digest
from tts_service.broker.queue import Queue

BATCH_NICE = 10
STORY = [
    "The lighthouse keeper counted eleven ships before breakfast.",
    "Two of them carried salt, and one carried nothing but letters.",
    "By noon the wind had turned, so the harbour master closed the gate.",
    "Nobody on the quay could say when it would open again.",
    "In the evening the letters were read aloud in the square.",
]


def counter(service: Service, name: str) -> float:
    lines = service.get("/metrics").text.splitlines()
    return sum(
        float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name) and not line.startswith("#")
    )


def spoken(service: Service) -> float:
    return counter(service, "tts_segments_synthesized_total")


def rested(service: Service) -> float:
    """``spoken``, when nothing is under way: other tests leave narrations unfinished, and a sentence is
    counted a moment after it can be heard."""

    def at_rest() -> bool:
        listed = service.get("/v1/articles", params={"limit": 100}).json()["articles"]
        return all(article["status"] in ("ready", "failed") for article in listed)

    def unchanged() -> bool:
        before = spoken(service)
        time.sleep(0.5)
        return spoken(service) == before

    wait_until(lambda: at_rest() and unchanged(), "the end of all narrations")
    return spoken(service)


def test_it_is_heard_before_it_is_rendered(slow_tone_service: Service) -> None:
    text = "\n\n".join(f"Paragraph {n} tells of the first morning in the harbour." for n in range(40))
    article = slow_tone_service.post({"text": text, "title": "Heard early"})
    with slow_tone_service.stream(f"/audio/{article['id']}.mp3") as answer:
        body = answer.iter_raw()
        heard = next(body)
        while len(heard) <= 16 * 1024 + 192:
            heard += next(body)
        progress = slow_tone_service.status(article["id"])["progress"]
        assert progress["segments_done"] < progress["segments_total"]
        for chunk in body:
            heard += chunk
    ready = slow_tone_service.wait_ready(article["id"])
    assert count_frames(heard) == round(ready["duration_s"] * 1000 / 24)


def test_the_first_sentence_is_heard_while_it_is_spoken(slow_tone_service: Service) -> None:
    article = slow_tone_service.post(
        {"text": "Anchors were weighed before anybody had counted the crew.", "title": "Weighed"}
    )
    with slow_tone_service.stream(f"/audio/{article['id']}.mp3") as answer:
        body = answer.iter_raw()
        heard = next(body)
        while count_frames(heard) == 0:
            heard += next(body)
        assert slow_tone_service.status(article["id"])["progress"]["segments_done"] == 0
        heard += b"".join(body)
    assert count_frames(heard) == round(slow_tone_service.wait_ready(article["id"])["duration_s"] * 1000 / 24)


def test_an_edit_costs_one_sentence_and_the_old_revision_stays(service: Service) -> None:
    first = service.post({"text": "\n\n".join(STORY), "title": "The keeper"})
    before = service.wait_ready(first["id"])
    old_audio = service.get(f"/audio/{first['id']}/{before['revision']}.mp3").content
    cost = rested(service)

    edited = [*STORY[:2], STORY[2].replace("noon", "ten"), *STORY[3:]]
    service.post({"text": "\n\n".join(edited), "title": "The keeper", "id": first["id"]})
    after = wait_until(lambda: _other_revision(service, first["id"], before["revision"]), "the new revision")

    assert rested(service) - cost == 1
    assert after["revision"] != before["revision"]
    assert service.get(f"/audio/{first['id']}/{before['revision']}.mp3").content == old_audio
    assert service.get(f"/audio/{first['id']}.mp3").content != old_audio


def _other_revision(service: Service, article: str, revision: str) -> dict[str, object] | None:
    status = service.status(article)
    return status if status["status"] == "ready" and status["revision"] != revision else None


def test_the_same_again_is_the_same_narration(service: Service) -> None:
    article = {"text": "\n\n".join(reversed(STORY)), "title": "Backwards"}
    first = service.wait_ready(service.post(article)["id"])
    cost = rested(service)
    again = service.post(article)
    assert (again["id"], again["revision"], again["status"]) == (first["id"], first["revision"], "ready")
    assert rested(service) == cost


def test_many_first_clicks_are_one_synthesis(slow_tone_service: Service) -> None:
    text = "\n\n".join(f"Sentence {n} is asked for by everybody at the same moment." for n in range(12))
    cost = rested(slow_tone_service)

    def click(_: int) -> str:
        article = slow_tone_service.post({"text": text, "title": "Crowd"})
        answer = slow_tone_service.get(f"/audio/{article['id']}.mp3")
        assert answer.status_code == 200
        # Whoever is so late that all is spoken gets the file, whose tag knows the times of the chapters.
        return hashlib.sha256(without_tag(answer.content)).hexdigest()

    with ThreadPoolExecutor(50) as pool:
        heard = set(pool.map(click, range(50)))
    assert len(heard) == 1
    assert rested(slow_tone_service) - cost == 13


def test_a_click_beats_a_batch(slow_tone_service: Service) -> None:
    service = slow_tone_service
    queue = Queue(service.settings)
    requests = [
        ArticleRequest(
            text="\n\n".join(f"Archive {n}, sentence {m}, from long ago." for m in range(4)),
            title=f"Archive {n}",
        )
        for n in range(500)
    ]
    for request in requests:
        queue.prepare(article_id(request), request, "batch", request_digest(request))
    assert queue.depth("batch") > 400

    waiting = queue.depth("batch")
    article = service.post({"text": "\n\n".join(STORY[:3]), "title": "A click in between"})
    service.wait_ready(article["id"])
    # The click's four segments took the place of a few of the batch's, not of hundreds.
    assert waiting - queue.depth("batch") < 100
    queue.redis.delete("batch:9", "batch:6", "batch")
    queue.close()


def test_a_click_is_spoken_beside_a_batch(service_of_file: Callable[..., Service]) -> None:
    """However long the only worker is at a sentence of the batch: here it is held in the middle of it."""
    service = service_of_file(engine="tone", workers="1")
    queue = Queue(service.settings)
    wait_until(lambda: queue.workers() == 2, "both workers")
    nice = psutil.Process(service.process.pid).nice() + BATCH_NICE
    gives_way = [process for process in service.running.descendants() if process.nice() == min(nice, 19)]
    (speaking,) = [process for process in gives_way if process.parent() in gives_way]
    speaking.suspend()
    try:
        archive = ArticleRequest(text="One sentence keeps the worker.")
        queue.prepare(article_id(archive), archive, "batch", request_digest(archive))
        wait_until(lambda: queue.depth("batch") == 0, "the batch is with the worker")
        service.wait_ready(service.post({"text": "Somebody has pressed the button."})["id"])
    finally:
        speaking.resume()
        queue.close()
