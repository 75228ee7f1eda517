"""How tests are dealt out to processes that run side by side."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

TOGETHER = ("tests/browser/", "tests/service/")
"""Folders whose tests share what takes longest to start: browsers, and whole services. One process has them
from the start; dealt out by file, each process would start its own."""


class SharedTogether(LoadFileScheduling):  # type: ignore[misc]
    """By file, but for the folders of ``TOGETHER``, which stay whole."""

    def _split_scope(self, nodeid: str) -> str:
        return folder_of(nodeid) or str(super()._split_scope(nodeid))


def folder_of(nodeid: str) -> str:
    """The folder of ``TOGETHER`` that a test is in; "" for all others."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), "")
