"""``/openapi.json`` and ``/docs``: the same description for machines and for people."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
from flask import Blueprint, Response, render_template

from tts_service.errors import ProblemKind
from tts_service.web.openapi.terms import JSON, Answer, Operation

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def docs_blueprint(describe: Callable[[], dict[str, Any]]) -> Blueprint:
    """``describe`` makes the OpenAPI document: when somebody first asks for it, as it takes a megabyte."""
    blueprint = Blueprint("docs", __name__, template_folder="../templates")
    described = cache(describe)

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        response = Response(msgspec.json.encode(described()), content_type="application/json")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    @blueprint.get("/docs")
    def docs() -> Response:
        description = described()
        page = render_template(
            "docs.html", api=description, operations=_by_tag(description), kinds=ProblemKind, typed=type_name
        )
        response = Response(page, content_type="text/html; charset=utf-8")
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return blueprint


def _by_tag(description: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Operations with their method and path, under the name of their tag."""
    found: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in description["tags"]}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append({**operation, "path": path, "method": method.upper()})
    return found


def type_name(schema: dict[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(map(type_name, schema["anyOf"]))
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {type_name(schema.get('items') or {})}"
    return str(schema.get("format") or schema.get("type", "any"))


OPERATIONS = (
    Operation(
        path="/openapi.json",
        name="getDescription",
        tag="operations",
        summary="This description, for machines",
        answers={
            200: Answer(
                "OpenAPI 3.1.",
                JSON,
            )
        },
    ),
    Operation(
        path="/docs",
        name="getDocs",
        tag="operations",
        summary="This description, for people",
        answers={
            200: Answer(
                "A page.",
                "text/html",
            )
        },
    ),
)
