"""A request to every route of the application."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

NUMBERS = {"first": 0, "end": 10}


def every_request(app: Flask, article_id: str = "nobody") -> Iterator[tuple[str, str]]:
    """Method and path of each route, and of an address that there is not. Names of other things are made
    up; deletions come last."""
    found = []
    for rule in app.url_map.iter_rules():
        values = {
            name: NUMBERS.get(name, article_id if name in ("article_id", "id") else "made-up")
            for name in rule.arguments
        }
        built = rule.build(values, append_unknown=False)
        assert built is not None
        found += [(method, built[1]) for method in sorted(rule.methods or ())]
    found += [("GET", "/nothing/here"), ("PUT", "/v1/articles")]
    yield from sorted(found, key=lambda request: request[0] == "DELETE")
