"""Lines that stand in articles but are not told: buttons, pointers, credits, notices. One table for text and for pages. Pure.

A rule must match the whole line. Rules are about what is written, in several languages, never about one publisher.
"""

from __future__ import annotations

import re

_LONGEST = 400
"""Characters. A longer piece is prose, whatever it begins with."""

_PEOPLE = r"(us|me|him|her|them|our \w+|the author|@\w+|[A-Z]\w+( [A-Z][\w.-]+){0,2})"
_AGENCIES = (
    r"(getty( images)?|reuters|afp|ap( photo)?|associated press|pti|ani|ians|epa(-efe)?|shutterstock|istock(photo)?|alamy|unsplash"
    r"|pexels|bloomberg|zuma( press)?|xinhua|dpa)"
)
_NETWORKS = (
    r"(facebook|twitter|x|whatsapp|linkedin|reddit|e-?mail|pinterest|telegram|flipboard|tumblr|instagram|threads|bluesky|mastodon"
    r"|messenger|pocket|copy( the)? link|link copied!?|print|save|bookmark|comments?|share|tweet|pin|text|gift|youtube|koo|sms)"
)
_MONTH = (
    r"(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre"
    r"|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\.?"
)
_DAY = r"((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\.?,? +)?"
_CLOCK = (
    r"(\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)( ?\(?([a-z]{2,4}|gmt|utc)([+-]\d{1,2}(:\d{2})?)?\)?)?"
)
_DATE = (
    rf"{_DAY}(\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|\d{{1,2}}(st|nd|rd|th|\.)? (de |of )?{_MONTH},? (de )?\d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(st|nd|rd|th)?,? \d{{4}})"
)
_WHEN = rf"({_DATE}((,| at| -| –| \||) *{_CLOCK})?|{_CLOCK}(,| on| -| –|) *{_DATE})"
_POINTER = (
    r"(also|also (read|see|watch)|read( also| more| next| this)?|see( also| more)?|related( (articles?|stor(y|ies)|news|posts?|content|coverage"
    r"|reading|links?|topics?|videos?))?|more( (on this( topic)?|stories|news|like this|coverage|reading|from (us|the web|our \w+)))?"
    r"|recommended( (for you|stories|articles|reading|videos?))?|you (may|might) (also )?(like|be interested in)|don['’]t miss"
    r"|must[ -]read|trending( now)?|most (read|popular|viewed)|what to read next|read next|up next|next up|editor['’]?s['’]? (picks?|choice)"
    r"|watch( now| also| more| this| live)?|in case you missed it|icymi|further reading|story timeline|lesen sie auch|mehr zum thema"
    r"|lea también|le puede interesar|te puede interesar|lire aussi|à lire aussi|leia também|leggi anche|lees ook|читайте также|यह भी पढ़ें"
    r"|ये भी पढ़ें)"
)

_RULES: tuple[tuple[str, str], ...] = (
    (
        r"(click|tap|press)( here)? (to|and) (start )?(listen|play|hear)(ing)?\b.*|listen( to)?( this| the)? (article|story|audio|news|now)\b.*"
        r"|(\d+ min(ute)?s? )?listen|audio (player|version).*|play (audio|video)|(video|audio) player( is loading\.?)?",
        "a player button",
    ),
    (
        r"advert(isement|ising|s)?|sponsored( content| by .*)?|promoted( content)?|paid (content|partnership)|anzeige|werbung|publicidad|publicité"
        r"|(story|article|content|report) continues (below|after|beneath).*|(continue reading|scroll( down)?) (below|for more|to continue).*",
        "an advertisement",
    ),
    (
        rf"share( (this|on|via|with|article|story|post)\b.{{0,60}})?|{_NETWORKS}(([\s|,/·•&:]|and|or|on|via|to|this)+{_NETWORKS})*",
        "share buttons",
    ),
    (rf"[\s(\[*•»→▶►-]*{_POINTER}\s*([:|»→>…]|[-–—] ).*|[\s(\[*•»→-]*{_POINTER}[\s:.»)\]*…-]*", "a pointer to other articles"),
    (
        r"sign up\b.{0,200}|subscribe\b.{0,200}|(get|receive) .{0,120}\b(newsletters?|inbox|alerts|push notifications)\b.*"
        r"|.{0,160}\b(delivered|straight|directly|sent) (daily )?to your (inbox|e-?mail|phone).*|(enter|your) (your )?e-?mail( address)?"
        r"|join (us|our|the|over|\d)\b.{0,120}\b(newsletters?|channel|whatsapp|telegram|group|membership)\b.*"
        r"|download (our|the) .{0,80}\bapp\b.*|our newsletters?|newsletters?|(become|be) a (member|subscriber)\b.*",
        "a newsletter or subscription box",
    ),
    (
        rf"(you can )?follow {_PEOPLE} (on|at|@|via|in)\b.*|like us on .*|(find|join|connect with|reach|contact) (us|me|him|her|them) (on|at|via)\b.*"
        r"|(he|she|they) tweets? (at|@).*|@\w{2,30}|click here\b.*|tap here\b.*|(have|got) a (news )?tip\b.*|send (us )?your (tips|news)\b.*",
        "a call to follow or write",
    ),
    (
        r".{0,120}\b(we|this (web)?site|our partners) (and our partners )?uses? cookies.*|accept( all)?( cookies)?|cookie (policy|settings|preferences|notice)"
        r"|manage (cookies|consent|(cookie )?preferences|settings)|(reject|decline|allow) all( cookies)?|privacy policy|terms (of (use|service)|and conditions)",
        "a cookie note",
    ),
    (
        r"[(\[]?(photo(graph)?|image|picture|pic|illustration|graphic|video|file photo|file image|representational image|representative image"
        r"|screenshot|screengrab|foto|bild|fotos)s?( (credit|courtesy|source|via)s?\b.{0,100}|( by)? ?[:|/©].{0,100})?[)\]]?"
        rf"|[(\[]?(credit|courtesy|image courtesy)s? ?[:|].{{0,80}}|[(\[]?(© ?)?{_AGENCIES}( ?(/|via|,|\|) ?.{{0,60}})?[)\]]?"
        rf"|.{{0,60}}( via | ?/ ?|\| ?|© ?){_AGENCIES}[)\]]?",
        "a photo credit",
    ),
    (
        r"[(\[]?(©|\(c\)|copyright\b).*|.{0,120}all rights reserved\b.*|this material may not be (published|broadcast)\b.*"
        r"|.{0,60}\b(is|was|has been|has not been) (auto-?generated|published (directly )?from|edited by|taken from)\b.{0,120}(feed|agency|staff|syndicat)\w*\b.*",
        "a copyright or syndication note",
    ),
    (r"[(\[]?(sources?|quelle|fuente) ?: .{1,60}|[(\[]?(with )?inputs? from .{1,60}|with agency inputs[)\]]?", "a source line"),
    (
        r".{0,200}\baffiliate (links?|partners?|commissions?|advertising)\b.*|.{0,200}\bearn (a|an|us a|some) .{0,40}commissions?\b.*"
        r"|.{0,160}\b(may|might) (get|receive|earn|make) .{0,40}\b(share|commission|compensation|money)\b.*",
        "an affiliate notice",
    ),
    (
        r"(\d+ |no |view |show |read |see |hide |load )*comments?( \(?\d+\)?)?|leave a (comment|reply)|post a comment|be the first to comment.*"
        r"|join the (conversation|discussion)\b.*|reply|report( abuse)?|log ?in( to comment)?|sign in( to .{0,40})?|register( now)?",
        "the comment box",
    ),
    (r"\d+ ?[- ]?min(ute)?s?( read)?|(estimated )?(reading|read) time ?:?.{0,30}", "the reading time"),
    (
        rf"((first |last |originally )?(published|updated|posted|modified|created|aktualisiert|veröffentlicht|actualizado|publicado|mis à jour|publié)"
        rf"( on| at| am| le| el)?:? *)*{_WHEN}( *[|•·-] *\d+ min.*)?",
        "a date line",
    ),
    (
        r"(tags?|topics?|filed under|categor(y|ies)|keywords?|labels?|themen|etiquetas|temas) ?:.*|(#\w+[\s,]*)+|tags|topics|categories",
        "tags",
    ),
    (
        r"skip to (the )?(main |primary )?(content|navigation).*|(back|return) to (the )?top|loading\W*|please (enable|turn on) javascript.*"
        r"|your browser (does not|doesn['’]t) support.*|show (more|less)|(view|see|open) (gallery|slideshow|all|\d+ (images|photos))|expand|collapse|close|menu"
        r"|search|home|(slide|image|photo) \d+ of \d+|\d+ (of|/) \d+|toggle \w+|next|previous|prev|zoom|enlarge( this image)?|hide caption"
        r"|toggle caption|(read|view) (the )?full (story|article)",
        "a control of the page",
    ),
)

_BY_REASON = tuple((re.compile(rf"(?:{pattern})\W*", re.IGNORECASE | re.DOTALL), reason) for pattern, reason in _RULES)
_BYLINE = re.compile(
    r"(?i:(written |reported |edited |compiled |posted |story |report |words )?by|von|por|par|text:?)\s*:?\s+(?P<names>[^\W\d_][\w.'’-]*(,? (?:and |und |y |et |& )?[^\W\d_][\w.'’-]*){0,7})\W*"
)
_DATED_BYLINE = re.compile(rf"(?=.*\bby\b)(.{{0,80}}[\s|,-])?{_WHEN}([\s|,-].{{0,80}})?", re.IGNORECASE)
_FOLLOW_ME = re.compile(rf"(?i:\bfollow) {_PEOPLE} (?:on|at|@)\s?\S*|@\w+ on (?:Twitter|X|Instagram)\b")


def reason_to_skip(line: str) -> str:
    """Why ``line``, a whole visible piece, is not read aloud; "" when it is."""
    line = " ".join(line.split())
    if not line or len(line) > _LONGEST:
        return ""
    for pattern, reason in _BY_REASON:
        if pattern.fullmatch(line):
            return reason
    return "the byline and date" if len(line) < 160 and _DATED_BYLINE.fullmatch(line) else ""


def is_byline(line: str) -> bool:
    """True for "By Jane Doe" and nothing more."""
    line = " ".join(line.split())
    match = _BYLINE.fullmatch(line) if len(line) <= 100 else None
    return bool(match) and all(
        word[0].isupper() or word in ("and", "de", "von", "van", "y", "et", "und", "&") for word in match["names"].split()
    )


def is_date(line: str) -> bool:
    return reason_to_skip(line) == "a date line"


def is_author_note(text: str) -> bool:
    """True for a note on who wrote the piece, such as it stands at the end of one."""
    return len(text) <= 500 and _FOLLOW_ME.search(text) is not None
