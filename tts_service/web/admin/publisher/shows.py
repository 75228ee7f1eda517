"""The newsroom's shows and sites: what ``shows.toml`` says of them, to look at and to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from tts_service.errors import BadField, BadRequest, Conflict, NotFound, OutOfDate, ServiceError
from tts_service.ops.context import AppContext
from tts_service.publisher.shows.categories import CATEGORIES
from tts_service.publisher.shows.table_editor import TableEditor, TableKind
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publisher.form import line, listed, rows
from tts_service.web.admin.publisher.voices import known_voices_of
from tts_service.web.limits.enforce import note

Read = Callable[[Mapping[str, str], str], object]
_INCLUDE = ("section", "tag", "author", "language", "site")


def _ticked(form: Mapping[str, str], name: str) -> bool:
    return name in form


_SHOW: dict[str, Read] = {
    **dict.fromkeys(("title", "description", "author", "owner_email", "language", "category"), line),
    **dict.fromkeys(("link", "artwork", "type", "voice"), line),
    **dict.fromkeys(("explicit", "members", "review", "synthetic_notice"), _ticked),
}
_SITE: dict[str, Read] = {
    **dict.fromkeys(("include", "skip", "never"), rows),
    **dict.fromkeys(("show", "language"), line),
    **dict.fromkeys(("voices", "languages"), listed),
    **dict.fromkeys(("whole", "feed", "members", "review"), _ticked),
}
_FIELDS: dict[TableKind, dict[str, Read]] = {"show": _SHOW, "site": _SITE}
"""How each key of a table is read from the form. Keys that have no field stay as they are."""


class ShowPages:
    def __init__(self, context: AppContext) -> None:
        self._editors = {kind: TableEditor(context.files, kind) for kind in _FIELDS}
        self._rules = context.rules
        self._queue = context.queue
        self._articles = context.articles
        self._has_keys = bool(context.settings.api_keys)

    def overview(self) -> Response:
        publisher = self._rules.publisher
        return newsroom_page(
            "shows",
            has_keys=self._has_keys,
            shows=publisher.shows.values(),
            sites=publisher.sites.values(),
            broken=self._rules.problem,
        )

    def one(self, kind: str) -> Response:
        """``name`` in the query; without, a new one."""
        kind = _known(kind)
        name = request.args.get("name", "")
        table = self._editors[kind].table(name)
        if name and not table.version:
            raise NotFound(f"There is no {kind} of this name. It may have been removed.")
        return self._form(kind, name, table.values, table.version)

    def save(self, kind: str) -> Response:
        kind = _known(kind)
        form = request.form
        version = form.get("version", "")
        name = form.get("name", "") if version else form.get("name", "").strip().lower()
        editor = self._editors[kind]
        values = _entered(kind, form, editor.table(name).values)
        try:
            if not name:
                raise BadField("Give it a name.", "name")
            editor.put(name, values, version)
        except (BadRequest, Conflict, OutOfDate, NotFound) as error:
            return self._form(kind, name, values, version, error)
        note(f"{kind}.saved", **{kind: name})
        self._articles.follow_shows()
        return see(f"admin/shows/{kind}?{urlencode({'name': name, 'saved': 1})}")

    def remove(self, kind: str) -> Response:
        kind = _known(kind)
        name, version = request.form.get("name", ""), request.form.get("version", "")
        try:
            self._editors[kind].remove(name, version)
        except (BadRequest, OutOfDate) as error:
            table = self._editors[kind].table(name)
            return self._form(kind, name, table.values, table.version, error)
        note(f"{kind}.removed", **{kind: name})
        self._articles.follow_shows()
        return see("admin/shows")

    def _form(
        self,
        kind: TableKind,
        name: str,
        values: Mapping[str, Any],
        version: str,
        error: ServiceError | None = None,
    ) -> Response:
        """``version``: the one that the editor has seen; "" for a new one."""
        return newsroom_page(
            kind,
            error.status if error else 200,
            has_keys=self._has_keys,
            name=name,
            values=values,
            version=version,
            problem=error.detail if error else "",
            wrong=_field_of(error),
            saved="saved" in request.args,
            shows=self._rules.publisher.shows.values(),
            voices=known_voices_of(self._queue),
            categories=CATEGORIES,
            broken=self._rules.problem,
        )


def _known(kind: str) -> TableKind:
    found: TableKind | None = next((one for one in _FIELDS if one == kind), None)
    if found is None:
        raise NotFound("There are pages of shows and of sites. Choose one of these.")
    return found


def _entered(kind: TableKind, form: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """What the form says; None for what it leaves out. A switch that was off and not there stays so."""
    values: dict[str, Any] = {}
    for name, read in _FIELDS[kind].items():
        value = read(form, name)
        if name == "synthetic_notice" and value and isinstance(before.get(name), str):
            value = before[name]  # in words of the publisher's own, which have no field
        values[name] = _as_before(value, before.get(name)) or None
    if kind == "show":
        known = before.get("include")
        kept = known if isinstance(known, dict) else {}
        rule = {name: _as_before(listed(form, f"include_{name}"), kept.get(name)) for name in _INCLUDE}
        values["include"] = {name: value for name, value in {**kept, **rule}.items() if value} or None
    return values


def _as_before(value: object, before: object) -> object:
    """The file may have one text in the place of a list: it is not rewritten for nothing."""
    return before if value == [before] else value


def _field_of(error: ServiceError | None) -> str:
    if isinstance(error, BadField):
        return error.field or "name"
    return "name" if isinstance(error, Conflict) else ""
