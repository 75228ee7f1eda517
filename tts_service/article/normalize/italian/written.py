"""Italian abbreviations, initialisms and names of measures: what CLDR does not know or people say
otherwise."""

from __future__ import annotations

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.romance import Nouns
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import word_set

_DOLLAR = Name("dollaro", "dollari")
_CENT = Name("centesimo", "centesimi")
_MILLION, _BILLION = Name("milione", "milioni"), Name("miliardo", "miliardi")
QUEENS = word_set("Elisabetta Caterina Maria Vittoria Anna Isabella Margherita Giovanna")
TABLES = Tables(
    forms={
        "P.za": "piazza", "p.za": "piazza", "vs": "contro", "n-esima": "ennesima", "n-esimo": "ennesimo",
        "Spett.le": "spettabile", "Gent.ma": "gentilissima",
        "s. l. m.": "sul livello del mare",
        "S.p.A.": spell("SpA"), "S.r.l.": spell("Srl"), "segg.": "seguenti", "ecc.": "eccetera",
        "etc.": "eccetera", "per es.": "per esempio", "Per es.": "Per esempio", "p. es.": "per esempio",
        "ad es.": "ad esempio", "ca.": "circa", "& C.": "e compagni", "soc.": "società",
        "Soc.": "Società", "tel.": "telefono", "Tel.": "Telefono", "max.": "massimo", "min.": "minimo",
        "cfr.": "confronta", "Cfr.": "Confronta", "v.le": "viale", "V.le": "Viale", "p.zza": "piazza",
        "P.zza": "Piazza", "c.so": "corso", "C.so": "Corso", "l.go": "largo", "L.go": "Largo",
        "d.C.": "dopo Cristo", "a.C.": "avanti Cristo", "vs.": "contro", "F.lli": "Fratelli",
        "f.lli": "fratelli", "trim.": "trimestre", "sem.": "semestre", "d.lgs.": "decreto legislativo",
        "D.Lgs.": "Decreto legislativo", "D.lgs.": "Decreto legislativo", "d.l.": "decreto legge",
        "D.L.": "Decreto legge", "d.P.R.": "decreto del Presidente della Repubblica",
        "D.P.R.": "Decreto del Presidente della Repubblica",
        "d.p.c.m.": "decreto del Presidente del Consiglio",
        "D.P.C.M.": "Decreto del Presidente del Consiglio", "c.c.": "codice civile", "c.p.": "codice penale",
        "c.p.c.": "codice di procedura civile", "c.p.p.": "codice di procedura penale", "lett.": "lettera",
        "cit.": "citato", "ibid.": "ibidem", "op. cit.": "opera citata", "es.": "per esempio",
        "i.e.": "cioè", "p.es.": "per esempio", "sgg.": "seguenti", "ss.": "seguenti", "seg.": "seguente",
        "str.": "strada", "p.tta": "piazzetta", "loc.": "località", "fraz.": "frazione", "prov.": "provincia",
        "prot.": "protocollo", "all.": "allegato", "rif.": "riferimento", "int.": "interno",
        "c.a.": "corrente anno", "tav.": "tavola", "amm.": "amministratore", "ammin.": "amministrazione",
        "dipart.": "dipartimento", "Ill.mo": "Illustrissimo", "ill.mo": "illustrissimo",
        "Preg.mo": "Pregiatissimo", "preg.mo": "pregiatissimo", "Chiar.mo": "Chiarissimo",
        "N.d.R.": "nota della redazione", "n.d.r.": "nota della redazione", "ndr": "nota della redazione",
        "Ndr": "Nota della redazione", "N.B.": "Nota bene", "P.S.": "Post scriptum", "c/o": "presso",
        "gent.mo": "gentilissimo", "Gent.mo": "Gentilissimo", "ab.": "abitanti",
        "c.m.": "corrente mese", "u.s.": "ultimo scorso", "p.v.": "prossimo venturo", "n.b.": "nota bene",
        "Cost.": "Costituzione",
        "sec.": "secolo", "s.p.a.": "società per azioni", "dir.": "direttore", "ed.": "edizione",
        "Egr.": "Egregio", "Gent.": "Gentile", "Spett.": "Spettabile", "dep.": "deputato",
    },
    forms_of_numbers={
        "h": "ore", "h.": "ore", "cell.": "cellulare",
        "pag.": "pagina", "pagg.": "pagine", "p.": "pagina", "pp.": "pagine", "n.": "numero",
        "N.": "Numero", "nr.": "numero", "n°": "numero", "nº": "numero", "N°": "Numero", "nn.": "numeri",
        "art.": "articolo", "Art.": "Articolo", "artt.": "articoli", "cap.": "capitolo",
        "capp.": "capitoli", "fig.": "figura", "vol.": "volume", "voll.": "volumi", "co.": "comma",
        "par.": "paragrafo", "§§": "paragrafi", "§": "paragrafo", "Fig.": "Figura", "Cap.": "Capitolo",
        "Pag.": "Pagina",
        "Tab.": "Tabella", "ed.": "edizione",
        "lett.": "lettera", "tav.": "tavola", "int.": "interno", "cc.": "commi", "civ.": "civico",
        "tab.": "tabella", "sec.": "secolo", "Vol.": "Volume",
    },
    forms_of_names={
        "sig.": "signor", "Sig.": "Signor", "sig.ra": "signora", "Sig.ra": "Signora",
        "sig.na": "signorina", "sigg.": "signori", "dott.": "dottor", "Dott.": "Dottor", "dr.": "dottor",
        "Dr.": "Dottor", "dott.ssa": "dottoressa", "Dott.ssa": "Dottoressa", "dr.ssa": "dottoressa",
        "prof.": "professor", "Prof.": "Professor", "prof.ssa": "professoressa",
        "Prof.ssa": "Professoressa", "avv.": "avvocato", "Avv.": "Avvocato", "ing.": "ingegner",
        "Ing.": "Ingegner", "on.": "onorevole", "On.": "Onorevole", "arch.": "architetto",
        "geom.": "geometra", "rag.": "ragionier", "gen.": "generale", "Gen.": "Generale",
        "col.": "colonnello", "cap.": "capitano", "mons.": "monsignor", "Mons.": "Monsignor",
        "card.": "cardinal", "sen.": "senatore", "Sen.": "Senatore", "S.": "San", "Ss.": "Santi",
        "SS.": "Santi", "Egr.": "Egregio", "egr.": "egregio", "Spett.": "Spettabile", "Rev.": "Reverendo",
        "min.": "ministro", "Min.": "Ministro", "cav.": "cavalier", "Cav.": "Cavalier",
        "comm.": "commendator",
        "Comm.": "Commendator", "Arch.": "Architetto", "Geom.": "Geometra", "Rag.": "Ragionier",
        "Col.": "Colonnello",
        "Cap.": "Capitano", "Card.": "Cardinal", "magg.": "maggiore", "Magg.": "Maggiore", "ten.": "tenente",
        "Ten.": "Tenente", "mar.": "maresciallo", "brig.": "brigadiere", "Sigg.": "Signori",
        "Sig.na": "Signorina",
        "sig.a": "signora", "Sig.a": "Signora", "d.ssa": "dottoressa", "Dr.ssa": "Dottoressa",
        "proff.": "professori",
        "avv.ti": "avvocati", "ing.ri": "ingegneri", "dott.ri": "dottori", "S.ta": "Santa", "s.": "san",
        "Dep.": "Deputato", "Pres.": "Presidente", "pres.": "presidente",
    },
    may_end=word_set("""
        ecc. etc. C. ab. a.C. d.C. min. max. cit. segg. sgg. ss. seg. c.p. c.c. c.p.c. c.p.p. P.S. c.a.
    """),
    starters=word_set("""
        Il Lo La I Gli Le Un Una Uno Poi Ma E Ed Dopo Quando Se Con Senza Per In Nel Nella Al Alla Dal
        Dalla Questo Questa Questi Queste Quello Non Anche Così Ora Oggi Ieri Lui Lei Loro Noi Io
        Secondo Come Chi Che Infine Tuttavia Inoltre Perché
    """),
    spelled=word_set("PSI PCI DC TG CNR CSM BCE FMI OMS DNA RNA PM GDF UE PD FBI CGUE BTP"),
    as_words=word_set("""
        COP ONU NATO USA UNESCO UNICEF FIFA UEFA NASA PIL IVA INPS ISTAT INAIL CGIL CISL UIL RAI FIAT ENEL ENI
        ANSA ASL ATAC IRPEF IMU TARI TASI IRAP CONSOB ANAS ANPI ARCI CAI CONI CIA AIDS OPEC SIM NO IL LO LA
        GLI LE UN UNA DI DA IN CON SU PER TRA FRA ED MA SE NON CHE ROS RIS NAS DIA ANAC ISIS ICI COVID PIN
        IBAN TAR DOC DOP TAV ILVA PEC SPA UNI CUD
    """),
    signs={
        "&": "e", "+": "più", "=": "uguale", "×": "per", "÷": "diviso", "<": "minore di",
        ">": "maggiore di", "±": "più o meno", "≈": "circa", "%": "per cento", "‰": "per mille",
        "€": "euro", "$": "dollari", "£": "sterline", "@": "chiocciola", "#": "cancelletto", "/": "barra",
        "→": "verso", "§": "paragrafo", "°": "gradi", "©": "copyright", "≤": "minore o uguale a",
        "≥": "maggiore o uguale a", "−": "meno", "\\": "barra inversa", "≠": "diverso da", "∞": "infinito",
        "√": "radice quadrata di",
    },
    units={
        "dag": Name("decagrammo", "decagrammi"),
        "dg": Name("decigrammo", "decigrammi"),
        "cg": Name("centigrammo", "centigrammi"),
        "dam": Name("decametro", "decametri"),
        "hm": Name("ettometro", "ettometri"),
        "pers.": Name("persona", "persone"),
        "gr": "mass-gram", "gr.": "mass-gram", "hg": Name("etto", "etti"), "lt": "volume-liter",
        "lt.": "volume-liter", "mt": "length-meter", "mt.": "length-meter", "Gb": "digital-gigabyte",
        "Mb": "digital-megabyte", "cent.": Name("centesimo", "centesimi"),
        "kV": Name("chilovolt", "chilovolt"), "giri/min": Name("giro al minuto", "giri al minuto"),
        "rpm": Name("giro al minuto", "giri al minuto"),
        "hl": Name("ettolitro", "ettolitri"),
        "mAh": Name("milliamperora", "milliamperora"), "ab.": Name("abitante", "abitanti"),
        "ab": Name("abitante", "abitanti"), "gg": "duration-day", "gg.": "duration-day",
        "p.p.": Name("punto percentuale", "punti percentuali"),
        "pp": Name("punto percentuale", "punti percentuali"),
        "pb": Name("punto base", "punti base"), "bps": Name("punto base", "punti base"),
        "bp": Name("punto base", "punti base"),
        "kg": Name("chilo", "chili"), "t": Name("tonnellata", "tonnellate"), "mq": "area-square-meter",
        "kmq": "area-square-kilometer", "mc": "volume-cubic-meter", "°": Name("grado", "gradi"),
        "MWh": Name("megawattora", "megawattora"), "GWh": Name("gigawattora", "gigawattora"),
        "TWh": Name("terawattora", "terawattora"), "dB": Name("decibel", "decibel"),
        "hPa": Name("ettopascal", "ettopascal"), "cv": Name("cavallo", "cavalli"),
        "CV": Name("cavallo", "cavalli"), "kmh": "speed-kilometer-per-hour",
        "l/100 km": Name("litro per cento chilometri", "litri per cento chilometri"),
        "Mbit/s": Name("megabit al secondo", "megabit al secondo"), "kn": "speed-knot",
        "byte": Name("byte", "byte"), "bit": Name("bit", "bit"), "q.li": Name("quintale", "quintali"),
        "Cv": Name("cavallo", "cavalli"),
    },
    currencies={
        "$": _DOLLAR, "USD": _DOLLAR, "EUR": Name("euro", "euro"), "euro": Name("euro", "euro"),
        "GBP": Name("sterlina", "sterline"), "JPY": Name("yen", "yen"), "INR": Name("rupia", "rupie"),
        "CNY": Name("yuan", "yuan"), "RUB": Name("rublo", "rubli"), "BRL": Name("real", "real"),
    },
    cents={
        "EUR": _CENT, "euro": _CENT, "$": _CENT, "USD": _CENT, "CHF": _CENT,
        "GBP": Name("penny", "pence"),
    },
    scales={
        "mila": Name("mila", "mila"), "milioni": _MILLION, "milione": _MILLION, "mln": _MILLION,
        "mln.": _MILLION, "Mln": _MILLION, "miliardi": _BILLION, "miliardo": _BILLION, "mld": _BILLION,
        "mld.": _BILLION, "Mld": _BILLION, "M": _MILLION,
    },
    scales_of_money={"m": _MILLION, "mn": _MILLION, "bn": _BILLION, "B": _BILLION, "k": Name("mila", "mila")},
    books={
        "Gen": "Genesi", "Gn": "Genesi", "Es": "Esodo", "Lv": "Levitico", "Nm": "Numeri",
        "Dt": "Deuteronomio", "Gs": "Giosuè", "Sam": "Samuele", "Re": "Re", "Sal": "Salmo",
        "Salmi": "Salmi", "Pr": "Proverbi", "Qo": "Qoelet", "Is": "Isaia", "Ger": "Geremia",
        "Ez": "Ezechiele", "Dn": "Daniele", "Os": "Osea", "Mi": "Michea", "Mt": "Matteo", "Mc": "Marco",
        "Lc": "Luca", "Gv": "Giovanni", "At": "Atti", "Rm": "Romani", "Rom": "Romani", "Cor": "Corinzi",
        "Gal": "Galati", "Ef": "Efesini", "Fil": "Filippesi", "Col": "Colossesi", "Ts": "Tessalonicesi",
        "Tm": "Timoteo", "Tt": "Tito", "Eb": "Ebrei", "Gc": "Giacomo", "Pt": "Pietro", "Ap": "Apocalisse",
    },
    not_nouns=word_set("""
        e o a ad al alla allo ai agli alle il lo la i gli le di del dello della dei degli delle da dal dalla
        in nel nella nei su sul sulla per con senza che è sono fu furono era erano sarà ha hanno ma se non
        più meno già oggi ieri fino tra fra mila milioni miliardi circa secondo come quando perché anche
        solo lì qui va torna bastano
    """),
    names_before_roman=(
        "Luigi|Carlo|Enrico|Francesco|Filippo|Giovanni|Paolo|Pio|Leone|Benedetto|Gregorio|Clemente|Napoleone|Edoardo"
        "|Giorgio|Guglielmo|Federico|Vittorio|Emanuele|Umberto|Elisabetta|Caterina|Maria|Alessandro|Nicola|Pietro|Ottone"
        "|Riccardo|Innocenzo|Urbano|Sisto|Giulio|Ferdinando|Alfonso|Amedeo|Cosimo|Bonifacio|Celestino|Adriano"
    ),
)  # fmt: skip
NOUNS = Nouns(
    feminine_ends=("a", "tà", "tù", "ione", "ice", "udine", "ie", "zione"),
    feminine=word_set("""
        notte voce classe parte madre chiave legge rete nave mano luce croce fede torre base crisi ipotesi
        tesi analisi moglie gente morte corte sede fine estate lente arte foto moto radio auto serie specie
        valle fonte volpe
    """),
    masculine=word_set("""
        pollice codice codici indice indici vertice vertici giudice calice calici pontefice artefice
        problema sistema programma tema clima cinema pianeta poeta atleta dramma schema dilemma panorama
        telegramma papa diploma enigma trauma aroma campione pione milione bastione rione copione testimone
        padrone leone pigiama giornalista artista turista ciclista autista musicista dentista collega
        ottobre
    """),
)  # fmt: skip
