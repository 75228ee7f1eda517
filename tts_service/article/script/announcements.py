"""Words that are not in the article, spoken where a listener would be lost without them. Pure.

An announcement is spoken in the same segment as what it announces. Languages that are not in the table
have none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tts_service.article.extract.html.formulas import FORMULA
from tts_service.article.model import Skipped


class Announcements(NamedTuple):
    """The announcements of one language. ``{}`` is a number, in figures. ``formula`` is said in place of a
    formula that is not read. ``speaking`` matches verbs that introduce a quotation."""

    items: str
    more: str
    rows: str
    table: str
    quote: str
    end_of_quote: str
    question: str
    answer: str
    formula: str
    speaking: re.Pattern[str]


def _verbs(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_WORDS: Mapping[str, Announcements] = {
    "en": Announcements(
        items="A list of {} items.",
        more="And {} more.",
        rows="A table with {} rows.",
        table="Table:",
        quote="Quote:",
        end_of_quote="End of quote.",
        question="Question:",
        answer="Answer:",
        formula="formula",
        speaking=_verbs(
            "said|says|say|saying|wrote|writes|writing|told|tells|added|adds|explained|explains|stated|states|statement|posted"
            "|tweeted|replied|replies|asked|asks|declared|quoted?|quotes|according to|put "
            "it|reads?|concluded|argued|argues"
        ),
    ),
    "es": Announcements(
        items="Una lista de {} puntos.",
        more="Y {} más.",
        rows="Una tabla de {} filas.",
        table="Tabla:",
        quote="Cita:",
        end_of_quote="Fin de la cita.",
        question="Pregunta:",
        answer="Respuesta:",
        formula="fórmula",
        speaking=_verbs(
            "dijo|dice|decía|afirmó|afirma|señaló|señala|escribió|escribe|añadió|añade|explicó|explica|declaró|declara"
            "|aseguró|asegura|contó|respondió|preguntó|cita|según|comunicado|dijeron|dicen|afirmaron|sostuvo|sostiene|advirtió"
            "|advierte|comentó|comenta|indicó|indica|manifestó|reconoció|reconoce|recordó|recuerda|agregó|agrega|expresó"
            "|apuntó|apunta|insistió|insiste|contestó|publicó|tuiteó|concluyó|concluye|admitió|admite|subrayó|subraya"
            "|destacó|destaca|precisó|precisa|lamentó|lamenta|zanjó|palabras de"
        ),
    ),
    "fr": Announcements(
        items="Une liste de {} points.",
        more="Et encore {}.",
        rows="Un tableau de {} lignes.",
        table="Tableau :",
        quote="Citation :",
        end_of_quote="Fin de citation.",
        question="Question :",
        answer="Réponse :",
        formula="formule",
        speaking=_verbs(
            "dit|disait|déclare|déclaré|déclarait|affirme|affirmé|écrit|écrivait|ajoute|ajouté|explique|expliqué|expliquait"
            "|assure|assuré|confie|confié|répond|répondu|demande|demandé|selon|communiqué|cite|disent|estime|estimé|estimait"
            "|souligne|souligné|précise|précisé|indique|indiqué|raconte|raconté|lance|lancé|poursuit|conclut|conclu|rappelle"
            "|rappelé|martèle|martelé|insiste|insisté|regrette|regretté|prévient|prévenu|tweeté|d['’]après|interrogée?"
        ),
    ),
    "de": Announcements(
        items="Eine Liste mit {} Punkten.",
        more="Und noch {}.",
        rows="Eine Tabelle mit {} Zeilen.",
        table="Tabelle:",
        quote="Zitat:",
        end_of_quote="Zitat Ende.",
        question="Frage:",
        answer="Antwort:",
        formula="Formel",
        speaking=_verbs(
            "sagte|sagt|sagten|schrieb|schreibt|erklärte|erklärt|fügte|fügt|meinte|meint|betonte|betont|teilte|teilt|berichtete"
            "|antwortete|fragte|laut|zitiert|zitat|heißt es|hieß "
            "es|sagen|gesagt|erzählte|erzählt|ergänzte|ergänzt|räumte|räumt"
            "|warnte|warnt|forderte|fordert|kündigte|kündigt|kommentierte|twitterte|postete|urteilte|urteilt|äußerte|äußert"
            "|behauptete|behauptet|nannte|zufolge|wörtlich|gab|gibt|lobte|kritisierte|kritisiert"
        ),
    ),
    "it": Announcements(
        items="Un elenco di {} punti.",
        more="E altri {}.",
        rows="Una tabella di {} righe.",
        table="Tabella:",
        quote="Citazione:",
        end_of_quote="Fine della citazione.",
        question="Domanda:",
        answer="Risposta:",
        formula="formula",
        speaking=_verbs(
            "ha detto|dice|disse|diceva|ha dichiarato|dichiara|dichiarò|ha affermato|afferma|affermò"
            "|ha spiegato|spiega"
            "|spiegò|ha aggiunto|aggiunge|aggiunse|ha scritto|scrive|scrisse|ha risposto|risponde"
            "|rispose|ha chiesto|chiede"
            "|chiese|ha commentato|commenta|ha sottolineato|sottolinea|ha ricordato|ricorda"
            "|ha raccontato|racconta|ha concluso"
            "|conclude|ha ammesso|ammette|ha sostenuto|sostiene|ha assicurato|assicura|secondo"
            "|si legge|nota|hanno detto|dicono"
            "|ha twittato|ha postato|ha avvertito|avverte|ha precisato|precisa|prosegue|insiste"
            "|replica|cita|parole di"
        ),
    ),
    "pt": Announcements(
        items="Uma lista de {} itens.",
        more="E mais {}.",
        rows="Uma tabela de {} linhas.",
        table="Tabela:",
        quote="Citação:",
        end_of_quote="Fim da citação.",
        question="Pergunta:",
        answer="Resposta:",
        formula="fórmula",
        speaking=_verbs(
            "disse|diz|dizia|disseram|dizem|afirmou|afirma|afirmaram|declarou|declara|explicou|explica|acrescentou|acrescenta"
            "|escreveu|escreve|respondeu|responde|perguntou|pergunta|contou|conta|comentou|comenta|destacou|destaca|ressaltou"
            "|ressalta|lembrou|lembra|admitiu|admite|garantiu|garante|concluiu|conclui|alertou"
            "|alerta|segundo|de acordo com"
            "|nota|publicou|tuitou|postou|avaliou|avalia|reforçou|reforça|completou|completa|sublinhou|sublinha|referiu|refere"
            "|frisou|criticou|lamentou|lamenta|palavras de"
        ),
    ),
    "hi": Announcements(
        items="{} बिंदुओं की सूची।",
        more="और {} अन्य।",
        rows="{} पंक्तियों की तालिका।",
        table="तालिका:",
        quote="उद्धरण:",
        end_of_quote="उद्धरण समाप्त।",
        question="सवाल:",
        answer="जवाब:",
        formula="सूत्र",
        speaking=_verbs(
            "कहा|कहते|कहती|बताया|बताते|लिखा|लिखते|पूछा|जोड़ा|बोले|बोलीं|अनुसार|मुताबिक|बयान|कहना|कही|बोला|बोली|बताई|बताती"
            "|लिखी|लिखती|पूछते|पूछती|ट्वीट|दावा"
        ),
    ),
}


def announcements_in(language: str) -> Announcements | None:
    """The announcements in ``language`` (a BCP 47 primary tag); None if it has none."""
    return _WORDS.get(language)


def instead(source: str, skipped: Skipped, language: str) -> str:
    """What is said in place of ``skipped``: nothing, except that a sentence needs a word for its formula."""
    words = _WORDS.get(language)
    before, behind = source[max(skipped.start - 1, 0) : skipped.start], source[skipped.end : skipped.end + 1]
    alone = before in ("", "\n") and behind in ("", "\n")
    return words.formula if words and skipped.reason == FORMULA and not alone else ""
