"""How tests are dealt out to processes that run side by side."""

from __future__ import annotations

import os

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

TOGETHER = ("tests/browser/", "tests/service/", "tests/bucket/")
"""Folders whose tests share what takes longest to start: browsers, whole services, a server of buckets. One
process has them from the start; dealt out by file, each process would start its own."""


GIVES_WAY = 5
"""By how much the process that is one more than there are cores is nicer than the others."""


class SharedTogether(LoadFileScheduling):  # type: ignore[misc]
    """By file, but for the folders of ``TOGETHER``, which stay whole."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        """To the process that gives way, from the end: there is what waits for nobody."""
        if gives_way(node.gateway.id):
            self.workqueue.move_to_end(next(reversed(self.workqueue)), last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return folder_of(nodeid) or str(super()._split_scope(nodeid))

    def remove_node(self, node: WorkerController) -> str | None:
        """The test in which the process of ``node`` has died; the others are dealt out again. xdist's own
        would deal out that one, too, and each process that gets it would die of it."""
        work = self.assigned_work.pop(node)
        left = [(tests, name) for tests in work.values() for name, is_done in tests.items() if not is_done]
        if not left:
            return None
        tests, died_in = left[0]
        tests[died_in] = True
        self.workqueue.update((scope, rest) for scope, rest in work.items() if not all(rest.values()))
        for other in self.assigned_work:
            self._reschedule(other)
        return str(died_in)


def gives_way(worker: str) -> bool:
    """Is it the one more than there are cores? ``worker`` is xdist's name of it: "gw0" is the first."""
    return worker == f"gw{os.cpu_count()}"


def folder_of(nodeid: str) -> str:
    """The folder of ``TOGETHER`` that a test is in; "" for all others."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), "")
