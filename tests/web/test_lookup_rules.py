"""Addresses are looked up by rules that compile nothing in advance for composing them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, url_for
from werkzeug.routing import Map, Rule

from tts_service.web.http.routes import LookupRule


def test_an_address_is_composed_when_it_is_asked_for() -> None:
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = LookupRule
    app.add_url_rule("/articles/<int:number>", "article", lambda number: str(number))
    with app.test_request_context():
        assert url_for("article", number=7) == "/articles/7"
        assert url_for("article", number=7, words=1, rule="a b") == "/articles/7?words=1&rule=a+b"
    assert app.test_client().get("/articles/7").text == "7"


def test_nothing_is_compiled_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(rule: Rule, append_unknown: bool = True) -> None:
        raise AssertionError(f"compiled: {rule.rule}")

    monkeypatch.setattr(Rule, "_compile_builder", refuse)
    with pytest.raises(AssertionError, match="compiled"):
        Map([Rule("/articles/<name>", endpoint="article")])
    rules = Map([LookupRule("/articles/<name>", endpoint="article")])
    assert rules.bind("news.example").match("/articles/clock") == ("article", {"name": "clock"})


def test_the_application_has_no_others(app_with: Callable[..., Flask]) -> None:
    assert {type(rule) for rule in app_with().url_map.iter_rules()} == {LookupRule}
