"""The publisher's side on the whole service: a batch through its queue, the watch as a part of it, a hub,
a hook."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import httpx

from tests.hub import Hub
from tests.local_site import LocalSite
from tests.paged_site import STORY, put_ferry
from tests.running import Service, wait_until
from tests.service.newsroom import command, find, pushed_feed, send_hook


def test_what_the_watch_finds_is_heard_without_being_asked_for(newsroom: Service, site: LocalSite) -> None:
    def is_ready() -> bool:
        found = find(newsroom, f"{site.origin}/watched.html")
        return found is not None and found["status"] == "ready"

    wait_until(is_ready, "the watched article")


def test_our_own_feed_names_its_hub_and_the_hub_hears_of_an_episode(
    newsroom: Service, site: LocalSite, hub: Hub
) -> None:
    feed = f"{newsroom.url}/feed.xml"
    wait_until(
        lambda: {"hub.mode": "publish", "hub.url": feed, "hub.topic": feed} in hub.asked,
        "word of the episode",
    )
    answer = newsroom.get("/feed.xml")
    assert answer.headers["Link"] == f'<{hub.url}>; rel="hub", <{feed}>; rel="self"'
    seen = feedparser.parse(answer.content)
    assert [link.href for link in seen.feed.links if link.rel == "hub"] == [hub.url]
    assert f"{site.origin}/watched.html" in [entry.link for entry in seen.entries]


def test_a_feed_that_is_looked_at_once_a_day_is_heard_at_once_when_its_hub_pushes(
    newsroom: Service, site: LocalSite, hub: Hub
) -> None:
    topic = f"{site.origin}/pushed.xml"
    wait_until(lambda: [key for key in hub.subscribers if key[1] == topic], "the subscription")
    url = site.article(
        "/pushed.html", "A boat is pushed", "The boat was pushed into the harbour on Monday, said its keeper."
    )
    site.put("/pushed.xml", pushed_feed(site, hub, "/pushed.html"), "application/rss+xml")
    assert hub.publish(topic) == [202]
    wait_until(lambda: (find(newsroom, url) or {}).get("status") == "ready", "the pushed article")


def test_a_batch_goes_through_the_service_that_runs(newsroom: Service, site: LocalSite) -> None:
    arguments = ("batch", f"{site.origin}/sitemap.xml", "--section", "world", "--json")
    done = command(newsroom, *arguments, site=site)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["ready"], report["failed"], report["by"]) == (4, 0, "the service")
    first = report["articles"][0]
    assert newsroom.status(first["id"])["status"] == "ready"
    assert Path(first["audio"]).stat().st_size == first["size"]
    again = command(newsroom, *arguments, "--missing", site=site)
    assert again.returncode == 2
    assert "none that is wanted" in again.stderr


def test_a_batch_through_the_service_tells_how_much_of_it_is_new(
    newsroom: Service, site: LocalSite, tmp_path: Path
) -> None:
    file = tmp_path / "counted.txt"

    def spoken(story: str) -> tuple[int, int]:
        file.write_text(story)
        told = command(newsroom, "batch", str(file), site=site).stdout
        found = re.search(r"(\d+) segments, (\d+) of them new", told)
        assert found, told
        return int(found[1]), int(found[2])

    story = " ".join(f"The harbour master counted {n} ships before the storm came." for n in range(9))
    total, new = spoken(story)
    assert 8 <= new <= total, "what announces it may have been said before, of others"
    assert spoken(story) == (total, 0)
    assert spoken(story.replace("counted 4 ships", "dreamt of four ships")) == (total, 1)


def test_an_article_in_several_pages_is_heard_whole(newsroom: Service, site: LocalSite) -> None:
    url = put_ferry(site)
    site.pages["/ferry?page=3"].status = 404
    ready = newsroom.wait_ready(newsroom.post({"url": url})["id"])
    script = newsroom.get(f"/v1/articles/{ready['id']}/script").json()
    told = " ".join(segment["text"] for segment in script["segments"])
    assert [paragraph for paragraph in STORY[:6] if paragraph not in told] == []
    account = newsroom.get(f"/v1/articles/{ready['id']}/account").json()
    assert (account["complete"], account["lost"]) == (False, [])
    assert "Page 3 of 3 is missing" in account["doubts"][0]
    asked = [path for path, _ in site.asked if path.startswith("/ferry")]
    assert asked == ["/ferry", "/ferry?page=2", "/ferry?page=3"]


def test_what_only_subscribers_can_read_is_told_everywhere_and_published_nowhere(
    newsroom: Service, site: LocalSite
) -> None:
    url = f"{site.origin}/paid.html"
    found = wait_until(
        lambda: (found := find(newsroom, url)) and found["status"] == "failed" and found, "the verdict"
    )
    assert found["error"]["kind"] == "not-public"
    why = "Only the beginning of this article is public: after "
    assert why in newsroom.get(f"/admin/articles/{found['id']}").text
    assert why in newsroom.get("/admin/").text
    posted = newsroom.post_for_problem({"url": url})
    assert (posted["status"], posted["type"]) == (422, "/docs#problem-not-public")
    looked = command(newsroom, "watch", "--once", site=site)
    assert f"not read: {url}: {why}" in looked.stdout
    batch = command(newsroom, "batch", url, site=site)
    assert batch.returncode == 1
    assert f"failed  {url}: {why}" in batch.stdout
    assert url not in newsroom.get("/feed.xml").text

    shows = newsroom.data_dir / "shows.toml"
    shows.write_text(f'{shows.read_text()}\n[site."127.0.0.1"]\nwhole = true\n')
    assert newsroom.wait_ready(newsroom.post({"url": url})["id"])["title"] == "Paid for"


def test_a_hook_has_an_edited_page_read_again(
    newsroom: Service, site: LocalSite, outside: httpx.Client
) -> None:
    url = site.article(
        "/hooked.html", "Hooked", "The fish was hooked on Monday in the harbour, early in the morning."
    )
    before = newsroom.wait_ready(newsroom.post({"url": url})["id"])
    site.article(
        "/hooked.html", "Hooked", "The fish was hooked on Tuesday in the harbour, early in the morning."
    )
    assert send_hook(newsroom, outside, {"url": url, "version": "2"}) == 202
    wait_until(lambda: newsroom.status(before["id"])["revision"] != before["revision"], "the new revision")
    newsroom.wait_ready(before["id"])
    assert "Tuesday" in newsroom.get(f"/v1/articles/{before['id']}/script").text
    clicked = newsroom.post({"url": url})
    assert (clicked["status"], clicked["revision"]) == ("ready", newsroom.status(before["id"])["revision"])
