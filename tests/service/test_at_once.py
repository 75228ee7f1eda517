"""Many at once, on the whole service: a CMS that reports without pause, and editors who save together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import httpx
import pytest

from tests.local_site import LocalSite
from tests.running import Service, wait_until
from tests.service.newsroom import find, send_hook
from tts_service.catalog import Catalog

HOOKS = 400
SENDERS = 4
T = TypeVar("T")


def at_once(count: int, do: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(SENDERS) as senders:
        return list(senders.map(do, range(count)))


def waiting(catalog: Catalog, url: str) -> int:
    """How often the page stands among those that were told of and not acted upon."""
    hooks = catalog.hooks.due(dt.datetime.max.replace(tzinfo=dt.UTC), 1_000)
    return sum(hook.url.startswith(url) for hook in hooks)


@pytest.fixture
def catalog(newsroom: Service) -> Iterator[Catalog]:
    catalog = Catalog(newsroom.settings.catalog_url)
    yield catalog
    catalog.close()


def test_a_cms_that_will_not_stop_makes_one_piece_of_work_and_its_last_word_counts(
    newsroom: Service, catalog: Catalog, site: LocalSite, outside: httpx.Client
) -> None:
    url = site.article(
        "/storm.html", "Storm", "The storm was expected on Monday, said the keeper of the light."
    )

    def tell(number: int) -> tuple[int, int]:
        told = {"url": f"{url}?utm_source={number}", "version": str(number)}
        return send_hook(newsroom, outside, told), waiting(catalog, url)

    told = at_once(HOOKS, tell)
    site.article(
        "/storm.html", "Storm", "The storm came on Tuesday, and the keeper was not surprised at all."
    )
    assert send_hook(newsroom, outside, {"url": url, "version": "last"}) == 202
    assert [status for status, _ in told] == [202] * HOOKS
    assert max(rows for _, rows in told) == 1

    def is_heard() -> bool:
        found = find(newsroom, url)
        return bool(found) and "Tuesday" in newsroom.get(f"/v1/articles/{found['id']}/script").text  # type: ignore[index]

    wait_until(is_heard, "the last word")
    wait_until(lambda: waiting(catalog, url) == 0, "an end")
    read = [path for path, _ in site.asked if path == "/storm.html"]
    assert 1 <= len(read) <= HOOKS // 50  # two as a rule; one more for each ten seconds that the storm took


def test_two_editors_who_save_a_page_together_have_it_read_as_it_is_in_the_end(
    newsroom: Service, site: LocalSite, outside: httpx.Client
) -> None:
    """Each save of the CMS changes the page and sends its hook; whichever arrives last, the page is the
    truth."""
    url = site.article(
        "/desk.html", "Desk", "The first editor wrote that the desk is of oak, and that it is old."
    )

    def save(number: int) -> int:
        site.article(
            "/desk.html", "Desk", f"Editor {number} wrote that the desk is of oak, and that it is old."
        )
        return send_hook(newsroom, outside, {"url": url, "version": f"saved by {number}"})

    assert at_once(SENDERS, save) == [202] * SENDERS
    page = site.pages["/desk.html"].body.decode()
    (last,) = [number for number in range(SENDERS) if f"Editor {number} wrote" in page]
    found = wait_until(lambda: find(newsroom, url), "the article")

    def editors() -> list[str]:
        return sorted(
            set(re.findall(r"Editor (\d) wrote", newsroom.get(f"/v1/articles/{found['id']}/script").text))
        )

    wait_until(lambda: editors() == [str(last)], "what the last of them wrote")
    newsroom.wait_ready(found["id"])


def test_of_editors_who_change_a_word_together_one_wins_and_the_others_are_told(newsroom: Service) -> None:
    with httpx.Client(base_url=newsroom.url, trust_env=False, timeout=60) as client:
        added = client.post("/v1/lexicon", json={"write": "Skerryvore", "say": "skerry-vore"})
        address, seen = f"/v1/lexicon/{added.json()['id']}", {"If-Match": added.headers["ETag"]}

        def change(number: int) -> httpx.Response:
            return client.put(
                address, json={"write": "Skerryvore", "say": f"sker{'o' * (number + 1)}"}, headers=seen
            )

        answers = at_once(8, change)
        assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
        (won,) = [answer for answer in answers if answer.status_code == 200]
        assert client.get("/v1/lexicon").json()["words"] == [won.json()]
        assert client.delete(address, headers={"If-Match": won.headers["ETag"]}).status_code == 204


def test_of_two_edits_of_an_article_one_is_there_whole(newsroom: Service) -> None:
    first = newsroom.post(
        {"title": "Two desks", "text": "The window is open. The lamp is lit. The desk is empty."}
    )

    def edit(number: int) -> str:
        text = " ".join(
            f"{thing} number {number} is here." for thing in ("The window", "The lamp", "The desk")
        )
        return str(newsroom.post({"title": "Two desks", "text": text, "id": first["id"]})["id"])

    assert at_once(SENDERS, edit) == [first["id"]] * SENDERS
    newsroom.wait_ready(first["id"])
    script = newsroom.get(f"/v1/articles/{first['id']}/script").text
    assert len(set(re.findall(r"number (\d) is here", script))) == 1


def test_editors_who_pick_articles_for_a_show_together_all_find_theirs(newsroom: Service) -> None:
    ids = [
        newsroom.post({"title": f"Pick {n}", "text": f"The pick number {n} was made."})["id"]
        for n in range(SENDERS)
    ]
    for article in ids:
        newsroom.wait_ready(article)
    shows = newsroom.settings.shows_path
    before = shows.read_text()
    shows.write_text(before + "[show.best]\ntitle = 'The best'\n")
    try:
        with httpx.Client(base_url=newsroom.url, trust_env=False, timeout=60) as client:
            token = (
                client.get(f"/admin/articles/{ids[0]}")
                .text.partition('name="token" value="')[2]
                .partition('"')[0]
            )
            form = {"do": "pick", "show": "best", "token": token}
            picked = at_once(
                SENDERS, lambda n: client.post(f"/admin/articles/{ids[n]}/publish", data=form).status_code
            )
        assert picked == [303] * SENDERS
        found = wait_until(
            lambda: picks(newsroom) if len(picks(newsroom)) == SENDERS else None, "all of them in the feed"
        )
        assert found == set(ids)
    finally:
        shows.write_text(before)


def picks(service: Service) -> set[str]:
    feed = service.get("/feeds/best.xml").text
    return {part.partition("</guid>")[0] for part in feed.split('<guid isPermaLink="false">')[1:]}
