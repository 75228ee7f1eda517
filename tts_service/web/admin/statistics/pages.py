"""The newsroom's statistics: of all articles or a show on a page, of one article on its own, and as files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, abort

from tts_service.articles.service import ArticleService
from tts_service.articles.statistics.figures import Statistics
from tts_service.articles.statistics.reader import StatisticsReader
from tts_service.articles.status import Status
from tts_service.formats.play_counts import total
from tts_service.web.admin.answers import newsroom_page
from tts_service.web.admin.statistics import panels
from tts_service.web.admin.statistics.sheets import Sheet, csv_of, number, shown
from tts_service.web.api.statistics import asked_days, asked_show

RANGES = (7, 30, 90)
"""Days, to choose from; others are answered, too."""
WEEK = 7


class StatisticsPages:
    def __init__(self, reader: StatisticsReader, articles: ArticleService, *, has_keys: bool) -> None:
        self._reader = reader
        self._articles = articles
        self._has_keys = has_keys

    def overview(self) -> Response:
        found = self._asked()
        return newsroom_page(
            "statistics",
            has_keys=self._has_keys,
            statistics=found,
            panels=panels.panels_of(found),
            first=_day(found.first),
            last=_day(found.last),
            minutes=panels.minutes_in_all(found.days),
            completed=panels.share(found.total.ends, found.total.starts),
            shows=panels.shows_sheet(found.shows),
            articles=panels.articles_sheet(found.articles),
            **_terms(),
        )

    def file(self, name: str) -> Response:
        return _file(panels.sheets_of(self._asked()), name)

    def file_of_article(self, article_id: str, name: str) -> Response:
        status = self._articles.status(article_id)
        found = article_figures(self._reader, status)["panels"]
        return _file({panel.name: panel.sheet for panel in found}, name, status.id)

    def _asked(self) -> Statistics:
        return self._reader.of_days(asked_days(), asked_show())


def article_figures(reader: StatisticsReader, status: Status) -> dict[str, Any]:
    """What an article's page shows of its listeners. ``worst``: the sentence that loses most."""
    days = reader.of_article(status.id, asked_days())
    found = reader.drop_off(status.id, status.revision)
    own = [panels.plays(days), panels.minutes(days)]
    worst = found.sentences[found.most_lost - 1] if found and found.most_lost else None
    return {
        "panels": [*([panels.drop_off_panel(found)] if found else []), *own],
        "drop_off": found,
        "worst": worst,
        **_terms(),
    }


def week_figures(reader: StatisticsReader) -> dict[str, Any]:
    """What the overview shows of listeners."""
    days = reader.plays(WEEK)
    return {
        "days": days,
        "total": total(days),
        "minutes": panels.minutes_in_all(days),
        "panel": panels.plays(days),
    }


def _terms() -> dict[str, Any]:
    """What both pages need."""
    return {"ranges": RANGES, "days": asked_days(), "number": number, "shown": shown}


def _day(day: str) -> str:
    return dt.date.fromisoformat(day).strftime("%-d %b %Y")


def _file(sheets: dict[str, Sheet], name: str, of: str = "") -> Response:
    if name not in sheets:
        abort(404)
    response = Response(csv_of(sheets[name]), content_type="text/csv; charset=utf-8; header=present")
    file = f"{of}-{name}.csv" if of else f"{name}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["Cache-Control"] = "no-store"
    return response
