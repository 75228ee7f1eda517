"""Portuguese abbreviations, initialisms and names of measures: what CLDR does not know or people say
otherwise."""

from __future__ import annotations

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.romance import Nouns
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.wordlists import word_set

_DOLLAR, _EURO = Name("dólar", "dólares"), Name("euro", "euros")
_CENTAVO = Name("centavo", "centavos")
_THOUSAND, _MILLION = Name("mil", "mil"), Name("milhão", "milhões")
QUEENS = word_set("Maria Isabel Elizabeth Elisabete Catarina Vitória Ana")
TABLES = Tables(
    forms={
        "segs.": "seguintes", "ss.": "seguintes", "n-ésima": "enésima", "n-ésimo": "enésimo",
        "Il.mo": "ilustríssimo", "Il.ma": "ilustríssima", "s/": "sem", "p/": "para",
        "Exmo.": "Excelentíssimo", "Exma.": "Excelentíssima", "V. Sa.": "Vossa Senhoria",
        "etc.": "et cetera", "p. ex.": "por exemplo", "aprox.": "aproximadamente", "máx.": "máximo",
        "mín.": "mínimo", "Cia.": "companhia", "Ltda.": "limitada", "Lda.": "limitada",
        "depto.": "departamento", "Depto.": "Departamento", "séc.": "século", "sécs.": "séculos",
        "EUA": "Estados Unidos", "V. Exa.": "Vossa Excelência", "obs.": "observação",
        "Obs.": "Observação", "tel.": "telefone", "Tel.": "Telefone", "vs.": "contra",
        "adm.": "administração", "hab.": "habitantes", "ed.": "edição", "org.": "organização",
        "S. Exa.": "Sua Excelência", "ref.": "referência", "trad.": "tradução", "qtd.": "quantidade",
        "i. e.": "isto é", "cf.": "confira", "km/h": "quilômetros por hora", "gov.": "governo",
        "univ.": "universidade", "Esq.": "esquerdo", "Dto.": "direito", "esq.": "esquerdo",
        "dto.": "direito", "r/c": "rés-do-chão", "pg.": "página", "pgs.": "páginas",
        "tb.": "também",
        "art.º": "artigo", "arts.º": "artigos", "Ilmo.": "Ilustríssimo", "Ilma.": "Ilustríssima",
        "Ex.mo": "Excelentíssimo",
        "Ex.ma": "Excelentíssima", "Exmº": "Excelentíssimo", "Sr. Dr.": "senhor doutor",
        "S.A.R.": "Sua Alteza Real",
        "S.M.": "Sua Majestade", "V. Ex.ª": "Vossa Excelência", "V.Ex.ª": "Vossa Excelência",
        "V. S.ª": "Vossa Senhoria",
        "N. Sra.": "Nossa Senhora", "N. Sr.ª": "Nossa Senhora", "N.S.": "Nosso Senhor", "c/": "com",
        "s/n": "sem número",
        "s/nº": "sem número", "s/n.º": "sem número", "c/c": "conta corrente", "q.b.": "quanto baste",
        "bl.": "bloco",
        "Bl.": "Bloco", "lt.": "lote", "qd.": "quadra", "Qd.": "Quadra", "Jd.": "Jardim", "Pq.": "Parque",
        "Vl.": "Vila",
        "Lg.": "Largo", "Lgo.": "Largo",  "n.b.": "nota bene", "N.B.": "nota bene",
        "P.S.": "post scriptum", "eng.º": "engenheiro", "jr.": "júnior", "Jr.": "Júnior",
    },
    forms_of_numbers={
        "n.": "número", "nºs": "números", "n.ºs": "números", "nos.": "números",
        "p.": "página", "pp.": "páginas", "pág.": "página", "págs.": "páginas", "nº": "número",
        "n.º": "número", "Nº": "Número", "N.º": "Número", "n°": "número", "no.": "número",
        "núm.": "número", "art.": "artigo", "Art.": "Artigo", "arts.": "artigos", "cap.": "capítulo",
        "Cap.": "Capítulo", "fig.": "figura", "vol.": "volume", "inc.": "inciso", "§§": "parágrafos",
        "§": "parágrafo",
        "t.": "tomo", "séc.": "século", "apto.": "apartamento", "apt.": "apartamento", "art.º": "artigo",
        "Nos.": "números", "n.os": "números", "Fig.": "Figura", "Pág.": "Página",
        "Vol.": "Volume", "tab.": "tabela", "Tab.": "Tabela", "quad.": "quadro", "proc.": "processo",
        "and.": "andar", "lj.": "loja", "sl.": "sala",
        "al.": "alínea", "vv.": "versículos", "ap.": "apartamento",
    },
    forms_of_names={
        "Sr.": "senhor", "Sra.": "senhora", "Srs.": "senhores", "Sras.": "senhoras", "Srta.": "senhorita",
        "Dr.": "doutor", "Dra.": "doutora", "Drs.": "doutores", "Prof.": "professor",
        "Profa.": "professora", "Profª": "professora", "Prof.ª": "professora", "D.": "dom", "Dª": "dona",
        "D.ª": "dona", "Eng.": "engenheiro", "Engª": "engenheira", "Gen.": "general", "Cel.": "coronel",
        "Cap.": "capitão", "Min.": "ministro", "Dep.": "deputado", "Sen.": "senador", "Av.": "avenida",
        "R.": "rua", "Pç.": "praça", "Pça.": "praça", "Trav.": "travessa", "Rod.": "rodovia",
        "Sta.": "Santa", "Sto.": "Santo", "S.": "São", "Pe.": "padre", "Fr.": "frei", "Arq.": "arquiteto",
        "Adv.": "advogado", "Dr.ª": "doutora", "Drª": "doutora", "Dr.as": "doutoras", "Sr.ª": "senhora",
        "Srª": "senhora",
        "Sr.as": "senhoras", "Profs.": "professores", "Prof.s": "professores", "Eng.º": "engenheiro",
        "Engº": "engenheiro", "Eng.ª": "engenheira",
        "Arq.º": "arquiteto", "Arq.ª": "arquiteta", "Adv.ª": "advogada", "dr.": "doutor", "dra.": "doutora",
        "sr.": "senhor",
        "sra.": "senhora", "srs.": "senhores", "prof.": "professor", "profa.": "professora",
        "dep.": "deputado", "sen.": "senador",
        "Ver.": "vereador", "Gov.": "governador", "gen.": "general", "cel.": "coronel", "Maj.": "major",
        "Ten.": "tenente",
        "Sgt.": "sargento", "Alm.": "almirante", "Brig.": "brigadeiro", "Cmte.": "comandante",
        "Des.": "desembargador",
        "des.": "desembargador", "Rev.": "reverendo", "Mons.": "monsenhor", "Card.": "cardeal",
        "av.": "avenida",
        "r.": "rua", "Pça": "praça", "Al.": "alameda", "Tv.": "travessa", "Pres.": "presidente",
        "Mal.": "marechal",
    },
    may_end=word_set("etc. Cia. Ltda. Lda. Jr. jr. hab. máx. mín. Exa. S.A."),
    starters=word_set("""
        O A Os As Um Uma Depois Mas E Em No Na Nos Nas Ao À Ele Ela Eles Elas Eu Nós Isso Isto Este
        Esta Esse Essa Quando Se Com Sem Para Por Segundo Como Quem Não Também Hoje Ontem Agora Então
        Porém Já Lá Aqui Seu Sua Ainda Além
    """),
    spelled=word_set("""
        IBGE INSS BNDES PSDB MDB PMDB ICMS IPTU IPVA CNPJ CNBB FGTS UFRJ UFMG CBF MST IRS IVA
    """),
    as_words=word_set("""
        COP ONU OTAN NATO UNESCO UNICEF FIFA UEFA NASA PIB SUS USP MEC TAP IPCA SELIC ANVISA CEP IBAMA
        FUNAI INCRA ENEM SESC SENAI OPEP COVID PUC UNE AIDS SIDA ANAC ANATEL PIX SAC CIA CAPES COPOM
        UFOS SIM NÃO E A O AS OS UM UMA DE DO DA EM NO NA POR COM ROTA BOPE CADE CUT DEM SAMU
    """),
    signs={
        "&": "e", "+": "mais", "=": "igual a", "×": "vezes", "÷": "dividido por", "<": "menor que",
        ">": "maior que", "±": "mais ou menos", "≈": "aproximadamente", "%": "por cento", "‰": "por mil",
        "€": "euros", "$": "dólares", "£": "libras", "@": "arroba", "#": "cerquilha", "/": "barra",
        "→": "para", "§": "parágrafo", "°": "graus", "©": "copyright", "≤": "menor ou igual a",
        "≥": "maior ou igual a", "−": "menos", "\\": "barra invertida", "≠": "diferente de", "∞": "infinito",
        "√": "raiz quadrada de",
    },
    units={
        "dag": Name("decagrama", "decagramas"),
        "hg": Name("hectograma", "hectogramas"),
        "dg": Name("decigrama", "decigramas"),
        "cg": Name("centigrama", "centigramas"),
        "dam": Name("decâmetro", "decâmetros"),
        "hm": Name("hectômetro", "hectômetros"),
        "dal": Name("decalitro", "decalitros"),
        "pess.": Name("pessoa", "pessoas"),
        "col.": Name("colher", "colheres"),
        "gr": "mass-gram", "@": Name("arroba", "arrobas"),
        "kV": Name("quilovolt", "quilovolts"), "rpm": Name("rotação por minuto", "rotações por minuto"),
        "hab.": Name("habitante", "habitantes"),
        "hab": Name("habitante", "habitantes"),
        "mAh": Name("miliampere-hora", "miliamperes-hora"),
        "xíc.": Name("xícara", "xícaras"), "p.p.": Name("ponto percentual", "pontos percentuais"),
        "pp": Name("ponto percentual", "pontos percentuais"),
        "pb": Name("ponto-base", "pontos-base"), "bps": Name("ponto-base", "pontos-base"),
        "bp": Name("ponto-base", "pontos-base"),
        "kg": Name("quilo", "quilos"), "t": Name("tonelada", "toneladas"),
        "GHz": Name("giga-hertz", "giga-hertz"), "MHz": Name("mega-hertz", "mega-hertz"),
        "kHz": Name("quilo-hertz", "quilo-hertz"), "MWh": Name("megawatt-hora", "megawatts-hora"),
        "GWh": Name("gigawatt-hora", "gigawatts-hora"), "TWh": Name("terawatt-hora", "terawatts-hora"),
        "dB": Name("decibel", "decibéis"), "°": Name("grau", "graus"),
        "hPa": Name("hectopascal", "hectopascais"), "cv": Name("cavalo", "cavalos"),
        "mn": "duration-minute",
        "l/100 km": Name("litro por cem quilômetros", "litros por cem quilômetros"),
        "KB": Name("quilobyte", "quilobytes"), "kB": Name("quilobyte", "quilobytes"),
        "Mbps": Name("megabit por segundo", "megabits por segundo"),
    },
    currencies={
        "$": _DOLLAR, "USD": _DOLLAR, "EUR": _EURO, "GBP": Name("libra", "libras"),
        "JPY": Name("iene", "ienes"), "BRL": Name("real", "reais"), "INR": Name("rupia", "rupias"),
        "CHF": Name("franco suíço", "francos suíços"), "CNY": Name("iuane", "iuanes"),
        "RUB": Name("rublo", "rublos"), "ARS": Name("peso argentino", "pesos argentinos"),
        "MXN": Name("peso mexicano", "pesos mexicanos"),
    },
    cents={
        "BRL": _CENTAVO, "USD": _CENTAVO, "$": _CENTAVO, "EUR": Name("centavo", "centavos"),
        "GBP": Name("penny", "pence"),
    },
    scales={
        "mil": _THOUSAND, "milhão": _MILLION, "milhões": _MILLION, "mi": _MILLION, "mi.": _MILLION,
        "M": _MILLION, "bilhão": Name("bilhão", "bilhões"), "bilhões": Name("bilhão", "bilhões"),
        "bi": Name("bilhão", "bilhões"), "trilhão": Name("trilhão", "trilhões"),
        "trilhões": Name("trilhão", "trilhões"), "tri": Name("trilhão", "trilhões"),
        "mil M": Name("mil milhões", "mil milhões"), "mil milhões": Name("mil milhões", "mil milhões"),
        "k": _THOUSAND,
    },
    scales_of_money={
        "m": _MILLION, "mn": _MILLION, "bn": Name("bilhão", "bilhões"), "B": Name("bilhão", "bilhões"),
    },
    books={
        "Gn": "Gênesis", "Êx": "Êxodo", "Lv": "Levítico", "Nm": "Números", "Dt": "Deuteronômio",
        "Js": "Josué", "Sm": "Samuel", "Rs": "Reis", "Sl": "Salmo", "Salmos": "Salmos", "Pv": "Provérbios",
        "Ec": "Eclesiastes", "Is": "Isaías", "Jr": "Jeremias", "Ez": "Ezequiel", "Dn": "Daniel",
        "Os": "Oseias", "Mq": "Miqueias", "Mt": "Mateus", "Mc": "Marcos", "Lc": "Lucas", "Jo": "João",
        "At": "Atos", "Rm": "Romanos", "Co": "Coríntios", "Gl": "Gálatas", "Ef": "Efésios",
        "Fp": "Filipenses", "Cl": "Colossenses", "Ts": "Tessalonicenses", "Tm": "Timóteo", "Tt": "Tito",
        "Hb": "Hebreus", "Tg": "Tiago", "Pe": "Pedro", "Ap": "Apocalipse",
    },
    not_nouns=word_set("""
        e ou a à ao aos às o os as de do da dos das em no na nos nas por para com sem que é são foi foram
        era eram será há mas se não mais menos já hoje ontem até entre sobre contra mil milhão milhões
        bilhões segundo um uma seu sua como quando porque também só lá aqui desde fica ficam vive cai chega
    """),
    names_before_roman=(
        "Pedro|João|Luís|Carlos|Henrique|Paulo|Pio|Leão|Bento|Afonso|Sancho|Manuel|Filipe|Felipe|Sebastião|José|Miguel"
        "|Fernando|Duarte|Maria|Isabel|Elizabeth|Elisabete|Catarina|Napoleão|Jorge|Guilherme|Francisco|Gregório|Ricardo"
    ),
)  # fmt: skip
_CENTIMO = Name("cêntimo", "cêntimos")
IN_PORTUGAL = TABLES._replace(
    cents={**TABLES.cents, "EUR": _CENTIMO, "$": _CENTIMO},
    units={**TABLES.units, "hm": Name("hectómetro", "hectómetros")},
)
NOUNS = Nouns(
    feminine_ends=(
        "a", "as", "ã", "ãs", "ção", "ções", "são", "sões", "dade", "dades", "gem", "gens", "tude", "tudes",
        "ade", "ades", "ice",
    ),
    feminine=word_set("""
        colher colheres
        mulher mulheres vez vezes noite noites tarde tardes parte partes mãe mães gente cidade cidades luz
        luzes lei leis voz vozes flor flores mão mãos classe classes chave chaves fonte fontes cabine
        cabines árvore árvores morte mortes ponte pontes torre torres rede redes base bases série séries
        nuvem nuvens foto fotos tonelada equipe equipes chance chances crise crises sede sedes frase frases
        análise análises fase fases via vias greve greves ave aves carne carnes imagem colher colheres nave
        naves maré marés vítimas tribo tribos moto motos
    """),
    masculine=word_set("""
        miligrama miligramas micrograma microgramas decagrama decagramas hectograma hectogramas decigrama
        decigramas centigrama centigramas quilogramas
        ímã ímãs imã talismã clã clãs divã sutiã galã maracanã amanhã
        dia dias mapa mapas problema problemas sistema sistemas programa programas tema temas planeta
        planetas clima climas cinema cinemas grama gramas quilograma poeta poetas atleta atletas jornalista
        jornalistas artista artistas guarda guardas policial esquema esquemas drama dramas dilema idioma
        idiomas telefonema telegramas quilômetro sofá sofás papa papas cometa cometas turista turistas
        motorista motoristas ciclista ciclistas eletricista dentista dentistas colega colegas coração
        corações avião aviões milhão milhões
    """),
)  # fmt: skip
