"""Pages that show only the beginning of their article: the rest is behind a login or a paywall. Pure, and
light.

It takes clear signs to conclude this. A statement that the article is not free is not enough: many
publishers make it on pages that hold the whole story, which is then read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from tts_service.article.extract.draft import Draft
from tts_service.errors import ProblemKind, Unprocessable

_SHORT_CHARS = 1_000
_TEASER_CHARS = 1_500
"""Characters of a page that states not to be free; longer ones also need a call to subscribe."""
_CALLED_CHARS = 4_000
_WHOLE_SHARE, _PART_SHARE = 0.7, 0.5
"""Shares of the number of words that the page states."""
_CALL_NEAR = 6
"""Pieces after the last one that is read."""
_CALL_CHARS = 400

_READ_ON = r"(continue|keep|finish|go on|carry on) reading|read (on|it|this|the|more of this|full)|unlock"
_READ_ON_OR_SEE = (
    rf"({_READ_ON}|(view|see|access) (this|the) (full|rest|whole|complete|entire|article|story|content))"
)
_WHO = r"(paid |paying |premium |registered )*(subscribers|members|users|readers)"
_CALL = re.compile(
    "|".join(
        (
            r"\b(subscribe|sign up|register|log ?in|sign in|join|become a (member|subscriber)|create an? "
            r"(free )?account"
            rf"|start (a|your) (free )?trial)\b.{{0,60}}\b(to|and) {_READ_ON_OR_SEE}\b",
            r"\bto (continue|keep) "
            r"reading\b.{0,80}\b(subscri|sign|log|regist|join|account|member|trial|choose|pay)",
            r"\bkeep reading with an? .{0,20}\btrial\b",
            r"\b(this|full|premium|the rest of this) (article|story|content|post|page) (is|are) (only "
            r"|exclusively )?"
            rf"(available |reserved |exclusive |restricted |limited )?(only )?(for|to) (our )?{_WHO}",
            rf"\b(for|to) (our )?{_WHO} only\b|\b(subscribers?|members?)[- ]only "
            rf"(article|story|content|post)",
            r"\balready an? (subscriber|member)\?",
            r"\byou(['’]ve| have) (reached|read|used) .{0,40}\bfree (articles|stories|limit)",
            # German
            r"\b(abonnieren|registrieren|anmelden|einloggen|abo)\b.{0,60}\b(weiter(zu)?lesen|artikel (zu "
            r")?lesen)",
            r"\bweiterlesen (mit|im|als|nach)\b.{0,60}(abo|anmeld|regist|plus|\+)|\bbereits abonnent",
            r"\b(nur|exklusiv) für (unsere )?(abonnent|mitglied|registrierte)",
            # Spanish
            r"(suscr[ií]b(ete|ase|irse)|inicia sesión|regístr(ate|ese)|hazte (socio|suscriptor)).{0,60}"
            r"\b(seguir|continuar) leyendo|\bpara (seguir|continuar) "
            r"leyendo.{0,60}(suscr|regístr|sesión|socio)",
            r"\b(exclusivo|solo|sólo|reservado|disponible)\b.{0,20}\bpara (nuestros )?(suscriptores|socios)",
            r"\bya eres suscriptor",
            # French
            r"(abonnez-vous|connectez-vous|inscrivez-vous|s['’]abonner|identifiez-vous).{0,60}"
            r"\b(lire la suite|poursuivre (la|votre) lecture|continuer (la|votre) lecture)|\bdéjà abonné",
            r"\b(réservée?s?|exclusif|en exclusivité)\b.{0,15}\b(aux|à nos|pour nos) (abonnés|membres)",
        )
    ),
    re.IGNORECASE | re.DOTALL,
)
_LOGIN_PATHS = frozenset(
    (
        *(
            "login",
            "log-in",
            "signin",
            "sign-in",
            "logon",
            "sso",
            "paywall",
            "subscribe",
            "anmelden",
            "abonnieren",
        ),
        *("iniciar-sesion", "suscribete", "suscripcion", "connexion", "abonnement", "s-abonner"),
    )
)
_LOGIN_HOSTS = frozenset(("login", "signin", "sso", "auth", "accounts"))


def check_whole(drafts: Sequence[Draft], *, is_free: bool | None, words: int) -> None:
    """Raises Unprocessable (kind "not-public") if ``drafts``, all visible pieces of a page in order, end
    where the public part of an article does. ``is_free`` and ``words`` are what the page states about the
    article; None and 0: nothing."""
    body = [draft for draft in drafts if draft.read and draft.kind not in ("title", "heading")]
    call = _call_behind(drafts)
    why = _why_cut_off(" ".join(draft.text for draft in body), is_free, words, call)
    if why:
        raise not_public(
            f"Only the beginning of this article is public: {why}. Send its whole text; or, when the page "
            "does hold all of it, "
            "set whole = true for its site in shows.toml."
        )


def leads_to_login(asked: str, found: str) -> bool:
    """Whether a request for the page ``asked`` was redirected to log in or subscribe, at ``found``."""
    return _is_login(found) and not _is_login(asked)


def not_public(detail: str) -> Unprocessable:
    return Unprocessable(detail, kind=ProblemKind.NOT_PUBLIC)


def _why_cut_off(body: str, is_free: bool | None, words: int, call: str) -> str:
    """Why the article seems cut off; "" if it does not."""
    has = len(body.split())
    if is_free or (words and has >= _WHOLE_SHARE * words):
        return ""
    if is_free is False and words and has < _PART_SHARE * words:
        return f"the page states that it is not free and has {words:,} words, and shows {has:,}"
    if is_free is False and len(body) < (_CALLED_CHARS if call else _TEASER_CHARS):
        return f"the page states that it is not free, and shows {has:,} words"
    return f"after {has:,} words it says “{call}”" if call and len(body) < _SHORT_CHARS else ""


def _call_behind(drafts: Sequence[Draft]) -> str:
    """The call to subscribe or log in at the point where the story breaks off; "" if there is none."""
    last = max((i for i, draft in enumerate(drafts) if draft.read), default=None)
    near = drafts if last is None else drafts[max(0, last - 1) : last + 1 + _CALL_NEAR]
    texts = (" ".join(draft.text.split()) for draft in near)
    return next((text[:80] for text in texts if len(text) <= _CALL_CHARS and _CALL.search(text)), "")


def _is_login(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").partition(".")[0]
    except ValueError:
        return False
    names = {name.partition(".")[0] for name in parts.path.lower().split("/")}
    return host in _LOGIN_HOSTS or not names.isdisjoint(_LOGIN_PATHS)
