"""The few words that figures need and CLDR does not have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Words(NamedTuple):
    """``comma`` is said for the decimal mark of the language, ``point`` for the mark of a version.

    ``to`` joins the ends of a range, ``score`` those of a score or a ratio ("3:1"), ``times`` those of a size
    ("2 x 3 m"), ``season`` two years ("2024/25"); ``result`` the goals of two teams, if not ``score``.
    ``per`` stands between units ("€/m²"); ``percent`` and ``permille`` behind a number; ``before_christ`` and
    ``after_christ`` behind a year. ``about`` leads an estimate ("~50"); ``squared`` and ``cubed`` stand
    behind what is raised, ``power`` before any other exponent. ``out_of`` stands
    in a mark ("18,5/20"), ``version`` and ``number`` for "v" and "#" before figures. ``compass`` has a name
    for each letter behind degrees. ``together`` stands before the last of several measures ("" for none).
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
    about: str
    squared: str
    cubed: str
    power: str
    compass: Mapping[str, str]
    together: str = ""
    season: str = ""
    result: str = ""
    out_of: str = ""
    version: str = ""
    number: str = ""
    pi: str = "pi"
