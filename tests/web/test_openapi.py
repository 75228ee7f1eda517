"""The description covers every route, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

import tts_service.errors
from tts_service.errors import ProblemKind
from tts_service.web.openapi.paths import OPERATIONS

ROOT = Path(tts_service.errors.__file__).parent.parent.parent


@pytest.fixture
def description(client: FlaskClient) -> dict[str, Any]:
    answer = client.get("/openapi.json")
    assert answer.json is not None
    return dict(answer.json)


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    validate(description)


def test_every_route_is_described_and_every_description_has_a_route(app_with: Callable[..., Flask]) -> None:
    routes = set()
    for rule in app_with().url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule).replace("{article_id}", "{id}")
        if path.startswith("/admin/"):  # pages for people
            continue
        routes |= {
            (method.lower(), path) for method in rule.methods or () if method not in ("HEAD", "OPTIONS")
        }
    described = {(operation.method, operation.path) for operation in OPERATIONS}
    assert routes == described


def test_every_answer_of_the_api_is_one_of_those_described(
    client: FlaskClient, description: dict[str, Any]
) -> None:
    posted = client.post("/v1/articles", json={"text": "The river rose."})
    assert posted.json is not None
    schema = description["components"]["schemas"]["Status"]
    assert set(posted.json) == set(schema["properties"]) == set(schema["required"])
    problem = client.get("/v1/articles/unknown")
    assert problem.json is not None
    assert set(problem.json) == set(description["components"]["schemas"]["Problem"]["properties"])


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if tag == "a":
            self.links.append(str(values["href"]))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.loaded += [str(values[name]) for name in ("src", "srcset") if values.get(name)]
        self.loaded += [str(values["href"])] if tag == "link" else []


@pytest.fixture
def page(client: FlaskClient) -> Page:
    page = Page()
    page.feed(client.get("/docs").text)
    return page


def test_the_page_lists_the_kinds_of_problems_there_are_and_no_others(page: Page) -> None:
    assert [place for place in page.ids if place.startswith("problem-")] == [
        f"problem-{kind}" for kind in ProblemKind
    ]


def test_the_page_has_a_place_for_every_operation(page: Page) -> None:
    assert {operation.name for operation in OPERATIONS} <= set(page.ids)


def test_links_within_the_page_lead_somewhere_and_ids_are_unique(page: Page) -> None:
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_page_loads_nothing_and_its_headings_are_in_order(page: Page) -> None:
    assert page.loaded == []
    assert page.headings[0] == 1
    assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))


def test_the_page_allows_itself_nothing(client: FlaskClient) -> None:
    assert client.get("/docs").headers["Content-Security-Policy"].startswith("default-src 'none'")
