"""What editors say of a story: what was corrected, how it was made, who may print it. Pure."""

from __future__ import annotations

from tts_service.article.extract.wording import (
    TEXT_DE,
    TEXT_EN,
    TEXT_ES,
    TEXT_FR,
    TEXT_IT,
    TEXT_PT,
    NoteWording,
)

CORRECTION = "a note of the editors"
MADE = "how the story was made"
RIGHTS = "a copyright or syndication note"

EDITORS: tuple[NoteWording, ...] = (
    NoteWording(
        CORRECTION,
        "update updated aktualisierung actualización mise aggiornamento atualização corrections "
        "wrong mistake",
        r"\A(?:updated?|aktualisierung|actualización|mise à jour|aggiornamento|atualização)\b[^.!?:]{0,40}:"
        r"|\bcorrections? policy\b|\bsomething we got wrong\b|\bspotted (?:a mistake|an error)\b",
    ),
    NoteWording(
        CORRECTION,
        "version versión fassung versione versão",
        rf"\b(?:an? |the )?(?:earlier|previous|prior|original|first) version of (?:this|the) {TEXT_EN}\b"
        rf"|\b(?:früheren?|ersten?|vorigen?|ursprünglichen?|vorherigen?) (?:fassung|version) (?:dieses"
        rf"|des|dieser) "
        rf"{TEXT_DE}|\bversión (?:anterior |previa |inicial |original )?de est[ea] {TEXT_ES}"
        rf"|\bversion (?:précédente |antérieure |initiale )?de (?:cet|ce|cette) {TEXT_FR}"
        rf"|\bversione (?:precedente |iniziale )?di quest[oa']\W?{TEXT_IT}"
        rf"|\bversão (?:anterior |inicial )?(?:deste|desta|do|da) {TEXT_PT}",
    ),
    NoteWording(
        CORRECTION,
        "correction clarification korrektur richtigstellung rectificación correctif rectificatif rettifica "
        "correzione errata correção erratum erratas शुद्धिपत्र",
        r"\A(?:corrections?|clarifications?|korrektur|richtigstellung|rectificación|fe de erratas|correctif"
        r"|rectificatif|rettifica|correzione|errata|erratum|correção|शुद्धिपत्र)\b[^.!?]{0,40}[:.—–]",
    ),
    NoteWording(
        CORRECTION,
        "redaktion redacción rédaction redazione redação editor editor's",
        r"\A[(\[*]*(?:(?:anm(?:erkung|\.)|hinweis|transparenzhinweis) (?:der|d\.) redaktion|(?:nota|note) "
        r"(?:de la|della|da|do|del) (?:redacción|rédaction|redazione|redação|editor)"
        r"|n\. ?d\. ?[lr]\. ?r\.)\b",
    ),
    NoteWording(
        MADE,
        "this",
        rf"\bthis {TEXT_EN} (?:was|is|has been) (?:\w+ly )?(?:produced|supported|funded|sponsored"
        r"|made possible|translated"
        r"|condensed|edited for|adapted|excerpted|co-?published|corrected|fact-checked|updated (?:to|on"
        r"|with|at|since)|(?:updated|corrected)[.!]?\Z"
        r"|reported (?:with|in partnership)|part of (?:a|an|our|the) [\w ]{0,30}(?:series|project"
        r"|collaboration"
        r"|partnership|package|initiative)|a (?:collaboration|partnership|co-?production))\b"
        rf"|\breporting (?:for|on) this {TEXT_EN}\b|\bsupport for this {TEXT_EN}\b"
        r"|\bthis (?:interview|conversation|transcript) .{0,40}\bedited\b",
    ),
    NoteWording(
        MADE,
        "intervista interview gespräch entrevista propos entretien",
        r"\bl['’]intervista è stata (?:raccolta|condotta|tradotta|realizzata|pubblicata)\b"
        r"|\bdas (?:interview|gespräch) (?:führten?|wurde .{0,60}geführt)\b"
        r"|\bpropos (?:ont été )?recueillis\b"
        r"|\bla entrevista (?:fue|se|ha sido) .{0,20}(?:realizad|realizó|editad|condensad)"
        r"|\b(?:cet|l['’]) ?entretien a été (?:réalisé|mené|relu|édité)",
    ),
    NoteWording(
        MADE,
        "interview conversation transcript",
        r"\b(?:edited|condensed)\b.{0,40}\bfor (?:length|clarity|brevity)\b",
    ),
    NoteWording(
        MADE,
        "dieser dieses diese artikels textes",
        rf"\bdies(?:er|es|e) {TEXT_DE} (?:ist|wurde|erschien|entstand|stammt|gehört)\b.{{0,160}}"
        r"\b(?:erschienen|entstanden|erschien|gefördert|übersetzt|serie|kooperation|zusammenarbeit"
        r"|zuerst|aktualisiert"
        r"|erstellt|unterstützt|entstand|ki|gekürzt)\b",
    ),
    NoteWording(
        MADE,
        "este esta",
        rf"\best[ea] {TEXT_ES} (?:fue|ha sido|se|es parte|forma parte|apareció"
        rf"|contó)\b.{{0,60}}\b(?:publicad[oa]"
        r"|publicó|realizad[oa]|realizó|producid[oa]|produjo|traducid[oa]|parte de|editad[oa]|apoyo"
        r"|actualizad[oa]"
        r"|corregid[oa]|elaborad[oa]|beca)\b",
    ),
    NoteWording(
        MADE,
        "ce cet cette",
        rf"\b(?:ce|cet|cette) {TEXT_FR} (?:a été|est|fait partie|a bénéficié)\b.{{0,40}}\b(?:réalisée?"
        rf"|produite?"
        r"|(?:re)?publiée?|traduite?|mise? à jour|modifiée?|corrigée?|extraite?|issue?|série|partie|soutien"
        r"|parue?)\b",
    ),
    NoteWording(
        MADE,
        "questo questa quest'articolo quest'inchiesta quest'intervista",
        rf"\bquest(?:o|a|['’]) ?{TEXT_IT} (?:è|fa parte|nasce)\b.{{0,40}}\b(?:pubblicat|realizzat"
        rf"|prodott|tradott|parte"
        r"|aggiornat|apparso|uscit|sostegno|finanziat)",
    ),
    NoteWording(
        MADE,
        "este esta",
        rf"\best[ea] {TEXT_PT} (?:foi|faz parte|é parte|integra|contou)\b.{{0,60}}\b(?:publicad"
        rf"|produzid|traduzid|parte"
        r"|editad|atualizad|corrigid|apoio|realizad|série|financiad)",
    ),
    NoteWording(
        MADE,
        "información informações afp agences informazioni material reporting files informations",
        r"\A[(\[—–*-]*(?:con información (?:de|del)|com informações (?:d[aoe]s?)|avec (?:l['’])?(?:afp"
        r"|agences?|reuters"
        r"|les informations de)|con informazioni (?:di|da)|mit material (?:von|der)"
        r"|with (?:additional )?(?:reporting"
        r"|files|information) (?:by|from)|additional reporting (?:by|from|was)) [^!?]{1,140}\Z",
    ),
    NoteWording(
        MADE,
        "translated translation traduction übersetzung übersetzt traducción tradução traduzione "
        "recherche mitarbeit edición "
        "fact illustration illustrations photography",
        r"\A[(\[—–*-]*(?:translated|translation|traduction|traduit|übersetz(?:ung|t)"
        r"|aus dem \w+ (?:übersetzt )?von"
        r"|traducción|tradução|traduzione|mitarbeit|fact[- ]check(?:ing|ed)?|illustrations?|photography)"
        r"[^.!?:]{0,40}(?:\bby|\bvon|\bde|\bpar|\bdi|:) [^!?]{2,80}\Z",
    ),
    NoteWording(
        MADE,
        "coverage reporting journalism",
        r"\b(?:coverage|reporting|journalism)\b.{0,80}\b(?:is|was) (?:supported|funded|made possible"
        r"|underwritten)\b",
    ),
    NoteWording(
        RIGHTS,
        "prohibida proibida interdite riservata nachdruck vorbehalten reservados réservés riservati "
        "reproducción "
        "reprodução riproduzione republish republishing creative",
        r"\b(?:prohibida (?:su |la )?(?:reproducción|copia)|(?:é )?proibida a (?:cópia|reprodução)"
        r"|reproduction interdite"
        r"|riproduzione (?:riservata|vietata)|nachdruck (?:verboten|untersagt|nur)|alle rechte vorbehalten"
        r"|todos (?:los derechos|os direitos) reservados|tous droits réservés|tutti i diritti riservati"
        r"|(?:free|welcome) to republish|republish (?:this|our) (?:article|story|stories|piece)s?"
        r"|under (?:a )?creative commons)\b",
    ),
    NoteWording(
        RIGHTS,
        "सिंडीकेट सिंडिकेट संपादित",
        r"सिंड(?:ी|ि)केट(?:ेड)? फ(?:ी|ि)ड|(?:टीम|स्टाफ) ने (?:इसे )?संपादित नहीं किया",
    ),
    NoteWording(
        "a legal notice",
        "disclaimer haftungsausschluss डिस्क्लेमर अस्वीकरण",
        r"\A[(\[*]*(?:disclaimer|haftungsausschluss|डिस्क्लेमर|अस्वीकरण)\s?[:：\-–—]",
    ),
    NoteWording(
        CORRECTION,
        "stay check developing updated breaking",
        r"\Astay (?:with|tuned)\b.{0,100}\b(?:latest|updates?|more)\b|\bcheck back (?:here "
        r"|later )?for (?:more|updates)\b"
        rf"|\bthis (?:is a (?:developing|breaking)(?: news)? {TEXT_EN}|{TEXT_EN} (?:will be"
        rf"|is being) updated)\b",
    ),
    NoteWording(
        MADE,
        "supervisão supervisión colaborou colaboró",
        r"\A\W{0,3}(?:colaborou|colaboró)\b|\bsob supervisão d[aeo]\b"
        r"|\bbajo la supervisión de la redacción\b",
    ),
)
