"""What a recipe takes: how much of what, how long, for how many; and what is to be noted under it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_AMOUNT = re.compile(
    r"\d\s?(?:min(?:s|ute[ns]?|utos?|uti|uten)?|h(?:rs?|ours?|oras?|eures?)?|std\.?|stunden?|ore|uur"
    r"|pers(?:onen|onnes|onas|one|oas|ons)?|people|servings?|portion(?:en|s|i)?|porzioni|porções|raciones"
    r"|kcal)\b",
    re.IGNORECASE,
)
_AMOUNTS = 2
_AMOUNTS_CHARS = 120
_LABELLED = re.compile(
    r"(?:servings?|serves|yields?|makes|portionen|ergibt|portions|pour|raciones|porciones|porções|rendimento"
    r"|porzioni|dosi)\s?:?\s?\d{1,3}\b.{0,20}",
    re.IGNORECASE,
)
_LABEL_CHARS = 50
_ITEMS = 3
_NOTES = re.compile(
    r"(?:(?:recipe|cook['’]s|chef['’]s|my|expert|top|storage|serving) )?(?:notes?|tips?|variations|storage)"
    r"|(?:notes|tips) (?:and|&) (?:notes|tips|variations|storage)"
    r"|notizen|anmerkungen|tipps?|hinweise|aufbewahrung|notas|consejos|trucos|conservación|conseils?|astuces?"
    r"|conservation|consigli|conservazione|dicas?|observações|conservação",
    re.IGNORECASE,
)


def tells_amounts(text: str) -> bool:
    """Whether a line has several: "Preparation 20 min, cooking 1 h, serves 4 people"."""
    return len(text) <= _AMOUNTS_CHARS and len(_AMOUNT.findall(text)) >= _AMOUNTS


def tells_amount(text: str) -> bool:
    """Whether a short line has one: "Prep time 10 mins", "Serves: 4"."""
    short = len(text) <= _LABEL_CHARS
    return short and (_AMOUNT.search(text) is not None or _LABELLED.fullmatch(text.strip()) is not None)


def takes_amounts(items: Sequence[str]) -> bool:
    """Whether a list says how much of what: most of its items have a number."""
    with_numbers = sum(any(map(str.isdigit, item)) for item in items)
    return len(items) >= _ITEMS and 2 * with_numbers > len(items)


def heads_notes(text: str) -> bool:
    """Whether a heading says that what is under it is to be noted when one cooks."""
    return _NOTES.fullmatch(text.strip(" :")) is not None
