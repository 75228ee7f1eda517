"""Spanish names of units and currencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Unit(NamedTuple):
    """The names of one and of several; ``cents`` of the hundredth part where prices have one."""

    one: str
    many: str
    feminine: bool = False
    cents: str = ""


_PLAIN = """
kilómetro: km kms Km KM
metro: m mts mt
centímetro: cm cms CM
milímetro: mm
decímetro: dm
micrómetro: µm μm
nanómetro: nm
milla* náutica: nmi
milla*: mi
pie: ft
pulgada*: in
yarda*: yd yds
hectárea*: ha has
kilogramo: kg kgs Kg KG kgr
gramo: g gr grs
miligramo: mg
microgramo: µg μg mcg
libra*: lb lbs
onza*: oz
onza* líquida: fl|oz
tonelada*: t tm Tm
litro: l L lt lts
mililitro: ml mL cc
centilitro: cl cL
decilitro: dl dL
hectolitro: hl hL
decalitro: dal daL
decámetro: dam
hectómetro: hm
decagramo: dag
hectogramo: hg
decigramo: dg
centigramo: cg
galón: gal
kilobyte: KB kB kb
megabyte: MB
gigabyte: GB gb
terabyte: TB
petabyte: PB
megabit: Mb Mbit
gigabit: Gb Gbit
kilobit por segundo: kbps
megabit por segundo: Mbps mbps
gigabit por segundo: Gbps
vatio: W
kilovatio: kW KW Kw
megavatio: MW
gigavatio: GW
teravatio: TW
kilovatio hora: kWh KWh kwh
megavatio hora: MWh
gigavatio hora: GWh
teravatio hora: TWh
voltio: V
kilovoltio: kV
amperio: A
miliamperio: mA
miliamperio hora: mAh
ohmio: Ω Ω
kilohmio: kΩ kΩ
julio: J
kilojulio: kJ
caloría*: cal
kilocaloría*: kcal Kcal
electronvoltio: eV
newton: N
newton metro: Nm
pascal: Pa
kilopascal: kPa
hectopascal: hPa
megapascal: MPa
milibar: mb mbar
bar: bar
atmósfera*: atm
decibelio: dB
lumen: lm
mol: mol
hercio: Hz hz
kilohercio: kHz
megahercio: MHz Mhz
gigahercio: GHz Ghz
caballo: CV cv hp HP
píxel: px
megapíxel: Mpx
nudo: kn kt
milisegundo: ms
microsegundo: µs
nanosegundo: ns
segundo: s seg segs
minuto: min mins
hora*: h hr hrs
día: d
semana*: sem
año: a
milla* por hora: mph
kilómetro por hora: kph kmh km/h Km/h kms/h
latido por minuto: lpm ppm|cardíacas
revolución* por minuto: rpm r.p.m.
parte* por millón: ppm
habitante: hab hab.
milímetro de mercurio: mmHg
grado Celsius: °C ºC °|C º|C
grado Fahrenheit: °F ºF °|F º|F
grado: °
"""
"""Singular, and the ways it is written; a star marks feminine names, a bar stands for a space."""

_PLURALS = {
    "galón": "galones", "bar": "bares", "mol": "moles", "lumen": "lúmenes", "píxel": "píxeles",
    "megapíxel": "megapíxeles", "revolución": "revoluciones", "kilopascal": "kilopascales",
    "pascal": "pascales",
    "hectopascal": "hectopascales", "megapascal": "megapascales", "milibar": "milibares", "newton": "newtons",
}  # fmt: skip
_WITH_POWERS = ("km", "m", "cm", "mm", "dm", "ft", "in", "mi", "yd")


def _plain() -> Iterator[tuple[str, Unit]]:
    for line in _PLAIN.strip().splitlines():
        name, _, forms = line.partition(": ")
        feminine = "*" in name
        one = name.replace("*", "")
        for form in forms.split():
            yield form.replace("|", " "), Unit(one, _plural(one), feminine)


def _plural(one: str) -> str:
    head, per, rest = one.partition(" por ")
    first, gap, second = head.partition(" ")
    last = f"{second}s" if second in ("náutica", "líquida") else second
    return _PLURALS.get(first, f"{first}s") + gap + last + per + rest


def _powers(plain: dict[str, Unit]) -> Iterator[tuple[str, Unit]]:
    for written in _WITH_POWERS:
        unit = plain[written]
        square, cubic = ("cuadrada", "cúbica") if unit.feminine else ("cuadrado", "cúbico")
        for end in ("²", "2", "^2"):
            yield written + end, Unit(f"{unit.one} {square}", f"{unit.many} {square}s", unit.feminine)
        for end in ("³", "3", "^3"):
            yield written + end, Unit(f"{unit.one} {cubic}", f"{unit.many} {cubic}s", unit.feminine)


UNITS = dict(_plain())
UNITS.update(_powers(UNITS))
UNITS["l/m²"] = Unit("litro por metro cuadrado", "litros por metro cuadrado")
ONLY_BEHIND_A_GAP = frozenset(("A", "N", "J", "d", "a", "s"))
"""Letters that are units behind a gap only, and where the phrase ends."""

PER = {form: f"por {unit.one}" for form, unit in UNITS.items()} | {
    "s²": "por segundo al cuadrado", "s2": "por segundo al cuadrado", "mes": "al mes", "año": "al año",
    "a": "al año", "día": "al día", "d": "al día", "semana": "a la semana", "sem": "a la semana",
    "hora": "por hora", "h": "por hora", "noche": "por noche", "persona": "por persona",
    "pers": "por persona",
    "kilo": "por kilo", "litro": "por litro", "100 km": "cada cien kilómetros",
    "100km": "cada cien kilómetros",
    "100 g": "por cien gramos", "barril": "por barril", "hab": "por habitante", "hab.": "por habitante",
    "tonelada": "por tonelada", "unidad": "por unidad", "ud": "por unidad", "ud.": "por unidad",
    "metro": "por metro", "minuto": "por minuto", "segundo": "por segundo", "plaza": "por plaza",
}  # fmt: skip

_US_DOLLAR = Unit("dólar estadounidense", "dólares estadounidenses", cents="centavos")
DOLLAR, PESO = Unit("dólar", "dólares", cents="centavos"), Unit("peso", "pesos", cents="centavos")
_EURO = Unit("euro", "euros", cents="céntimos")
_POUND = Unit("libra", "libras", feminine=True, cents="peniques")


def _peso(of: str) -> Unit:
    return Unit(f"peso {of}", f"pesos {of}s", cents="centavos")


def _dollar(of: str) -> Unit:
    many = f"{of}es" if of.endswith("s") and of != "s" else f"{of}s"
    return Unit(f"dólar {of}", f"dólares {many}", cents="centavos")


_CANADIAN, _AUSTRALIAN, _SOL = (
    _dollar("canadiense"),
    _dollar("australiano"),
    Unit("sol", "soles", cents="céntimos"),
)
_BOLIVAR, _REAL, _YEN = (
    Unit("bolívar", "bolívares"),
    Unit("real", "reales", cents="centavos"),
    Unit("yen", "yenes"),
)
_COLON, _FRANC = (
    Unit("colón", "colones", cents="céntimos"),
    Unit("franco suizo", "francos suizos", cents="céntimos"),
)
_RUPEE, _RUBLE, _WON = Unit("rupia", "rupias", feminine=True), Unit("rublo", "rublos"), Unit("won", "wones")
_LIRA, _GUARANI = Unit("lira turca", "liras turcas", feminine=True), Unit("guaraní", "guaraníes")
_CORDOBA = Unit("córdoba", "córdobas", cents="centavos")

CURRENCIES = {
    "US$": _US_DOLLAR, "USD$": _US_DOLLAR, "U$S": _US_DOLLAR, "USD": _US_DOLLAR, "€": _EURO, "EUR": _EURO,
    "£": _POUND, "GBP": _POUND,
    "¥": _YEN, "JPY": _YEN, "CNY": Unit("yuan", "yuanes"), "S/.": _SOL, "S/": _SOL, "PEN": _SOL, "R$": _REAL,
    "BRL": _REAL, "CHF": _FRANC, "₡": _COLON, "CRC": _COLON, "Bs.": _BOLIVAR, "Bs": _BOLIVAR, "VES": _BOLIVAR,
    "MXN": _peso("mexicano"), "MX$": _peso("mexicano"), "ARS": _peso("argentino"), "AR$": _peso("argentino"),
    "COP": _peso("colombiano"), "COL$": _peso("colombiano"), "CLP": _peso("chileno"),
    "UYU": _peso("uruguayo"),
    "DOP": _peso("dominicano"), "RD$": _peso("dominicano"), "CUP": _peso("cubano"), "PHP": _peso("filipino"),
    "BOB": Unit("boliviano", "bolivianos", cents="centavos"), "PYG": _GUARANI, "₲": _GUARANI, "Gs.": _GUARANI,
    "GTQ": Unit("quetzal", "quetzales", cents="centavos"), "HNL": Unit("lempira",
    "lempiras", cents="centavos"),
    "NIO": _CORDOBA, "PAB": Unit("balboa", "balboas"),
    "B/.": Unit("balboa", "balboas"), "$U": _peso("uruguayo"),
    "CAD": _CANADIAN, "CA$": _CANADIAN, "AUD": _AUSTRALIAN,
    "A$": _AUSTRALIAN, "AU$": _AUSTRALIAN, "NZD": Unit("dólar neozelandés",
    "dólares neozelandeses", cents="centavos"),
    "HKD": Unit("dólar de Hong Kong", "dólares de Hong Kong"), "HK$": Unit("dólar de Hong Kong",
    "dólares de Hong Kong"),
    "RUB": _RUBLE, "₽": _RUBLE, "INR": _RUPEE, "₹": _RUPEE, "TRY": _LIRA, "₺": _LIRA, "KRW": _WON, "₩": _WON,
    "SEK": Unit("corona sueca", "coronas suecas", feminine=True), "NOK": Unit("corona noruega",
    "coronas noruegas",
    feminine=True), "DKK": Unit("corona danesa", "coronas danesas", feminine=True),
    "PLN": Unit("esloti", "eslotis"),
    "zł": Unit("esloti", "eslotis"), "CZK": Unit("corona checa", "coronas checas", feminine=True),
    "HUF": Unit("forinto", "forintos"), "ZAR": Unit("rand", "rands"), "ILS": Unit("séquel", "séqueles"),
    "₪": Unit("séquel", "séqueles"), "THB": Unit("bat", "bats"), "฿": Unit("bat", "bats"),
    "MAD": Unit("dírham",
    "dírhams"), "AED": Unit("dírham", "dírhams"), "SAR": Unit("rial saudí", "riales saudíes"),
    "₴": Unit("grivna", "grivnas", feminine=True), "UAH": Unit("grivna", "grivnas", feminine=True),
    "₿": Unit("bitcoin", "bitcoins"), "BTC": Unit("bitcoin", "bitcoins"), "₱": PESO, "₫": Unit("dong",
    "dongs"),
    "kr": Unit("corona", "coronas", feminine=True), "C$": _CORDOBA,
}  # fmt: skip
IN_REGIONS = {
    "gt": {"Q": CURRENCIES["GTQ"], "Q.": CURRENCIES["GTQ"]},
    "hn": {"L": CURRENCIES["HNL"], "L.": CURRENCIES["HNL"]},
    "ca": {"C$": _CANADIAN}, "bo": {"Bs": CURRENCIES["BOB"], "Bs.": CURRENCIES["BOB"]},
}  # fmt: skip
"""Signs that mean something else, or nothing, elsewhere."""
