"""Units of measure: how they are written, and their names in singular and plural."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tts_service.article.normalize.spelled import spell
from tts_service.article.normalize.wordlists import any_of

_PLAIN = """
kilometer: km kms KM KMS Km Kms
meter: m mtr mtrs
centimeter: cm cms CM
millimeter: mm MM
decimeter: dm
hectometer: hm
decameter: dam
decagram: dag
hectogram: hg
decigram: dg
centigram: cg
decaliter: dal daL
nanometer: nm
angstrom: Å Å
micrometer: µm μm
nautical mile: nmi
mile: mi
foot: ft
yard: yd yds
hectare: ha
acre: ac
light year: ly
kilogram: kg kgs KG KGS Kg
gram: g gm gms
milligram: mg
microgram: µg μg mcg
nanogram: ng
pound: lb lbs LB LBS
pound-foot: lb-ft
foot-pound: ft-lb ft-lbs
ounce: oz OZ
fluid ounce: fl|oz fl.|oz
ton: t
kiloton: kt
liter: L l ltr
milliliter: ml mL
centiliter: cl cL
deciliter: dl dL
microliter: µl µL
hectoliter: hl hL
gallon: gal gals
quart: qt qts
tablespoon: tbsp tbsps
teaspoon: tsp tsps
barrel: bbl bbls
barrel a day: bpd
kilobyte: KB kB kb
megabyte: MB
gigabyte: GB gb
terabyte: TB tb
petabyte: PB
megabit: Mb Mbit
gigabit: Gb Gbit
kilobit: Kb kbit
kilobit per second: kbps Kbps
megabit per second: Mbps mbps MBPS
gigabit per second: Gbps gbps
watt: W
milliwatt: mW
kilowatt: kW KW
megawatt: MW
gigawatt: GW
terawatt: TW
watt hour: Wh
kilowatt hour: kWh KWh kwh KWH kW·h
megawatt hour: MWh
gigawatt hour: GWh
terawatt hour: TWh
milliamp hour: mAh mah
amp hour: Ah
volt: V
kilovolt: kV
millivolt: mV
kilovolt-ampere: kVA
milliamp: mA
amp: A
ohm: Ω Ω ohm
kilohm: kΩ kΩ
megohm: MΩ MΩ
microfarad: µF
joule: J
kilojoule: kJ KJ
megajoule: MJ
kilocalorie: kcal
calorie: cal
electron volt: eV
kiloelectron volt: keV
megaelectron volt: MeV
gigaelectron volt: GeV
newton: N
kilonewton: kN
pound-force: lbf
becquerel: Bq
newton meter: Nm N·m
pascal: Pa
hectopascal: hPa
kilopascal: kPa KPa
megapascal: MPa
gigapascal: GPa
millibar: mb mbar
decibel: dB db dBA
lumen: lm
mole: mol
millimole: mmol
kelvin: K
millisievert: mSv
microsievert: µSv
horsepower: hp
brake horsepower: bhp
megapixel: MP
pixel: px
dot per inch: dpi DPI
pixel per inch: ppi PPI
carat: ct
knot: kn kts
millisecond: ms msec
microsecond: µs μs
nanosecond: ns
second: s sec secs
minute: min mins
hour: h hr hrs
day: d
week: wk wks
month: mos mo
year: yr yrs
mile per hour: mph MPH mi/h
mile per gallon: mpg MPG
kilometer per hour: kmph kph km/hr kmh KMH KMPH km/h
pound per square inch: psi PSI
beat per minute: bpm BPM
revolution per minute: rpm RPM
frame per second: fps FPS
part per million: ppm PPM
part per billion: ppb PPB
degree Celsius: °C º|C ºC °|C degC deg|C
degree Fahrenheit: °F º|F ºF °|F degF deg|F
degree: ° º deg
"""
"""Singular, and the ways it is written; a bar stands for a space."""

_WITH_POWERS = ("km", "m", "cm", "mm", "dm", "hm", "nm", "µm", "in", "ft", "yd", "mi", "KM", "CM")
_PLURALS = {"foot": "feet", "pound-foot": "pound-feet", "inch": "inches", "horsepower": "horsepower"}
_SAME = ("hertz", "kelvin", "brake horsepower")
_FIXED = {
    "mmHg": "millimeters of mercury", "inHg": "inches of mercury", "cc": spell("CC"), "CC": spell("CC"),
    "Hz": "hertz", "hz": "hertz", "kHz": "kilohertz", "khz": "kilohertz", "KHz": "kilohertz",
    "MHz": "megahertz",
    "mhz": "megahertz", "GHz": "gigahertz", "ghz": "gigahertz", "IU": spell("IU"), "lux": "lux",
}  # fmt: skip


def _plural(one: str) -> str:
    """ "mile per hour" is "miles per hour", "degree Celsius" "degrees Celsius"."""
    head, per, rest = one.partition(" per ")
    head, of, scale = (head, "", "") if not head.startswith("degree ") else head.partition(" ")
    if head.endswith(_SAME):
        return one
    if " a day" in head:
        return head.replace("barrel", "barrels")
    first, gap, last = head.rpartition(" ")
    return first + gap + _PLURALS.get(last, f"{last}s") + of + scale + per + rest


def _plain() -> Iterator[tuple[str, tuple[str, str]]]:
    for line in _PLAIN.strip().splitlines():
        one, _, forms = line.partition(": ")
        for form in forms.split():
            yield form.replace("|", " "), (one, _plural(one))
    for form, said in _FIXED.items():
        yield form, (said, said)


def _powers(plain: dict[str, tuple[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    named = {**plain, "in": ("inch", "inches")}
    for unit in _WITH_POWERS:
        one, many = named[unit]
        square = [f"{unit}²", f"{unit}2", f"{unit}^2", f"sq {unit}", f"sq. {unit}", f"sq{unit}", f"sq.{unit}"]
        cubic = [f"{unit}³", f"{unit}3", f"{unit}^3", f"cu {unit}", f"cu. {unit}", f"cu.{unit}", f"cu{unit}"]
        yield from ((form, (f"square {one}", f"square {many}")) for form in square)
        yield from ((form, (f"cubic {one}", f"cubic {many}")) for form in cubic)


UNITS = dict(_plain())
UNITS.update(_powers(UNITS))
PATTERN = any_of(
    " ".join(re.escape(unit).replace("\\ ", r"\s") for unit in sorted(UNITS, key=len, reverse=True))
)
"""Any of them, in a pattern."""

PER = {form: one for form, (one, _) in UNITS.items()} | {
    "s²": "second squared", "s2": "second squared", "s^2": "second squared",
    "100km": "one hundred kilometers",
    "100 km": "one hundred kilometers", "100g": "one hundred grams", "100 g": "one hundred grams",
    "hr.": "hour", "sec.": "second", "day": "day", "week": "week", "wk": "week", "month": "month",
    "mo": "month", "year": "year", "y": "year",
    "hour": "hour", "minute": "minute", "second": "second", "night": "night", "person": "person",
    "head": "head", "share": "share", "gallon": "gallon", "liter": "liter", "ton": "ton", "tonne": "tonne",
    "barrel": "barrel", "b": "barrel", "capita": "capita", "in": "inch", "lb": "pound", "pp": "person",
    "unit": "unit", "mile": "mile", "acre": "acre", "pound": "pound", "ounce": "ounce", "user": "user",
    "kilo": "kilo", "player": "player", "item": "item", "each": "each", "piece": "piece", "pc": "piece",
}  # fmt: skip
"""What stands behind a slash, and its name."""

PER_PATTERN = any_of(
    " ".join(re.escape(unit).replace("\\ ", r"\s") for unit in sorted(PER, key=len, reverse=True))
)
BEFORE = r"(?<![\w.,$£€₹-])(?<!(?<![A-Za-z])/)"
"""Before a figure that is no part of a word, of a sum or of another figure."""
ATTACHED_OR_LAST = frozenset(("V", "W", "t", "h"))
"""Letters that are units right behind a figure, and behind a gap only where no name can follow."""
APART_AND_LAST = frozenset(("A", "N", "J", "K", "d", "s"))
"""Letters that are units behind a gap only, at the end of what is said: "3 A levels", "5A"."""
