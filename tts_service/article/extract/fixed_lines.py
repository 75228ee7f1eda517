"""Whole lines that pages set around and between the paragraphs of a story, word for word, in seven languages.

A line is looked up without its numbers, punctuation and spaces, so that "3 Kommentare" and "Kommentare (12)"
are one. What varies more than that is a pattern in ``line_rules``. Pure.
"""

from __future__ import annotations

import re

from tts_service.article.extract.draft import fold

_DIGITS = re.compile(r"\d+")

LINES: dict[str, tuple[str, ...]] = {
    "a control of the page": (
        "jump to recipe; jump to content; next article; previous article; next story; previous story; "
        "next post; previous post; older posts; newer posts; more options; see all; view all; see more; "
        "view more; load more; show all; show comments; read full story; read the full story; "
        "read full article; continue reading; keep reading; print; print page; print article; "
        "print recipe; pin recipe; rate recipe; scroll down; scroll to top; swipe to see more; "
        "swipe left; tap to enlarge; click to enlarge; click to expand; expand image; "
        "open image in gallery; view image in fullscreen; view in gallery; full screen; fullscreen; "
        "view gallery; view slideshow; photo gallery; image gallery; table of contents; on this page; "
        "in this article; in this story; in this section; jump to section; download pdf; "
        "download the pdf; download this article; download as pdf; view pdf; report a correction; "
        "report a typo; report an error; report a problem; suggest a correction; submit a correction; "
        "spotted a mistake; see an error; font size; text size; change text size; decrease font size; "
        "increase font size; dark mode; light mode; skip advertisement; skip past newsletter promotion; "
        "after newsletter promotion; copied to clipboard; link copied to clipboard; add to favorites; "
        "add to favourites; add to reading list; save article; save this article; save story; "
        "save for later; remove from saved; my account; log out; sign out; privacy settings; ad choices; "
        "accessibility statement; site map; sitemap; add as preferred source on google; "
        "add as a preferred source on google; make us preferred on google; view this page in; "
        "read in app; open in app; go to homepage; back to homepage; back to home",
        "nach oben; zum seitenanfang; zum anfang; seitenanfang; zurück zur übersicht; zur übersicht; "
        "zur startseite; zurück zur startseite; weiterlesen; alles lesen; mehr anzeigen; "
        "weniger anzeigen; mehr laden; alle anzeigen; alle ansehen; einklappen; ausklappen; aufklappen; "
        "schließen; drucken; seite drucken; artikel drucken; druckversion; druckansicht; vorlesen; "
        "artikel merken; merkliste; zur merkliste; artikel versenden; artikel empfehlen; "
        "nächster artikel; vorheriger artikel; nächster beitrag; vorheriger beitrag; voriger artikel; "
        "nächstes bild; vorheriges bild; bild vergrößern; großansicht; vollbild; vollbildansicht; "
        "galerie öffnen; zur galerie; zur bildergalerie; bilder anzeigen; alle bilder; "
        "alle bilder anzeigen; inhaltsverzeichnis; auf dieser seite; in diesem artikel; zum inhalt; "
        "zum inhalt springen; direkt zum inhalt; zur navigation; schriftgröße; fehler melden; "
        "fehler gefunden; haben sie einen fehler entdeckt; haben sie einen fehler gefunden; "
        "einen fehler melden; pdf herunterladen; als pdf herunterladen; anmelden; abmelden; einloggen; "
        "mein konto; datenschutz; datenschutzerklärung; impressum; nutzungsbedingungen; agb; "
        "barrierefreiheit; link kopiert; in die zwischenablage kopiert; "
        "als bevorzugte quelle auf google hinzufügen",
        "volver arriba; volver al inicio; artículo siguiente; artículo anterior; noticia siguiente; "
        "noticia anterior; ver más; ver todo; ver todos; ver todas; leer más; seguir leyendo; "
        "continuar leyendo; leer noticia completa; mostrar más; mostrar menos; cargar más; cerrar; "
        "imprimir; imprimir artículo; guardar artículo; guardar noticia; ampliar foto; ampliar imagen; "
        "pantalla completa; ver galería; ver fotogalería; ver fotos; tabla de contenidos; "
        "en este artículo; en esta página; descargar pdf; iniciar sesión; cerrar sesión; regístrate; "
        "mi cuenta; ir al contenido; saltar al contenido; aviso legal; política de privacidad; "
        "política de cookies; quiénes somos; mapa del sitio; reportar un error; has encontrado un error; "
        "enlace copiado; copiado; añadir a favoritos; tamaño de letra",
        "haut de page; retour en haut; retour à l'accueil; article suivant; article précédent; "
        "voir plus; voir moins; voir tout; tout voir; tout afficher; afficher plus; afficher la suite; "
        "lire la suite; lire plus; lire l'article; lire l'article complet; poursuivre la lecture; "
        "charger plus; fermer; imprimer; imprimer l'article; imprimer la page; ajouter à mes favoris; "
        "ajouter aux favoris; agrandir l'image; plein écran; voir le diaporama; voir la galerie; "
        "voir les photos; voir en plein écran; dans cet article; sur cette page; table des matières; "
        "aller au contenu; aller au contenu principal; télécharger; télécharger le pdf; se connecter; "
        "s'identifier; s'inscrire; créer un compte; mon compte; se déconnecter; mentions légales; "
        "politique de confidentialité; nous contacter; plan du site; qui sommes-nous; "
        "signaler une erreur; lien copié; copié; taille du texte; écouter l'article; offrir cet article; "
        "lire plus tard",
        "torna su; torna in alto; torna all'inizio; torna alla home; articolo successivo; "
        "articolo precedente; mostra altro; mostra di più; mostra meno; vedi tutti; vedi tutto; "
        "vedi altro; leggi tutto; leggi di più; continua a leggere; leggi l'articolo; carica altri; "
        "chiudi; stampa; stampa articolo; stampa pagina; salva articolo; schermo intero; "
        "guarda la gallery; vai alla gallery; sfoglia la gallery; in questo articolo; "
        "indice dei contenuti; vai al contenuto; salta al contenuto; scarica pdf; scarica il pdf; "
        "accedi; registrati; il mio account; note legali; informativa privacy; chi siamo; "
        "segnala un errore; link copiato; copiato; aggiungi ai preferiti; dimensione testo; "
        "ascolta l'articolo; riproduzione riservata",
        "voltar ao topo; ir para o topo; voltar ao início; próximo artigo; artigo anterior; "
        "próxima notícia; notícia anterior; ver mais; ver menos; ver todos; ver todas; ver tudo; "
        "ler mais; continuar lendo; continue lendo; continuar a ler; leia a matéria completa; "
        "mostrar mais; mostrar menos; carregar mais; fechar; imprimir; imprimir artigo; guardar artigo; "
        "tela cheia; ecrã inteiro; ver galeria; ver fotos; neste artigo; nesta matéria; "
        "ir para o conteúdo; pular para o conteúdo; baixar pdf; iniciar sessão; criar conta; "
        "minha conta; política de privacidade; termos de uso; fale conosco; quem somos; mapa do site; "
        "reportar erro; comunicar erro; encontrou um erro; link copiado; copiado; "
        "adicionar aos favoritos; tamanho da fonte; ouvir artigo; ouvir a notícia",
        "ऊपर जाएं; वापस जाएं; और देखें; सभी देखें; और पढ़ें; पूरा पढ़ें; पूरी खबर पढ़ें; आगे पढ़ें; "
        "प्रिंट; प्रिंट करें; लॉग इन; लॉगिन; साइन इन; हमसे संपर्क करें; हमारे बारे में; विषय सूची; "
        "इस लेख में; सेव करें; ऐप में पढ़ें; ऐप पर पढ़ें",
    ),
    "a pointer to other articles": (
        "latest; latest news; latest stories; latest articles; latest headlines; recent posts; "
        "recent articles; recent stories; recent news; recent comments; popular posts; popular stories; "
        "popular now; popular articles; popular in the community; top stories; top news; top headlines; "
        "today's top stories; today's headlines; breaking news; more news; more headlines; "
        "more from this author; more from this section; more in this section; more top stories; "
        "more on this story; more by this author; more articles; more articles by this author; "
        "more for you; read these next; what to watch; what to read; keep exploring; explore more; "
        "further coverage; full coverage; our coverage; in other news; elsewhere on the web; "
        "around the web; from around the web; from our partners; from the web; promoted stories; "
        "paid content; you may also like; you may like; you might like; you might also like; "
        "we recommend; recommended; recommended for you; others also read; readers also liked; "
        "most shared; most commented; most watched; most recent; also in this series; in this series; "
        "part of a series; related videos; related coverage; related topics; similar articles; "
        "similar posts; listen to the podcast; watch the video; see the video; see also; next story in; "
        "explore topics",
        "letzte nachrichten; aktuelle nachrichten; neueste nachrichten; neueste artikel; "
        "neueste beiträge; letzte beiträge; meistgelesen; meistgelesene artikel; meist gelesen; "
        "am meisten gelesen; meistkommentiert; meistgeteilt; beliebte artikel; beliebteste artikel; "
        "top-themen; topthemen; top-artikel; top-nachrichten; schlagzeilen; eilmeldungen; "
        "mehr zum thema; mehr zu diesem thema; zum thema; mehr aus dem ressort; mehr aus der redaktion; "
        "mehr artikel; weitere artikel; weitere themen; weitere nachrichten; weitere meldungen; "
        "weitere beiträge; weiterführende links; ähnliche artikel; ähnliche beiträge; ähnliche themen; "
        "verwandte artikel; verwandte themen; verwandte beiträge; das könnte sie auch interessieren; "
        "das könnte dich auch interessieren; das könnte dir auch gefallen; auch interessant; "
        "auch lesenswert; lesetipps; lesetipp; unsere empfehlungen; empfehlungen der redaktion; "
        "empfohlene artikel; unsere lesetipps; aus dem archiv; nicht verpassen; lesen sie auch; "
        "lesen sie weiter; lesen sie jetzt; mehr von diesem autor; themen des artikels; alle artikel; "
        "jetzt lesen",
        "últimas noticias; lo último; lo más reciente; noticias recientes; entradas recientes; "
        "artículos recientes; lo más leído; lo más visto; más leídas; las más leídas; más leído; "
        "más vistas; más vistos; lo más compartido; lo más comentado; última hora; te puede interesar; "
        "te podría interesar; le puede interesar; también te puede interesar; "
        "también te podría interesar; te recomendamos; recomendados; recomendado para ti; "
        "contenido relacionado; contenidos relacionados; artículos relacionados; noticias relacionadas; "
        "notas relacionadas; temas relacionados; más noticias; más sobre este tema; más en; "
        "más de este autor; no te pierdas; otras noticias; otros artículos; "
        "enlaces relacionados; temas del día; más historias; notas más leídas",
        "dernières nouvelles; dernières actualités; dernières infos; dernières actus; derniers articles; "
        "articles récents; les plus lus; les plus lues; le plus lu; articles les plus lus; "
        "les articles les plus lus; les plus partagés; les plus commentés; les plus consultés; "
        "les plus populaires; à la une; à lire aussi; à lire; à lire également; à voir aussi; "
        "à voir également; à voir; lire également; lire aussi; voir aussi; à découvrir aussi; "
        "sur le même sujet; sur le même thème; dans la même rubrique; du même auteur; plus d'articles; "
        "plus d'infos; articles similaires; articles liés; articles associés; articles connexes; "
        "en lien avec cet article; autres articles; contenus sponsorisés; vous aimerez aussi; "
        "vous pourriez aussi aimer; cela pourrait vous intéresser; "
        "ces articles pourraient vous intéresser; recommandé pour vous; nos recommandations; "
        "la sélection de la rédaction; pour aller plus loin; liens utiles; thèmes associés; "
        "sujets associés",
        "ultime notizie; ultim'ora; ultimi articoli; articoli recenti; notizie recenti; i più letti; "
        "più letti; le più lette; più lette; i più visti; più visti; i più condivisi; più condivisi; "
        "più commentati; ti potrebbe interessare; potrebbe interessarti; ti potrebbe interessare anche; "
        "potrebbe interessarti anche; ti può interessare; leggi anche; da leggere; da non perdere; "
        "articoli correlati; notizie correlate; contenuti correlati; argomenti correlati; correlati; "
        "articoli simili; altri articoli; altre notizie; altro su questo argomento; per approfondire; "
        "consigliati; consigliati per te; scelti per te; guarda anche; vedi anche; dello stesso autore; "
        "nella stessa sezione; le notizie del giorno; i nostri consigli",
        "últimas notícias; notícias recentes; posts recentes; artigos recentes; mais recentes; "
        "mais lidas; mais lidos; as mais lidas; mais vistas; mais vistos; mais acessadas; "
        "mais comentadas; mais compartilhadas; mais populares; leia também; leia mais; veja também; "
        "veja mais; ler também; leia ainda; confira também; mais notícias; mais deste autor; "
        "notícias relacionadas; matérias relacionadas; artigos relacionados; conteúdo relacionado; "
        "conteúdos relacionados; posts relacionados; tópicos relacionados; você pode gostar; "
        "você também pode gostar; pode gostar também; você pode se interessar; pode interessar; "
        "recomendado para você; recomendados para você; recomendados; recomendadas; outras notícias; "
        "outros artigos; assista aos vídeos mais vistos; vídeos mais assistidos; últimos vídeos",
        "ताज़ा ख़बरें; ताजा खबरें; ताज़ा खबर; ताजा खबर; ताज़ा समाचार; ताजा समाचार; बड़ी खबरें; "
        "बड़ी ख़बरें; मुख्य समाचार; टॉप न्यूज़; टॉप न्यूज; ट्रेंडिंग; ट्रेंडिंग न्यूज़; "
        "सबसे ज्यादा पढ़ी गई; सबसे ज़्यादा पढ़ी गई; सर्वाधिक पढ़ी गई; संबंधित खबरें; संबंधित ख़बरें; "
        "संबंधित समाचार; सम्बंधित खबरें; अन्य खबरें; और खबरें; अन्य समाचार; यह भी पढ़ें; ये भी पढ़ें; "
        "इसे भी पढ़ें; यह भी देखें; ये भी देखें; आपकी पसंद; आपको यह भी पसंद आ सकता है; वीडियो देखें; "
        "लेटेस्ट न्यूज़; लेटेस्ट न्यूज; और खबरें पढ़ें",
    ),
    "share buttons": (
        "share this article; share article; share story; share this story; share this post; "
        "share this page; share this; share post; share options; share link; share via e-mail; "
        "share with friends; gift this article; give this article; email this article; email article; "
        "e-mail this; send to a friend; tweet this; pin it; shares; total shares; like this; like; likes",
        "artikel teilen; diesen artikel teilen; beitrag teilen; diesen beitrag teilen; seite teilen; "
        "teilen mit; teilen auf; jetzt teilen; auf facebook teilen; per e-mail teilen; "
        "per e-mail versenden; per mail verschicken; bei whatsapp teilen; bei facebook teilen; twittern; "
        "weiterempfehlen; artikel verschenken; gefällt mir",
        "compartir este artículo; compartir artículo; compartir noticia; compartir esta noticia; "
        "compartir en; compartir en redes; compartir en facebook; compartir en whatsapp; comparte; "
        "comparte esta noticia; comparte este artículo; compártelo; enviar por correo; enviar por email; "
        "me gusta; tuitear; copiar enlace; copiar url",
        "partager cet article; partager l'article; partager sur; partager cette page; "
        "partager sur facebook; partager sur whatsapp; partager par e-mail; partagez; "
        "partagez cet article; envoyer par e-mail; envoyer à un ami; tweeter; j'aime; copier le lien",
        "condividi questo articolo; condividi l'articolo; condividi articolo; condividi su; "
        "condividi su facebook; condividi su whatsapp; invia per e-mail; invia ad un amico; twitta; "
        "mi piace; copia link; copia il link",
        "compartilhe esta notícia; compartilhe essa notícia; compartilhe este artigo; "
        "compartilhe esta matéria; compartilhe; compartilhe isso; compartilhar notícia; "
        "compartilhar matéria; compartilhar em; compartilhe no facebook; compartilhe no whatsapp; "
        "compartilhe via whatsapp; compartilhe no twitter; partilhar; partilhar artigo; partilhe; "
        "partilhe este artigo; enviar por e-mail; curtir; tweetar; copiar link",
        "शेयर; शेयर करें; साझा करें; इस खबर को शेयर करें; इसे शेयर करें; दोस्तों के साथ शेयर करें; लिंक कॉपी करें; कॉपी करें",
    ),
    "the reading time": (
        "minutes of reading; minute of reading",
        "lesezeit; lesezeit minuten; lesezeit minute; lesezeit min; lesedauer; lesedauer minuten; "
        "lesedauer minute; lesedauer min; minuten lesezeit; minute lesezeit; min lesezeit; "
        "lesezeit ca minuten; lesezeit ca min; minuten lesedauer; minuten zu lesen",
        "tiempo de lectura; tiempo de lectura minutos; tiempo de lectura minuto; tiempo de lectura min; "
        "minutos de lectura; minuto de lectura; min de lectura; lectura de minutos",
        "temps de lecture; temps de lecture minutes; temps de lecture minute; temps de lecture min; "
        "minutes de lecture; minute de lecture; min de lecture; lecture min; lecture minutes; "
        "durée de lecture min; temps de lecture estimé min",
        "tempo di lettura; tempo di lettura minuti; tempo di lettura minuto; tempo di lettura min; "
        "minuti di lettura; minuto di lettura; min di lettura; lettura minuti; lettura min",
        "tempo de leitura; tempo de leitura minutos; tempo de leitura minuto; tempo de leitura min; "
        "minutos de leitura; minuto de leitura; min de leitura; leitura de minutos; "
        "tempo médio de leitura; leitura min",
        "पढ़ने का समय; मिनट में पढ़ें; मिनट का पठन",
    ),
    "an advertisement": (
        "advertorial; partner content; paid post; paid partnership; ad; ads; ads by google; ad feedback; "
        "advertisement story continues below; advertisement scroll to continue; "
        "advertisement article continues below; story continues below; article continues below; "
        "advertise with us; advertiser content; this is an ad; promoted; sponsored content; "
        "sponsored stories; sponsored links; remove ads; why this ad; close ad; skip ad",
        "werbung in eigener sache; werbung wird geladen; ende der werbung; anzeige ende; werbeanzeige; "
        "gesponsert; gesponserter inhalt; gesponserter beitrag; bezahlte partnerschaft; "
        "bezahlter inhalt; partnerinhalt; anzeige weiter nach der anzeige; hier weiterlesen; "
        "artikel geht weiter",
        "contenido patrocinado; contenido de marca; patrocinado; anuncio; anuncios; publirreportaje; "
        "branded content; continúa después de la publicidad; continúe leyendo; la nota continúa abajo",
        "contenu sponsorisé; contenu de marque; sponsorisé; publirédactionnel; "
        "publicité suite de l'article; la suite après la publicité; publi-communiqué; publireportage; "
        "contenu partenaire",
        "contenuto sponsorizzato; sponsorizzato; pubbliredazionale; messaggio pubblicitario; "
        "contenuto promozionale; annuncio pubblicitario",
        "conteúdo patrocinado; patrocinado; continua após a publicidade; continua depois da publicidade; "
        "conteúdo de marca; publieditorial; informe publicitário; a notícia continua após a publicidade; "
        "continua após o anúncio; publicidade continue a leitura a seguir",
        "विज्ञापन; प्रायोजित; विज्ञापन के बाद जारी; स्टोरी जारी रहेगी",
    ),
    "a player button": (
        "listen to this; listen; listen to article; listen now; play; pause; play video; watch video; "
        "play now; mute; unmute; read aloud; this article was narrated by an automated voice; "
        "listen to story; hear this story",
        "anhören; artikel anhören; jetzt anhören; audio anhören; vorlesen lassen; artikel vorlesen; "
        "video abspielen; video ansehen; audio herunterladen; hören sie hier unseren podcast; zum video; "
        "zum podcast; artikel hören",
        "escuchar; escuchar artículo; escuchar la noticia; escucha este artículo; "
        "escuchar este artículo; escucha la noticia; reproducir video; ver video; ver vídeo; "
        "escuche el podcast; mirá el video",
        "écouter; écouter cet article; écoutez cet article; lire la vidéo; voir la vidéo; "
        "regarder la vidéo; écouter le podcast; lancer la lecture",
        "ascolta; ascolta questo articolo; ascolta la notizia; guarda il video; guarda video; "
        "ascolta il podcast",
        "ouça este conteúdo; ouça este artigo; ouça a notícia; ouvir notícia; assista ao vídeo; "
        "ver vídeo; ouça o podcast; veja o vídeo",
        "खबर सुनें; यह खबर सुनें",
    ),
    "the comment box": (
        "comment; comment on this article; comment on this story; comments are closed; comments are off; "
        "comments off; have your say; join the discussion; join the conversation; "
        "start the conversation; start the discussion; view comments; view all comments; "
        "be the first to comment; what do you think; add comment; write a comment; post comment; "
        "submit comment; comment now; sort by; newest; oldest; most liked; leave your comment; "
        "show conversation; reply",
        "jetzt kommentieren; kommentieren sie; kommentar schreiben; kommentar verfassen; "
        "kommentar abgeben; kommentar hinzufügen; schreiben sie einen kommentar; "
        "schreibe einen kommentar; schreiben sie den ersten kommentar; diskutieren sie mit; "
        "mitdiskutieren; jetzt mitdiskutieren; zur diskussion; ihre meinung ist gefragt; was meinen sie; "
        "kommentar absenden; kommentare lesen; alle kommentare; leserkommentare; kommentare geschlossen; "
        "die kommentarfunktion ist geschlossen; leserbrief schreiben",
        "comenta; comenta esta noticia; comentar noticia; comenta la noticia; ver comentarios; "
        "escribe tu comentario; escribe un comentario; deja tu comentario; deja un comentario; "
        "deja una respuesta; únete a la conversación; participa en la conversación; añadir comentario; "
        "publicar comentario; sé el primero en comentar; comentarios cerrados",
        "réagissez; réagir à cet article; commentez; commenter cet article; laissez un commentaire; "
        "ajoutez un commentaire; votre commentaire; vos commentaires; voir les commentaires; "
        "lire les commentaires; soyez le premier à commenter; publier le commentaire; "
        "les commentaires sont fermés; commentaires fermés; donnez votre avis",
        "scrivi un commento; lascia un commento; commenta questo articolo; commenta l'articolo; "
        "commenta la notizia; leggi i commenti; vedi i commenti; tutti i commenti; "
        "partecipa alla discussione; di' la tua; invia commento; commenti chiusi; "
        "i commenti sono chiusi; la tua opinione",
        "comente esta notícia; comente aqui; comente essa matéria; deixe seu comentário; "
        "deixe um comentário; deixe o seu comentário; deixe uma resposta; escreva seu comentário; "
        "faça um comentário; ver comentários; participe da conversa; publicar comentário; "
        "enviar comentário; adicionar comentário; seja o primeiro a comentar; comentários encerrados; "
        "comentários fechados; dê sua opinião; dê a sua opinião",
        "कमेंट करें; कमेंट; कमेंट्स; टिप्पणियां; टिप्पणी लिखें; अपनी राय दें; अपनी प्रतिक्रिया दें",
    ),
    "a poll of the page": (
        "what's your reaction; how do you feel about this; was this helpful; was this page helpful; rate "
        "this article; rate this page; rate this; "
        "rate this story; did you find this helpful; how useful was this page; yes no",
        "artikel bewerten; diesen artikel bewerten; beitrag bewerten; bewerten sie diesen artikel; "
        "war dieser artikel hilfreich; war das hilfreich; wie hilfreich war dieser beitrag; "
        "wie gefällt ihnen dieser artikel",
        "te ha resultado útil; te ha parecido útil; valora este artículo; fue útil; te resultó útil",
        "cet article vous a-t-il plu; cet article vous a-t-il été utile; notez cet article; "
        "avez-vous trouvé cet article utile",
        "ti è stato utile; ti è stato utile questo articolo; vota questo articolo; valuta questo articolo",
        "este conteúdo foi útil; este artigo foi útil; avalie este artigo; foi útil; "
        "esta informação foi útil",
        "क्या यह उपयोगी था; इस लेख को रेट करें",
    ),
    "a newsletter or subscription box": (
        "get our free daily email; get our daily newsletter; get the newsletter; join our mailing list; "
        "stay informed; stay in touch; stay up to date; stay connected; never miss a story; "
        "log in to continue; sign in to continue; create a free account; create an account; "
        "already a subscriber; already a member; already a subscriber log in; already have an account; "
        "subscribers only; for subscribers; subscriber exclusive; exclusive for subscribers; "
        "you have reached your article limit; start your free trial; choose your plan; "
        "unlock this article; continue reading with a subscription; support our journalism; "
        "support independent journalism; support us; donate; donate now; become a member; "
        "become a supporter; join us; our journalism needs your support; help keep our journalism free; "
        "e-mail address; email address; your email address; your name; invalid email address; "
        "enter your email; subscribe now; subscribe today",
        "newsletter abonnieren; jetzt abonnieren; abonnieren; jetzt anmelden; jetzt registrieren; "
        "jetzt weiterlesen; weiterlesen mit plus; jetzt weiterlesen mit plus; exklusiv für abonnenten; "
        "nur für abonnenten; exklusiv für abonnentinnen und abonnenten; bereits abonnent; "
        "sie sind bereits abonnent; sie haben bereits ein abo; jetzt abo abschließen; jetzt testen; "
        "jetzt kostenlos testen; probeabo; zum abo; unterstützen sie uns; unterstütze uns; "
        "jetzt spenden; jetzt unterstützen; immer informiert; bleiben sie informiert; e-mail-adresse; "
        "ihre e-mail-adresse; deine e-mail-adresse; zum newsletter; zum newsletter anmelden; "
        "newsletter anmeldung; nichts mehr verpassen; nichts verpassen; push-nachrichten aktivieren",
        "suscríbete; suscríbase; suscribirse; suscribirme; hazte socio; hazte socia; hazte suscriptor; "
        "exclusivo para suscriptores; solo para suscriptores; contenido exclusivo para suscriptores; "
        "este contenido es exclusivo para suscriptores; ya soy suscriptor; ya eres suscriptor; apóyanos; "
        "apoya nuestro periodismo; dona ahora; correo electrónico; tu correo electrónico; "
        "recibe nuestro boletín; boletín; boletines; newsletter",
        "s'abonner; abonnez-vous; je m'abonne; je m'inscris; inscrivez-vous; s'inscrire à la newsletter; "
        "réservé aux abonnés; article réservé aux abonnés; contenu réservé aux abonnés; déjà abonné; "
        "vous êtes déjà abonné; la suite est réservée aux abonnés; je fais un don; faire un don; "
        "soutenez-nous; nous soutenir; votre e-mail; votre adresse e-mail; adresse e-mail; "
        "recevez notre newsletter; la newsletter; lettre d'information; restez informé; restez connecté; "
        "tester gratuitement; essai gratuit",
        "abbonati; abbonati ora; abbonati subito; iscriviti; iscriviti alla newsletter; "
        "riservato agli abbonati; contenuto riservato agli abbonati; articolo riservato agli abbonati; "
        "sei già abbonato; hai già un abbonamento; sostienici; sostieni il giornalismo indipendente; "
        "dona ora; la tua e-mail; indirizzo e-mail; resta aggiornato; rimani aggiornato; la newsletter; "
        "prova gratis; solo per abbonati",
        "assine; assine já; assine agora; seja assinante; exclusivo para assinantes; só para assinantes; "
        "conteúdo exclusivo para assinantes; já é assinante; já sou assinante; "
        "já é assinante faça login; inscreva-se; cadastre-se; receba nossa newsletter; newsletter; "
        "apoie-nos; apoie o jornalismo independente; doe agora; seu e-mail; seu melhor e-mail; "
        "endereço de e-mail; fique por dentro; fique informado; receba notícias no whatsapp; "
        "receba as notícias no seu e-mail; torne-se assinante",
        "सब्सक्राइब करें; न्यूज़लेटर; न्यूजलेटर; अपना ईमेल दर्ज करें; केवल सदस्यों के लिए; सदस्य बनें",
    ),
    "a cookie note": (
        "allow instagram content; allow twitter content; allow facebook content; allow youtube content; "
        "allow tiktok content; accept and continue; view content; cookie settings; "
        "this content is not available due to your privacy preferences; "
        "this content is not available due to your cookie preferences; privacy preferences",
        "empfohlener redaktioneller inhalt; empfohlener externer inhalt; externer inhalt; "
        "externe inhalte; externen inhalt anzeigen; externe inhalte anzeigen; externen inhalt laden; "
        "inhalt laden; inhalt anzeigen; inhalte anzeigen; externe inhalte aktivieren; "
        "externe inhalte zulassen; "
        "ich bin damit einverstanden dass mir externe inhalte angezeigt werden; "
        "ich bin damit einverstanden dass mir inhalte von drittanbietern angezeigt werden; "
        "datenschutzeinstellungen; cookie-einstellungen; alle akzeptieren; zustimmen und weiter",
        "aceptar cookies; aceptar y continuar; configurar cookies; preferencias de privacidad; aceptar todo",
        "accepter et continuer; tout accepter; paramétrer les cookies; gérer les cookies; "
        "gestion des cookies; continuer sans accepter; préférences cookies",
        "accetta e continua; accetta tutto; accetta i cookie; gestisci cookie; preferenze cookie; "
        "questo contenuto è ospitato da una terza parte",
        "aceitar cookies; aceitar todos; aceitar e continuar; gerenciar cookies; preferências de cookies",
        "कुकीज़ स्वीकार करें",
    ),
    "tags": (
        "related tags; article tags; post tags; browse topics; filed under; topics in this article; "
        "topics in this story; in this topic",
        "schlagworte; schlagwörter; stichworte; stichwörter; themen in diesem artikel; "
        "artikel zum thema; mehr themen",
        "etiquetas; archivado en; más temas",
        "mots-clés; mots clés; étiquettes; sur les mêmes thèmes",
        "parole chiave; argomenti trattati",
        "assuntos relacionados; palavras-chave; mais sobre o assunto",
        "टैग; टैग्स",
    ),
    "an error message of the page": (
        "loading comments; content not available; this content is not available; "
        "this video is unavailable; video unavailable; image not available; page not found; "
        "javascript is disabled; please try again; no results found; no comments yet; "
        "sorry your browser does not support this",
        "inhalt nicht verfügbar; dieser inhalt ist nicht verfügbar; video nicht verfügbar; "
        "keine ergebnisse gefunden; javascript ist deaktiviert; seite nicht gefunden",
        "contenido no disponible; este contenido no está disponible; página no encontrada; "
        "no se han encontrado resultados; inténtalo de nuevo",
        "contenu non disponible; contenu indisponible; page introuvable; aucun résultat; "
        "vidéo non disponible; veuillez réessayer",
        "contenuto non disponibile; pagina non trovata; nessun risultato; video non disponibile; riprova",
        "conteúdo não disponível; conteúdo indisponível; página não encontrada; "
        "nenhum resultado encontrado; tente novamente; vídeo indisponível",
        "यह सामग्री उपलब्ध नहीं है; पेज नहीं मिला",
    ),
}
_REASONS = {
    _DIGITS.sub("", fold(line)): reason
    for reason, languages in LINES.items()
    for lines in languages
    for line in lines.split("; ")
}
_LONGEST = max(map(len, _REASONS)) * 2
"""Characters of a line that may be one of them, with its spaces and signs."""


def fixed_reason(line: str) -> str:
    """Why ``line``, a whole visible piece, is none of a story; "" if it is not one of these."""
    return _REASONS.get(_DIGITS.sub("", fold(line)), "") if len(line) <= _LONGEST else ""
