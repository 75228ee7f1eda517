"""Resident memory of the web and worker processes after twenty articles, and after twenty more."""

from __future__ import annotations

from typing import Any

from bench.service import Service
from bench.table import Row
from bench.whole import render

ARTICLES = 20


def resident(service: Service) -> tuple[float, float]:
    """MB of the largest web process and of the largest worker process."""
    web: list[float] = []
    workers: list[float] = []
    for process in service.processes():
        line = " ".join(_command(process))
        (web if "gunicorn" in line else workers if "celery" in line else []).append(
            process.memory_info().rss / 1e6
        )
    return max(web), max(workers)


def _command(process: Any) -> list[str]:
    import psutil

    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def measure(service: Service, texts: list[str]) -> list[Row]:
    for number in range(ARTICLES):
        render(service, _variant(texts, number))
    _, worker = resident(service)
    for number in range(ARTICLES, 2 * ARTICLES):
        render(service, _variant(texts, number))
    web, worker_later = resident(service)
    return [
        Row("Memory, web process", f"{web:.0f} MB", "", "", "< 100 MB", web < 100),
        Row("Memory, worker process, 20 articles", f"{worker:.0f} MB", "", "", "< 600 MB", worker < 600),
        Row(
            "Memory, worker process, 40 articles",
            f"{worker_later:.0f} MB",
            "",
            f"{worker_later / worker:.2f}×",
            "no growth",
            worker_later < worker * 1.05,
        ),
    ]


def _variant(texts: list[str], number: int) -> dict[str, str]:
    """An article whose every sentence is new: each names another day."""
    text = texts[number % len(texts)]
    return {"text": text.replace(". ", f" on day {number}. "), "title": f"Report number {number}"}
