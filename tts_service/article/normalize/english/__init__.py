"""English, ordered: what stands above is tried first, and takes its text from what stands below."""

from __future__ import annotations

from tts_service.article.normalize import signs
from tts_service.article.normalize.emojis import emoji_rule
from tts_service.article.normalize.english import (
    abbreviations,
    asides,
    counts,
    dates,
    initials,
    measures,
    models,
    money,
    phones,
    places,
    romans,
    scores,
    symbols,
    times,
    titles,
    years,
)
from tts_service.article.normalize.english.acronyms import BY_LETTERS
from tts_service.article.normalize.english.letters import say_capitals
from tts_service.article.normalize.english.words import cardinal, name_number
from tts_service.article.normalize.pauses import NOTES, PAUSES
from tts_service.article.normalize.rules import Rule
from tts_service.article.normalize.web import WebWords, web_rules

_WEB = WebWords(
    dot="dot",
    slash="slash",
    at="at",
    dash="dash",
    underscore="underscore",
    plus="plus",
    hashtag="hashtag",
    number=name_number,
    capitals=say_capitals,
    letters=BY_LETTERS - {"IT", "US", "WHO", "ACT", "DOT"},
)
_MONTH_FIRST = frozenset(("", "us", "ph"))
"""Regions that write the month before the day in figures."""


def _ordered(numeric_date: Rule) -> tuple[Rule, ...]:
    return (
        emoji_rule("en", "{} emoji".format, lambda n, name: f"{cardinal(n)} {name} emojis"),
        # whole tokens that hold other signs
        *web_rules(_WEB),
        *NOTES,
        asides.optional_plural,
        models.retirement_plan,
        phones.international_number,
        phones.toll_free_number,
        phones.american_number,
        phones.national_number,
        phones.called_number,
        phones.emergency_number,
        phones.extension,
        # the calendar and the clock
        dates.iso_date,
        numeric_date,
        dates.days_of_two_months,
        dates.days_of_a_month,
        dates.month_and_day,
        dates.days_and_month,
        dates.day_and_month,
        dates.short_weekday,
        dates.short_month,
        times.span_of_halves,
        times.time_with_half,
        times.length_of_time,
        times.time_of_a_race,
        times.hours_and_minutes,
        times.time_of_a_show,
        times.span_of_times,
        times.time_of_day,
        times.offset_from_utc,
        times.military_time,
        years.fiscal_year,
        years.year_of_an_era,
        years.span_of_decades,
        years.span_of_years,
        years.span_to_short_year,
        years.decade,
        years.short_decade,
        years.short_year,
        # sums and measures
        counts.called_by_numbers,
        counts.even_split,
        money.money,
        money.money_behind,
        money.small_change,
        measures.percentage,
        measures.magnitude_letter,
        measures.feet_and_inches,
        measures.dimensions,
        measures.range_of_a_measure,
        measures.measure,
        measures.measure_by_itself,
        symbols.power_of_a_letter,
        measures.inches,
        measures.inch_mark,
        measures.bare_temperature,
        measures.multiple,
        # two numbers with a dash
        scores.tie_break,
        scores.record_of_three,
        scores.record_of_a_team,
        scores.score,
        scores.ratio,
        # names with numbers
        counts.zip_code,
        places.house_number,
        places.county_road,
        counts.named_by_a_number,
        counts.release,
        models.product_number,
        models.fine_dust,
        models.formula,
        counts.vulgar_fraction,
        counts.fraction,
        counts.one_over_another,
        romans.short_world_war,
        romans.world_war,
        romans.numbered_part,
        romans.numbered_century,
        romans.numbered_name,
        # short forms
        titles.party_and_state,
        places.state,
        places.lone_state,
        places.compass,
        places.street,
        counts.ordinal_number,
        models.number_and_letters,
        models.letters_and_number,
        models.mixed_name,
        titles.title,
        titles.title_before_another,
        titles.junior,
        places.saint,
        places.road,
        abbreviations.before_a_number,
        abbreviations.et_cetera,
        abbreviations.company,
        abbreviations.versus_in_court,
        abbreviations.short_word,
        initials.doctorate,
        initials.dotted_initials,
        initials.ampersand_initials,
        initials.initial_of_a_name,
        initials.lettered_a,
        symbols.pair_of_initials,
        initials.capital_contraction,
        initials.capitals,
        # every number that is left
        symbols.number_sign,
        symbols.approximately,
        symbols.power,
        counts.version,
        counts.number_range,
        years.lone_year,
        counts.cardinal_number,
        counts.leftover_digits,
        symbols.footnote_mark,
        # marks
        symbols.pair_of_words,
        asides.remark,
        asides.until_now,
        *PAUSES,
        asides.dash_at_a_number,
        signs.bar,
        signs.silent_mark,
        symbols.sign,
    )


_AMERICAN = _ordered(dates.numeric_date_month_first)
_ELSEWHERE = _ordered(dates.numeric_date_day_first)


def rules(region: str) -> tuple[Rule, ...]:
    """The rules for a region, such as "gb" or "in"; "" is read as American."""
    return _AMERICAN if region in _MONTH_FIRST else _ELSEWHERE
