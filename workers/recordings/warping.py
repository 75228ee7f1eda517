"""Dynamic time warping: which moment of one recording is which moment of another. Pure, numpy alone.

From coarse to fine: the path that was found among half seconds bounds the search among tenths, and that the
search among frames. So time and memory grow with the length, not with its square.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workers.recordings.features import Features

Indices = npt.NDArray[np.intp]

_STEPS = (25, 5, 1)
"""Frames that are taken together, from coarse to fine."""
_REACH = 60
"""How far the path may leave the coarser one to either side, in steps of the finer."""


class WarpingPath(NamedTuple):
    """For each frame of the reference: the ``first`` and ``last`` frame of the recording that it goes with,
    and how unlike they are (``cost``, of the first)."""

    first: Indices
    last: Indices
    cost: Features


def warped(reference: Features, recording: Features) -> WarpingPath:
    """The cheapest monotonous path through both, from their beginnings to their ends."""
    path: WarpingPath | None = None
    before = 1
    for step in _STEPS:
        rows, columns = _coarser(reference, step), _coarser(recording, step)
        starts, ends = _band(path, before // step, len(rows), len(columns))
        path = _path(rows, columns, starts, ends)
        before = step
    assert path is not None
    return path


def cost_of(reference: Features, recording: Features) -> float:
    """How unlike two short pieces are when each frame goes with the one that suits it, in order."""
    starts, ends = _band(None, 1, len(reference), len(recording))
    return float(_path(reference, recording, starts, ends).cost.mean())


def _coarser(rows: Features, step: int) -> Features:
    """The mean of each ``step`` rows."""
    if step == 1:
        return rows
    count = -(-len(rows) // step)
    padded = np.pad(rows, ((0, count * step - len(rows)), (0, 0)), mode="edge")
    mean: Features = padded.reshape(count, step, -1).mean(axis=1)
    return mean


def _band(path: WarpingPath | None, factor: int, rows: int, columns: int) -> tuple[Indices, Indices]:
    """The columns that each row may go with: all of them, or those around a coarser ``path``."""
    if path is None:
        return np.zeros(rows, np.intp), np.full(rows, columns, np.intp)
    at = np.minimum(np.arange(rows) // factor, len(path.first) - 1)
    starts = np.maximum(path.first[at] * factor - _REACH, 0)
    ends = np.minimum((path.last[at] + 1) * factor + _REACH, columns)
    starts[0], ends[-1] = 0, columns
    return np.minimum(starts, columns - 1), np.maximum.accumulate(ends)


def _path(rows: Features, columns: Features, starts: Indices, ends: Indices) -> WarpingPath:
    """Row by row. Within a row the running minimum takes the place of a loop: a path that enters row i at
    column k and stays there until j costs what entering cost plus the sum from k to j."""
    squares = (columns**2).sum(axis=1)
    moves: list[npt.NDArray[np.int8]] = []
    costs: list[Features] = []
    total = np.empty(0)
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        cost = squares[start:end] - 2 * columns[start:end] @ rows[row] + rows[row] @ rows[row]
        cost = np.sqrt(np.maximum(cost, 0)).astype(np.float64)
        entered, move = _entered(total, starts[row - 1], start, end, cost) if row else _begun(cost)
        summed = np.cumsum(cost)
        lead = entered - summed
        best = np.minimum.accumulate(lead)
        move[best < lead] = _STAYED
        total = best + summed
        moves.append(move)
        costs.append(cost.astype(np.float32))
    return _traced(moves, costs, starts, ends)


_STAYED, _BOTH, _SAME_COLUMN = 0, 1, 2
"""How a cell was reached: from the column before in its row, from the row and the column before, from the row
before."""


def _begun(cost: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    entered = np.full(cost.size, np.inf)
    entered[0] = cost[0]
    return entered, np.full(cost.size, _BOTH, np.int8)


def _entered(
    total: npt.NDArray[np.float64], before: int, start: int, end: int, cost: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """The cost of coming into this row at each of its columns, and how."""
    reachable = np.full(end - before + 1, np.inf)
    reachable[1 : total.size + 1] = total[: end - before]
    both, same = reachable[start - before : -1], reachable[start - before + 1 :]
    move = np.where(both <= same, _BOTH, _SAME_COLUMN).astype(np.int8)
    return np.minimum(both, same) + cost, move


def _traced(
    moves: list[npt.NDArray[np.int8]], costs: list[Features], starts: Indices, ends: Indices
) -> WarpingPath:
    rows = len(moves)
    first, last = np.zeros(rows, np.intp), np.zeros(rows, np.intp)
    cost = np.zeros(rows, np.float32)
    row, column = rows - 1, int(ends[-1]) - 1
    last[row] = column
    while True:
        move = moves[row][column - starts[row]]
        if move == _STAYED:
            column -= 1
            continue
        first[row], cost[row] = column, costs[row][column - starts[row]]
        if row == 0:
            return WarpingPath(first, last, cost)
        row, column = row - 1, column - (move == _BOTH)
        last[row] = column
