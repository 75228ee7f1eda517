"""SSML → a text and its mark-up: the few elements that are understood here, and a clear refusal of all else.
Pure, and light: the web process imports this when it is sent some.

W3C, Speech Synthesis Markup Language 1.1: https://www.w3.org/TR/speech-synthesis11/. The parser is expat,
which resolves nothing outside; a document type is refused where it begins, and with it every entity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from xml.parsers import expat

import msgspec

from tts_service.article.bounds import MAX_FIELD_CHARS, MAX_SSML_CHARS, MAX_TEXT_CHARS
from tts_service.article.lexicon.ipa import canonical
from tts_service.article.markup.marks import MOST_LANGUAGES, MOST_VOICES, MarkedPause, MarkedReading, Markup
from tts_service.article.markup.pauses import LONGEST_TOGETHER_MS, STRENGTHS, milliseconds
from tts_service.article.markup.say_as import MOST_CHARS, check_say_as
from tts_service.article.markup.written import WrittenText
from tts_service.article.model import SaidAs
from tts_service.errors import BadRequest, ProblemKind, TooLarge

MOST_ELEMENTS = 20_000
DEEPEST = 32
_NAMESPACE = "http://www.w3.org/2001/10/synthesis"
_LANG = "xml:lang"
_NAMES = {
    "http://www.w3.org/XML/1998/namespace lang": _LANG,
    "http://www.w3.org/2001/XMLSchema-instance schemaLocation": "xsi:schemaLocation",
}
_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "speak": ("version", _LANG, "xsi:schemaLocation"),
    "p": (_LANG,),
    "s": (_LANG,),
    "break": ("time", "strength"),
    "sub": ("alias",),
    "say-as": ("interpret-as", "format"),
    "phoneme": ("alphabet", "ph"),
    "voice": ("name",),
    "lang": (_LANG,),
}
"""The elements that are understood, and their attributes."""
_NEEDED = {"sub": "alias", "say-as": "interpret-as", "phoneme": "ph", "voice": "name", "lang": _LANG}
_OF_TEXT = frozenset(("sub", "say-as", "phoneme"))
"""They hold text, and nothing else."""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,6}")
_INVALID, _UNDEFINED, _UNBOUND = 4, 11, 27  # XML_ERROR_INVALID_TOKEN, _UNDEFINED_ENTITY, _UNBOUND_PREFIX
_TOKEN = "invalid token; in a text, & is written &amp; and < is written &lt;"
_PREFIXED = re.compile(rb"<([A-Za-z_][\w.-]{0,60}:[\w.-]{1,60})")
_ENTITIES = (
    " It knows &amp;, &lt;, &gt;, &quot; and &apos;: write all others as the characters that they stand for."
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


class SsmlPlace(NamedTuple):
    """In the SSML, both from 1."""

    line: int
    column: int


class SsmlText(msgspec.Struct, frozen=True):
    """What is shown and how it is spoken. ``paragraphs`` are (start, end) in ``text``; ``language`` is what
    the whole is said to be in, a BCP 47 tag or ""; ``voices`` says where each voice is named first."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]
    markup: Markup
    said_as: tuple[SaidAs, ...]
    language: str
    voices: dict[str, SsmlPlace]


def read_ssml(ssml: str) -> SsmlText:
    """Raises BadRequest (kind "bad-ssml"), with the line and the column, for what is not well formed or not
    understood here; TooLarge for what is too long."""
    if len(ssml) > MAX_SSML_CHARS:
        raise TooLarge(
            f"ssml has {len(ssml):,} characters; at most {MAX_SSML_CHARS:,} can be read. Send it in parts."
        )
    reader = _Reader()
    reader.read(ssml)
    return reader.found()


def refusal(place: SsmlPlace, why: str) -> BadRequest:
    return BadRequest(f"ssml, line {place.line}, column {place.column}: {why}", kind=ProblemKind.BAD_SSML)


def _not_allowed(element: str) -> str:
    return f"the element <{element}> is not allowed. Allowed are: {', '.join(_ATTRIBUTES)}."


class _Open(msgspec.Struct, frozen=True):
    """An element whose end has not come. ``start``: of its text."""

    name: str
    attributes: dict[str, str]
    place: SsmlPlace
    start: int
    speaker: tuple[str, str]
    """Voice and language around it."""


class _Reader:
    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.ProcessingInstructionHandler = self._refuse_instruction
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._out = WrittenText()
        self._open: list[_Open] = []
        self._ssml = ""
        self._elements = 0
        self._speaker = ("", "")
        self._language = ""
        self._together_ms = 0
        self._pauses: list[MarkedPause] = []
        self._readings: list[MarkedReading] = []
        self._said_as: list[SaidAs] = []
        self._voices: dict[str, SsmlPlace] = {}
        self._languages: set[str] = set()

    def read(self, ssml: str) -> None:
        self._ssml = ssml
        try:
            self._parser.Parse(ssml.encode(), True)
        except expat.ExpatError as error:
            why = self._why_malformed(error, ssml.encode()[self._parser.ErrorByteIndex :])
            raise refusal(SsmlPlace(error.lineno, error.offset + 1), why) from None
        except UnicodeEncodeError:
            raise refusal(
                SsmlPlace(1, 1), "it has half of a surrogate pair, which is no character."
            ) from None

    def _why_malformed(self, error: expat.ExpatError, rest: bytes) -> str:
        """``rest`` begins where it is."""
        tag = _PREFIXED.match(rest)
        if error.code == _UNBOUND and tag:
            return _not_allowed(tag[1].decode())
        what = _TOKEN if error.code == _INVALID else expat.ErrorString(error.code)
        hint = _ENTITIES if error.code == _UNDEFINED else ""
        return f"this is not well-formed XML ({what}).{hint}"

    def found(self) -> SsmlText:
        markup = Markup(
            tuple(self._pauses), tuple(self._out.voices), tuple(self._readings), tuple(self._out.sentences)
        )
        if not self._out.paragraphs:
            raise BadRequest("ssml has no text: there is nothing to read.", kind=ProblemKind.EMPTY_TEXT)
        paragraphs = tuple(self._out.paragraphs)
        return SsmlText(
            self._out.text, paragraphs, markup, tuple(self._said_as), self._language, self._voices
        )

    @property
    def _place(self) -> SsmlPlace:
        return SsmlPlace(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _no(self, why: str) -> BadRequest:
        return refusal(self._place, why)

    def _refuse_doctype(self, *_: object) -> None:
        at = self._ssml.find("<!DOCTYPE")  # expat tells it from its end
        place = SsmlPlace(self._ssml.count("\n", 0, at) + 1, at - self._ssml.rfind("\n", 0, at))
        raise refusal(
            place, "a document type (<!DOCTYPE …>) and entities of one's own are not allowed. Leave it out."
        )

    def _refuse_instruction(self, target: str, _: str) -> None:
        raise self._no(f"the processing instruction <?{target} …?> is not allowed. Leave it out.")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        name = self._known(tag)
        attributes = {self._known_attribute(name, one): value for one, value in given.items()}
        self._check_nesting(name)
        self._check_given(name, attributes)
        if name in ("p", "speak"):
            self._out.end_paragraph()
        elif name == "s":
            self._out.end_sentence()
        start = self._out.place()
        self._open.append(_Open(name, attributes, self._place, start, self._speaker))
        if name == "break":
            self._pause(attributes)
        elif name == "speak":
            self._language = attributes.get(_LANG, "")
        else:
            self._speak_as(attributes.get("name"), attributes.get(_LANG))

    def _end(self, _: str) -> None:
        ended = self._open.pop()
        if ended.name in _OF_TEXT:
            self._end_of_text(ended)
        if ended.name in ("p", "speak"):
            self._out.end_paragraph()
        elif ended.name == "s":
            self._out.end_sentence()
        self._speak_as(*ended.speaker)

    def _characters(self, data: str) -> None:
        if self._open[-1].name == "break" and data.strip():
            raise refusal(self._open[-1].place, "<break> is empty: write <break/>.")
        if any(one.name in ("p", *_OF_TEXT) for one in self._open):
            self._out.write(data)
        else:
            self._out.write_loose(data)
        if self._out.length > MAX_TEXT_CHARS:
            raise TooLarge(f"ssml has more than {MAX_TEXT_CHARS:,} characters of text. Send it in parts.")

    def _known(self, tag: str) -> str:
        namespace, _, name = tag.rpartition(" ")
        if namespace not in ("", _NAMESPACE) or name not in _ATTRIBUTES:
            raise self._no(_not_allowed(name))
        return name

    def _known_attribute(self, element: str, tag: str) -> str:
        name = _NAMES.get(tag, tag.rpartition(" ")[2] if " " in tag else tag)
        if name not in _ATTRIBUTES[element] or (" " in tag and tag not in _NAMES):
            allowed = ", ".join(_ATTRIBUTES[element])
            raise self._no(f"the attribute {name} of <{element}> is not allowed. Allowed are: {allowed}.")
        return name

    def _check_nesting(self, name: str) -> None:
        """And how much there is of everything."""
        inside = [one.name for one in self._open]
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise self._no(f"there are more than {MOST_ELEMENTS:,} elements. Send it in parts.")
        if len(inside) >= DEEPEST:
            raise self._no(f"elements are nested more than {DEEPEST} deep.")
        if bool(inside) == (name == "speak"):
            raise self._no(
                "the outermost element is <speak>, and there is one." if inside else "begin with <speak>."
            )
        if inside and (inside[-1] in _OF_TEXT or inside[-1] == "break"):
            holds = "nothing" if inside[-1] == "break" else "only text"
            raise self._no(f"<{inside[-1]}> holds {holds}, and no <{name}>.")
        if name in ("p", "s") and not {"s", name}.isdisjoint(inside):
            raise self._no(f"<{name}> cannot be within <{'s' if 's' in inside else name}>.")

    def _check_given(self, name: str, attributes: Mapping[str, str]) -> None:
        needed = _NEEDED.get(name, "")
        if needed and not attributes.get(needed, "").strip():
            raise self._no(f"<{name}> needs the attribute {needed}.")
        if (tag := attributes.get(_LANG)) is not None and not _TAG.fullmatch(tag):
            raise self._no(f'{_LANG}={tag!r} is not a BCP 47 tag such as "en", "hi" or "pt-BR".')
        if name == "sub" and not any(map(str.isalnum, attributes["alias"])):
            raise self._no("nothing in alias can be spoken.")
        for attribute in ("alias", "name"):
            value = attributes.get(attribute, "")
            if len(value) > MAX_FIELD_CHARS or (attribute == "name" and _UNPRINTABLE.search(value)):
                raise self._no(f"{attribute} of <{name}> is a line of at most {MAX_FIELD_CHARS} characters.")
        if attributes.get("version", "1.1") not in ("1.0", "1.1"):
            raise self._no(
                f"version={attributes['version']!r} of SSML is not known here: there are 1.0 and 1.1."
            )
        if attributes.get("alphabet", "ipa") != "ipa":
            raise self._no(f'alphabet={attributes["alphabet"]!r} is not known here: use alphabet="ipa".')

    def _pause(self, attributes: Mapping[str, str]) -> None:
        ms = self._pause_ms(attributes)
        self._together_ms += ms
        if self._together_ms > LONGEST_TOGETHER_MS:
            raise self._no(f"all pauses together take more than {LONGEST_TOGETHER_MS // 1000} s.")
        self._pauses.append(MarkedPause(self._out.length, ms))

    def _pause_ms(self, attributes: Mapping[str, str]) -> int:
        strength = attributes.get("strength", "medium")
        if strength not in STRENGTHS:
            raise self._no(f"strength={strength!r} is not known here. Allowed are: {', '.join(STRENGTHS)}.")
        try:
            return milliseconds(attributes["time"]) if "time" in attributes else STRENGTHS[strength]
        except ValueError as error:
            raise self._no(f"time={error}") from None

    def _speak_as(self, voice: str | None, language: str | None) -> None:
        """None: as before."""
        before = self._speaker
        self._speaker = (
            before[0] if voice is None else voice.strip(),
            before[1] if language is None else language,
        )
        if voice and voice.strip() not in self._voices:
            self._voices[voice.strip()] = self._place
        if language:
            self._languages.add(language)
        if len(self._voices) > MOST_VOICES or len(self._languages) > MOST_LANGUAGES:
            raise self._no(f"more than {MOST_VOICES} voices or {MOST_LANGUAGES} languages are named.")
        self._out.speak_as(*self._speaker)

    def _end_of_text(self, element: _Open) -> None:
        """Of an element that holds only text."""
        end, given = self._out.length, element.attributes
        text = self._out.text_from(element.start).strip()
        start = end - len(text)
        if not text:
            raise refusal(element.place, f"<{element.name}> has no text to stand for.")
        if element.name == "sub":
            self._said_as.append(SaidAs(start, end, " ".join(given["alias"].split())))
            return
        if len(text) > MOST_CHARS:
            raise refusal(element.place, f"<{element.name}> holds at most {MOST_CHARS} characters.")
        try:
            if element.name == "phoneme":
                self._readings.append(MarkedReading(start, end, ipa=canonical(given["ph"])))
            else:
                check_say_as(given["interpret-as"], text, given.get("format", ""))
                way, form = given["interpret-as"], given.get("format", "")
                self._readings.append(MarkedReading(start, end, say_as=way, form=form))
        except ValueError as error:
            what = "ph" if element.name == "phoneme" else "<say-as>"
            raise refusal(element.place, f"{what}: {error}") from None
