"""What takes too long is refused by name, and holds up nobody else: pages, sentences, and processes that
hang."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.local_site import LocalSite
from tests.running import Service, wait_until
from tests.service.test_nothing_lost import SENTENCES, every_worker, long_report, stored_segments

CLICKS, PLACES = 9, 3
"""On pages of a slow site, and how many of these are fetched at once."""
STUCK = "The guide spoke at length of the basilisk in the cellar."
HOSTILE = "1.5e7 km/h, 3/4 of $1,234,567.89 on 2025-12-10; " * 5_000
"""Every token of it has to be normalized."""


@pytest.fixture(scope="module")
def slow_site() -> Iterator[LocalSite]:
    site = LocalSite()
    for n in range(CLICKS):
        site.article(f"/{n}.html", f"Slow story number {n}")
        site.slow_down(f"/{n}.html")
    yield site
    site.close()


@pytest.fixture(scope="module")
def quick_site() -> Iterator[LocalSite]:
    site = LocalSite()
    site.article("/quick.html", "A quick story", "The quick story was told before the slow ones had begun.")
    yield site
    site.close()


@pytest.fixture(scope="module")
def hasty(service_of_file: Callable[..., Service], slow_site: LocalSite, quick_site: LocalSite) -> Service:
    """Reading and speaking may take a second, and one word is never done."""
    given = {"workers": "2", "read_limit_s": "1", "speak_limit_s": "1", "fetches_per_site": str(PLACES)}
    sites = f"{slow_site.origin},{quick_site.origin}"
    return service_of_file(engine="tone", engine_options="stuck_at=basilisk", allowed_sites=sites, **given)


def test_a_sentence_that_is_never_done_is_tried_three_times_and_named(hasty: Service) -> None:
    stuck = hasty.post({"text": f"The town hall was open on Monday.\n\n{STUCK}", "title": "A visit"})
    other = hasty.post(
        {"text": "Meanwhile the ferry left on time, and everybody was on it.", "title": "The ferry"}
    )
    hasty.wait_ready(other["id"])
    assert hasty.status(stuck["id"])["status"] == "rendering"

    status = wait_until(lambda: (s := hasty.status(stuck["id"]))["status"] == "failed" and s, "the end of it")
    assert (status["error"]["kind"], status["error"]["status"]) == ("sentence-too-slow", 503)
    assert STUCK in status["error"]["detail"]
    assert status["progress"]["segments_done"] == status["progress"]["segments_total"] - 1
    tries = [line for line in hasty.running.lines if "took too long" in line]
    assert len(tries) == 2  # and the third is the failure
    again = hasty.post_for_problem(
        {"text": f"The town hall was open on Monday.\n\n{STUCK}", "title": "A visit"}
    )
    assert again["kind"] == "sentence-too-slow"


def test_an_article_that_cannot_be_read_in_time_is_refused_once_and_others_are_served(hasty: Service) -> None:
    request = {"text": HOSTILE, "title": "Figures"}
    hasty._client.post("/v1/articles", json=request)
    other = hasty.post(
        {"text": "The harbour was quiet, and the gulls had it to themselves.", "title": "Quiet"}
    )
    hasty.wait_ready(other["id"])

    def refused() -> bool:
        return bool(hasty.post_for_problem(request)["kind"] == "too-slow-to-read")

    wait_until(lambda: any("took longer than 1 s" in line for line in hasty.running.lines), "the end of it")
    assert [refused() for _ in range(3)] == [True] * 3
    tries = [
        line for line in hasty.running.lines if "cannot be read: Reading this article took longer" in line
    ]
    assert len(tries) == 1


def test_a_slow_site_has_few_places_and_a_quick_one_is_heard_meanwhile(
    hasty: Service, slow_site: LocalSite, quick_site: LocalSite
) -> None:
    clicks = [{"url": f"{slow_site.origin}/{n}.html"} for n in range(CLICKS)]
    with ThreadPoolExecutor(CLICKS) as listeners:
        accepted = [listeners.submit(hasty.post, click) for click in clicks]
        wait_until(lambda: len(slow_site.slow_at_once) == PLACES, "the slow site's places are taken")
        quick = hasty.post({"url": f"{quick_site.origin}/quick.html"})
        hasty.wait_ready(quick["id"])
        assert len(slow_site.slow_at_once) == PLACES, "nobody got a slow page beyond its places"
        slow_site.let_go.set()
        for click in accepted:
            hasty.wait_ready(click.result()["id"])
    assert len(slow_site.slow_at_once) == CLICKS, "each page is fetched once"
    assert max(slow_site.slow_at_once) <= PLACES


def pool_children(service: Service) -> list[psutil.Process]:
    """The processes that speak: each a child of one that hands out tasks."""
    workers = every_worker(service)
    leaders = {process.ppid() for process in workers}
    return [
        process
        for process in workers
        if process.pid not in leaders and process.ppid() in {w.pid for w in workers}
    ]


@contextmanager
def standing_still(processes: list[psutil.Process]) -> Iterator[None]:
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


def test_what_a_process_that_stands_still_was_speaking_goes_to_another(slow_tone_service: Service) -> None:
    service = slow_tone_service
    old = len(stored_segments(service))
    article = service.post({"text": long_report("standing still"), "title": "Report on standing still"})
    wait_until(lambda: len(stored_segments(service)) >= old + 5, "the beginning")
    stopped, *others = pool_children(service)
    assert len(others) == 2
    with standing_still([stopped]):
        assert service.wait_ready(article["id"])["progress"]["segments_done"] == SENTENCES + 1
        before = whole(service, article["id"])
    # It goes on where it was, late: with a sentence that others have spoken meanwhile. Then it works again,
    # all alone here.
    with standing_still(others):
        next_one = service.post(
            {"text": "The stopped clock was wound up again, and has kept time since.", "title": "The clock"}
        )
        service.wait_ready(next_one["id"])
    assert whole(service, article["id"]) == before
    assert service.status(article["id"])["status"] == "ready"


def whole(service: Service, article_id: str) -> tuple[bytes, dict[Path, int]]:
    """The audio, and when each of its files was written."""
    folder = service.data_dir / "audio" / "narrations" / article_id
    return service.get(f"/audio/{article_id}.mp3").content, {
        path: path.stat().st_mtime_ns for path in folder.rglob("*.*")
    }
