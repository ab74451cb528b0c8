"""Text -> anchors: the numbers and dates it names, each in one spelling. Weighs nothing.

Two reports of one event name the same numbers in other spellings; two events of one template name
other ones.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_MONTH_NAMES = (
    "january jan januar enero janvier janeiro gennaio",
    "february feb februar febrero février fevereiro febbraio",
    "march mar märz marzo mars março",
    "april apr abril avril aprile",
    "may mai mayo maio maggio",
    "june jun juni junio juin junho giugno",
    "july jul juli julio juillet julho luglio",
    "august aug agosto août",
    "september sept sep septiembre septembre setembro settembre",
    "october oct oktober okt octubre octobre outubro ottobre",
    "november nov noviembre novembre novembro",
    "december dec dezember dez diciembre décembre dezembro dicembre",
)
_MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_INITIAL = "".join(sorted({name[0] for name in _MONTHS}))

_DAY_FIRST = re.compile(
    rf"(?<![\w.,])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\b\.?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    # Looking at the first letter alone spares most words the long alternation.
    rf"\b(?=[{_INITIAL}])(?P<month>{_MONTH})\b\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_ISO_DATE = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?!\d)")

_SCALES = {
    3: "thousand tausend tsd mille k",
    6: "million millions mn m mio millionen millones millón milhões milhão milioni",
    9: "billion billions bn b milliarde milliarden milliard milliards mrd bilhões bilhão miliardi",
    12: "trillion trillions tn billionen",
    5: "lakh lakhs",
    7: "crore crores",
}
_SCALE = {word: power for power, words in _SCALES.items() for word in words.split()}
_SCALE_WORD = "|".join(sorted((word for word in _SCALE if len(word) > 1), key=len, reverse=True))
_SIGNS = {
    "usd": "$", "us$": "$", "eur": "€", "gbp": "£", "jpy": "¥", "rs": "₹", "inr": "₹",
    "dollar": "$", "dollars": "$", "dólares": "$", "dollari": "$", "euro": "€", "euros": "€",
    "yen": "¥", "rupees": "₹", "rupee": "₹",
}  # fmt: skip
_NUMBER = re.compile(
    r"(?<![\w.,/])(?<!\w-)(?P<sign>(?:us|a|c|hk|nz)?\$|[€£¥₹]|(?:usd|eur|gbp|jpy|inr|rs)\b\.?\s?)?\s?"
    r"(?P<number>\d+(?:[.,]\d+)*)"
    rf"(?:(?P<tight>[kmb])\b|[\s-]?(?P<mil>mil\s)?(?P<scale>{_SCALE_WORD})\b\.?)?"
    r"(?:\s?(?P<percent>%|percent\b|per\scent\b|prozent\b|por\sciento\b|por\scento\b|pour\scent\b))?"
    r"(?:\s(?:de\s|d'|us\s)?(?P<unit>dollars?|dólares|dollari|euros?|eur|usd|yen|rupees?)\b|(?P<tail>€))?"
    r"(?!\w)",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def anchors(text: str) -> tuple[str, ...]:
    """Return the numbers and dates a text names, each once, in one spelling, sorted.

    ``4,200`` -> ``4200``; ``34 billion`` and ``34bn`` -> ``34e9``; from a million on the exponent
    is 6, 9, 12, so that ``1,500,000`` and ``1.5 million`` agree; ``3.5 per cent`` -> ``3.5%``;
    ``$34`` and ``34 dollars`` -> ``$34``; days of the year in English, Spanish, German, French,
    Portuguese and Italian -> ``10-19``; years stand as they are. Times of day and spelled-out
    numbers are left out.
    """
    found: set[str] = set()
    rest = _CLOCK.sub(" ", unicodedata.normalize("NFKC", text))
    for pattern in (_ISO_DATE, _DAY_FIRST, _MONTH_FIRST):
        rest = pattern.sub(lambda match: _take_date(match, found), rest)
    found.update(_number(match) for match in _NUMBER.finditer(rest))
    return tuple(sorted(found))


def _take_date(match: re.Match[str], found: set[str]) -> str:
    """Adds the day a match names to ``found``; gives what stays in the text."""
    parts = match.groupdict()
    month = _MONTHS.get(parts["month"].lower()) or int(parts["month"])
    day = int(parts["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    found.add(f"{month:02}-{day:02}")
    return f" {parts.get('year') or ''} "


def _number(match: re.Match[str]) -> str:
    word = (match["tight"] or match["scale"] or "").lower()
    power = _SCALE.get(word, 0) + (3 if match["mil"] else 0)
    value = Decimal(_plain(match["number"], bool(power or match["percent"]))).scaleb(power)
    if match["percent"]:
        return f"{_spelled(value)}%"
    sign = (match["sign"] or match["unit"] or match["tail"] or "").strip().rstrip(".").lower()
    return f"{_SIGNS.get(sign, sign[-1:])}{_spelled(value)}"


def _plain(printed: str, has_unit: bool) -> str:
    """A printed number with a decimal point and nothing else in it."""
    if _GROUPS.fullmatch(printed) and not (has_unit and printed.count(".") == 1):
        return re.sub(r"[.,]", "", printed)
    cut = max(printed.rfind("."), printed.rfind(","))
    if cut < 0 or sum(printed.count(mark) for mark in ".,") > 1 and len(printed) - cut > 3:
        return re.sub(r"[.,]", "", printed)
    return f"{re.sub(r'[.,]', '', printed[:cut])}.{printed[cut + 1 :]}"


def _spelled(value: Decimal) -> str:
    """Plain below a million; from there mantissa 1..999 and an exponent divisible by three."""
    power = max(0, value.adjusted() // 3 * 3) if value else 0
    if power < 6:
        return _trimmed(value)
    return f"{_trimmed(value.scaleb(-power))}e{power}"


def _trimmed(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
