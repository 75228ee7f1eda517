"""Currencies: how they are written, and their names."""

from __future__ import annotations

from typing import NamedTuple


class Currency(NamedTuple):
    """The names of one unit and of several, and of the hundredth part where prices are written with one."""

    one: str
    many: str
    cent: str = ""
    cents: str = ""


def _dollar(of: str = "") -> Currency:
    return Currency(f"{of}dollar", f"{of}dollars", "cent", "cents")


_DOLLAR, _US_DOLLAR, _CANADIAN, _AUSTRALIAN = (
    _dollar(),
    _dollar("U.S "),
    _dollar("Canadian "),
    _dollar("Australian "),
)
_NEW_ZEALAND, _HONG_KONG, _SINGAPORE = _dollar("New Zealand "), _dollar("Hong Kong "), _dollar("Singapore ")
_EURO, _POUND = Currency("euro", "euros", "cent", "cents"), Currency("pound", "pounds", "penny", "pence")
_RUPEE, _YEN, _YUAN = (
    Currency("rupee", "rupees", "paisa", "paise"),
    Currency("yen", "yen"),
    Currency("yuan", "yuan"),
)
_REAL, _RAND, _PESO = (
    Currency("real", "reais", "centavo", "centavos"),
    Currency("rand", "rand", "cent", "cents"),
    Currency("peso", "pesos", "centavo", "centavos"),
)
_RUBLE, _LIRA, _WON = Currency("ruble", "rubles"), Currency("lira", "lira"), Currency("won", "won")
_NAIRA, _SHEKEL, _FRANC = (
    Currency("naira", "naira"),
    Currency("shekel", "shekels"),
    Currency("Swiss franc", "Swiss francs", "centime", "centimes"),
)

_KRONA, _SHILLING = Currency("krona", "kronor"), Currency("Kenyan shilling", "Kenyan shillings")

SYMBOLS = {
    "US$": _US_DOLLAR, "$US": _US_DOLLAR, "$A": _AUSTRALIAN, "$NZ": _NEW_ZEALAND, "$HK": _HONG_KONG,
    "CA$": _CANADIAN, "C$": _CANADIAN, "AU$": _AUSTRALIAN, "A$": _AUSTRALIAN,
    "NZ$": _NEW_ZEALAND,
    "HK$": _HONG_KONG, "S$": _SINGAPORE, "R$": _REAL, "MX$": Currency("Mexican peso", "Mexican pesos"),
    "NT$": _dollar("Taiwan "), "$": _DOLLAR, "€": _EURO, "£": _POUND, "₤": _POUND, "CN¥": _YUAN, "¥": _YEN,
    "₹": _RUPEE, "Rs.": _RUPEE,
    "Rs": _RUPEE,
    "₩": _WON, "₽": _RUBLE, "₺": _LIRA, "₴": Currency("hryvnia", "hryvnias"), "₦": _NAIRA,
    "₫": Currency("dong", "dong"),
    "฿": Currency("baht", "baht"), "₱": _PESO, "₪": _SHEKEL, "₵": Currency("cedi", "cedis"),
    "Can$": _CANADIAN, "USD$": _US_DOLLAR, "RM": Currency("ringgit", "ringgit"), "zł": Currency("zloty",
    "zlotys"),
    "Rp": Currency("rupiah", "rupiah"), "₲": Currency("guarani", "guaranis"), "Fr.": _FRANC, "SFr.": _FRANC,
    "SFr": _FRANC, "Ksh": _SHILLING,
    "KSh": _SHILLING, "GH₵": Currency("cedi", "cedis"), "kr": _KRONA, "Ft": Currency("forint", "forints"),
    "Kč": Currency("koruna", "korunas"),
    "₸": Currency("tenge", "tenge"), "₿": Currency("bitcoin", "bitcoins"), "৳": Currency("taka", "taka"),
}  # fmt: skip
CODES = {
    "USD": _US_DOLLAR, "EUR": _EURO, "GBP": _POUND, "JPY": _YEN, "CNY": _YUAN, "RMB": _YUAN, "INR": _RUPEE,
    "CAD": _CANADIAN, "AUD": _AUSTRALIAN, "NZD": _NEW_ZEALAND, "HKD": _HONG_KONG, "SGD": _SINGAPORE,
    "CHF": _FRANC,
    "BRL": _REAL, "ZAR": _RAND, "MXN": Currency("Mexican peso", "Mexican pesos"), "RUB": _RUBLE, "TRY": _LIRA,
    "KRW": _WON,
    "NGN": _NAIRA, "ILS": _SHEKEL, "SEK": Currency("Swedish krona", "Swedish kronor", "öre", "öre"),
    "NOK": Currency("Norwegian krone", "Norwegian kroner", "øre", "øre"),
    "DKK": Currency("Danish krone", "Danish kroner", "øre", "øre"),
    "PLN": Currency("zloty", "zlotys"), "AED": Currency("dirham", "dirhams"), "SAR": Currency("riyal",
    "riyals"),
    "PKR": Currency("Pakistani rupee", "Pakistani rupees"), "BDT": Currency("taka", "taka"),
    "THB": Currency("baht", "baht"), "IDR": Currency("rupiah", "rupiah"), "MYR": Currency("ringgit",
    "ringgit"),
    "PHP": _PESO, "KES": _SHILLING, "VND": Currency("dong", "dong"), "EGP": Currency("Egyptian pound",
    "Egyptian pounds"),
    "ARS": Currency("Argentine peso", "Argentine pesos"), "CLP": Currency("Chilean peso",
    "Chilean pesos"), "CZK": Currency("Czech koruna", "Czech korunas"),
    "HUF": Currency("forint", "forints"), "RON": Currency("Romanian leu", "Romanian lei"),
    "UAH": Currency("hryvnia", "hryvnias"), "QAR": Currency("Qatari riyal", "Qatari riyals"),
    "KWD": Currency("Kuwaiti dinar", "Kuwaiti dinars"), "LKR": Currency("Sri Lankan rupee",
    "Sri Lankan rupees"),
    "NPR": Currency("Nepalese rupee", "Nepalese rupees"), "TWD": _dollar("Taiwan "),
    "ISK": Currency("Icelandic krona", "Icelandic kronur"), "BTC": Currency("bitcoin", "bitcoins"),
    "ETH": Currency("ether", "ether"),
}  # fmt: skip
