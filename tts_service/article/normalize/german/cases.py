"""German gender and case, judged by the words around a number: without a parser, but as far as endings and
articles tell."""

from __future__ import annotations

from tts_service.article.normalize.cldr.written import last_words
from tts_service.article.normalize.wordlists import word_set

_FEMININE_ENDS = (
    "ung", "heit", "keit", "schaft", "ion", "tät", "ik", "ei", "enz", "anz", "ur", "in", "e",
)  # fmt: skip
_FEMININE = word_set("""
    Frau Stadt Nacht Hand Wand Bank Zahl Wahl Welt Zeit Arbeit Art Fahrt Hilfe Liga Bundesliga Kraft Macht
    Million Milliarde Mark Oper Mutter Tochter Schwester Nummer Kammer Regel Insel Tafel Gabel Staffel Auflage
    Halbzeit Mannschaft Sinfonie Einheit Person Jugend Sicht Schicht Pflicht Antwort Haft Front Partei Etappe
    Bundesligasaison Saison Division Kilowattstunde Dekade Amtszeit Lesung Steuer Mauer Feier Leiter
""")
_NOT_FEMININE = word_set("""
    Ende Auge Name Gedanke Kollege Zeuge Junge Löwe Hase Affe Neffe Erbe Buchstabe Kunde Käse Beginn Termin
    Verein Stein Wein Schein Gewinn Sinn Bein Kilowatt Abitur Museum Gebäude Gebirge Gelände Gemälde Gesetz
    Jude Deutsche Franzose Russe Chinese Pole Experte Soldat Biologe Psychologe Unternehmen Interesse Ei Brei
    Vertreter Spielplan Wille Glaube Friede Urin Delphin Delfin Kamin Benzin
""")
_NEUTER_ENDS = (
    "chen",
    "lein",
    "ment",
    "tum",
    "um",
    "jahr",
    "spiel",
    "kind",
    "haus",
    "tor",
    "buch",
    "mal",
    "jahrhundert",
)
_NEUTER = word_set("""
    Mal Jahr Kind Tor Haus Buch Spiel Land Dorf Auto Boot Schiff Tier Pferd Mädchen Viertel Drittel Achtel
    Quartal Semester Kapitel Lebensjahr Jahrzehnt Jahrtausend Regiment Gebot Rad Bild Wort Stück Ding Fest
    Foto Video Album Pfund Gramm Kilogramm Kilo Prozent Bier Glas Zimmer Bett Fenster Opfer Unternehmen Ende
    Auge Gebäude Gesetz Team Studio Konzert Festival Turnier Finale Halbfinale Viertelfinale Rennen Treffen
    Duell Match Date Baby Ei Herz Licht Problem Projekt Programm Thema Byte Gigabyte Megabyte Terabyte
    Volt Watt Kilowatt Megawatt Hertz Bar Uhr Promille
""")
_DATIVE = word_set("mit von zu aus bei nach seit ab gegenüber außer vom zum beim im am zur binnen unter in")
_ACCUSATIVE = word_set("""
    für um durch gegen ohne pro bis per kostet kosten kostete kosteten zahlt zahlte zahlten zahlen bezahlte
    bezahlt hat haben hatte hatten bekam bekommt erhielt erhält kaufte kauft brauchte braucht nahm nimmt nimm
    nehme dazu gewann verlor fand findet sah sieht schickte schrieb macht machte beträgt verdient spendete
""")
_WITH_DATIVE_ARTICLE = word_set("""
    in an auf mit von zu aus bei nach seit vor unter über hinter neben zwischen während wegen trotz innerhalb
    außerhalb gegenüber ab anhand aufgrund statt
""")
_WEAK_N = word_set("""
    am im zum zur vom beim dem den des einem einen einer eines diesem diesen jedem jeden meinem
    meinen meiner seinem seinen seiner ihrem ihren ihrer unserem unseren unserer deren keinem keinen keiner
    bis ab allen beiden welchem welchen jenem jenen
""")
_WEAK_E = word_set("die das dieses diese jedes jede eine seine ihre unsere meine keine ins ans aufs jene")
_NOMINATIVE_OR_FEMININE = word_set("der dieser jeder jener")
_STRONG = word_set("als ein kein sein ihr mein unser dein euer")


NO_NAMES = _WEAK_N | _WEAK_E | _STRONG | {"der", "und", "oder", "als", "wie", "von", "mit"}
"""Words that no numeral of a king stands behind."""


def gender_of(noun: str) -> str:
    """ "feminine", "neuter", or "masculine", which also stands for what cannot be told."""
    if not noun:
        return ""
    if noun in _NEUTER or (noun not in _FEMININE and noun.lower().endswith(_NEUTER_ENDS)):
        return "neuter"
    ends = noun.endswith(_FEMININE_ENDS) and noun not in _NOT_FEMININE
    compound = any(noun.endswith(known.lower()) for known in _FEMININE)
    return "feminine" if noun in _FEMININE or ends or compound else "masculine"


def form_of_one(noun: str, before: str) -> str:
    """CLDR's rule set for a number that ends in one, before ``noun``."""
    gender = gender_of(noun)
    if not gender:
        return "numbering"
    words = last_words(before)
    leading = words[0] if words else ""
    if leading in _DATIVE:
        return "cardinal-r" if gender == "feminine" else "cardinal-m"
    governs = leading in _ACCUSATIVE or (leading in ("und", "oder") and not _ACCUSATIVE.isdisjoint(words))
    if gender == "masculine" and governs:
        return "cardinal-n"
    return f"cardinal-{gender}"


def form_of_ordinal(noun: str, before: str) -> str:
    """CLDR's rule set for an ordinal between ``before`` and ``noun``."""
    gender = gender_of(noun) or "masculine"
    words = last_words(before)
    leading, second = (*words[:2], "", "")[:2]
    if leading in _NOMINATIVE_OR_FEMININE:
        is_dative = gender == "feminine" or second in _WITH_DATIVE_ARTICLE
        return "ordinal-n" if is_dative else "ordinal"
    if leading in _WEAK_N:
        return "ordinal-n"
    if leading in _WEAK_E:
        return "ordinal"
    return {"feminine": "ordinal", "neuter": "ordinal-s"}.get(gender, "ordinal-r")


def has_article(before: str) -> bool:
    """Does a word stand before a number with a point that makes it an ordinal?"""
    words = last_words(before)
    leading = words[0] if words else ""
    return leading in (_WEAK_N | _WEAK_E | _STRONG | _NOMINATIVE_OR_FEMININE) or not before.strip()


def is_dative(before: str) -> bool:
    words = last_words(before)
    return bool(words) and words[0] in _DATIVE
