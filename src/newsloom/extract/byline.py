"""Printed credit -> people with roles, dateline, wire credit.

Knows how newspapers print who wrote what, in English, Spanish, German, French and Portuguese; the
agencies themselves are the table of `newsloom.text.wires`. It does not look at page markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from newsloom.model import Person, WireCredit
from newsloom.text.wires import find_credit

ROLES: tuple[tuple[str, str], ...] = (
    (
        "additional reporting",
        r"(?:with )?additional reporting by|with (?:reporting|contributions?) (?:by|from)"
        r"|(?:con )?(?:reporte|información|reportaje) adicional de|con la colaboración de"
        r"|(?:unter )?mitarbeit(?: von|:)|weitere berichterstattung(?: von|:)"
        r"|(?:avec )?reportage complémentaire (?:de|par)|avec la (?:contribution|collaboration) de"
        r"|(?:com )?reportagem adicional (?:de|por)|com (?:a )?colaboração de",
    ),
    (
        "reporting",
        r"(?:initial )?report(?:ing|ed) by"
        r"|(?:con )?(?:información|reporte|reportaje|informe) (?:de|por)"
        r"|bericht(?:erstattung)?(?: von|:)|reportage (?:de|par)"
        r"|(?:com )?(?:reportagem|informações) (?:de|por)",
    ),
    (
        "editing",
        r"(?:compiled and )?edit(?:ing|ed) by|(?:edición|editado) (?:de|por)|(?:edición|edição):"
        r"|redigiert von|redaktion(?: von|:)|(?:édité|édition|edité) (?:de|par)"
        r"|(?:edição|editado) (?:de|por)",
    ),
    (
        "photography",
        r"(?:photograph(?:y|s|ed)?|photos?|pictures?|images?)(?: by|:)"
        r"|(?:fotos?|fotografías?|imágenes)(?: de| por| von|:)"
        r"|(?:photos?|crédit photo)(?: de| par| ?:)"
        r"|(?:fotos?|fotografias?)(?: de| por|:)",
    ),
    (
        "author",
        r"(?:text |story |words |article )?by|(?:words|text|story)(?: by|:)"
        r"|(?:written|writing|compiled) by|(?:escrito )?por|(?:geschrieben )?von"
        r"|(?:écrit |rédigé )?par|(?:redacción|rédaction|texto) (?:de|por)",
    ),
)
"""(role, words before the names), the first that fits counts; author comes last, it is shortest."""

ORGANISATION = re.compile(
    r"\b(?:agenc(?:y|ia|es?)|agência|agentur|agence|news\w*|wires?|press|presse|prensa|reuters|media|"
    r"editors?|editorial|staff|desk|team|redac(?:ción|tion)|redação|redaktion|correspond\w+|"
    r"reporters?|writers?|business|times|post|today|service|network|group|inc|ltd|gmbh|llc|tv|"
    r"radio|magazine|journal|tribune|gazette|herald|admin|contributors?|bureau|online|digital|"
    r"science|institute?|cent(?:re|er)|college|society|association|council|board|ministry|office|"
    r"columnist|producer|freelance\w*|special to|chief|department|university|company)\b",
    re.IGNORECASE,
)
"""Words that no person's name has; a name with one of them is an organisation or a job."""

WORD = r"(?:(?:Mc|Mac|O['’]|D['’]|L['’])?[^\W\d_a-zß-öø-ÿ][\w'’.-]*)"
PARTICLE = (
    r"(?:de|da|do|dos|das|del|della|di|du|van|von|der|den|ten|ter|zu|bin|ibn|al|el|la|le|y|af)"
)
NAME = rf"{WORD}(?: (?:{PARTICLE} ){{0,2}}{WORD}){{0,4}}"
IS_NAME = re.compile(NAME)
EAST_ASIAN_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,8}")
JOINT = re.compile(
    r"\s*(?:,|;|\||/|&|(?<=[a-z]{3})\.\s+|\band\b|\bund\b|\bet\b)\s*|\s+(?:y|e)\s+(?=\S+ \S)",
    re.IGNORECASE,
)
DAY_AFTER = re.compile(
    r"\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|"
    r"august|september|october|november|december|published|updated|posted)$",
    re.IGNORECASE,
)
WHERE = re.compile(r"\s+(?:in|from|at|en|em|à|aus|desde)\s+(?:el |la |the )?[A-ZÀ-Þ].*$")
AFTER = re.compile(r"\s+(?:for|para|für|pour|of|at)\s+(?:the )?[A-Z].*$")
CREDIT = re.compile(
    "|".join(rf"(?P<r{n}>\b(?:{words})(?:(?<=:)|\b)\s*)" for n, (_, words) in enumerate(ROLES)),
    re.IGNORECASE,
)
LEADING = re.compile(
    rf"\W{{0,3}}(?i:by|por|par|von)[: ]\s*"
    rf"(?P<names>{NAME}(?:(?:, | and | und | y | et | e | & ){NAME})*)"
)
DATELINE_REACH = 120
"""Characters in which a dateline ends."""
DATELINE = re.compile(
    r"\s*(?P<dateline>(?P<city>[A-ZÀ-Þ][\w'’./-]*(?:[ ,/-]+[\w'’./-]+){0,5}?)"
    r"(?:, (?P<date>[^()–—]{2,24}))?\s*\((?P<agency>[^()]{2,40})\))\s*(?:[-–—.:]+\s|$)"
)
CITY_DATELINE = re.compile(
    r"\s*(?P<dateline>[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,30}"
    r"(?:, (?:[A-Z][\w.]+ ?){1,3}(?:\d{1,2})?)?)\s+[–—]\s"
)
SUPPLIED = (
    r"(?:article|story|report|content|text|artículo|nota|artigo|matéria|artikel|beitrag) "
    r"(?:was|is|has been|wurde|fue|foi|a été|est) (?:originally |first )?"
    r"(?:supplied|provided|produced|distributed|syndicated|suministrad[oa]|proporcionad[oa]|"
    r"fornecid[oa]|fourni|von|produit)(?: by| por| pel[oa]| par)? (?:the |die |la |l['’]|der )?"
)
AGENCY_NAME = r"[A-ZÀ-Þ][\w'’&-]*(?: (?:of |de |do |da )?[A-ZÀ-Þ][\w'’&-]*){0,4}"
GENERIC: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?i:{SUPPLIED})(?P<agency>{AGENCY_NAME})"),
    re.compile(
        r"(?i:reporting|bericht|reportage|reportagem|información|reporte|by|by the|von|de|par|por) "
        r"(?P<agency>(?:[A-ZÀ-Þ][\w'’&-]* ){1,3}"
        r"(?:Newswire|Wire|Press Agency|News Agency|News Service))\b"
    ),
)
AGENCY_WORD = re.compile(r"(?i)\b(?:\w*wire|agenc\w+|agência|\w*agentur|presse?|prensa|news)\b")
IN_BRACKETS = re.compile(
    rf"\((?P<agency>(?:{WORD} ){{0,3}}(?:Newswire|Wire|Agency|Agentur))\)\s*[-–—]"
)


def parse_byline(text: str) -> tuple[Person, ...]:
    """Return the people a printed credit names, in its order, each once.

    Reads "Reporting by A in X and B in Y. Editing by C", "By A, Some Paper", a bare "A and B", and
    the Spanish, German, French and Portuguese forms; organisations and job titles are left out.

    Args:
        text: one line or several credits in a row; may be empty.
    """
    marks = list(CREDIT.finditer(text))
    if not marks:
        return tuple(Person(name) for name in split_names(text)) if is_short(text) else ()
    people: dict[str, Person] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        role = ROLES[int(str(mark.lastgroup)[1:])][0]
        for name in split_names(first_sentence(text[mark.end() : end])):
            people.setdefault(name.casefold(), Person(name, role))
    return tuple(people.values())


def is_short(text: str) -> bool:
    """Return whether a text without credit words can be a bare list of names."""
    return 0 < len(text.split()) <= 20


def first_sentence(text: str) -> str:
    """Return the text up to a full stop that ends a sentence (not an initial), ";" or a bracket."""
    return re.split(r"(?<![A-Z])(?<!\bJr)(?<!\bDr)[.](?:\s|$)|[;)\n]", text, maxsplit=1)[0]


def split_names(text: str) -> tuple[str, ...]:
    """Return the personal names in a list of names, places and jobs cut off."""
    names = []
    for part in JOINT.split(text):
        name = AFTER.sub("", WHERE.sub("", part.strip(" .:()[]*_–—-")))
        name = DAY_AFTER.sub("", re.sub(r"(?i)^(?:by|por|par|von)\s+", "", name))
        if is_person(name):
            names.append(straight_case(name))
    return tuple(names)


def is_person(name: str) -> bool:
    """Return whether the text looks like a person's name: two to seven words, none of a firm."""
    if EAST_ASIAN_NAME.fullmatch(name):
        return True
    if not IS_NAME.fullmatch(name) or name.startswith("The ") or ORGANISATION.search(name):
        return False
    return 2 <= len(name.split()) <= 7 and len(name) <= 60


def straight_case(name: str) -> str:
    """Return a name printed all in capitals in ordinary case."""
    return name.title() if name.isupper() and len(name) > 5 else name


def find_leading_byline(text: str) -> str:
    """Return the byline a text begins with ("By Ana Ruiz, Harrow Business"), "" when there is none.

    The end is where the names end: an organisation after the comma belongs to it as far as it is
    capitalised, so a headline without a full stop before it may lend its first word.
    """
    found = LEADING.match(text)
    if found is None or not split_names(found["names"]):
        return ""
    return found[0].strip()


def find_dateline(text: str) -> str:
    """Return the dateline a text begins with, as printed ("BERLIN, 3 Oct (dpa)"), or ""."""
    text = text[:DATELINE_REACH]
    found = DATELINE.match(text)
    if found and len(found["dateline"]) <= 70 and is_dateline_agency(found["agency"]):
        return found["dateline"].strip()
    plain = CITY_DATELINE.match(text)
    return plain["dateline"].strip() if plain else ""


def is_dateline_agency(agency: str) -> bool:
    """Return whether the brackets of a dateline name an agency, not an aside of the sentence."""
    return agency.isupper() or AGENCY_WORD.search(agency) is not None or known_agency(agency) != ""


def known_agency(printed: str) -> str:
    """Return the name in the agency table of an agency as printed, "" when it stands in none."""
    found = find_credit(f"({printed}) - ")
    return found[0] if found else ""


def find_wire_credit(texts: Iterable[str]) -> WireCredit | None:
    """Return the agency the first of the texts credits that credits one; None = none does.

    Known agencies come from the table, others by the forms in which agencies are printed:
    brackets in a dateline, "supplied by X", "Reporting by X Wire".
    """
    for text in texts:
        printed = find_printed_agency(text)
        if printed is not None:
            return WireCredit(known_agency(printed.agency) or printed.agency, printed.evidence)
        known = find_credit(text)
        if known is not None:
            return WireCredit(*known)
    return None


def find_printed_agency(text: str) -> WireCredit | None:
    """Return the credit of an agency by the form it is printed in, whatever its name."""
    dateline = DATELINE.match(text[:DATELINE_REACH])
    if dateline and AGENCY_WORD.search(dateline["agency"]) and dateline["agency"][0].isupper():
        return WireCredit(dateline["agency"], dateline[0].strip())
    for pattern in (IN_BRACKETS, *GENERIC):
        found = pattern.search(text)
        if found and not is_person_like(found["agency"]):
            return WireCredit(found["agency"].strip(" ."), sentence_around(text, found.start()))
    return None


def is_person_like(name: str) -> bool:
    """Return whether "supplied by X" names a person rather than an agency."""
    return is_person(name) and AGENCY_WORD.search(name) is None


def sentence_around(text: str, position: int) -> str:
    """Return the sentence of a text that holds a position, at most 200 characters."""
    start = max(text.rfind(". ", 0, position) + 2, 0) if ". " in text[:position] else 0
    end = text.find(". ", position)
    return text[start : end + 1 if end >= 0 else len(text)].strip()[:200]


def merge_people(groups: Iterable[Sequence[Person]]) -> tuple[Person, ...]:
    """Return the people of several credits, each name once; a role other than author wins."""
    people: dict[str, Person] = {}
    for person in (person for group in groups for person in group):
        key = person.name.casefold()
        known = people.get(key)
        if known is None or known.role == "author":
            people[key] = person if known is None else Person(known.name, person.role)
    return tuple(people.values())
