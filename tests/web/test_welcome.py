"""``/`` leads to the demo, the newsroom and the docs, wherever the service stands."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pages: list[str] = []
        self.files: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.pages.append(str(values["href"]))
        elif tag in ("link", "img", "script"):
            self.files.append(str(values.get("href") or values.get("src")))


def links(html: str) -> Links:
    found = Links()
    found.feed(html)
    return found


def test_it_leads_to_the_demo_the_newsroom_and_the_docs(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    found = links(answer.text)
    assert found.pages == ["demo/", "admin/", "docs", "listen-button/LICENSE.txt"]
    for link in (*found.pages, *found.files):
        assert client.get(urljoin("/", link)).status_code == 200, link


def test_it_asks_nothing_of_other_sites_and_runs_no_script(client: FlaskClient) -> None:
    answer = client.get("/")
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert all("//" not in link for link in links(answer.text).files)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["", "/tts", "/tts/"])
def test_it_works_in_a_folder_of_a_site(app_with: Callable[..., Flask], path: str) -> None:
    public = app_with(api_keys=("a-key-of-sixteen-letters",), public_url=f"https://news.example{path}")
    for page in ("/", "/docs"):
        answer = public.test_client().get(page)
        assert answer.status_code == 200
        folder = f"https://news.example{path}".rstrip("/") + page
        reached = [urljoin(folder, link) for link in (*links(answer.text).pages, *links(answer.text).files)]
        inside = f"{path.rstrip('/')}/"
        assert all(urlsplit(link).path.startswith(inside) for link in reached), reached
    welcome = public.test_client().get("/").text
    assert f'src="https://news.example{path.rstrip("/")}/listen-button.js"' in welcome


def test_browsers_that_have_it_are_told_so(client: FlaskClient) -> None:
    first = client.get("/")
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
