"""From a grammar to the ordered rules of its language."""

from __future__ import annotations

import re

from tts_service.article.normalize import signs
from tts_service.article.normalize.cldr.calendar import clock_rules, date_rules, day_rules, era_rules
from tts_service.article.normalize.cldr.codes import code_rules
from tts_service.article.normalize.cldr.counts import (
    count_rules,
    fraction_rules,
    joining_rules,
    phone_rules,
    slash_rules,
)
from tts_service.article.normalize.cldr.grammar import Grammar
from tts_service.article.normalize.cldr.measures import measure_rules
from tts_service.article.normalize.cldr.notations import notation_rules
from tts_service.article.normalize.cldr.romans import century_rules, roman_rules
from tts_service.article.normalize.cldr.short_forms import (
    form_rules,
    initial_rules,
    numbered_rules,
)
from tts_service.article.normalize.cldr.sums import sum_rules
from tts_service.article.normalize.emojis import emoji_rule
from tts_service.article.normalize.pauses import NOTES, PAUSES
from tts_service.article.normalize.rules import Rule, rule
from tts_service.article.normalize.verses import Bible, verse_rule
from tts_service.article.normalize.web import web_rules
from tts_service.article.normalize.wordlists import word_set

_WITH_EMOJI = word_set("ar de en es fa fr id it ja ko pt ru tr zh")
"""Languages in which the library ``emoji`` has names."""


def rules_of(grammar: Grammar) -> tuple[Rule, ...]:
    """The rules of a language, special before general: an earlier rule takes its text before a later one sees
    it."""
    return (
        *_emoji(grammar),
        *web_rules(grammar.web._replace(number=grammar.number)),
        *NOTES,
        *_verses(grammar),
        *sum_rules(grammar),
        *notation_rules(grammar),
        *code_rules(grammar),
        *grammar.first_rules(),
        *phone_rules(grammar),
        *day_rules(grammar),
        *date_rules(grammar),
        *fraction_rules(grammar),
        *joining_rules(grammar),
        *clock_rules(grammar),
        *era_rules(grammar),
        *measure_rules(grammar),
        *slash_rules(grammar),
        *century_rules(grammar),
        *grammar.ordinal_rules(),
        *roman_rules(grammar),
        *numbered_rules(grammar),
        *form_rules(grammar),
        *initial_rules(grammar),
        *count_rules(grammar),
        _guillemets(grammar),
        *PAUSES,
        signs.bar,
        signs.silent_mark,
        signs.sign_rule(grammar.tables.signs),
    )


def _emoji(grammar: Grammar) -> tuple[Rule, ...]:
    language = grammar.locale.partition("_")[0]
    if language not in _WITH_EMOJI:
        return ()
    return (emoji_rule(language, "{}".format, lambda n, name: f"{grammar.cardinal(n)} {name}"),)


def _verses(grammar: Grammar) -> tuple[Rule, ...]:
    if not grammar.tables.books:
        return ()
    mark = "[:,]" if grammar.decimal == "," else ":"
    bible = Bible(grammar.tables.books, grammar.part_of_a_book, grammar.number, grammar.words.to, mark)
    return (verse_rule(bible),)


def _guillemets(grammar: Grammar) -> Rule:
    @rule(r"«\s?|\s?»" if grammar.spaced_guillemets else "[«»]", triggers="«»")
    def guillemet(_: re.Match[str]) -> str:
        """Not heard; what stands between them and the words goes with them."""
        return ""

    return guillemet
