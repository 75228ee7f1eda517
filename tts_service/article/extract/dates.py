"""How pages write dates and times of day, in several languages: parts of patterns that ignore case. Pure."""

from __future__ import annotations

_MONTHS = (
    "jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?"
    "|nov(ember)?|dec(ember)?",
    "januar|februar|märz|mai|juni|juli|oktober|dezember",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|novembre|dicembre",
    "janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|juni"
    "|juli|augustus",
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre",
)
_MONTH = rf"({'|'.join(_MONTHS)})\.?"
_WEEKDAY = r"((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,? +)?"
DATE = rf"{_WEEKDAY}(" + "|".join(
    (
        r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}",
        r"\d{4}[./-]\d{1,2}[./-]\d{1,2}",
        rf"\d{{1,2}}(st|nd|rd|th|\.)? (de |of )?{_MONTH},? (de )?\d{{4}}",
        rf"{_MONTH} \d{{1,2}}(st|nd|rd|th)?,? \d{{4}})",
    )
)
_ZONE = r"( ?\(?([a-z]{2,4}|gmt|utc)([+-]\d{1,2}(:\d{2})?)?\)?)?"
CLOCK = rf"(\d{{1,2}}[:.h]\d{{2}}([:.]\d{{2}})?( ?[ap]\.?m\.?)?|\d{{1,2}} ?[ap]\.?m\.?){_ZONE}"
DATE_WORDS = (
    r"(?:(?:first|originally|zuletzt|geändert|erschienen|published|updated|modified|posted|reviewed|this|page|next|review|due|on|at|last|modifica(to|ta)?|aggiornat[oa]|pubblicat[oa]|il|alle|ore"
    r"|publié|modifié|mis à jour|le|à|de|actualizad[oa]|publicad[oa]|el|a las|las?|atualizad[oa]|em|às"
    r"|aktualisiert|veröffentlicht|stand|am|um|uhr|h)\b|[\s,|()–—·•:.-])*"
)
WHEN = rf"({DATE}((,| at| -| –| \||) *{CLOCK})?|{CLOCK}(,| on| -| –|) *{DATE})"
