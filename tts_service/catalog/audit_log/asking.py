"""What somebody asks of the audit log, in a query, a form or a command. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tts_service.catalog.audit_log.book import AuditFilter
from tts_service.errors import BadRequest

MOST_CHARS = 200
TEXTS = ("who", "what", "subject")
MOMENTS = ("since", "until")
DAY_CHARS = len("2026-11-30")


def filter_of(values: Mapping[str, str]) -> AuditFilter:
    """``values`` by the names of AuditFilter's fields; others are ignored. ``since`` and ``until``: a day
    (UTC), which is counted in, or a moment in ISO 8601. Raises BadRequest."""
    texts = {name: values.get(name, "").strip() for name in TEXTS}
    for name, text in texts.items():
        if len(text) > MOST_CHARS or not (text.isprintable() or not text):
            raise BadRequest(f"{name} must be one line of at most {MOST_CHARS} characters.")
    given = {name: values.get(name, "").strip() for name in MOMENTS}
    moments = {name: _moment(name, text) for name, text in given.items() if text}
    if len(given["until"]) == DAY_CHARS:
        moments["until"] += dt.timedelta(days=1)
    return AuditFilter(
        who=texts["who"],
        what=texts["what"],
        subject=texts["subject"],
        since=moments.get("since"),
        until=moments.get("until"),
    )


def _moment(name: str, text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC) if 1970 < moment.year < 9999 else _refuse(name)
    except (ValueError, OverflowError):
        return _refuse(name)


def _refuse(name: str) -> dt.datetime:
    raise BadRequest(f"{name} must be a day such as 2026-11-30, or a time such as 2026-11-30T08:00:00Z.")
