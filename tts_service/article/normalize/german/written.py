"""German abbreviations, initialisms and names of measures: what CLDR cannot know."""

from __future__ import annotations

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.wordlists import word_set

_CENT = Name("Cent", "Cent")
_MILLION, _BILLION = Name("Million", "Millionen"), Name("Milliarde", "Milliarden")
QUEENS = word_set("""
    Elisabeth Katharina Maria Margarethe Margrethe Isabella Victoria Anna Beatrix Juliana Christina
""")
TABLES = Tables(
    forms={
        "o. ä.": "oder Ähnliches", "Bgm.": "Bürgermeister", "u. ä.": "und Ähnliches", "i. R.": "im Ruhestand",
        "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem",
        "u. U.": "unter Umständen", "u. v. m.": "und vieles mehr", "u. Ä.": "und Ähnliches",
        "o. Ä.": "oder Ähnliches", "o. g.": "oben genannt", "i. d. R.": "in der Regel",
        "z. T.": "zum Teil", "z. Zt.": "zurzeit", "z. Z.": "zurzeit", "s. o.": "siehe oben",
        "s. u.": "siehe unten", "m. E.": "meines Erachtens", "i. A.": "im Auftrag",
        "a. D.": "außer Dienst", "a. M.": "am Main", "v. a.": "vor allem",
        "e. V.": "eingetragener Verein", "usw.": "und so weiter", "etc.": "et cetera",
        "usf.": "und so fort", "ca.": "circa", "bzw.": "beziehungsweise", "max.": "maximal",
        "min.": "minimal", "mind.": "mindestens", "evtl.": "eventuell", "ggf.": "gegebenenfalls",
        "sog.": "sogenannte", "inkl.": "inklusive", "exkl.": "exklusive", "zzgl.": "zuzüglich",
        "abzgl.": "abzüglich", "vgl.": "vergleiche", "Vgl.": "Vergleiche", "bspw.": "beispielsweise",
        "insb.": "insbesondere", "insbes.": "insbesondere", "allg.": "allgemein", "Allg.": "Allgemeine",
        "verh.": "verheiratet", "gest.": "gestorben", "geb.": "geboren", "gem.": "gemäß", "lt.": "laut",
        "ugs.": "umgangssprachlich", "Tel.": "Telefon", "Jh.": "Jahrhundert", "Jhd.": "Jahrhundert",
        "Std.": "Stunden", "Min.": "Minuten", "Sek.": "Sekunden", "Mio.": "Millionen",
        "Mrd.": "Milliarden", "Fa.": "Firma", "Abb.": "Abbildung", "Aufl.": "Auflage",
        "Hrsg.": "Herausgeber", "Verf.": "Verfasser", "Bd.": "Band", "Kap.": "Kapitel",
        "Ges.": "Gesellschaft", "dt.": "deutsch", "engl.": "englisch", "ehem.": "ehemals",
        "gegr.": "gegründet", "Anm.": "Anmerkung", "Bsp.": "Beispiel", "Pkt.": "Punkt", "Tsd.": "Tausend",
        "Str.": "Straße", "vs.": "gegen", "km/h": "Kilometer pro Stunde", "jmd.": "jemand",
        "Kfz.": "Kraftfahrzeug", "bes.": "besonders", "betr.": "betreffend", "einschl.": "einschließlich",
        "tgl.": "täglich", "wg.": "wegen", "bzgl.": "bezüglich", "Hbf": "Hauptbahnhof",
        "Hbf.": "Hauptbahnhof", "Bhf.": "Bahnhof", "Dr. med.": "Doktor med", "Dr. phil.": "Doktor phil",
        "Dr. jur.": "Doktor jur", "Dr. rer. nat.": "Doktor rer nat", "Tel": "Telefon",
        "ff.": "und folgende", "z. Hd.": "zu Händen", "frdl.": "freundlichen", "Dr. h. c.": "Doktor h. c",
        "und/oder": "und oder", "zw.": "zwischen", "u.": "und", "o.": "oder", "d. Gr.": "der Große",
        "d. Ä.": "der Ältere",
        "d. J.": "der Jüngere", "u. dgl.": "und dergleichen", "dgl.": "dergleichen",
        "i. e. S.": "im engeren Sinne",
        "i. w. S.": "im weiteren Sinne", "o. J.": "ohne Jahr", "u. d. M.": "unter dem Meeresspiegel",
        "ü. d. M.": "über dem Meeresspiegel", "ü. M.": "über Meer", "n. V.": "nach Verlängerung",
        "i. E.": "im Elfmeterschießen", "n. E.": "nach Elfmeterschießen", "p. a.": "per annum",
        "u. s. w.": "und so weiter", "m. W.": "meines Wissens", "s. a.": "siehe auch",
        "i. H. v.": "in Höhe von", "i. V. m.": "in Verbindung mit", "a. a. O.": "am angegebenen Ort",
        "v. l. n. r.": "von links nach rechts", "o. B.": "ohne Befund", "i. Vgl.": "im Vergleich",
        "bez.": "bezüglich", "jew.": "jeweils", "jährl.": "jährlich", "mtl.": "monatlich",
        "entspr.": "entsprechend", "urspr.": "ursprünglich", "wiss.": "wissenschaftlich",
        "franz.": "französisch", "ital.": "italienisch", "span.": "spanisch", "lat.": "lateinisch",
        "griech.": "griechisch", "amerik.": "amerikanisch", "brit.": "britisch", "russ.": "russisch",
        "österr.": "österreichisch", "schweiz.": "schweizerisch", "kath.": "katholisch",
        "evang.": "evangelisch", "ev.": "evangelisch", "südl.": "südlich", "nördl.": "nördlich",
        "östl.": "östlich", "westl.": "westlich", "Einw.": "Einwohner",
        "Verl.": "Verlag", "Red.": "Redaktion", "Abt.": "Abteilung", "Dep.": "Departement",
        "Pl.": "Platz", "Mitgl.": "Mitglied", "Vors.": "Vorsitzender", "stv.": "stellvertretender",
        "stellv.": "stellvertretender", "Bhf": "Bahnhof", "MwSt.": "Mehrwertsteuer", "MwSt": "Mehrwertsteuer",
        "mwst.": "Mehrwertsteuer", "Betr.": "Betreff",
        "resp.": "respektive", "zus.": "zusammen", "durchschn.": "durchschnittlich", "mögl.": "möglich",
    },
    forms_of_numbers={
        "Nr.": "Nummer", "Nrn.": "Nummern", "S.": "Seite", "Abs.": "Absatz", "Art.": "Artikel",
        "§§": "Paragrafen", "§": "Paragraf", "Kap.": "Kapitel", "Bd.": "Band", "Abb.": "Abbildung",
        "Tab.": "Tabelle", "Pos.": "Position", "Ziff.": "Ziffer", "Rn.": "Randnummer", "Z.": "Zeile",
        "Anm.": "Anmerkung", "Tel.": "Telefon", "Hausnr.": "Hausnummer", "H.": "Heft", "Bj.": "Baujahr",
        "Aufl.": "Auflage",
        "Bsp.": "Beispiel", "Lfg.": "Lieferung", "Jg": "Jahrgang", "Nr": "Nummer",
        "Abschn.": "Abschnitt", "Whg.": "Wohnung", "Jg.": "Jahrgang",
        "Str.": "Straße",
    },
    forms_of_names={
        "Dr.": "Doktor", "Prof.": "Professor", "Hr.": "Herr", "Hrn.": "Herrn", "Fr.": "Frau",
        "St.": "Sankt", "Ing.": "Ingenieur", "Dipl.-Ing.": "Diplomingenieur", "Mag.": "Magister",
        "Frl.": "Fräulein", "Gebr.": "Gebrüder", "v.": "von", "Dr.-Ing.": "Doktoringenieur",
        "Gen.": "General", "Hptm.": "Hauptmann", "Oblt.": "Oberleutnant", "Pfr.": "Pfarrer",
        "Dres.": "Doktoren", "Dipl.": "Diplom", "Dipl.-Kfm.": "Diplomkaufmann",
        "Priv.-Doz.": "Privatdozent", "Bgm.": "Bürgermeister",
        "Hl.": "Heilige", "hl.": "heilige",
    },
    may_end=word_set("""
        usw. usf. etc. Std. Min. Sek. Mio. Mrd. Tsd. D. V. m. Jh. Jhd. Str. Allg. Ges. M. vs. Ä. Tel.
        Gr. J. E. B. w. S. O. Einw. Abt. Pl. Vors. MwSt. dgl.
    """),
    starters=word_set("""
        Der Die Das Er Sie Es Wir Ich Danach Dann Doch Aber Und Dort Hier Heute Gestern Im Am Auch So
        Nun Jetzt Ein Eine Man Wer Was Als Wenn Nach Mit Bei Seit Dabei Damit Dazu Dennoch Trotzdem
        Außerdem Später Nur Wie Diese Dieser Dieses Sein Seine Ihr Ihre Zudem
    """),
    spelled=word_set("""
        StGB StPO USt EStG GmbH AfD KG AG OHG ADAC ARD ZDF DGB DFB DFL DAAD DLRG AOK BMBF BMWK EZB EKD FAZ
        HSV LKA IG ORF SRF SZ TSV VfB VfL BVB StVO UdSSR WM EM OB IHK NGO ÖPNV ÖVP FPÖ SPÖ SVP AGB BGB GbR
        ICE IC ISBN PKW LKW EDV KI MdB MdL eG IOC OECD ECDC ABC CSU
    """),
    as_words=word_set("""
        COP RAM NATO UNO UNESCO UNICEF FIFA UEFA AIDS BAföG DAX TÜV PISA OPEC NASA ESA ISO PIN SIM COVID ASEAN
        ALDI IKEA REWE EDEKA HARIBO BILD TAZ ZEIT STOP OK NEIN JA DER DIE DAS UND IN IM AM ZU VON MIT AUF AB
        AN AUS ES ER SIE WIR IST BAU ROT NEU ALT GEO ISS MAD MAN SO WAS WER WIE WO DU ICH DOCH NIE NUR ODER
    """),
    signs={
        "&": "und", "+": "plus", "=": "gleich", "×": "mal", "÷": "geteilt durch", "<": "kleiner als",
        ">": "größer als", "±": "plus minus", "≈": "ungefähr", "%": "Prozent", "‰": "Promille",
        "€": "Euro", "$": "Dollar", "£": "Pfund", "@": "ät", "#": "Raute", "/": "Schrägstrich",
        "→": "nach", "§": "Paragraf", "°": "Grad", "©": "Copyright", "≤": "kleiner oder gleich",
        "≥": "größer oder gleich", "−": "minus", "\\": "umgekehrter Schrägstrich", "≠": "ungleich",
        "∞": "unendlich", "√": "Wurzel aus",
    },
    units={
        "dag": Name("Dekagramm", "Dekagramm"),
        "dkg": Name("Deka", "Deka"),
        "hg": Name("Hektogramm", "Hektogramm"),
        "dg": Name("Dezigramm", "Dezigramm"),
        "cg": Name("Zentigramm", "Zentigramm"),
        "dam": Name("Dekameter", "Dekameter"),
        "hm": Name("Hektometer", "Hektometer"),
        "dal": Name("Dekaliter", "Dekaliter"),
        "Pers.": Name("Person", "Personen"),
        "cbm": "volume-cubic-meter", "ccm": "volume-cubic-centimeter",
        "Einw.": Name("Einwohner", "Einwohner"), "EW": Name("Einwohner", "Einwohner"),
        "dB(A)": Name("Dezibel A", "Dezibel A"),
        "l/100km": Name("Liter auf einhundert Kilometer", "Liter auf einhundert Kilometer"),
        "Ct.": Name("Cent", "Cent"),
        "kV": Name("Kilovolt", "Kilovolt"), "kWp": Name("Kilowatt Peak", "Kilowatt Peak"),

        "kN": Name("Kilonewton", "Kilonewton"),
        "mSv": Name("Millisievert", "Millisievert"), "Ah": Name("Amperestunde", "Amperestunden"),
        "mAh": Name("Milliamperestunde", "Milliamperestunden"),
        "p.p.": Name("Prozentpunkt", "Prozentpunkte"), "pp": Name("Prozentpunkt", "Prozentpunkte"),
        "pb": Name("Basispunkt", "Basispunkte"), "bps": Name("Basispunkt", "Basispunkte"),
        "bp": Name("Basispunkt", "Basispunkte"),
        "MWh": Name("Megawattstunde", "Megawattstunden"),
        "GWh": Name("Gigawattstunde", "Gigawattstunden"),
        "TWh": Name("Terawattstunde", "Terawattstunden"), "Wh": Name("Wattstunde", "Wattstunden"),
        "Std.": "duration-hour", "Min.": "duration-minute", "Sek.": "duration-second",
        "qm": "area-square-meter", "qkm": "area-square-kilometer",
        "l/100 km": Name("Liter auf einhundert Kilometer", "Liter auf einhundert Kilometer"),
        "dB": Name("Dezibel", "Dezibel"), "°": Name("Grad", "Grad"),
        "Mbit/s": Name("Megabit pro Sekunde", "Megabit pro Sekunde"),
        "MBit/s": Name("Megabit pro Sekunde", "Megabit pro Sekunde"), "ft": Name("Fuß", "Fuß"),
        "Zoll": Name("Zoll", "Zoll"), "kn": "speed-knot",
        "U/min": Name("Umdrehung pro Minute", "Umdrehungen pro Minute"),
        "sm": Name("Seemeile", "Seemeilen"), "Kn": "speed-knot",
        "Nm": Name("Newtonmeter", "Newtonmeter"), "EL": Name("Esslöffel", "Esslöffel"),
        "TL": Name("Teelöffel", "Teelöffel"),
        "Ztr.": Name("Zentner", "Zentner"), "Pfd.": Name("Pfund", "Pfund"),
        "Tsd. t": Name("Tausend Tonnen", "Tausend Tonnen"),
    },
    currencies={
        "TEUR": Name("Tausend Euro", "Tausend Euro"), "T€": Name("Tausend Euro", "Tausend Euro"),
        "SFr.": Name("Schweizer Franken", "Schweizer Franken"),
        "sFr.": Name("Schweizer Franken", "Schweizer Franken"),
        "$": Name("Dollar", "Dollar"), "GBP": Name("Pfund", "Pfund"), "JPY": Name("Yen", "Yen"),
        "INR": Name("Rupie", "Rupien"), "Rbl.": Name("Rubel", "Rubel"), "RUB": Name("Rubel", "Rubel"),
        "Fr.": Name("Franken", "Franken"), "DM": Name("Mark", "Mark"), "Euro": Name("Euro", "Euro"),
        "Dollar": Name("Dollar", "Dollar"), "Franken": Name("Franken", "Franken"),
        "ct": Name("Cent", "Cent"), "Pfund": Name("Pfund", "Pfund"), "Pf.": Name("Pfennig", "Pfennig"),
        "Pf": Name("Pfennig", "Pfennig"),
        "US-Dollar": Name("US-Dollar", "US-Dollar"), "BRL": Name("Real", "Real"),
        "CNY": Name("Yuan", "Yuan"), "SEK": Name("Schwedische Krone", "Schwedische Kronen"),
    },
    cents={
        "SFr.": Name("Rappen", "Rappen"), "sFr.": Name("Rappen", "Rappen"),
        "EUR": _CENT, "USD": _CENT, "$": _CENT, "Euro": _CENT, "Dollar": _CENT,
        "GBP": Name("Penny", "Pence"), "CHF": Name("Rappen", "Rappen"),
        "Franken": Name("Rappen", "Rappen"), "DM": Name("Pfennig", "Pfennig"),
    },
    scales={
        "Mio.": _MILLION, "Mio": _MILLION, "Millionen": _MILLION, "Million": _MILLION, "Mill.": _MILLION,
        "Mrd.": _BILLION, "Mrd": _BILLION, "Milliarden": _BILLION, "Milliarde": _BILLION,
        "Bio.": Name("Billion", "Billionen"), "Billionen": Name("Billion", "Billionen"),
        "Tsd.": Name("Tausend", "Tausend"),
    },
    scales_of_money={
        "T": Name("Tausend", "Tausend"),
        "M": _MILLION, "m": _MILLION, "mn": _MILLION, "bn": _BILLION, "B": _BILLION,
        "k": Name("Tausend", "Tausend"),
    },
    books={
        "Gen": "Genesis", "Ex": "Exodus", "Lev": "Levitikus", "Num": "Numeri", "Dtn": "Deuteronomium",
        "Mos": "Mose", "Jos": "Josua", "Sam": "Samuel", "Kön": "Könige", "Chr": "Chronik", "Hiob": "Hiob",
        "Ps": "Psalm", "Spr": "Sprüche", "Koh": "Kohelet", "Jes": "Jesaja", "Jer": "Jeremia",
        "Ez": "Ezechiel", "Hes": "Hesekiel", "Dan": "Daniel", "Hos": "Hosea", "Mi": "Micha",
        "Sach": "Sacharja", "Mal": "Maleachi", "Mt": "Matthäus", "Matth": "Matthäus", "Mk": "Markus",
        "Lk": "Lukas", "Joh": "Johannes", "Apg": "Apostelgeschichte", "Röm": "Römer", "Kor": "Korinther",
        "Gal": "Galater", "Eph": "Epheser", "Phil": "Philipper", "Kol": "Kolosser",
        "Thess": "Thessalonicher", "Tim": "Timotheus", "Tit": "Titus", "Hebr": "Hebräer", "Jak": "Jakobus",
        "Petr": "Petrus", "Offb": "Offenbarung",
    },
    names_before_roman=(
        "Ludwigs?|Karls?|Friedrichs?|Wilhelms?|Heinrichs?|Ottos?|Paul|Johann(?:es)?|Leo|Pius|Franz|Joseph|Georgs?|Philipp"
        "|Benedikt|Innozenz|Gregor|Urban|Alexander|Nikolaus|Peter|Konrad|Rudolf|Albrecht|Maximilian|Leopold|Richard|Jakob"
        "|Eduard|Charles|Harald|Gustav|Adolf|Ferdinand|Napoleon|Elisabeth|Katharina|Maria|Margarethe|Isabella|Victoria"
    ),
)  # fmt: skip
