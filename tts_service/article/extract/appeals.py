"""What a publication asks of its readers: to write, join, give, buy, comment or read on. Pure."""

from __future__ import annotations

from tts_service.article.extract.wording import TEXT_FR, NoteWording

WRITE = "a call to follow or write"
GIVE = "a call to donate"
SPONSOR = "an advertisement"
BUY = "an offer to buy"
POINTER = "a pointer to other articles"
COMMENT = "the comment box"

MEDIA = (
    r"(?:whats ?app|telegram|instagram|facebook|tiktok|youtube|bluesky|mastodon|linkedin|patreon|discord"
    r"|newsletters?|canal|channel|kanal|canale|boletín|boletim|grupo|gruppo|mailing list|google (?:news"
    r"|notícias))"
)

APPEALS: tuple[NoteWording, ...] = (
    NoteWording(
        WRITE,
        "hésitez pinterest comunidad comunidade community",
        r"\bn['’]hésitez pas à (?:me |nous )?(?:laisser|écrire|partager|contacter|dire)\b"
        r"|\A[^.!?]{0,60}\b(?:épinglez|pin|guarda|merke)\b.{0,60}\bpinterest\b"
        r"|\b(?:súmate|sumate|únete|junte-se|join) (?:a |à )?"
        r"(?:nuestra|nossa|our) (?:comunidad|comunidade|community)\b",
    ),
    NoteWording(
        BUY,
        "app download",
        r"\A(?:unlock|get|read|watch|enjoy|discover)\b[^!?]{0,160}\bonly on (?:the|our) [^.!?]{0,20}\bapp\b"
        r"|[.!] download (?:it |the app )?(?:now|today)[.!]?\Z",
    ),
    NoteWording(
        BUY,
        "commission commissions",
        r"\A[^“”„«»\"]{0,120}\b(?:buy|purchase|book|shop|order|links?)\b[^“”„«»\"]{0,120}\bwe (?:may |might "
        r"|will |could )?(?:receive|get|earn|make) (?:an? |some )?(?:\w+ ){0,3}commissions?\b",
    ),
    NoteWording(
        POINTER,
        "series serie reihe série",
        r"\Athis (?:post|article|story|piece|essay|column|tutorial|guide) is part\b.{0,60}\bseries\b"
        r"|\Athis (?:post|article|tutorial|guide) is (?:the |an? )?"
        r"(?:first|second|third|fourth|fifth|last|latest|next|one|instal?lment)\b.{0,60}\bseries\b"
        r"|\Adieser? (?:artikel|beitrag|text) ist (?:der )?(?:\w{1,12} )?teil\b.{0,60}\b(?:serie|reihe)\b"
        r"|\Aeste (?:artículo|texto|post|artigo) (?:forma parte|es la|faz parte|é a)\b.{0,60}\bs[eé]rie\b"
        r"|\Acet article (?:fait partie|est l[ea])\b.{0,60}\bsérie\b"
        r"|\Aquesto articolo (?:fa parte|è l[ao])\b.{0,60}\bserie\b",
    ),
    NoteWording(
        COMMENT,
        "discuss comment",
        r"\A(?:discuss|comment)(?: this)?(?: post| article| story)? (?:up)?on (?:hacker news|hn"
        r"|reddit|lobste\w{1,3}|mastodon|bluesky|twitter|x|facebook|linkedin|github|the forum|our forum"
        r"|discord)\b[^.!?]{0,80}[.!]?\Z",
    ),
    NoteWording(
        BUY,
        "assinatura assinante suscripción abonnement abonné abo abbonamento subscription",
        r"\Asua assinatura (?:pode valer|vale)\b[^.!?]{0,40}\Z|\b(?:vantagens de ser assinante"
        r"|tu suscripción (?:vale|ayuda|apoya)|ventajas de ser suscriptor"
        r"|votre abonnement (?:soutient|permet)"
        r"|avantages (?:des abonnés|de l['’]abonnement)|(?:ihr|dein) abo(?:nnement)?"
        r" (?:unterstütz|hilf|förder)\w*|il tuo abbonamento (?:sostiene|aiuta)"
        r"|your subscription (?:supports|helps|makes|funds))\b",
    ),
    NoteWording(
        WRITE,
        "laufenden date",
        r"\A(?:bleib|bleibt|bleiben sie) auf dem laufenden\b|\Astay up[- ]to[- "
        r"]date\b[^.!?]{0,60}\b(?:with|on)\b[^.!?]{0,80}"
        r"\b(?:follow|sign up|subscribe|newsletter)\b",
    ),
    NoteWording(
        POINTER,
        "hier",
        r"\bhier find(?:est du|et ihr|en sie) (?:alle|mehr|weitere|alles) ?(?:infos?|informationen|dazu"
        r"|zum thema)?[.!]?\Z",
    ),
    NoteWording(POINTER, "hier", r"\Ahier geht(?:['’]s| es) (?:zu[rm]?|weiter)\b"),
    NoteWording(
        WRITE,
        "whatsapp telegram instagram facebook tiktok youtube bluesky mastodon linkedin patreon discord "
        "newsletter "
        "newsletters canal channel kanal canale boletín boletim grupo gruppo news notícias",
        r"\A[^.!?…]{0,80}\b(?:join|únete|únase|suscríbete|suscríbase|síguenos|sigue|sígueme|rejoignez"
        r"|abonnez-vous"
        r"|inscrivez-vous|suivez|retrouvez|abonnieren sie|abonniere|folgen sie|folge|folgt|iscriviti"
        r"|unisciti|segui"
        r"|seguici|participe|entre|inscreva-se|siga|receba|recibe|reciba|recevez|follow|subscribe"
        r"|sign up|connect)\b"
        rf".{{0,120}}\b{MEDIA}\b",
    ),
    NoteWording(
        WRITE,
        "व्हाट्सएप व्हाट्सऐप वॉट्सऐप टेलीग्राम फेसबुक यूट्यूब चैनल सब्सक्राइब ऐप एप",
        r"(?:चैनल|ग्रुप|ऐप|एप|पेज|न्यूज़?लेटर).{0,60}(?:जुड़ें|जुड़े|फॉलो|सब्सक्राइब|डाउनलोड|क्लिक|लाइक)"
        r"|(?:जुड़ें|फॉलो करें|सब्सक्राइब करें|डाउनलोड करें).{0,60}(?:चैनल|ग्रुप|ऐप|एप|पेज)",
    ),
    NoteWording(
        WRITE,
        "email e-mail write contact reach send schreiben schicken melden escríbenos escríbanos escribe "
        "escribir "
        "écrivez contactez scrivi scriveteci scrivici contatta escreva mande envie envía envíanos mail "
        "text",
        r"(?:\b(?:do you|have (?:you|an?)|are you|were you|did you|got|sie haben|haben sie|kennen sie"
        r"|sind sie"
        r"|hast du|bist du"
        r"|avez-vous|vous avez|êtes-vous|connaissez-vous|hai|avete|sei|conosci|você|tem|conhece"
        r"|spotted)\b|¿)"
        r"[^?]{2,200}\?.{0,260}\b(?:e-?mail|write|contact|reach|send|text|schreib\w*|schick\w*|meld\w*"
        r"|escr[ií]b\w*"
        r"|envía\w*|écrivez|contactez|scriv\w+|contatta\w*|escreva\w*|mande|envie)\b",
    ),
    NoteWording(
        WRITE,
        "hear reply reading coffee leer lesen lu letto ler lettura lecture",
        r"\b(?:like|love|want|hope|happy|glad|eager) to hear (?:from you|your)\b|\bhit reply\b"
        r"|\bbuy (?:me|us) a coffee\b"
        r"|\A(?:thanks|thank you) (?:so much )?for reading\b|\A¡?gracias por leer|\Adanke fürs lesen"
        r"|\Amerci (?:de m(?:['’]|e )|d['’])avoir lue?|\Agrazie per (?:aver letto|la lettura)"
        r"|\Aobrigad[oa] por ler",
    ),
    NoteWording(
        WRITE,
        "your",
        r"\b(?:send|e-?mail|share|submit|give) (?:us |me |in )?your (?:own )?(?:story|stories|photos?"
        r"|pictures|tips?"
        r"|questions?|letters?|comments?|feedback|experiences?|memor(?:y|ies)|suggestions?|views"
        r"|thoughts)\b"
        r"|\byour (?:replies|questions|feedback|letters) (?:are|is) (?:always )?welcome\b",
    ),
    NoteWording(
        WRITE,
        "inbox patreon review reviews rate rating reseña bewertung subscribe podcasts",
        r"\b(?:leave|write|give|drop) (?:us|me|a|the show)\b.{0,30}\b(?:reviews?|rating)\b"
        r"|\brate(?: and|, )"
        r".{0,20}review\b|\bwherever you (?:listen|get your podcasts)\b|\b(?:our|my|on) patreon\b"
        r"|\bland(?:s)? (?:straight |directly )?in (?:my|our|your) inbox\b|\bdéjanos (?:una|tu) reseña\b",
    ),
    NoteWording(
        WRITE,
        "tag made make try",
        r"\b(?:did|have) you (?:made?|tr(?:y|ied)|cook(?:ed)?|bake?d?) (?:this|it|one)\b.{0,30}\?"
        r"|\btag (?:us|me|@\w+)\b",
    ),
    NoteWording(
        GIVE,
        "reader-supported listener-supported member-supported reader-funded readers reader member-funded",
        r"\b(?:reader|listener|member|viewer|community|audience)s?-(?:supported|funded)\b",
    ),
    NoteWording(
        GIVE,
        "donation gift contribution donate member supporter subscriber patron journalism reporting "
        "newsroom donations "
        "readers paid",
        r"\b(?:make|with|making) (?:an?|your) (?:\w+[- ]){0,2}(?:donation|gift"
        r"|contribution)\b(?=.{0,80}\b(?:us|our|today|now"
        r"|support|help|journalism|reporting)\b)|\bdonate (?:today|now)\b"
        r"|\b(?:become|becoming) an? (?:\w+[- ]){0,2}(?:member|supporter|subscriber|patron)\b"
        r"|\bsupport (?:our|independent|local|this kind of|nonprofit) (?:\w+ )?(?:work|journalism"
        r"|reporting|newsroom)\b"
        r"|\bif you (?:value|like|enjoy|appreciate) (?:this|our|what you|the) .{0,80}\b(?:consider"
        r"|support|subscri|donat"
        r"|chip in|join)",
    ),
    NoteWording(
        GIVE,
        "donación donativo socio socia aporte apoya apoyar suscripción donaciones colabora",
        r"\b(?:haz|haga|hacé|considera|realiza) (?:hacer )?(?:una?|tu|su) (?:\w+ )?"
        r"(?:donación|donativo|aporte)\b"
        r"|\b(?:haz|haga|hazte|hacé) (?:una?|tu|su|soci[oa])\b.{0,100}\b(?:ayúdanos|periodismo|apoya\w*"
        r"|independiente)\b|\bcon tu (?:donación|donativo|aporte|apoyo)\b"
        r"|\bapoya (?:el|nuestro|este|a) .{0,40}\b(?:periodismo|trabajo|medio)\b"
        r"|\bhazte soci[oa]\b",
    ),
    NoteWording(
        GIVE,
        "spende spenden spenden! spendenfinanziert arbeit unterstützen unterstütze unterstützung abo",
        r"\b(?:spenden sie|spende (?:jetzt|uns)|jetzt spenden|mit (?:(?-i:Ihrer)|deiner|eurer) (?:spende"
        r"|unterstützung)"
        r"|unterstützen sie (?:uns|unsere)|unterstütze? (?:uns|unsere)|(?-i:Ihre) unterstützung"
        r"|jetzt unterstützen|spendenfinanziert|(?:unsere|uns bei unserer) arbeit (?:zu )?unterstützen"
        r"|finanziert sich (?:durch|über) "
        r"(?:spenden|leser))\b",
    ),
    NoteWording(
        GIVE,
        "adblocker ad-blocker adblock blocker blockers adblockers werbeblocker bloqueur bloqueador",
        r"\b(?:turn(?:ing)? off|switch(?:ing)? off|disabl(?:e|ing)|paus(?:e|ing)|whitelist\w*)\b.{0,40}"
        r"\byour ?ad-? ?block\w*|\byour ?ad-? ?blockers? (?:off|for (?:our|this) site)\b"
        r"|\b(?:deine|eure|(?-i:Ihre))[nr]? (?:werbe|ad-?)blocker\w* .{0,30}\b(?:aus|ab|deaktiv)\w*"
        r"|\b(?:deaktivier\w*|schalte\w*) .{0,20}\b(?:deine|eure|(?-i:Ihre))n? (?:werbe|ad-?)blocker\b"
        r"|\bdésactive[rz]? (?:votre|ton) (?:bloqueur|ad-?block)|\bdesactiv\w+ (?:tu|su|o seu|seu|el) "
        r"(?:bloqueador|ad-?block)|\bdisattiva\w* (?:il tuo |l['’])?ad-?block",
    ),
    NoteWording(
        GIVE,
        "don dons soutenez soutenez-nous soutien adhérent donateurs lecteurs",
        r"\b(?:faites un don|faire un don|soutenez(?:-nous| la| le| notre| une| l['’])|grâce à vos dons"
        r"|devenez (?:membre|adhérent)|votre soutien)\b",
    ),
    NoteWording(
        GIVE,
        "sostieni sostienici sostegno donazione dona abbonati abbonamento",
        r"\b(?:sostieni(?:ci)?\b(?! (?:che|di))|fai una donazione|dona ora|con la tua donazione|il (?:tuo"
        r"|vostro) sostegno"
        r"|abbonati (?:a|ora|qui|subito))",
    ),
    NoteWording(
        GIVE,
        "apoie doação apoiador assinante assine doe pix",
        r"\b(?:apoie (?:o|a|nosso|este|jornalismo)|faça (?:uma|sua) doação|seja (?:um "
        r"|uma )?(?:apoiador|assinante|membro)"
        r"|assine (?:já|agora|o|a)\b|doe (?:agora|pelo|via))",
    ),
    NoteWording(
        GIVE,
        "सहयोग समर्थन आर्थिक दान",
        r"(?:आर्थिक (?:मदद|सहयोग)|हमें (?:सहयोग|समर्थन)|(?:दान|सहयोग|समर्थन) (?:करें|दें|कीजिए))",
    ),
    NoteWording(
        GIVE,
        "if si wenn se gostou piaciuto piaciuta gustado gustó",
        rf"\A\W{{0,3}}(?:(?:ti|vi) è piaciut[oa] quest[oa']"
        r"|¿(?:te|os|le) (?:ha gustado|gustó) est[ea]\b"
        r"|if you (?:enjoyed|liked|loved|found) (?:this|our|my|the|what)\b|si (?:te|os"
        rf"|le) (?:ha |han )?"
        rf"(?:gust|serv|sirv|interes)\w*|si (?:cet|ce|cette) {TEXT_FR} (?:vous|t['’])"
        rf"|si vous avez aimé|wenn (?:dir|ihnen"
        rf"|euch) (?:dieser?|dieses|der|das|die|unsere?) |se (?:quest[oa']|ti è piaciut)"
        rf"|(?:se (?:você )?)?gostou d)"
        r".{0,160}(?:[!:]|\b(?:share|support|consider|subscri\w*|follow|sign|join|buy|ay[uú]d\w*|ap[oó]y\w*"
        r"|comp[aá]rt\w*"
        r"|suscr\w*|sígue\w*|partage\w*|souten\w*|abonne\w*|teil\w*|unterstütz\w*|abonnier\w*|folg\w*"
        r"|condivid\w*"
        r"|sostien\w*|iscriv\w*|abbon\w*|compartilh\w*|apoie|inscrev\w*|siga)\b)",
    ),
    NoteWording(
        WRITE,
        "app application aplicación aplicativo applicazione appli",
        r"\A[^.!?]{0,60}\b(?:téléchargez|suivez|descarga|descárgate|baixe|scarica|laden sie|lade"
        r"|download)\b.{0,100}"
        r"\b(?:app|application|aplicación|aplicativo|applicazione|appli)\b",
    ),
    NoteWording(
        SPONSOR,
        "episode podcast show support sponsor sponsors sponsored brought code checkout trial issue "
        "newsletter",
        r"\b(?:this|today['’]s) (?:episode|podcast|show|issue|newsletter)\b.{0,30}"
        r"\b(?:brought to you|presented|sponsored) by\b"
        r"|\bsupport for .{2,60}\bcomes from\b|\b(?:with|use) (?:the |our |my )?"
        r"(?:promo |discount )?code (?-i:[A-Z0-9]{4,20})\b|\bat checkout\b|\bfree trial\b"
        r"|\bour sponsors?\b",
    ),
    NoteWording(
        BUY,
        "aquí aqui ahora agora ya hier jetzt ici ora qui subito",
        r"\A\W*(?:reserva|compra|consigue|descubre|jetzt|hier|réservez|achetez|prenota|acquista|reserve"
        r"|compre|garanta) "
        r"(?:(?:tu|ihr|deine?) )?(?:aquí|aqui|ahora|agora|ya|buchen|kaufen|bestellen|ici|ora|qui|subito)\b",
    ),
    NoteWording(
        BUY,
        "buy order shop flowers tree trees available book copy tickets",
        r"\A(?:shop|buy|order|pre-?order) (?:now|here|tickets?)\b.{0,100}"
        r"|\b(?:send|order) flowers\b.{0,140}\b(?:store|shop|visit)\b"
        r"|\bplant (?:a (?:memorial )?tree|trees in)\b"
        r"|\b(?:book|tickets?|copy)\b.{0,80}\bis available (?:now )?(?:here|from (?:our|the \w+ (?:shop"
        r"|bookshop))|for pre-?order)",
    ),
    NoteWording(
        POINTER,
        "notícias noticias news notizie nachrichten stories vídeos videos vídeo fotos photos actualités",
        r"\A(?:veja|leia|confira|ver|lee|lea|leggi|lire|lisez|mehr|see|read|find|get) (?:mais|más|more"
        r"|altre|plus d['’]|aktuelle)"
        r" ?(?:\w+ )?(?:notícias|noticias|news|notizie|nachrichten|stories|actualités)\b"
        r"|\A(?:confira|veja|leia|acompanhe) (?:(?:todas )?as )?(?:últimas|outras|principais) notícias\b"
        r"|\A(?:assista|veja) (?:aos?|os) (?:\w+ )?vídeos (?:mais|do|da)\b"
        r"|\Afor more (?:\w+ )?(?:on )?(?:news|stories)\b[^.!?]{0,100}\b(?:visit|see|go to|follow|click"
        r"|check out)\b"
        r"|\A(?:vídeos?|videos?|fotos|photos) ?: ",
    ),
    NoteWording(
        POINTER,
        "more looking craving hungry other",
        r"\A(?:looking for|hungry for|craving|want|need|still want|fancy|love) (?:even )?(?:more|other"
        r"|another)\b[^?]{0,80}\?",
    ),
    NoteWording(
        COMMENT,
        "comments",
        r"\b(?:let us know|tell us|let me know|share your \w+|join (?:in|us))\b[^.!?]{0,60}\bin the "
        r"comments\b",
    ),
    NoteWording(
        COMMENT,
        "condolence condolences memory guestbook guest messaging",
        r"\b(?:leave|send|post|share|offer) .{0,40}\b(?:condolences?|a (?:message|memory))\b"
        r"|\bsign the guest ?book\b"
        r"|\b(?:text|data) (?:and data |messaging )rates (?:may )?apply\b",
    ),
    NoteWording(
        COMMENT,
        "comment comments comentario comentário comentários comentarios commentaire commentaires "
        "kommentar commento "
        "commenti",
        r"\A(?:[^.!?]{1,60}[.!?] )?[^.!?]{0,60}\b(?:deixe (?:o )?seu comentário|leave (?:us "
        r"|me )?a comment|dej(?:a|e|anos) (?:aquí )?tu comentario"
        r"|laisse[zr]?(?:-nous|-moi)? un commentaire|hinterlass\w* .{0,20}kommentar"
        r"|lascia(?:te)? un commento)\b",
    ),
    NoteWording(
        COMMENT,
        "kommentarfunktion kommentare kommentieren commentaire commentaires comentarios comentar "
        "comentários commenti "
        "commentare netiquette comments moderated",
        r"\bkommentarfunktion\b|\b(?:kommentieren|comentar|commenter|commentare)\b.{0,60}\b(?:anmelden"
        r"|registr\w+|login"
        r"|connect\w+|accedi\w*)|\b(?:connectez-vous|inicia sesión|melden sie sich an|faça login"
        r"|accedi)\b.{0,60}"
        r"\b(?:comment|coment|kommentier)|\bnetiquette\b|\bcomments? (?:are|is) (?:closed|moderated"
        r"|now closed)\b",
    ),
)
