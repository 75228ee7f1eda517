"""Hindi abbreviations and names of measures: what CLDR cannot know, or people say otherwise."""

from __future__ import annotations

from tts_service.article.normalize.cldr.names import Name
from tts_service.article.normalize.cldr.tables import Tables
from tts_service.article.normalize.wordlists import word_set

_RUPEE, _DOLLAR = Name("रुपया", "रुपये"), Name("डॉलर", "डॉलर")
_PAISA, _CENT = Name("पैसा", "पैसे"), Name("सेंट", "सेंट")
ORDINALS = {1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"}
TABLES = Tables(
    forms={
        "ई. पू.": "ईसा पूर्व", "उ. प्र.": "उत्तर प्रदेश", "म. प्र.": "मध्य प्रदेश",
        "हि. प्र.": "हिमाचल प्रदेश", "आं. प्र.": "आंध्र प्रदेश", "लि.": "लिमिटेड",
        "प्रा. लि.": "प्राइवेट लिमिटेड", "कं.": "कंपनी", "रु.": "रुपये", "ई.": "ईस्वी",
        "इत्या.": "इत्यादि", "कि. मी.": "किलोमीटर", "वि. सं.": "विक्रम संवत", "सा. यु.": "सामान्य युग",
    },
    forms_of_numbers={
        "नं.": "नंबर", "क्र.": "क्रमांक", "सं.": "संख्या", "पृ.": "पृष्ठ", "मो.": "मोबाइल",
        "फ़ो.": "फ़ोन", "अ.": "अध्याय", "धा.": "धारा", "No.": "नंबर",
    },
    forms_of_names={
        "डॉ.": "डॉक्टर", "डा.": "डॉक्टर", "प्रो.": "प्रोफ़ेसर", "पं.": "पंडित", "स्व.": "स्वर्गीय",
        "इं.": "इंजीनियर", "कु.": "कुमारी", "एड.": "एडवोकेट", "मो.": "मोहम्मद", "ले.": "लेफ़्टिनेंट",
        "सु.": "सुश्री", "Dr.": "डॉक्टर", "मि.": "मिस्टर", "श्री.": "श्री",
    },
    may_end=word_set("लि. कं. रु. ई. प्र. पू. इत्या. मी."),
    spelled=word_set("UPSC DRDO AIADMK"),
    as_words=word_set("""
        NASA NATO UNESCO UNICEF ISRO FIFA COVID AIDS OPEC SAARC NEET AIIMS ASEAN NITI CAT
    """),
    signs={
        "&": "और", "+": "प्लस", "=": "बराबर", "×": "गुणा", "÷": "भाग", "<": "से कम", ">": "से ज़्यादा",
        "±": "प्लस माइनस", "≈": "लगभग", "%": "प्रतिशत", "‰": "प्रति हज़ार", "€": "यूरो", "$": "डॉलर",
        "£": "पाउंड", "₹": "रुपये", "@": "ऐट", "#": "नंबर", "/": "बटा", "→": "से", "§": "धारा",
        "°": "डिग्री", "©": "कॉपीराइट", "≤": "से कम या बराबर", "≥": "से ज़्यादा या बराबर", "−": "माइनस",
        "\\": "बैकस्लैश",
    },
    units={
        "किमी": "length-kilometer", "कि.मी.": "length-kilometer", "कि॰मी॰": "length-kilometer",
        "मी": "length-meter", "मी.": "length-meter", "सेमी": "length-centimeter",
        "से.मी.": "length-centimeter", "मिमी": "length-millimeter", "मि.मी.": "length-millimeter",
        "किग्रा": "mass-kilogram", "कि.ग्रा.": "mass-kilogram", "ग्रा.": "mass-gram",
        "मिली": "volume-milliliter", "मि.ली.": "volume-milliliter",
        "किमी/घंटा": "speed-kilometer-per-hour", "t": Name("टन", "टन"), "mi": Name("मील", "मील"),
        "lb": Name("पाउंड", "पाउंड"), "oz": Name("औंस", "औंस"), "bar": Name("बार", "बार"),
        "°": Name("डिग्री", "डिग्री"), "MWh": Name("मेगावॉट घंटा", "मेगावॉट घंटे"),
        "mA": Name("मिलीएम्पियर", "मिलीएम्पियर"), "dB": Name("डेसिबल", "डेसिबल"),
        "GW": Name("गीगावॉट", "गीगावॉट"),
    },
    currencies={
        "INR": _RUPEE, "रु.": _RUPEE, "रु": _RUPEE, "रू.": _RUPEE, "$": _DOLLAR, "USD": _DOLLAR,
        "GBP": Name("पाउंड", "पाउंड"), "JPY": Name("येन", "येन"), "CNY": Name("युआन", "युआन"),
        "RUB": Name("रूबल", "रूबल"), "EUR": Name("यूरो", "यूरो"),
    },
    cents={
        "INR": _PAISA, "रु.": _PAISA, "रु": _PAISA, "$": _CENT, "USD": _CENT, "EUR": _CENT,
        "GBP": Name("पेनी", "पेंस"),
    },
    scales={
        word: Name(word, word)
        for word in (
            "लाख करोड़", "हज़ार करोड़", "हजार करोड़", "लाख", "करोड़", "अरब", "खरब", "हज़ार", "हजार",
            "मिलियन", "बिलियन", "ट्रिलियन",
        )
    },
    not_nouns=word_set("""
        में से को का की के पर तक ने है हैं था थी थे और या भी ही तो बजे हो गया गई गए रहा रही रहे आया आई आए
        हुआ हुई हुए व एवं जब
    """),
    months={
        "फरवरी": 2, "सितम्बर": 9, "अक्तूबर": 10, "नवम्बर": 11, "दिसम्बर": 12, "अगस्‍त": 8, "अप्रेल": 4,
        "जुलाई": 7,
    },
)  # fmt: skip
