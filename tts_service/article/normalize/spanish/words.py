"""Spanish number words, with gender ("doscientas") and the short forms before a noun ("veintiún días")."""

from __future__ import annotations

import re

from tts_service.article.normalize.wordlists import word_list

_SMALL = word_list("""
    cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
    diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis
    veintisiete veintiocho veintinueve
""")
_TENS = word_list("- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = word_list("""
    - ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos
""")
_ORDINALS = word_list("""
    - primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo
    decimotercero decimocuarto decimoquinto decimosexto decimoséptimo decimoctavo decimonoveno
""")
_ORDINAL_TENS = word_list("""
    - décimo vigésimo trigésimo cuadragésimo quincuagésimo sexagésimo septuagésimo octogésimo nonagésimo
""")
_ORDINAL_HUNDREDS = word_list("""
    - centésimo ducentésimo tricentésimo cuadringentésimo quingentésimo sexcentésimo septingentésimo
    octingentésimo noningentésimo
""")
_MOST_DIGITS = 18


def cardinal(n: int, *, feminine: bool = False, short: bool = False) -> str:
    """``n`` in words, for 0 <= n < 10**18. ``short``: a masculine noun follows, so "uno" becomes "un"."""
    words = []
    for size, one, many in ((10**12, "billón", "billones"), (10**6, "millón", "millones")):
        count, n = divmod(n, size)
        if count:
            words.append(
                f"un {one}" if count == 1 else f"{_below_million(count, feminine=False, short=True)} {many}"
            )
    if n or not words:
        words.append(_below_million(n, feminine=feminine, short=short))
    return " ".join(words)


def _below_million(n: int, *, feminine: bool, short: bool) -> str:
    thousands, rest = divmod(n, 1000)
    words = []
    if thousands:
        words.append(
            "mil" if thousands == 1 else f"{_below_thousand(thousands, feminine=feminine, short=True)} mil"
        )
    if rest or not thousands:
        words.append(_below_thousand(rest, feminine=feminine and not short, short=short))
    return " ".join(words)


def _below_thousand(n: int, *, feminine: bool, short: bool) -> str:
    if n == 100:
        return "cien"
    hundreds, rest = divmod(n, 100)
    words = []
    if hundreds:
        name = _HUNDREDS[hundreds]
        words.append(f"{name[:-2]}as" if feminine and hundreds > 1 else name)
    if rest or not hundreds:
        words.append(_one(_below_hundred(rest), feminine=feminine, short=short))
    return " ".join(words)


def _below_hundred(n: int) -> str:
    if n < 30:
        return _SMALL[n]
    return _TENS[n // 10] + (f" y {_SMALL[n % 10]}" if n % 10 else "")


def _one(words: str, *, feminine: bool, short: bool) -> str:
    """The last "uno" in the form that the noun after it requires."""
    if not words.endswith("uno"):
        return words
    if short:
        return f"{words[:-3]}ún" if words == "veintiuno" else words[:-1]
    return f"{words[:-1]}a" if feminine else words


def ordinal(n: int, *, feminine: bool = False, short: bool = False) -> str:
    """1 is "primero", "primera" or, before a noun, "primer"; beyond a thousand the cardinal is said."""
    if n == 1000:
        return "milésima" if feminine else "milésimo"
    if not 0 < n < 1000:
        return cardinal(n)
    said = " ".join(word for word in (_ORDINAL_HUNDREDS[n // 100], _ordinal_below(n % 100)) if word != "-")
    if feminine:
        return " ".join(f"{word[:-1]}a" for word in said.split())
    return said[:-1] if short and n % 10 in (1, 3) and n % 100 != 11 else said


def _ordinal_below(n: int) -> str:
    return _ORDINALS[n] if n < 20 else f"{_ORDINAL_TENS[n // 10]} {_ORDINALS[n % 10]}".removesuffix(" -")


def digits(written: str) -> str:
    return " ".join(_SMALL[int(c)] for c in written if c.isascii() and c.isdigit())


def number(written: str, *, feminine: bool = False, short: bool = False) -> str:
    """A written number: "1.250", "1 250", "2,5", "6.8", "007". Three digits after a full stop or a comma are
    thousands."""
    whole, mark, decimals = split(written)
    if len(whole) > _MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        said = digits(whole)
    else:
        said = cardinal(int(whole or "0"), feminine=feminine and not mark, short=short and not mark)
    return f"{said} {'coma' if mark == ',' else 'punto'} {_decimals(decimals, short)}" if mark else said


def split(written: str) -> tuple[str, str, str]:
    """Digits before the decimal mark, the mark ("" if there is none), digits after it."""
    plain = written.replace(" ", "").replace("'", "").replace("’", "")
    if re.fullmatch(r"[0-9]+['’][0-9]{3}[.,][0-9]{3}", written.strip()):  # "1'500,000", as in Mexico
        return re.sub("[^0-9]", "", written), "", ""
    cut = max(plain.rfind(","), plain.rfind("."))
    if cut < 0:
        return plain, "", ""
    head, mark, tail = plain[:cut].replace(".", "").replace(",", ""), plain[cut], plain[cut + 1 :]
    is_group = (
        len(tail) == 3
        and (mark == "." or "." not in plain)
        and head not in ("", "0")
        and (mark == "." or "," in plain[:cut] or len(head) <= 3)
    )
    return (head + tail, "", "") if is_group else (head, mark, tail)


def _decimals(written: str, short: bool) -> str:
    """ "ochenta y un" before a noun."""
    if written[0] == "0" or len(written) > 2:
        return digits(written)
    return cardinal(int(written), short=short and len(written) == 2)


def pairs(written: str) -> str:
    """Digits as they are called out: "1234" is "doce treinta y cuatro", "123" one by one."""
    if len(written) in (1, 3) or len(written) > 8:
        return digits(written)
    if len(written) % 2:
        return f"{digits(written[0])} {pairs(written[1:])}"
    return " ".join(_pair(written[at : at + 2]) for at in range(0, len(written), 2))


def _pair(two: str) -> str:
    return digits(two) if two[0] == "0" else cardinal(int(two))


def fraction_part(n: int, *, several: bool) -> str:
    """The name of one or several parts of ``n``: "tercio", "onceavos", "treintaidosavo"."""
    name = _PARTS.get(n) or f"{_joined(cardinal(n))}avo"
    return f"{name}s" if several else name


_PARTS = {
    2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno",
    10: "décimo", 100: "centésimo", 1000: "milésimo", 10_000: "diezmilésimo", 1_000_000: "millonésimo",
}  # fmt: skip


def _joined(words: str) -> str:
    bare = words.replace(" y ", "i").replace(" ", "").translate(str.maketrans("áéíóú", "aeiou"))
    return bare[:-1] if bare.endswith(("a", "uno")) else bare


def name_number(written: str) -> str:
    """A number within a name: up to four digits as a number, else digit by digit."""
    return cardinal(int(written)) if len(written) <= 4 and written[0] != "0" else digits(written)
