"""The Spanish rules, in order: an earlier rule takes its text before a later one sees it."""

from __future__ import annotations

from functools import cache

from tts_service.article.normalize import signs
from tts_service.article.normalize.diacritics import plain_letters
from tts_service.article.normalize.emojis import emoji_rule
from tts_service.article.normalize.pauses import NOTES, PAUSES
from tts_service.article.normalize.rules import Rule
from tts_service.article.normalize.spanish import (
    abbreviations,
    arithmetic,
    calendar,
    clock,
    codes,
    figures,
    measures,
    numbers,
    phones,
    romans,
)
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
    colon="dos puntos",
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
        signs.tag,
        signs.opened_address,
        signs.closed_address,
        *web_rules(_WEB),
        *NOTES,
        plain_letters,
        abbreviations.musical_note,
        abbreviations.ticker_sign,
        codes.internet_address,
        codes.verse,
        phones.international_number,
        phones.number_from_abroad,
        codes.shaped_number,
        codes.named_number,
        phones.phone,
        phones.american_number,
        phones.called_number,
        phones.emergency_number,
        figures.around_the_clock,
        calendar.days_of_two_months_in_figures,
        calendar.day_and_month_in_figures,
        calendar.numeric_date,
        calendar.iso_date,
        calendar.day_and_month_in_romans,
        calendar.slash_of_a_year,
        calendar.month_day_year,
        calendar.day_month_year,
        calendar.short_month_and_year,
        calendar.span_of_weekdays,
        calendar.short_weekday,
        *first_of_the_month,
        calendar.quarter,
        calendar.decade,
        calendar.short_year,
        clock.noon,
        clock.time_of_a_race,
        clock.span_of_times,
        clock.length_of_time,
        clock.span_of_halves,
        clock.time_with_half,
        clock.one_o_clock,
        clock.hours_and_minutes,
        clock.time_of_day,
        calendar.era,
        arithmetic.equation,
        arithmetic.product,
        *measures.money_rules(region, pesos=region in _OF_PESOS),
        measures.millions_of_a_ministry,
        measures.small_change,
        measures.magnitude_letter,
        measures.percentage,
        measures.coordinate,
        measures.feet_and_inches,
        measures.multiple,
        clock.marked_minutes,
        measures.inch_mark,
        measures.measure_in_parts,
        measures.dimensions,
        measures.measure,
        measures.unit_by_itself,
        measures.per_behind_a_word,
        arithmetic.power,
        arithmetic.multiplied_by,
        figures.vulgar_fraction,
        figures.fraction,
        romans.short_century,
        romans.roman_part,
        abbreviations.before_a_number,
        abbreviations.formula,
        abbreviations.short_form,
        numbers.ordinal_number,
        romans.roman_event,
        romans.roman_name,
        romans.numeral_by_itself,
        calendar.era,
        abbreviations.saint,
        abbreviations.initial_of_a_name,
        abbreviations.dotted_initials,
        abbreviations.initialism,
        abbreviations.missing_gap,
        numbers.aircraft_and_its_kind,
        numbers.day_of_an_attack,
        numbers.ratio,
        codes.version,
        numbers.number_range,
        numbers.cardinal_number,
        numbers.bare_decimal,
        numbers.leftover_digits,
        arithmetic.footnote_mark,
        arithmetic.approximately,
        *PAUSES,
        signs.bar,
        signs.highlight,
        signs.joining_underscore,
        signs.silent_mark,
        abbreviations.between_words,
        abbreviations.sign,
    )
