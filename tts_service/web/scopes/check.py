"""The check before each request that its key may do it; and after each, that the audit log has it."""

from __future__ import annotations

from flask import Flask, Response, g, request

from tts_service.web.http.access import Access
from tts_service.web.limits.enforce import is_noted, note
from tts_service.web.scopes.table import CHANGING, NEWSROOM, OPEN, RouteRule, rule_of


def add_scopes(app: Flask, access: Access) -> None:
    @app.before_request
    def check() -> None:
        rule = rule_here()
        if rule.scope is None or request.blueprint == NEWSROOM:
            return
        if rule.or_reader:
            access.has_key(rule.scope)  # raises for one that may not do it; the view looks after the others
        else:
            access.require(rule.scope)

    app.after_request(_record)
    app.after_request(_name_scope)


def rule_here() -> RouteRule:
    """What the current request needs; nothing where there is no such address, and where only the methods are
    asked for."""
    if request.url_rule is None or request.method == "OPTIONS":
        return OPEN
    return rule_of(request.url_rule.rule, request.method)


def _record(response: Response) -> Response:
    """A change of which its view has said nothing is recorded by the name of its route."""
    is_change = request.method in CHANGING and response.status_code < 400 and request.url_rule is not None
    if is_change and not is_noted():
        rule = rule_here()
        if not rule.unrecorded and not rule.or_reader:
            named = request.view_args or {}
            about = {name.removesuffix("_id"): str(value) for name, value in named.items()}
            note(f"route.{request.endpoint}", **about)
    return response


def _name_scope(response: Response) -> Response:
    """As RFC 6750 has it."""
    if response.status_code == 403 and (scope := g.get("scope_needed")):
        response.headers["WWW-Authenticate"] = (
            f'Bearer realm="tts-service", error="insufficient_scope", scope="{scope}"'
        )
    return response
