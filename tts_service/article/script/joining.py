"""The words between the stories of a briefing, in the languages that have them. Pure.

They are sentences of their own, the same every day, so each is spoken once and then in the cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import msgspec

DayPart = Literal["morning", "afternoon", "evening"]


class JoiningWords(msgspec.Struct, frozen=True):
    """``more`` stands before each story but the first and the last; ``last`` before that; ``end`` behind
    all."""

    more: str
    last: str
    end: str

    @property
    def phrases(self) -> tuple[str, ...]:
        return self.more, self.last, self.end


class _Titles(NamedTuple):
    """``counted`` has a place for the number, in words, and one for the part of the day."""

    counted: str
    plain: str
    numbers: tuple[str, ...]
    """From two on."""
    parts: Mapping[DayPart, str]


def _parts(morning: str, afternoon: str, evening: str) -> Mapping[DayPart, str]:
    return {"morning": morning, "afternoon": afternoon, "evening": evening}


_JOINING: Mapping[str, JoiningWords] = {
    "de": JoiningWords(
        "Außerdem in den Nachrichten.",
        "Und zum Schluss.",
        "Das war der Überblick. Jedes Kapitel führt zu seinem Artikel.",
    ),
    "en": JoiningWords(
        "Also in the news.",
        "And finally.",
        "That was the briefing. Each chapter leads to its article.",
    ),
    "es": JoiningWords(
        "En otras noticias.",
        "Y para terminar.",
        "Hasta aquí el resumen. Cada capítulo lleva a su artículo.",
    ),
    "fr": JoiningWords(
        "Également dans l’actualité.",
        "Et pour finir.",
        "C’était l’essentiel de l’actualité. Chaque chapitre renvoie à son article.",
    ),
    "hi": JoiningWords(
        "एक और ख़बर।",
        "और अंत में।",
        "आज की ख़बरें यहीं तक। हर अध्याय से आप पूरे लेख तक पहुँच सकते हैं।",
    ),
    "it": JoiningWords(
        "Tra le altre notizie.",
        "E per finire.",
        "Le notizie finiscono qui. Ogni capitolo rimanda al suo articolo.",
    ),
    "pt": JoiningWords(
        "Em outras notícias.",
        "E, para terminar.",
        "Este foi o resumo. Cada capítulo leva ao seu artigo.",
    ),
}
_TITLES: Mapping[str, _Titles] = {
    "de": _Titles(
        "Die {} Themen {}",
        "Die Nachrichten {}",
        ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
        _parts("am Morgen", "am Nachmittag", "am Abend"),
    ),
    "en": _Titles(
        "The {} stories of {}",
        "The news of {}",
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        _parts("this morning", "this afternoon", "this evening"),
    ),
    "es": _Titles(
        "Las {} noticias de {}",
        "Las noticias de {}",
        ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
        _parts("esta mañana", "esta tarde", "esta noche"),
    ),
    "fr": _Titles(
        "Les {} infos de {}",
        "L’actualité de {}",
        ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
        _parts("ce matin", "cet après-midi", "ce soir"),
    ),
    "hi": _Titles(
        "{1} की {0} ख़बरें",
        "{} की ख़बरें",
        ("दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ", "दस"),
        _parts("आज सुबह", "आज दोपहर", "आज शाम"),
    ),
    "it": _Titles(
        "Le {} notizie di {}",
        "Le notizie di {}",
        ("due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"),
        _parts("questa mattina", "questo pomeriggio", "questa sera"),
    ),
    "pt": _Titles(
        "As {} notícias {}",
        "As notícias {}",
        ("duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez"),
        _parts("desta manhã", "desta tarde", "desta noite"),
    ),
}
LANGUAGES = tuple(_JOINING)
"""Primary tags."""


def joining_words(language: str) -> JoiningWords:
    """``language`` is one of LANGUAGES."""
    return _JOINING[language]


def briefing_title(language: str, stories: int, hour: int) -> str:
    """Such as "The five stories of this morning". ``hour``: of the day, where its listeners are."""
    titles = _TITLES[language]
    part = titles.parts["morning" if hour < 12 else "afternoon" if hour < 18 else "evening"]
    if 2 <= stories < 2 + len(titles.numbers):
        return titles.counted.format(titles.numbers[stories - 2], part)
    return titles.plain.format(part)
