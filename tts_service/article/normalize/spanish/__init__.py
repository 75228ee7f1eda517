"""Spanish, ordered: what stands above is tried first, and takes its text from what stands below."""

from __future__ import annotations

from functools import cache

from tts_service.article.normalize import signs
from tts_service.article.normalize.emojis import emoji_rule
from tts_service.article.normalize.pauses import NOTES, PAUSES
from tts_service.article.normalize.rules import Rule
from tts_service.article.normalize.spanish import abbreviations, calendar, figures, measures, numbers
from tts_service.article.normalize.spanish.words import cardinal, name_number
from tts_service.article.normalize.web import WebWords, web_rules
from tts_service.article.normalize.wordlists import word_set

_WEB = WebWords(
    dot="punto",
    slash="barra",
    at="arroba",
    dash="guion",
    underscore="guion bajo",
    plus="más",
    hashtag="hashtag",
    number=name_number,
    capitals=lambda word: word,
    letters=word_set("BBC CNN ONU UK US UE TV"),
)
_OF_PESOS = word_set("mx ar cl co uy cu do")
_IN_EUROPE = frozenset(("", "es"))


@cache
def rules(region: str) -> tuple[Rule, ...]:
    """The rules for a region, such as "mx"; "" is read as in Spain."""
    first_of_the_month = () if region in _IN_EUROPE else (calendar.first_of_the_month,)
    return (
        emoji_rule("es", "emoji de {}".format, lambda n, name: f"{cardinal(n)} emojis de {name}"),
        *web_rules(_WEB),
        *NOTES,
        figures.around_the_clock,
        figures.fraction,
        figures.phone,
        calendar.numeric_date,
        calendar.iso_date,
        calendar.short_month,
        *first_of_the_month,
        calendar.time_with_half,
        calendar.time_of_day,
        calendar.era,
        *measures.money_rules("peso" if region in _OF_PESOS else "dollar"),
        measures.percentage,
        measures.measure,
        abbreviations.short_form,
        numbers.ordinal_number,
        numbers.roman_part,
        numbers.roman_event,
        numbers.roman_name,
        abbreviations.initial_of_a_name,
        abbreviations.dotted_initials,
        abbreviations.initialism,
        numbers.day_of_an_attack,
        numbers.version,
        numbers.number_range,
        numbers.cardinal_number,
        numbers.leftover_digits,
        *PAUSES,
        signs.bar,
        signs.silent_mark,
        abbreviations.sign,
    )
