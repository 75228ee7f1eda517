"""French abbreviations, initialisms and names of measures: what CLDR cannot know, or people say otherwise."""

from __future__ import annotations

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.romance import Nouns
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.wordlists import word_set

_CENTIME, _CENT = Name("centime", "centimes"), Name("cent", "cents")
_THOUSAND, _MILLION, _BILLION = (
    Name("mille", "mille"),
    Name("million", "millions"),
    Name("milliard", "milliards"),
)
TABLES = Tables(
    forms={
        "n° vert": "numéro vert", "N° vert": "Numéro vert", "n° azur": "numéro azur", "n° de": "numéro de",
        "M. et Mme": "monsieur et madame", "MM.": "messieurs", "suiv.": "suivantes", "etc.": "et cetera",
        "cf.": "confer", "Cf.": "Confer", "p. ex.": "par exemple", "c.-à-d.": "c'est-à-dire",
        "arr.": "arrondissement", "arrdt": "arrondissement", "c. à s.": "cuillères à soupe",
        "c. à c.": "cuillères à café", "càs": "cuillères à soupe", "càc": "cuillères à café",
        "env.": "environ", "max.": "maximum", "min.": "minimum", "Mme": "madame", "Mmes": "mesdames",
        "Mlle": "mademoiselle", "Mlles": "mesdemoiselles", "bd": "boulevard", "Bd": "Boulevard",
        "Cie.": "compagnie", "Cie": "compagnie", "S. M.": "Sa Majesté", "Tél.": "Téléphone",
        "tél.": "téléphone", "av.": "avenue", "apr.": "après", "dép.": "département", "éd.": "édition",
        "hab.": "habitants", "vs": "contre", "vs.": "contre", "s.v.p.": "s'il vous plaît",
        "svp": "s'il vous plaît", "R.-V.": "rendez-vous", "qqn": "quelqu'un", "qqch": "quelque chose",
        "Sté": "société", "Éts": "établissements", "Ets": "établissements", "Bld": "Boulevard",
        "blvd": "boulevard", "Blvd": "Boulevard", "bld": "boulevard",
        "qq.": "quelques", "dept.": "département", "adj.": "adjectif", "syn.": "synonyme",
        "ibid.": "ibidem", "op. cit.": "opus citatum", "trad.": "traduction",
        "réf.": "référence", "tjrs": "toujours", "càd": "c'est-à-dire", "c-à-d": "c'est-à-dire",
        "i. e.": "c'est-à-dire", "n. d. l. r.": "note de la rédaction",
        "exp.": "expéditeur", "B.D.": "bande dessinée",
        "RDV": "rendez-vous", "rdv": "rendez-vous", "N.-D.": "Notre-Dame",
        "appt.": "appartement", "bât.": "bâtiment", "Bât.": "Bâtiment",
        "J.-C.": "Jésus-Christ", "J-C.": "Jésus-Christ", "É.-U.": "États-Unis", "É.-U": "États-Unis",
        "par ex.": "par exemple",
        "N.B.": "nota bene", "P.-S.": "post-scriptum", "boul.": "boulevard",
    },
    forms_of_numbers={
        "apt.": "appartement", "ét.": "étage",
        "p.": "page", "pp.": "pages", "n°": "numéro", "N°": "Numéro", "nº": "numéro", "n°s": "numéros",
        "nos.": "numéros", "no": "numéro", "nos": "numéros", "n.": "numéro", "art.": "article",
        "Art.": "Article", "fig.": "figure", "chap.": "chapitre", "vol.": "volume", "t.": "tome",
        "al.": "alinéa", "lib.": "libre", "col.": "colonne", "Chap.": "Chapitre", "Vol.": "Volume",
        "Fig.": "Figure",
        "liv.": "livre", "éd.": "édition", "ex.": "exemple", "pt.": "point", "§§": "paragraphes",
        "§": "paragraphe",
        "ch.": "chapitre",
    },
    forms_of_names={
        "all.": "allée", "imp.": "impasse", "rte": "route", "sq.": "square", "pl.": "place", "fg": "faubourg",
        "fbg": "faubourg",
        "r.": "rue", "Prof.": "professeur", "Prs": "professeurs", "M.": "monsieur", "MM.": "messieurs",
        "Dr": "docteur",
        "Dr.": "docteur", "Drs": "docteurs",
        "Pr": "professeur", "Pr.": "professeur", "Me": "maître", "Mgr": "monseigneur",
        "Mgr.": "monseigneur", "St-": "Saint-", "Ste-": "Sainte-", "St": "Saint", "Ste": "Sainte",
        "Vve": "veuve", "Gal": "général", "Ch.": "Charles", "Col.": "colonel", "Cel": "colonel",
        "Cne": "capitaine",
        "Lt": "lieutenant",
        "Sgt": "sergent", "Adj.": "adjudant", "Gén.": "général", "gén.": "général", "Pdt": "président",
        "SS.": "saints", "Dre": "docteure", "Dresse": "doctoresse", "R.P.": "révérend père",
        "Cdt": "commandant",
    },
    may_end=word_set("etc. Cie. hab. max. min."),
    starters=word_set("""
        Il Elle Ils Elles On Le La Les Un Une Des Puis Mais Et Ce Cette Cela Ces Dans En Pour Après
        Alors Nous Vous Je Son Sa Ses Leur Leurs Au Aux Du Hier Quand Comme Si Avec Sans Selon Ensuite
        Enfin Ainsi Tout Tous Ici Depuis Pourtant Or Donc Cependant C'est
    """),
    spelled=word_set("""
        SARL SNCF RATP CNRS CFDT OQTF CRS EDF URSS OGM PME PMI PMA ONG OMS OIT HLM BNP JO
    """),
    as_words=word_set("""
        COP ONU OTAN UNESCO UNICEF FIFA UEFA SIDA INSEE SMIC NASA OPEP ONISEP FIP PACS ZAC ZEP ENA FNAC FNAIM
        OUI NON LE LA LES UN UNE DES DU DE ET EN SUR EST PAR AU AUX CE QUI OFPRA AMAP SAMU CROUS PIN SIM
    """),
    signs={
        "&": "et", "+": "plus", "=": "égale", "×": "fois", "÷": "divisé par", "<": "inférieur à",
        ">": "supérieur à", "±": "plus ou moins", "≈": "environ", "%": "pour cent", "‰": "pour mille",
        "€": "euros", "$": "dollars", "£": "livres", "@": "arobase", "#": "dièse", "/": "barre oblique",
        "→": "vers", "§": "paragraphe", "°": "degrés", "©": "copyright", "≤": "inférieur ou égal à",
        "≥": "supérieur ou égal à", "−": "moins", "\\": "barre inverse", "≠": "différent de",
        "∞": "l'infini", "√": "racine carrée de",
    },
    units={
        "dag": Name("décagramme", "décagrammes"),
        "hg": Name("hectogramme", "hectogrammes"),
        "dg": Name("décigramme", "décigrammes"),
        "cg": Name("centigramme", "centigrammes"),
        "dam": Name("décamètre", "décamètres"),
        "hm": Name("hectomètre", "hectomètres"),
        "dal": Name("décalitre", "décalitres"),
        "pers.": Name("personne", "personnes"),
        "kV": Name("kilovolt", "kilovolts"), "tr/min": Name("tour par minute", "tours par minute"),
        "cv": Name("cheval", "chevaux"), "pts": Name("point", "points"), "pt": Name("point", "points"),
        "Mpx": "graphics-megapixel", "hab.": Name("habitant", "habitants"), "j": "duration-day",
        "pi": "length-foot", "po": "length-inch",
        "mAh": Name("milliampère-heure", "milliampères-heures"), "mSv": Name("millisievert", "millisieverts"),
        "p.p.": Name("point de pourcentage", "points de pourcentage"),
        "pp": Name("point de pourcentage", "points de pourcentage"),
        "pb": Name("point de base", "points de base"), "bps": Name("point de base", "points de base"),
        "bp": Name("point de base", "points de base"),
        "kg": Name("kilo", "kilos"), "km/h": Name("kilomètre heure", "kilomètres heure"),
        "kWh": Name("kilowattheure", "kilowattheures"), "MWh": Name("mégawattheure", "mégawattheures"),
        "GWh": Name("gigawattheure", "gigawattheures"), "TWh": Name("térawattheure", "térawattheures"),
        "Ko": Name("kilooctet", "kilooctets"), "ko": Name("kilooctet", "kilooctets"),
        "Mo": "digital-megabyte", "Go": "digital-gigabyte", "To": "digital-terabyte",
        "dB": Name("décibel", "décibels"), "Mbit/s": Name("mégabit par seconde", "mégabits par seconde"),
        "ch": Name("cheval", "chevaux"), "hab": Name("habitant", "habitants"),
        "°": Name("degré", "degrés"), "mn": "duration-minute",
        "m/s": Name("mètre par seconde", "mètres par seconde"), "kJ": "energy-kilojoule",
        "l/100 km": Name("litre aux cent kilomètres", "litres aux cent kilomètres"),
        "€": Name("euro", "euros"),
    },
    currencies={
        "$": Name("dollar", "dollars"), "USD": Name("dollar américain", "dollars américains"),
        "GBP": Name("livre", "livres"), "JPY": Name("yen", "yens"), "INR": Name("roupie", "roupies"),
        "CNY": Name("yuan", "yuans"), "BRL": Name("réal", "réals"), "RUB": Name("rouble", "roubles"),
        "euro": Name("euro", "euros"), "euros": Name("euro", "euros"), "F": Name("franc", "francs"),
        "$ CA": Name("dollar canadien", "dollars canadiens"),
        "$ CAN": Name("dollar canadien", "dollars canadiens"),
        "$CA": Name("dollar canadien", "dollars canadiens"),
        "$CAN": Name("dollar canadien", "dollars canadiens"),
        "DH": Name("dirham", "dirhams"), "DA": Name("dinar algérien", "dinars algériens"),
        "F CFA": Name("franc CFA", "francs CFA"), "FCFA": Name("franc CFA", "francs CFA"), "cts": _CENTIME,
        "ct.": _CENTIME,
    },
    cents={
        "EUR": _CENTIME, "euros": _CENTIME, "CHF": _CENTIME, "F": _CENTIME, "$": _CENT, "USD": _CENT,
        "CAD": _CENT, "GBP": Name("penny", "pence"),
    },
    scales={
        "M": _MILLION, "k": _THOUSAND, "K": _THOUSAND, "Md": _BILLION, "Mds": _BILLION, "Mrd": _BILLION,
        "million": _MILLION, "millions": _MILLION, "milliard": _BILLION, "milliards": _BILLION,
        "mille": _THOUSAND,
    },
    scales_of_money={"m": _MILLION, "mn": _MILLION, "bn": _BILLION, "B": _BILLION},
    books={
        "Gn": "Genèse", "Ex": "Exode", "Lv": "Lévitique", "Nb": "Nombres", "Dt": "Deutéronome",
        "Jos": "Josué", "S": "Samuel", "R": "Rois", "Ps": "Psaume", "Psaumes": "Psaumes", "Pr": "Proverbes",
        "Qo": "Qohélet", "Is": "Isaïe", "Es": "Ésaïe", "Jr": "Jérémie", "Ez": "Ézéchiel", "Dn": "Daniel",
        "Os": "Osée", "Mi": "Michée", "Mt": "Matthieu", "Mc": "Marc", "Lc": "Luc", "Jn": "Jean",
        "Ac": "Actes", "Rm": "Romains", "Rom": "Romains", "Co": "Corinthiens", "Cor": "Corinthiens",
        "Ga": "Galates", "Ep": "Éphésiens", "Ph": "Philippiens", "Col": "Colossiens",
        "Th": "Thessaloniciens", "Tm": "Timothée", "Tt": "Tite", "He": "Hébreux", "Jc": "Jacques",
        "P": "Pierre", "Ap": "Apocalypse",
    },
    not_nouns=word_set("""
        et ou à au aux de du des le la les en dans sur sous par pour avec sans que qui dont où est sont a
        ont était fut sera il elle ils elles on ne pas plus moins contre entre vers chez selon rue avenue
        boulevard bd av étaient furent reste restent d l mais donc car ni si ce cette ces son sa ses leur
        lors dès depuis jusqu après avant puis
    """),
    names_before_roman=(
        "Louis|Charles|Henri|François|Philippe|Jean|Paul|Pie|Léon|Benoît|Grégoire|Clément|Napoléon|Édouard|Georges?"
        "|Guillaume|Richard|Jacques|Élisabeth|Elizabeth|Catherine|Frédéric|Albert|Léopold|Alexandre|Nicolas|Pierre"
        "|Robert|Hugues|Innocent|Urbain|Sixte|Jules|Ferdinand|Alphonse|Carlos|Felipe"
    ),
)  # fmt: skip
NOUNS = Nouns(
    feminine_ends=(
        "tion", "tions", "sion", "sions", "té", "tés", "ée", "ées", "ette", "ettes", "ance", "ances",
        "ence", "ences", "ure", "ures", "ille", "illes", "elle", "elles", "esse", "esses", "euse",
        "euses", "trice", "trices", "ière", "ières", "enne", "ennes", "aine", "aines", "ade", "ades",
        "ie", "ies", "ise", "ises", "ude", "udes", "onne", "onnes", "aire d", "ère", "ères", "ine",
        "ines", "ique s", "che", "ches", "ace", "aces", "nne", "nnes", "que", "ques",
    ),
    feminine=word_set("""
        femme femmes heure heures minute minutes seconde secondes voix fois page pages tonne tonnes
        livre livres roupie roupies chambre chambres rue rues place places entreprise entreprises école
        écoles carte cartes lettre lettres arme armes bombe bombes chèvre chèvres brebis poule poules
        mouche mouches abeille abeilles langouste souris fourmi fourmis balle balles victime victimes
        œuvre œuvres équipe équipes étape étapes étoile étoiles île îles ville villes vie vies mer mers
        nuit nuits main mains part parts fleur fleurs dent dents chance plainte plaintes tête têtes
        seule seules
        porte portes note notes ligne lignes règle règles langue langues banque banques dame dames
        plante plantes pomme pommes tasse tasses tarte tartes cuillère bouteille demi-heure maison
        maisons fin usine usines route routes voiture voitures vache vaches mort s
    """),
    masculine=word_set("""
        député députés traité traités arrêté arrêtés invité invités pâté pâtés velouté accidenté
        accidentés kilowattheure kilowattheures mégawattheure mégawattheures gigawattheure
        gigawattheures térawattheure térawattheures nœud nœuds kilomètre centimètre millimètre musée
        musées lycée lycées trophée trophées comité comités côté côtés été étés incendie incendies génie
        génies mètre mètres litre litres million millions cheval chevaux magazine magazines domaine
        domaines kilomètres stade stades grade grades père pères frère frères caractère caractères
        ministère ministères hémisphère mystère mystères critère critères cimetière cimetières espace
        espaces manche murmure silence silences parapluie chiffre chiffres disque disques risque risques
        kiosque masque masques casque casques chèque chèques pique-nique moustique politique pacte
        article articles dimanche dimanches acquis prénom capitaine capitaines moine moines gymnase
        exercice pique bibliothécaire cycle cycles peuple
    """),
)  # fmt: skip
