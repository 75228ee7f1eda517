"""Sentences by which a publication speaks of itself to its readers: what was corrected, who paid for it, whom to
write to, what to join, to give or to buy. Pure.

A page has hundreds of pieces, so a pattern is tried only where one of its words stands. Patterns describe what is
said, in several languages, never one publisher.
"""

from __future__ import annotations

import re
from typing import NamedTuple

CORRECTION = "a note of the editors"
MADE = "how the story was made"
WRITE = "a call to follow or write"
GIVE = "a call to donate"
SPONSOR = "an advertisement"
RATE = "a call to follow or write"
BUY = "an offer to buy"
POINTER = "a pointer to other articles"
COMMENT = "the comment box"
RIGHTS = "a copyright or syndication note"


class _Row(NamedTuple):
    reason: str
    words: str
    """One of them stands in whatever the pattern matches; in small letters."""
    pattern: str


_TEXT_EN = (
    r"(?:article|story|piece|interview|conversation|episode|post|essay|transcript|column|report|feature|review)"
)
_TEXT_DE = r"(?:artikels?|textes?|text|beitrags?|beitrag|berichts?|bericht|interviews?|meldung|reportage|recherche)"
_TEXT_ES = r"(?:artículo|reportaje|nota|texto|entrevista|investigación|crónica|noticia|información)"
_TEXT_FR = r"(?:article|reportage|texte|enquête|entretien|série|tribune|papier|dépêche)"
_TEXT_IT = r"(?:articolo|testo|reportage|inchiesta|intervista|notizia)"
_TEXT_PT = r"(?:artigo|texto|reportagem|matéria|entrevista|notícia|conteúdo)"
_MEDIA = (
    r"(?:whats ?app|telegram|instagram|facebook|tiktok|youtube|bluesky|mastodon|linkedin|patreon|discord"
    r"|newsletters?|canal|channel|kanal|canale|boletín|boletim|grupo|gruppo|mailing list|google (?:news|notícias))"
)
_AT = r"\S{1,60}@\S{3,60}"

_ROWS = (
    _Row(
        CORRECTION,
        "version versión fassung versione versão",
        rf"\b(?:an? |the )?(?:earlier|previous|prior|original|first) version of (?:this|the) {_TEXT_EN}\b"
        rf"|\b(?:früheren?|ersten?|vorigen?|ursprünglichen?|vorherigen?) (?:fassung|version) (?:dieses|des|dieser) "
        rf"{_TEXT_DE}|\bversión (?:anterior |previa |inicial |original )?de est[ea] {_TEXT_ES}"
        rf"|\bversion (?:précédente |antérieure |initiale )?de (?:cet|ce|cette) {_TEXT_FR}"
        rf"|\bversione (?:precedente |iniziale )?di quest[oa']\W?{_TEXT_IT}"
        rf"|\bversão (?:anterior |inicial )?(?:deste|desta|do|da) {_TEXT_PT}",
    ),
    _Row(
        CORRECTION,
        "correction clarification korrektur richtigstellung rectificación correctif rectificatif rettifica "
        "correzione errata correção erratum erratas शुद्धिपत्र",
        r"\A(?:corrections?|clarifications?|korrektur|richtigstellung|rectificación|fe de erratas|correctif"
        r"|rectificatif|rettifica|correzione|errata|erratum|correção|शुद्धिपत्र)\b[^.!?]{0,40}[:.—–]",
    ),
    _Row(
        CORRECTION,
        "redaktion redacción rédaction redazione redação editor editor's",
        r"\A[(\[*]*(?:(?:anm(?:erkung|\.)|hinweis|transparenzhinweis) (?:der|d\.) redaktion|(?:nota|note) "
        r"(?:de la|della|da|do|del) (?:redacción|rédaction|redazione|redação|editor)|n\. ?d\. ?[lr]\. ?r\.)\b",
    ),
    _Row(
        MADE,
        "this",
        rf"\bthis {_TEXT_EN} (?:was|is|has been) (?:\w+ly )?(?:produced|supported|funded|sponsored"
        r"|made possible|translated"
        r"|condensed|edited for|adapted|excerpted|co-?published|corrected|fact-checked|updated (?:to|on|with|at)"
        r"|reported (?:with|in partnership)|part of (?:a|an|our|the) [\w ]{0,30}(?:series|project|collaboration"
        r"|partnership|package|initiative)|a (?:collaboration|partnership|co-?production))\b"
        rf"|\breporting (?:for|on) this {_TEXT_EN}\b|\bsupport for this {_TEXT_EN}\b"
        r"|\bthis (?:interview|conversation|transcript) .{0,40}\bedited\b",
    ),
    _Row(
        MADE,
        "intervista interview gespräch entrevista propos entretien",
        r"\bl['’]intervista è stata (?:raccolta|condotta|tradotta|realizzata|pubblicata)\b"
        r"|\bdas (?:interview|gespräch) (?:führten?|wurde .{0,60}geführt)\b|\bpropos (?:ont été )?recueillis\b"
        r"|\bla entrevista (?:fue|se|ha sido) .{0,20}(?:realizad|realizó|editad|condensad)"
        r"|\b(?:cet|l['’]) ?entretien a été (?:réalisé|mené|relu|édité)",
    ),
    _Row(
        MADE,
        "interview conversation transcript",
        r"\b(?:edited|condensed)\b.{0,40}\bfor (?:length|clarity|brevity)\b",
    ),
    _Row(
        MADE,
        "dieser dieses diese artikels textes",
        rf"\bdies(?:er|es|e) {_TEXT_DE} (?:ist|wurde|erschien|entstand|stammt|gehört)\b.{{0,160}}"
        r"\b(?:erschienen|entstanden|erschien|gefördert|übersetzt|serie|kooperation|zusammenarbeit|zuerst|aktualisiert"
        r"|erstellt|unterstützt|entstand|ki|gekürzt)\b",
    ),
    _Row(
        MADE,
        "este esta",
        rf"\best[ea] {_TEXT_ES} (?:fue|ha sido|se|es parte|forma parte|apareció|contó)\b.{{0,60}}\b(?:publicad[oa]"
        r"|publicó|realizad[oa]|realizó|producid[oa]|produjo|traducid[oa]|parte de|editad[oa]|apoyo|actualizad[oa]"
        r"|corregid[oa]|elaborad[oa]|beca)\b",
    ),
    _Row(
        MADE,
        "ce cet cette",
        rf"\b(?:ce|cet|cette) {_TEXT_FR} (?:a été|est|fait partie|a bénéficié)\b.{{0,40}}\b(?:réalisée?|produite?"
        r"|publiée?|traduite?|mise? à jour|modifiée?|corrigée?|extraite?|issue?|série|partie|soutien|parue?)\b",
    ),
    _Row(
        MADE,
        "questo questa quest'articolo quest'inchiesta quest'intervista",
        rf"\bquest(?:o|a|['’]) ?{_TEXT_IT} (?:è|fa parte|nasce)\b.{{0,40}}\b(?:pubblicat|realizzat|prodott|tradott|parte"
        r"|aggiornat|apparso|uscit|sostegno|finanziat)",
    ),
    _Row(
        MADE,
        "este esta",
        rf"\best[ea] {_TEXT_PT} (?:foi|faz parte|é parte|integra|contou)\b.{{0,60}}\b(?:publicad|produzid|traduzid|parte"
        r"|editad|atualizad|corrigid|apoio|realizad|série|financiad)",
    ),
    _Row(
        MADE,
        "información informações afp agences informazioni material reporting files informations",
        r"\A[(\[—–*-]*(?:con información (?:de|del)|com informações (?:d[aoe]s?)|avec (?:l['’])?(?:afp|agences?|reuters"
        r"|les informations de)|con informazioni (?:di|da)|mit material (?:von|der)|with (?:additional )?(?:reporting"
        r"|files|information) (?:by|from)|additional reporting (?:by|from|was)) [^!?]{1,140}\Z",
    ),
    _Row(
        MADE,
        "translated translation traduction übersetzung übersetzt traducción tradução traduzione recherche mitarbeit edición "
        "fact illustration illustrations photography",
        r"\A[(\[—–*-]*(?:translated|translation|traduction|traduit|übersetz(?:ung|t)|aus dem \w+ (?:übersetzt )?von"
        r"|traducción|tradução|traduzione|mitarbeit|fact[- ]check(?:ing|ed)?|illustrations?|photography)"
        r"[^.!?:]{0,40}(?:\bby|\bvon|\bde|\bpar|\bdi|:) [^!?]{2,80}\Z",
    ),
    _Row(
        WRITE,
        "whatsapp telegram instagram facebook tiktok youtube bluesky mastodon linkedin patreon discord newsletter "
        "newsletters canal channel kanal canale boletín boletim grupo gruppo news notícias",
        r"\A[^.!?…]{0,80}\b(?:join|únete|únase|suscríbete|suscríbase|síguenos|sigue|sígueme|rejoignez|abonnez-vous"
        r"|inscrivez-vous|suivez|retrouvez|abonnieren sie|abonniere|folgen sie|folge|folgt|iscriviti|unisciti|segui"
        r"|seguici|participe|entre|inscreva-se|siga|receba|recibe|reciba|recevez|follow|subscribe|sign up|connect)\b"
        rf".{{0,120}}\b{_MEDIA}\b",
    ),
    _Row(
        WRITE,
        "व्हाट्सएप व्हाट्सऐप वॉट्सऐप टेलीग्राम फेसबुक यूट्यूब चैनल सब्सक्राइब ऐप एप",
        r"(?:चैनल|ग्रुप|ऐप|एप|पेज|न्यूज़?लेटर).{0,60}(?:जुड़ें|जुड़े|फॉलो|सब्सक्राइब|डाउनलोड|क्लिक|लाइक)"
        r"|(?:जुड़ें|फॉलो करें|सब्सक्राइब करें|डाउनलोड करें).{0,60}(?:चैनल|ग्रुप|ऐप|एप|पेज)",
    ),
    _Row(
        WRITE,
        "email e-mail write contact reach send schreiben schicken melden escríbenos escríbanos escribe escribir "
        "écrivez contactez scrivi scriveteci scrivici contatta escreva mande envie envía envíanos mail text",
        r"(?:\b(?:do you|have you|are you|were you|did you|got|sie haben|haben sie|kennen sie|sind sie|hast du|bist du"
        r"|avez-vous|vous avez|êtes-vous|connaissez-vous|hai|avete|sei|conosci|você|tem|conhece|spotted)\b|¿)"
        r"[^?]{2,200}\?.{0,160}\b(?:e-?mail|write|contact|reach|send|text|schreib\w*|schick\w*|meld\w*|escr[ií]b\w*"
        r"|envía\w*|écrivez|contactez|scriv\w+|contatta\w*|escreva\w*|mande|envie)\b",
    ),
    _Row(
        WRITE,
        "hear reply reading coffee leer lesen lu letto ler lettura lecture",
        r"\b(?:like|love|want|hope|happy|glad|eager) to hear (?:from you|your)\b|\bhit reply\b|\bbuy (?:me|us) a coffee\b"
        r"|\A(?:thanks|thank you) (?:so much )?for reading\b|\A¡?gracias por leer|\Adanke fürs lesen"
        r"|\Amerci (?:de m(?:['’]|e )|d['’])avoir lue?|\Agrazie per (?:aver letto|la lettura)|\Aobrigad[oa] por ler",
    ),
    _Row(
        WRITE,
        "your",
        r"\b(?:send|e-?mail|share|submit|give) (?:us |me |in )?your (?:own )?(?:story|stories|photos?|pictures|tips?"
        r"|questions?|letters?|comments?|feedback|experiences?|memor(?:y|ies)|suggestions?|views|thoughts)\b"
        r"|\byour (?:replies|questions|feedback|letters) (?:are|is) (?:always )?welcome\b",
    ),
    _Row(
        WRITE,
        "inbox patreon review reviews rate rating reseña bewertung subscribe podcasts",
        r"\b(?:leave|write|give|drop) (?:us|me|a|the show)\b.{0,30}\b(?:reviews?|rating)\b|\brate(?: and|, )"
        r".{0,20}review\b|\bwherever you (?:listen|get your podcasts)\b|\b(?:our|my|on) patreon\b"
        r"|\bland(?:s)? (?:straight |directly )?in (?:my|our|your) inbox\b|\bdéjanos (?:una|tu) reseña\b",
    ),
    _Row(
        WRITE,
        "tag made make try",
        r"\b(?:did|have) you (?:made?|tr(?:y|ied)|cook(?:ed)?|bake?d?) (?:this|it|one)\b.{0,30}\?|\btag (?:us|me|@\w+)\b",
    ),
    _Row(
        GIVE,
        "reader-supported listener-supported member-supported reader-funded readers reader member-funded",
        r"\b(?:reader|listener|member|viewer|community|audience)s?-(?:supported|funded)\b",
    ),
    _Row(
        GIVE,
        "donation gift contribution donate member supporter subscriber patron journalism reporting newsroom donations "
        "readers paid",
        r"\b(?:make|with|making) (?:an?|your) (?:\w+[- ]){0,2}(?:donation|gift|contribution)\b(?=.{0,80}\b(?:us|our|today|now"
        r"|support|help|journalism|reporting)\b)|\bdonate (?:today|now)\b"
        r"|\b(?:become|becoming) an? (?:\w+[- ]){0,2}(?:member|supporter|subscriber|patron)\b"
        r"|\bsupport (?:our|independent|local|this kind of|nonprofit) (?:\w+ )?(?:work|journalism|reporting|newsroom)\b"
        r"|\bif you (?:value|like|enjoy|appreciate) (?:this|our|what you|the) .{0,80}\b(?:consider|support|subscri|donat"
        r"|chip in|join)",
    ),
    _Row(
        GIVE,
        "donación donativo socio socia aporte apoya apoyar suscripción donaciones colabora",
        r"\b(?:haz|haga|hazte|hacé|considera|realiza|con) (?:una|un|tu|su|soci[oa])\b.{0,30}\b(?:donación|aporte|soci[oa]"
        r"|donativo|colaboración|suscripción)?\b.{0,60}\b(?:donación|donativo|aporte|ayúdanos|periodismo|apoya\w*"
        r"|independiente)\b|\bapoya (?:el|nuestro|este|a) .{0,40}\b(?:periodismo|trabajo|medio)\b|\bhazte soci[oa]\b",
    ),
    _Row(
        GIVE,
        "spende spenden spenden! unterstützen unterstütze unterstützung abo",
        r"\b(?:spenden sie|spende (?:jetzt|uns)|jetzt spenden|mit (?:ihrer|einer|deiner) (?:spende|unterstützung)"
        r"|unterstützen sie (?:uns|unsere)|unterstütze? (?:uns|unsere)|ihre unterstützung|finanziert sich (?:durch|über) "
        r"(?:spenden|leser))\b",
    ),
    _Row(
        GIVE,
        "don dons soutenez soutenez-nous soutien adhérent donateurs lecteurs",
        r"\b(?:faites un don|faire un don|soutenez(?:-nous| la| le| notre| une| l['’])|grâce (?:à vos|aux) dons"
        r"|devenez (?:membre|adhérent)|votre soutien)\b",
    ),
    _Row(
        GIVE,
        "sostieni sostienici sostegno donazione dona abbonati abbonamento",
        r"\b(?:sostieni(?:ci)?\b(?! (?:che|di))|fai una donazione|dona ora|con una donazione|il (?:tuo|vostro) sostegno"
        r"|abbonati (?:a|ora|qui|subito))",
    ),
    _Row(
        GIVE,
        "apoie doação apoiador assinante assine doe pix",
        r"\b(?:apoie (?:o|a|nosso|este|jornalismo)|faça (?:uma|sua) doação|seja (?:um |uma )?(?:apoiador|assinante|membro)"
        r"|assine (?:já|agora|o|a)\b|doe (?:agora|pelo|via))",
    ),
    _Row(
        GIVE,
        "सहयोग समर्थन आर्थिक दान",
        r"(?:आर्थिक (?:मदद|सहयोग)|हमें (?:सहयोग|समर्थन)|(?:दान|सहयोग|समर्थन) (?:करें|दें|कीजिए))",
    ),
    _Row(
        GIVE,
        "if si wenn se gostou",
        rf"\A\W{{0,3}}(?:if you (?:enjoyed|liked|loved|found) (?:this|our|my|the|what)\b|si (?:te|os|le) (?:ha |han )?"
        rf"(?:gust|serv|sirv|interes)\w*|si (?:cet|ce|cette) {_TEXT_FR} (?:vous|t['’])|si vous avez aimé|wenn (?:dir|ihnen"
        rf"|euch) (?:dieser?|dieses|der|das|die|unsere?) |se (?:quest[oa']|ti è piaciut)|(?:se (?:você )?)?gostou d)"
        r".{0,160}(?:[!:]|\b(?:share|support|consider|subscri\w*|follow|sign|join|buy|ayud\w*|apoy\w*|compart\w*"
        r"|suscr\w*|sígue\w*|partage\w*|souten\w*|abonne\w*|teil\w*|unterstütz\w*|abonnier\w*|folg\w*|condivid\w*"
        r"|sostien\w*|iscriv\w*|abbon\w*|compartilh\w*|apoie|inscrev\w*|siga)\b)",
    ),
    _Row(
        MADE,
        "coverage reporting journalism",
        r"\b(?:coverage|reporting|journalism)\b.{0,80}\b(?:is|was) (?:supported|funded|made possible|underwritten)\b",
    ),
    _Row(
        WRITE,
        "app application aplicación aplicativo applicazione appli",
        r"\A[^.!?]{0,60}\b(?:téléchargez|suivez|descarga|descárgate|baixe|scarica|laden sie|lade|download)\b.{0,100}"
        r"\b(?:app|application|aplicación|aplicativo|applicazione|appli)\b",
    ),
    _Row(
        SPONSOR,
        "episode podcast show support sponsor sponsors sponsored brought code checkout trial issue newsletter",
        r"\b(?:episode|podcast|show|issue)\b.{0,30}\b(?:brought to you|presented|sponsored) by\b|\bsupport for .{2,60}\bcomes from\b|\b(?:with|use) (?:the |our |my )?"
        r"(?:promo |discount )?code (?-i:[A-Z0-9]{4,20})\b|\bat checkout\b|\bfree trial\b|\bour sponsors?\b",
    ),
    _Row(
        BUY,
        "aquí aqui ahora agora ya hier jetzt ici ora qui subito",
        r"\A\W*(?:reserva|compra|consigue|descubre|jetzt|hier|réservez|achetez|prenota|acquista|reserve|compre|garanta) "
        r"(?:(?:tu|ihr|deine?) )?(?:aquí|aqui|ahora|agora|ya|buchen|kaufen|bestellen|ici|ora|qui|subito)\b",
    ),
    _Row(
        BUY,
        "buy order shop flowers tree available book copy tickets",
        r"\A(?:shop|buy|order|pre-?order) (?:now|here|tickets?)\b.{0,100}"
        r"|\b(?:send|order) flowers\b.{0,140}\b(?:store|shop|visit)\b|\bplant a (?:memorial )?tree\b"
        r"|\b(?:book|tickets?|copy)\b.{0,80}\bis available (?:now )?(?:here|from (?:our|the \w+ (?:shop|bookshop))|for pre-?order)",
    ),
    _Row(
        RIGHTS,
        "prohibida proibida interdite riservata nachdruck vorbehalten reservados réservés riservati reproducción "
        "reprodução riproduzione republish republishing creative",
        r"\b(?:prohibida (?:su |la )?(?:reproducción|copia)|(?:é )?proibida a (?:cópia|reprodução)|reproduction interdite"
        r"|riproduzione (?:riservata|vietata)|nachdruck (?:verboten|untersagt|nur)|alle rechte vorbehalten"
        r"|todos (?:los derechos|os direitos) reservados|tous droits réservés|tutti i diritti riservati"
        r"|(?:free|welcome) to republish|republish (?:this|our) (?:article|story|stories|piece)s?"
        r"|under (?:a )?creative commons)\b",
    ),
    _Row(
        "a legal notice",
        "disclaimer haftungsausschluss डिस्क्लेमर अस्वीकरण",
        r"\A[(\[*]*(?:disclaimer|haftungsausschluss|डिस्क्लेमर|अस्वीकरण)\s?[:：\-–—]",
    ),
    _Row(
        CORRECTION,
        "stay check developing updated breaking",
        r"\Astay (?:with|tuned)\b.{0,100}\b(?:latest|updates?|more)\b|\bcheck back (?:here |later )?for (?:more|updates)\b"
        rf"|\bthis (?:is a (?:developing|breaking)(?: news)? {_TEXT_EN}|{_TEXT_EN} (?:will be|is being) updated)\b",
    ),
    _Row(
        MADE,
        "supervisão supervisión colaborou colaboró",
        r"\A\W{0,3}(?:colaborou|colaboró)\b|\bsob supervisão d[aeo]\b|\bbajo la supervisión de la redacción\b",
    ),
    _Row(
        POINTER,
        "notícias noticias news notizie nachrichten stories vídeos videos fotos photos actualités",
        r"\A(?:veja|leia|confira|ver|lee|lea|leggi|lire|lisez|mehr|see|read|find|get) (?:mais|más|more|altre|plus d['’]|aktuelle)"
        r" ?(?:\w+ )?(?:notícias|noticias|news|notizie|nachrichten|stories|actualités)\b"
        r"|\A(?:vídeos?|videos?|fotos|photos) ?: ",
    ),
    _Row(
        POINTER,
        "more looking craving hungry other",
        r"\A(?:looking for|hungry for|craving|want|need|still want|fancy|love) (?:even )?(?:more|other|another)\b[^?]{0,80}\?",
    ),
    _Row(
        COMMENT,
        "condolence condolences memory guestbook guest messaging",
        r"\b(?:leave|send|post|share|offer) .{0,40}\b(?:condolences?|a (?:message|memory))\b|\bsign the guest ?book\b"
        r"|\b(?:text|data) (?:and data |messaging )rates (?:may )?apply\b",
    ),
    _Row(
        COMMENT,
        "comment comments comentario comentário comentários comentarios commentaire commentaires kommentar commento "
        "commenti",
        r"\A(?:[^.!?]{1,60}[.!?] )?[^.!?]{0,60}\b(?:deixe (?:o )?seu comentário|leave (?:us |me )?a comment|dej(?:a|e|anos) (?:aquí )?tu comentario"
        r"|laisse[zr]?(?:-nous|-moi)? un commentaire|hinterlass\w* .{0,20}kommentar|lascia(?:te)? un commento)\b",
    ),
    _Row(
        COMMENT,
        "kommentarfunktion kommentare kommentieren commentaire commentaires comentarios comentar comentários commenti "
        "commentare netiquette comments moderated",
        r"\bkommentarfunktion\b|\b(?:kommentieren|comentar|commenter|commentare)\b.{0,60}\b(?:anmelden|registr\w+|login"
        r"|connect\w+|accedi\w*)|\b(?:connectez-vous|inicia sesión|melden sie sich an|faça login|accedi)\b.{0,60}"
        r"\b(?:comment|coment|kommentier)|\bnetiquette\b|\bcomments? (?:are|is) (?:closed|moderated|now closed)\b",
    ),
)
_BY_WORD: dict[str, list[tuple[re.Pattern[str], str]]] = {}
for _row in _ROWS:
    _compiled = re.compile(_row.pattern, re.IGNORECASE | re.DOTALL)
    for _word in _row.words.split():
        _BY_WORD.setdefault(_word, []).append((_compiled, _row.reason))
_AROUND = " \t\n.,;:!?¡¿()[]{}*«»“”\"…।|–—-"
_APART = str.maketrans("’'", "  ")
_QUOTED = ("“", "„", "«", '"', "‘", "'", "‹")


_QUOTATION = re.compile(r"[“„«\"][^“”„«»\"]{0,400}[”“»\"]|‘[^‘’]{0,300}’(?!\w)|(?<!\w)'[^']{0,300}'(?!\w)")
_YOU = re.compile(
    r"\b(?:you|your|du|dich|dir|dein\w{0,2}|(?:wart|habt|seid|kennt|wollt) ihr|euch"
    r"|eure\w?|(?<=[\w,] )(?-i:Sie|Ihnen|Ihr\w{0,2})|usted(?:es)?|tú|tus?|te|vous|votre|vos"
    r"|voi|vostr[oaie]|tuo[i]?|tua|tue|você|vocês)\b|आप(?:का|की|के|को)?(?!\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"[!?]|\S@\S|\bwww\.|https?:|\b\d{3}[- ]\d{4}\b")


def addresses_reader(text: str) -> bool:
    """Whether ``text`` says "you", outside of quotations."""
    return _YOU.search(_QUOTATION.sub(" ", text)) is not None


def asks_for_something(text: str) -> bool:
    """Whether there is a question, an exclamation, or an address in ``text``, outside of quotations."""
    return _ASKED.search(_QUOTATION.sub(" ", text)) is not None


def note_of(text: str) -> str:
    """The reason why ``text``, a whole visible piece, is a publication's word to its readers; "" if it is not, or
    if somebody is quoted."""
    if text.startswith(_QUOTED):
        return ""
    words = {word.strip(_AROUND) for word in text.lower().translate(_APART).split()}
    for word in words & _BY_WORD.keys():
        for pattern, reason in _BY_WORD[word]:
            if pattern.search(text):
                return reason
    return ""
