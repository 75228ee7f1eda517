"""The few words that figures need and CLDR does not have."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """``comma`` is said for the decimal mark of the language, ``point`` for the mark of a version.

    ``to`` joins the ends of a range, ``score`` those of a score or a ratio ("3:1"), ``times`` those of a size
    ("2 x 3 m"), ``season`` two years ("2024/25"); ``result`` the goals of two teams, if not ``score``.
    ``per`` stands between units ("€/m²"); ``percent`` and ``permille`` behind a number; ``before_christ`` and
    ``after_christ`` behind a year.
    """

    minus: str
    plus: str
    plus_minus: str
    comma: str
    point: str
    to: str
    score: str
    times: str
    per: str
    percent: str
    permille: str
    before_christ: str
    after_christ: str
    season: str = ""
    result: str = ""
