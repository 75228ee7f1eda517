"""Wording of lines in articles that are not part of the story, by the reason why. One table for text and for
pages. Pure.

A rule must match the whole line. Rules describe wording in several languages, never one publisher.
"""

from __future__ import annotations

from typing import NamedTuple

from tts_service.article.extract.dates import DATE, WHEN


class Anywhere(NamedTuple):
    """A rule that may begin anywhere in a line, and so takes long to fail. It is tried only where one of its
    ``words``, in small letters, stands."""

    words: tuple[str, ...]
    pattern: str


PEOPLE = r"(us|me|him|her|them|our \w+|the author|@\w+|(?-i:[A-Z]\w+( [A-Z][\w.-]+){0,2}))"
_AGENCIES = "|".join(
    (
        r"getty( images)?|reuters|afp|ap( photo)?|associated "
        r"press|pti|ani|ians|epa(-efe)?|shutterstock|istock(photo)?",
        r"alamy|unsplash|pexels|bloomberg|zuma( press)?|xinhua|dpa|apa|efe|ansa|lusa|epd|kna|keystone(-sda)?",
    )
)
_NETWORKS = "|".join(
    (
        r"facebook|twitter|x|whatsapp|linkedin|reddit|e-?mail|pinterest|telegram|flipboard|tumblr"
        r"|instagram|threads|bluesky",
        r"mastodon|messenger|pocket|youtube|koo|sms|copy( the)? link|link "
        r"copied!?|print|save|bookmark|comments?|share|tweet",
        r"pin|text|gift",
    )
)
_CREDIT = (
    r"(?:[Ww]ords|[Ss]tory|[Tt]ext|[Pp]hoto(?:graph)?s?|[Pp]ictures|[Ii]llustrations?|[Vv]ideo"
    r"|[Rr]eporting|[Ee]dit(?:ed|ing)"
    r"|[Pp]hotograph(?:y|ed)) by (?:[A-Z][\w.'’-]+ ?){1,4}"
)
_POINTER = "|".join(
    (
        r"lee( también| además| más)?|te recomendamos|puedes? leer|ver (también|más|además)"
        r"|noticias relacionadas"
        r"|auch interessant|passend dazu|mehr dazu|das könnte sie (auch )?interessieren|(à )?(voir"
        r"|écouter) aussi"
        r"|(à )?lire( également)?|sur le même sujet|pour aller plus loin|leggi( anche| pure)?"
        r"|per approfondire"
        r"|potrebbe interessarti( anche)?|leia( mais)?|veja( mais)?|saiba mais|confira( também)?"
        r"|इसे भी पढ़ें|और पढ़ें",
        r"also|also (read|see|watch)|read( also| more| next| this)?|see( also| more)?|story timeline|further "
        r"reading",
        r"related( (articles?|stor(y|ies)|news|posts?|content|coverage|reading|links?|topics?|videos?))?",
        r"more( (on this( topic)?|stories|news|like this|coverage|reading|from (us|the web|our \w+)))?"
        r"|more( \w+){0,2} from (?-i:[A-Z])[\w’' ]{1,40}",
        r"recommended( (for you|stories|articles|reading|videos?))?|you (may|might) (also )?(like|be "
        r"interested in)",
        r"don['’]t miss|must[ -]read|trending( now)?|most (read|popular|viewed)( in [\w ]{2,30})?"
        r"|what to read next|read "
        r"next|up next|next up",
        r"editor['’]?s['’]? (picks?|choice)|watch( now| also| more| this| live)?|in case you missed it|icymi",
        r"lesen sie auch|mehr zum thema|lea también|le puede interesar|te puede interesar|(à )?lire "
        r"aussi|leia também",
        r"leggi anche|lees ook|читайте также|यह भी पढ़ें|ये भी पढ़ें|veja também|läs (även|också|mer)"
        r"|(prze)?czytaj (także|też|również)"
        r"|zobacz (też|także|wideo|film)|ayrıca okuyun|اقرأ أيض[اً]{1,2}|اقرأ المزيد"
        r"|baca juga|simak juga|lihat juga|xem thêm|đọc thêm|เรื่องที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง"
        r"|ilgili haberler|διαβάστε (ακόμα|επίσης)|читайте (ещё|еще)|čtěte (také|dále)|olvasta már"
        r"|citește și|kapcsolódó (cikk|tartal)\w{1,6}"
        r"|관련 ?(뉴스|기사)|相关(新闻|阅读)|関連記事|延伸阅读",
    )
)

_PERSON = r"(?-i:[A-Z][\w.'’-]*( [A-Z][\w.'’-]*){1,3})"
_PLACE = r"(?-i:(the )?[A-Z][\w'’-]*( [A-Z][\w'’-]*){0,3}|the capital)(, (?-i:[A-Z])[\w ]{1,20})?"

RULES: dict[str, tuple[str | Anywhere, ...]] = {
    "a player button": (
        r"(click|tap|press)( here)? (to|and) (start )?(listen|play|hear)(ing)?\b.*",
        r"listen( to)?( this| the)? (article|story|audio|news|now)\b.*|(\d+ min(ute)?s? )?listen",
        r"audio (player|version).*|play (audio|video)|(video|audio) player( is loading\.?)?",
        r"(new ?)?you can now listen to .{1,40}\b(articles|stories|news)",
        r"v[ií]d[eé]os?|fotogaler[ií]a|galer[ií]a( de (fotos|imágenes))?|infograf[ií]a|bildergalerie"
        r"|fotostrecke"
        r"|diaporama|fotogallery",
    ),
    "an advertisement": (
        r"[-–— ]{0,4}advert(isement|ising|s)?|sponsored( content| by .*)?|promoted( content)?|paid "
        r"(content|partnership)",
        r"[-–— ]{0,4}anzeige|[-–— ]{0,4}(werbung|publicidad|publicité|pubblicità|publicidade|advertentie"
        r"|annons|reklam[ae]?"
        r"|реклама|إعلان|광고|广告|広告)",
        r"(story|article|content|report) continues (below|after|beneath).*",
        r"(continue reading|scroll( down)?) (below|for more|to continue).*",
        r"(?-i:(Promoted|Sponsored|Advertisement|Anzeige|Werbung|Publicidad|Publicité|Pubblicità|Publicidade)"
        r"[A-ZÄÖÜÉÀÓÍ]).{0,200}",
        r"(a|an) (word|message|note) from our (sponsors?|partners?|advertisers?)",
        r"(la suite|lire la suite) après cette publicité|(weiter(lesen)?|der (artikel"
        r"|text) geht weiter) nach (der|dieser)"
        r" (anzeige|werbung)|sigue leyendo (abajo|después|tras) .{0,40}"
        r"|(l['’]articolo )?continua (dopo la pubblicità"
        r"|a leggere.{0,40})|(continua|leia mais) (após|depois d)[ao] publicidade|lees verder (onder"
        r"|na) de advertentie",
    ),
    "share buttons": (
        r"share( (this|on|via|with|article|story|post)\b.{0,60})?",
        rf"(compartir|teilen|partager|condividi|compartilhar|delen)( (en|auf|sur|su|no|via|por"
        rf"|op) ({_NETWORKS}))?"
        r"|シェア(する)?|ツイート|ポスト(する)?|印刷(する)?|分享|打印|공유|인쇄|शेयर( करें)?|साझा करें"
        r"|copiar (el )?(enlace|link)|link kopieren|copier le lien.{0,30}|copia (il )?link|copiar link",
        r"(pin|save|bookmark) (it|this|me)( \w+)? for later\W*",
        rf"({_NETWORKS})(([\s|,/·•&:]|and|or|on|via|to|this)+({_NETWORKS}))*",
    ),
    "a pointer to other articles": (
        rf"[\s(\[*•»→▶►-]*({_POINTER})\s*([:|»→>…]|[-–—] ).*",
        r"(listen( now)?|écoutez|regardez|escuch[ae]|mir[ae]|ascolta|guarda|ouça|assista|anhören|ansehen)"
        r" ?[:|►▶] ?[^.!?…]{3,120}",
        rf"[\s(\[*•»→-]*({_POINTER})[\s:.»)\]*…-]*",
    ),
    "a newsletter or subscription box": (
        r"sign up( (here|now|today|free))?|sign "
        r"up\b.{0,120}\b(newsletters?|updates|alerts|inbox|briefing)\b.{0,80}",
        r"sign up for\b.{0,60}\b(daily|weekly|monthly|morning|evening|free)\b.{0,40}\be-?mails?\b.{0,40}",
        r"subscribe\b.{0,200}|our newsletters?|newsletters?|(become|be) a (member|subscriber)\b.*",
        r"(get|receive) .{0,120}\b(newsletters?|inbox|alerts|push notifications)\b.*",
        Anywhere(
            ("to your",),
            r".{0,160}\b(delivered|straight|directly|sent) (daily )?to your (inbox|e-?mail|phone).*",
        ),
        Anywhere(
            ("unsubscribe", "forwarded", "because you"),
            r".{0,200}\b(unsubscribe|forwarded (this|it) to you"
            r"|because you (signed up|subscribed))\b.{0,200}",
        ),
        r"(enter|your) (your )?e-?mail( address)?|download (our|the) .{0,80}\bapp\b.*",
        r"newsletters?\b.{0,40}",
        Anywhere(
            (
                "postfach",
                "boîte",
                "correo",
                "bandeja",
                "buzón",
                "casella",
                "caixa de entrada",
                "inbox",
                "mailbox",
            ),
            r".{0,160}\b(in (ihrem?|deine?m?|eure?m?) (e-?mail-?)?postfach"
            r"|dans votre boîte (mail|de réception)"
            r"|en (su|tu) (correo|bandeja de entrada|buzón)|nella (tua|vostra) casella( di posta)?"
            r"|na sua caixa de entrada"
            r"|in (je|uw) (inbox|mailbox))\b.{0,160}",
        ),
        r"(iscriviti|iscrivetevi|inscrivez-vous|abonnez-vous|suscríbete|suscríbase|inscreva-se|assine"
        r"|abonnieren sie"
        r"|melden sie sich|meld je)\b.{0,120}\b(newsletters?|nieuwsbrief|boletín|boletim|bulletin)\b.{0,80}",
        r"(by (signing up|subscribing|registering)|mit (der|ihrer|deiner) anmeldung|en vous inscrivant"
        r"|al (registrar|suscribir)(te|se)|iscrivendo(ti|si)|ao (se )?(inscrever|cadastrar))\b.{0,240}",
        r"join (us|our|the|over|\d)\b.{0,120}\b(newsletters?|channel|whatsapp|telegram|group|membership)\b.*",
    ),
    "the byline and date": (rf"(?-i:{_CREDIT})([.;,|·]? ?(and )?(?-i:{_CREDIT})){{1,4}}",),
    "a call to follow or write": (
        r"(sigue|síguenos|siga|acompanhe|segui(ci)?|suivez(-nous)?|folgen sie( uns)?|folge uns|volg( ons)?"
        r"|śledź|obserwuj"
        r"|подпис\w{2,12}|follow)\b.{0,120}\b(facebook|instagram|whats ?app|telegram|newsletter|youtube"
        r"|google news"
        r"|tiktok)\b.{0,120}",
        rf"(you can )?follow {PEOPLE} (on|at|@|via|in)\b.*|like us on .*|(he|she|they) tweets? "
        rf"(at|@).*|@\w{{2,30}}",
        r"(find|join|connect with|reach|contact) (us|me|him|her|them) (on|at|via)\b.*",
        Anywhere(
            ("comment", "comentario", "comentários", "kommentar"),
            r".{0,120}\b(tell us|let us know|share|write|leave|post|scriv\w{1,6}|cuéntanos|dinos|déjanos"
            r"|schreib\w{0,4}|leemos|erzähl\w{0,3}|verrat\w{0,3}"
            r"|sagt? uns|dites-nous|écrivez|conte|deixe)\b.{0,60}\b(in the comments?"
            r"|in the comments? (section|below)"
            r"|(nei|tra i) commenti|en (los )?comentarios|in (den|die) kommentaren?"
            r"|(en|dans les) commentaires?|nos comentários)\b.{0,40}",
        ),
        r"(escríb[ae]nos|envíenos|write to us|e-?mail us|schreiben sie uns|schreibt uns|écrivez-nous"
        r"|scriv(ete)?ci"
        r"|escreva(-nos| para)|mail ons)\b.{0,40}(\S@\S|\S ?[(\[]at[)\]]).{0,160}",
        r"((oder|or|o|ou|oppure) )?(rufen sie (uns|mich) an|call us|ll[aá]m[ae]nos|appelez-nous|chiamaci"
        r"|chiamateci|ligue para( nós)?)\b[^.!?]{0,40}\d[\d ()/.-]{5,30}\W*",
        Anywhere(
            ("?",),
            r"[^.!?]{2,120}\? (please )?((e-?mail|write to|message|contact|call|text|ask)"
            r" (us|me|our \w{2,20})"
            r"|get in touch|drop (us|me) a line|schreib(en sie|t|e?) (uns|mir)|escríb[ae](nos|me)"
            r"|écri(vez|s)-(nous|moi)"
            r"|scriv(ete|i)(ci|mi)|escreva(-nos|-me)?)\b.{0,120}"
            r"(\S@\S|\bhere\b|\d{3}[ -]\d{3,4}|get back to you).{0,160}",
        ),
        Anywhere(("@",), r"[^.!?@]{0,60}\b[\w.+-]{1,60}@[\w-]{1,60}(\.\w{2,15}){1,3}"),
        r"click here\b.*|tap here\b.*|(have|got) a (news )?tip\b.*|send (us )?your (tips|news)\b.*",
    ),
    "a cookie note": (
        Anywhere(
            ("cookies",), r".{0,120}\b(we|this (web)?site|our partners) (and our partners )?uses? cookies.*"
        ),
        Anywhere(
            ("cookie",),
            r"[^.!?]{0,80}\b(auf unserer (web)?(site|seite) werden|(unsere|diese) (web)?(site|seite)"
            r" (verwendet|nutzt|setzt)|wir (verwenden|nutzen|setzen))\b.{0,20}\bcookies\b.*"
            r"|[^.!?]{0,80}\b(ce site utilise|nous utilisons) des cookies\b.*"
            r"|[^.!?]{0,80}\b((este sitio|esta (página )?web|este site)( web)? (utiliza|usa)|utilizamos"
            r"|usamos) cookies\b.*"
            r"|[^.!?]{0,80}\b(questo sito( web)? (utilizza|usa)|utilizziamo) (i )?cookies?\b.*"
            r"|[^.!?]{0,80}\b(deze (web)?site gebruikt|wij gebruiken) cookies\b.*",
        ),
        r"(to (display|view|see|watch|show)|pour (afficher|voir|visualiser|regarder|lire)"
        r"|para (ver|visualizar)|per (visualizzare|vedere)|um) (this|ces?|cette|este|esta|questo|diesen?) "
        r"(content|video|post|tweet|map|contenu|vidéo|publication|contenido|contenuto|conteúdo"
        r"|inhalt)\b.{0,100}"
        r"\b(enable|accept|allow|consent|accepte[rz]?|autoris\w+|acept\w+|accett\w+|aceit\w+|zustimm\w+)\b.*",
        r"this (content|video|post|embed|element) is (imported|hosted|provided|embedded|served) (from|by)\b.*"
        r"|this (article|page|story) (includes|contains) content (provided|hosted) by\b.*",
        r"an dieser stelle (finden sie|findest du|befindet sich|ist|steht|wird) .{0,40}\b(extern\w*"
        r"|inhalte?)\b.*"
        r"|(mit ihrer (zustimmung|einwilligung)|wir (benötigen|brauchen) ihre (zustimmung"
        r"|einwilligung))\b.{0,120}"
        r"\b(extern\w*|inhalte?|drittanbieter\w*|geladen)\b.*",
        r"(ce contenu|cette vidéo) (est|a été) bloquée?\b.*"
        r"|este contenido (es proporcionado por|está alojado|procede de)\b.*"
        r"|questo contenuto (è ospitato|è fornito)\b.*|este conteúdo (é fornecido|está hospedado)\b.*",
        r"accept( all)?( cookies)?",
        r"cookie (policy|settings|preferences|notice)|manage (cookies|consent|(cookie "
        r")?preferences|settings)",
        r"(reject|decline|allow) all( cookies)?|privacy policy|terms (of (use|service)|and conditions)",
    ),
    "a photo credit": (
        r"[(\[]?(photo(graph)?|image|picture|pic|illustration|graphic|video|file photo|file "
        r"image|screenshot|screengrab|foto"
        r"|representational image|representative image|bild)s?"
        r"( (credit|courtesy|source|via)s?\b.{0,100}|( by)? ?[:|/©].{0,100})?[)\]]?",
        r"[(\[]?(credit|courtesy|image courtesy)s? ?[:|].{0,80}",
        r"(image|media|video|photo) source[:,] .{1,80}|(image|media|video|photo) caption[:,] .*",
        r"[(\[]?(listing|featured?|lead|cover|header|hero|banner|top|title|main|opening|thumbnail) "
        r"(photo(graph)?|image|picture|illustration)( credit)?s? ?(: ?|\| ?|© ?|by |courtesy |via ).{1,100}",
        r"(titelbild|aufmacherbild|beitragsbild|(foto|imagen) de (portada|apertura)|photo d['’]ouverture"
        r"|(foto|immagine) di copertina|(foto|imagem) de capa) ?[:|©].{1,100}",
        r"(bildunterschrift|bildtext|pie de foto|légende|didascalia|legenda da foto|photo caption"
        r"|caption) ?: .*",
        Anywhere(
            (":",),
            r"[^.]{0,160}[.)] ?(photo(graph)?|image|picture|illustration|foto|bild)"
            r"( credit)?s? ?: ?[^.]{1,60}",
        ),
        rf"[(\[]?(© ?)?({_AGENCIES})( ?(/|via|,|\|) ?.{{0,60}})?[)\]]?",
        Anywhere((" via ", "/", "|", "©"), rf".{{0,60}}( via | ?/ ?|\| ?|© ?)({_AGENCIES})[)\]]?"),
    ),
    "a copyright or syndication note": (
        Anywhere(("©", "(c)", "copyright"), r".{0,120}(©|\(c\)|copyright) [^.]{0,60}\b(19|20)\d\d\b.{0,160}"),
        r"[(\[]?(©|ⓒ|\(c\)|copyright\b).*|this material may not be (published|broadcast)\b.*",
        Anywhere(
            ("무단", "未经", "無断", "rights reserved"),
            r".{0,60}(무단 ?전재|未经.{0,20}(转载|授权)|無断転載).{0,60}|.{0,120}all rights reserved\b.*",
        ),
        r"this (article|story|piece|post|essay|column|interview)( \w+){0,4} (originally|first|re-?published"
        r"|reprinted|reposted|syndicated)\b.{0,240}",
        r"(originally|first) (published|appeared|posted) (in|on|at|by)\b.{0,120}",
        r"(a|this) (version|shorter version|form) of this (article|story|piece|column|essay) .{0,30}"
        r"\b(appears?|appeared|published|ran)\b.{0,240}",
        r"re-?(published|printed|posted) (with|under|by|from)\b.{0,200}",
        Anywhere(
            ("reproduction", "republication", "redistribution", "copying"),
            r".{0,120}\b(reproduction|republication|redistribution|copying)\b.{0,120}"
            r"\b(prohibited|permission|forbidden)\b.*",
        ),
        r"read the (full |original )+(article|story|version|post)\b.{0,80}",
        r"(printed from|(articolo|article|artikel|artículo|artigo) (stampato|imprimé|gedruckt|impreso"
        r"|impresso)) .{0,200}",
        r"(find|read|view) this (article|story|page|report)( online)? (at"
        r"|on) ?:? ?(https?:|www\.).{0,200}"
        r"|(diese[nr]? (artikel|seite|text) (finden sie|gedruckt|ausgedruckt)|source url|url( de (la"
        r"|este) \w{4,12})?)\b.{0,20}"
        r"(https?:|www\.).{0,200}",
        Anywhere(
            ("generated", "published", "edited by", "taken from"),
            r".{0,60}\b(is|was|has been|has not been) (auto-?generated|published (directly )?from|edited "
            r"by|taken from)\b"
            r".{0,120}(feed|agency|staff|syndicat)\w*\b.*",
        ),
    ),
    "a source line": (
        r"[(\[]?(sources?|quelle|fuente) ?: .{1,60}",
        rf"{_PERSON} reported from {_PLACE}((,|;| and) [^.!?]{{3,160}} from {_PLACE})?\.?",
        r"(contributing( reporters?| writers?)?|contributors?|mitarbeit|collaboration|colaboraron|colaboró"
        r"|colaboração|hanno collaborato) ?: ?[^.!?]{2,160}",
        r"(avec|mit material von|con información de|com informações d[aeo]s?|con informazioni)"
        r" (l['’]|la |der )?(afp|reuters|ap|dpa|efe|ansa|agences?|agências?|agencias)\b[^.!?]{0,40}\.?",
        r"(additional |written )?reporting by [^.]{2,160}(; ?\w[\w ]{0,30} by [^.]{2,160}){0,4}"
        r"|our standards ?: .{1,120}",
        Anywhere(
            ("contributed",),
            r".{3,200}\bcontributed( reporting| research)?( to this (report|story|article))?"
            r"( from [^.]{1,60})?",
        ),
        r"original-content von ?: .{1,200}|(?-i:SOURCE) [^.!?]{1,80}|news provided by.{0,100}",
        Anywhere(
            ("doi",),
            r"(?!.{0,240}\(\s?doi\b).{0,240}\bdoi ?:? ?(https?://[\w.]{1,30}/)?"
            r"10\.\d{4,9}/\S{1,80}( \([^()]{1,30}\))?",
        ),
        r"view (the )?(original content|source version)\b.{0,200}",
        r"[(\[]?(with )?inputs? from .{1,60}|with agency inputs[)\]]?",
        r"[（(]?(责任编辑|責任編輯|责编|編輯|编辑|文字编辑) ?[:：].{1,40}",
    ),
    "an affiliate notice": (
        Anywhere(("affiliate",), r".{0,200}\baffiliate[- ](links?|partners?|commissions?|advertising)\b.*"),
        Anywhere(("commission",), r".{0,200}\bearn (a|an|us a|some) .{0,40}commissions?\b.*"),
        r"why (you (can|should) )?trust .{1,60}",
        Anywhere(
            ("provision", "mwst", "versand"),
            r".{0,200}\b(erhalten|bekommen) wir\b.{0,60}\bprovision\b.*|.{0,80}\b(inkl\.?|zzgl\.?) (mwst"
            r"|versand)\w*\b.{0,120}",
        ),
        Anywhere(
            ("commission", "comisión", "comissão"),
            r".{0,200}\b(nous (percevons|touchons)|possiamo ricevere|podemos recibir|recebemos)\b.{0,60}"
            r"\b(commissions?|commissione|comisión|comissão)\b.*",
        ),
        Anywhere(
            ("how we ",),
            r".{0,300}\b(find out|read|learn|see) (more )?(about |on )?how we (test|review|rate|choose"
            r"|pick)\b.{0,80}",
        ),
        Anywhere(
            ("share", "commission", "compensation", "money"),
            r".{0,160}\b(may|might) (get|receive|earn|make) .{0,40}"
            r"\b(share|commission|compensation|money)\b.*",
        ),
    ),
    "a note on the author": (
        r"(about|meet|more about) (the|our|your|this) (authors?|writers?|contributors?|host)"
        r"|sobre (la firma|el autor|la autora|los autores|o autor|a autora|os autores)"
        r"|(über|zu) (den autor|die autor(in|en))|zu[rm] autor(in|en)?"
        r"|(à propos )?de l['’]auteure?|(sull|l)['’]autore|(sull|l)['’]autrice|over de auteurs?"
        r"|om (författaren|forfatteren)",
    ),
    "a poll of the page": (
        r"(is|was|did you find) (this|our|the)( ai)? (page|article|story|information|content|summary|guide"
        r"|answer)( \w+){0,2} (useful|helpful|interesting)"
        r"|did (this|our|the)( ai)? (page|article|summary|guide|answer) help( you)?"
        r"|help us (to )?improve\b.{0,60}|war dieser (artikel|beitrag) (hilfreich|interessant|lesenswert)"
        r"|cet article vous a-t-il (été utile|plu)|¿te ha (resultado útil|gustado|servido) (este artículo"
        r"|la noticia)",
    ),
    "an offer to buy": (
        Anywhere(
            ("copy", "delivery charges"),
            r".{0,300}\b(to (order|buy) (a|your) copy|delivery charges may apply|order your copy)\b.{0,120}",
        ),
    ),
    "the comment box": (
        r"(\d+ |no |view |show |read |see |hide |load |all )*((visitor|reader|user)s?['’]? )?"
        r"comments?( \(?\d+\)?)?|\d+ entries|leave a (comment|reply)|(post|add) (a|your) comment",
        r"kommentare( \(?\d+\)?)?|\d+ kommentare?|kommentieren|(alle )?kommentare? (schreiben|verfassen|lesen"
        r"|anzeigen|hinzufügen)",
        r"commentaires( \(?\d+\)?)?|\d+ commentaires?|commenter|(ajouter|laisser|écrire) un commentaire"
        r"|(voir|lire|afficher) (tous )?les commentaires( \(?\d+\)?)?",
        r"comentarios( \(?\d+\)?)?|\d+ comentarios?|comentar"
        r"|(deja|escrib[ae]|añad[ae])r? (un|tu|su) comentario"
        r"|(ver|leer) (todos )?los comentarios( \(?\d+\)?)?",
        r"comentários( \(?\d+\)?)?|\d+ comentários?|(deix[ae]r?|escrev[ae]r?) (um|(o )?seu) comentário"
        r"|ver (todos )?os comentários( \(?\d+\)?)?",
        r"commenti( \(?\d+\)?)?|\d+ comment[io]|commenta|(lascia|scrivi|aggiungi) un commento"
        r"|(vedi|leggi) (tutti )?i commenti( \(?\d+\)?)?",
        r"reacties( \(?\d+\)?)?|\d+ reacties?|(plaats|geef|schrijf) een reactie|टिप्पणियाँ|टिप्पणी करें",
        r"be the first to comment.*|join the (conversation|discussion)\b.*|reply|report( abuse)?",
        r"log ?in( to comment)?|sign in( to .{0,40})?|register( now)?",
    ),
    "a box of facts": (r"[★☆⭐]{3,10}[^.!?]{0,60}",),
    "the reading time": (r"\d+ ?[- ]?min(ute)?s?( (to )?read)?|(estimated )?(reading|read) time ?:?.{0,30}",),
    "a date line": (
        r"((this )?(page )?(first |last |originally "
        r")?(published|updated|posted|modified|created|reviewed|aktualisiert|veröffentlicht|actualizado"
        r"|publicado|mis à jour|publié)( on| at| am| le| el)?:? *)*"
        rf"{WHEN}( *[|•·-] *\d+ min.*)?",
        rf"dieser (artikel|beitrag|text) (stammt|ist|wurde) von .{{2,60}} (am|vom) {WHEN} (veröffentlicht"
        rf"|verfasst"
        rf"|geschrieben)\.?",
        rf"published (by|in) .{{2,60}} (on|from) {DATE}( to {DATE})?\.?",
    ),
    "tags": (
        r"[|•·]? ?(abgelegt (unter|in)|gespeichert unter|posted in|categori[sz]ed (as|in)|archivado en"
        r"|clasificado en|classé (dans|sous)|archiviato in|arquivado em) ?:? (?-i:[A-Z0-9])[^.!?]{1,100}",
        r"(tags?|topics?|filed under|categor(y|ies)|keywords?|labels?|themen|etiquetas|temas) ?:.*",
        r"(#\w+[\s,]*)+|tags|topics|categories|tópicos|etiquetas|palabras clave|palavras-chave|assuntos"
        r"|schlagw[oö]rter|schlagworte|mots[- ]clés|parole chiave|trefwoorden",
    ),
    "an error message of the page": (
        r"(sorry\W{1,3}|oops\W{1,3}|uh-oh\W{1,3})?"
        r"(an? (unknown |unexpected |internal )?error (has )?occurred|something went wrong)"
        r"([.!,]? (please|try|while|when (load|submit|process)|on our (end|side))\b.{0,100})?",
        r"(sorry,? )?this (page|content|video|embed) (could(n['’]t| not)|can(['’]t|not)) be "
        r"(loaded|played|displayed|shown)\b.{0,120}",
        r"(please )?try again( later)?|(please )?(refresh|reload) (the|this) page\b.{0,80}",
        r"thank you\W{1,3}your (submission|message|request|e-?mail|subscription)\b.{0,80}",
        r"es ist ein .{0,20}\bfehler aufgetreten\b.{0,80}|se ha producido un error\b.{0,80}",
        r"une erreur (est survenue|s['’]est produite)\b.{0,80}",
    ),
    "a legal notice": (
        Anywhere(
            ("opinion", "views"),
            r"(the |any |all )?(views?|opinions?)( and opinions)? (expressed|stated|here|in this"
            r"|contained)\b[^!?“”\"]{0,100}"
            r"\b(author['’]?s?( own)?|own|personal|those of|solely)\b.*"
            r"|((this|the|these|any|all|our) )?(articles?|columns?|essay|piece|posts?|contents?|views?"
            r"|opinions?"
            r"|comments?|letters?)\b[^.!?“”\"]{0,120}\b(do(es)?|may|might) not (necessarily )?(reflect"
            r"|represent|express)"
            r" (the |those )?(official )?(views?|opinions?|positions?|polic(y|ies)|of)\b.*",
        ),
        Anywhere(
            ("meinung", "ansicht"),
            r"[^.!?„“]{0,80}\b(beitr\w{1,6}|artikel\w?|kommentare?|geäußerten?"
            r"|gekennzeichneten?)\b[^.!?„“]{0,120}\bnicht (zwingend |unbedingt |notwendigerweise |immer "
            r")?(die|der|mit der)"
            r" (meinung|ansicht|auffassung) (der|des|von)\b.*",
        ),
        Anywhere(
            ("opinion", "opinión", "opiniones", "opinioni", "opiniões", "opinião", "propos", "tribune"),
            r"(les (opinions|propos|idées)|cette tribune|ce texte|cet article)\b[^.!?«»]{0,100}"
            r"\bn['’]engagent? (pas|que)\b.*"
            r"|(las opiniones|los artículos|este (artículo|texto)|esta columna|el "
            r"contenido)\b[^.!?“”«»]{0,100}"
            r"\b(responsabilidad( exclusiva)? (de|del)|no (reflejan?|representan?|expresan?))\b.*"
            r"|(le opinioni|le idee|i contenuti)\b[^.!?“”«»]{0,80}"
            r"\b(non riflett\w+|sono (quelle|personali)|appartengono|impegnano)\b.*"
            r"|(as opiniões|os textos|est[ae] (texto|artigo|coluna)|a opinião)\b[^.!?“”«»]{0,80}"
            r"\b(são de (inteira )?responsabilidade|não reflet\w+|não representa\w*)\b.*",
        ),
        Anywhere(
            ("advice",),
            r".{0,240}\b(does|is|are|do) not (constitute|intended (as|to be)|meant as) .{0,60}\badvice\b.*",
        ),
        Anywhere(
            ("purposes only", "information only", "beratung"),
            r".{0,120}\bfor (general )?(information|educational|informational) purposes only\b.*"
            r"|.{0,60}\bfor general information only\b.*"
            r"|.{0,160}\bersetzt keine (rechts|steuer)?beratung\b.*",
        ),
    ),
    "the end of a press release": (r"[-–—#*~<>]+\s*(ends?|ende|fin)\s*[-–—#*~<>]*|(?-i:ENDS|ENDE|-30-|###)",),
    "a control of the page": (
        Anywhere(
            ("←", "⟵", "‹", "→", "⟶", "›"),
            r"[←⟵‹] ?[^.!?]{2,80}|[^.!?|]{2,80} ?[→⟶›]|[←⟵‹][^.!?]{2,80}\|[^.!?]{2,80}[→⟶›]",
        ),
        r"(\[ ?[^\[\]]{2,60} ?\]\s?[|·•]?\s?){2,8}",
        r"print this (page|article|story)|(un)?check (the|this) box\b.{0,100}",
        r"\w[^.!?«‹»›>]{0,60}\w( ?[»›>] ?\w[^.!?«‹»›>]{0,60}\w){2,6}",
        r"skip to (the )?(main |primary )?(content|navigation).*|(back|return) to (the )?top|loading\W*",
        r"(please wait|bitte warten|veuillez patienter|por favor,? (espere|aguarde)|attendere( prego)?"
        r"|even geduld|wird geladen|chargement( en cours)?|cargando|carregando|caricamento)\W*",
        r"to (view|see|use|watch|read) this .{2,40}\bjavascript\b.*",
        r"please (enable|turn on|activate|switch on) javascript.*",
        r"your browser (does not|doesn['’]t) support.*|show (more|less)",
        r"bitte (aktivieren sie|aktiviere|schalten sie) .{0,30}\bjavascript\b.{0,80}"
        r"|(veuillez |merci d['’])?activer javascript.{0,80}"
        r"|(por favor,? )?(active|activa|habilite|habilita|ative) (el |o )?javascript.{0,80}",
        r"(view|see|open) (gallery|slideshow|all|\d+ (images|photos))|(slide|image|photo) \d+ of \d+|\d+ "
        r"(of|/) \d+",
        r"((view|see) this (post|photo|profile|video) on|sieh dir diesen beitrag auf|voir cette "
        r"publication sur"
        r"|ver esta publicación en|visualizza questo post su|ver (essa|esta) (foto|publicação) no) "
        r"\w{1,12}( an)?",
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        r"expand|collapse|close|menu|search|home|toggle \w+|next|previous|prev|zoom|enlarge( this image)?",
        r"(hide|toggle) caption|(read|view) (the )?full (story|article)",
        r"\d{1,4} (v[ií]d[eé]os?|photos?|fotos?|images?|imágenes|immagini|bilder|posts?|slides?)",
        r"(cook(ing)? mode|kochmodus|mode cuisson|modo (de )?(cocina|cozinha)|modalità cucina)\b.{0,80}"
        r"|(prevent|keep|stop) your (screen|phone|device|display) (from )?\b.{0,40}",
    ),
}
