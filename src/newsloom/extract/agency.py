"""Texts -> the agency that wrote the article, and its dateline.

Agencies of the table are found by `newsloom.text.wires`; here stand the forms in which any agency
or partner is printed, and which of several credits counts. It does not look at page markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsloom.extract.person import is_person
from newsloom.model import WireCredit
from newsloom.text.dateline import REACH, Dateline, is_place, read_dateline
from newsloom.text.dates import has_month
from newsloom.text.wires import SHOWN, find_credit, known_agency

AGENCY_WORD = re.compile(r"(?i)\b(?:\w*wire|agenc\w+|agência|\w*agentur|presse?|prensa|news)\b")
"""Words that make an unknown name an agency's."""
SUBJECT = (
    r"(?:this (?:\w+ )?(?:article|story|report|content|text|piece|post|essay|column)"
    r"|the (?:article|story)"
    r"|est[ea] (?:artículo|nota|texto|noticia|reportaje|contenido|artigo|matéria|reportagem"
    r"|conteúdo)"
    r"|dies(?:er (?:artikel|beitrag|text)|e meldung)|cet article|ce texte"
    r"|quest[oa] (?:articolo|testo|notizia)|dit (?:artikel|verhaal|stuk))"
)
SUPPLIED = (
    r"(?:was|is|has been|wurde|ist|fue|ha sido|es|foi|é|a été|est|è stato|è|is|werd)"
    r"(?: \w+){0,2}? (?:supplied|provided|produced|distributed|syndicated|republished|reproduced"
    r"|suministrad[oa]|proporcionad[oa]|distribuid[oa]|fornecid[oa]|produzid[oa]|distribuíd[oa]"
    r"|übernommen|bereitgestellt|fourni|produit|republié|fornito|prodotto)"
    r"(?: by| from| por| pel[oa]| par| à partir de| da| dall[’'])"
    r"|stammt (?:von|aus)"
)
FIRST_PUBLISHED = (
    r"(?:(?:was|is|has been) )?(?:(?:also )?(?:originally|first|previously) "
    r"(?:published|appeared|posted|ran)|(?:published|appeared) (?:originally|first))"
    r" (?:by|in|on|at)"
    r"|(?:fue|se|ha sido|foi) (?:publi(?:cad[oa]|có) (?:originalmente|inicialmente|primero)"
    r"|(?:originalmente|primero) publi(?:cad[oa]|có)) (?:por|en|em|n[oa]|pel[oa])"
    r"|(?:erschien|ist|wurde) (?:zuerst|ursprünglich|zunächst)(?: \w+)? (?:bei|auf|in|von|im)"
    r"(?: der| dem)?(?: \w+)?"
    r"|(?:a (?:d[’']abord |initialement )?été (?:initialement )?publié|est (?:d[’']abord )?paru)"
    r"(?: initialement| à l[’']origine| d[’']abord)? (?:par|sur|dans)"
    r"|è stato (?:pubblicato (?:originariamente|in origine)|originariamente pubblicato)"
    r" (?:da|su|in|sul)"
    r"|(?:verscheen|werd) (?:eerder|oorspronkelijk|eerst)(?: gepubliceerd)? (?:in|op|bij|door)"
)
THE = r"(?:[Tt]he |[Dd]ie |[Dd]er |[Ll]a |[Ll]e |[Ll]['’]|[Hh]et |[Ee]l )?"
NAME = r"[A-ZÀ-Þ][\w'’&-]*(?: (?:of (?:the )?|de |do |da |der )?[A-ZÀ-Þ][\w'’&-]*){0,4}"
PARTNER_FORMS = (
    re.compile(rf"(?i:{SUBJECT} (?:{SUPPLIED})) {THE}(?P<agency>{NAME})"),
    re.compile(rf"(?i:{SUBJECT} (?:{FIRST_PUBLISHED})) {THE}(?P<agency>{NAME})"),
)
"""How a text names a partner that stands in no table."""
PARTNER_STEMS = ("publi", "uppl", "rovided", "roduc", "istrib", "yndicat", "ppeared", "posted",
                 " ran ", "uministrad", "roporcionad", "ornecid", "übernommen", "bereitgestellt",
                 "ourni", "erschien", "stammt", "paru", "ornito", "rodotto",
                 "erscheen", "epubliceerd")  # fmt: skip
"""A text with such a form holds one of them."""
AGENCY_FORMS = (
    re.compile(
        r"(?:^\W{0,3}|[.;]\s|\b)(?i:(?<!with )reporting by|bericht von|bericht der"
        r"|reportage de|reportagem da|información de) (?i:the |la )?"
        r"(?P<agency>(?:[A-ZÀ-Þ][\w'’&-]* ){1,3}"
        r"(?:Newswire|Wire|Press Agency|News Agency|News Service))\b",
        re.MULTILINE,
    ),
    re.compile(
        r"(?:^\W{0,3}|(?<=[.;,]\s))(?i:by|von|par|por)(?i: the)? "
        r"(?P<agency>(?:[A-ZÀ-Þ][\w'’&-]* ){1,3}"
        r"(?:Newswire|Wire|Press Agency|News Agency|News Service))\b",
        re.MULTILINE,
    ),
    re.compile(
        r"\((?P<agency>(?:[A-ZÀ-Þ][\w'’&-]* ){0,3}(?:Newswire|Wire|Agency|Agentur))\)\s?[-–—]"
    ),
)
"""How a text names an agency that stands in no table."""
AGENCY_STEMS = ("Wire", "wire", " Agency", "News Service", "Agentur")
AT_PUBLISHER = re.compile(
    rf"(?i)\b(?:in|on|at|bei|auf|en|em|n[oa]|sur|dans|su|sul|op)\s{NAME}$"
    rf"|\b(?:the|die|der|het|el|la|le)\s{NAME}$|\bl['’]{NAME}$"
)
"""The end of a form after which no person stands."""
NO_AGENCY = frozenset(
    (
        "english", "spanish", "french", "german", "portuguese", "italian", "dutch", "arabic",
        "chinese", "japanese", "russian", "hebrew", "inglés", "español", "inglês", "português",
        "deutsch", "englisch", "anglais", "français", "print", "full", "part", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "our", "my", "parliament",
        "redaktion", "redacción", "redação", "rédaction", "redazione", "redactie", "staff", "team",
    )
)  # fmt: skip
"""What follows "originally published in" and is nobody."""


def find_dateline(text: str) -> str:
    """Return the dateline a text begins with, as printed ("BERLIN, 3 Oct (dpa)"), or ""."""
    found = read_dateline(text)
    return found.printed if found and (not found.agency or is_agency(found)) else ""


def is_agency(dateline: Dateline) -> bool:
    """Return whether a dateline names an agency where it should, not an aside of the sentence."""
    name = dateline.agency
    if known_agency(name):
        return dateline.is_closed or any(map(str.isdigit, dateline.printed))
    is_named = AGENCY_WORD.search(name) is not None and name[0].isupper()
    is_short = name.replace("/", "").isalpha() and (name.isupper() or name.islower())
    return dateline.is_closed and (is_named or (is_short and is_place(dateline.place)))


def find_wire_credit(texts: Iterable[str]) -> WireCredit | None:
    """Return the agency that the strongest credit of several texts names; None = none does.

    A credit for the whole text beats one for a part; of equals the earlier text counts, and in one
    text the agency that stands first in the table: the order of credits in it plays no part.

    Args:
        texts: the likeliest to hold a credit first.
    """
    found = [
        (strength, place, credit)
        for place, text in enumerate(texts)
        for strength, credit in credits_of(text)
    ]
    return min(found, key=lambda row: row[:2])[2] if found else None


def credits_of(text: str) -> Iterator[tuple[int, WireCredit]]:
    """Yield the credits of one text by their strength, 0 the strongest: a known, an unknown one."""
    known = find_credit(text)
    if known is not None:
        yield SHOWN.index(known.shows), WireCredit(known.agency, known.words)
    if known is None or known.shows != SHOWN[0]:
        unknown = find_unlisted(text)
        if unknown is not None:
            yield 0, unknown


def find_unlisted(text: str) -> WireCredit | None:
    """Return the agency or partner that a text credits by its form, whatever its name."""
    dateline = read_dateline(text[:REACH])
    if dateline and dateline.agency and AGENCY_WORD.search(dateline.agency) and is_agency(dateline):
        return WireCredit(dateline.agency, dateline.printed)
    forms = (*(PARTNER_FORMS if any(stem in text for stem in PARTNER_STEMS) else ()),
             *(AGENCY_FORMS if any(stem in text for stem in AGENCY_STEMS) else ()))  # fmt: skip
    found = [match for match in (form.search(text) for form in forms) if match]
    named = sorted(
        (match["agency"].strip(" ."), " ".join(match[0].split()))
        for match in found
        if is_partner(match["agency"], is_certain=AT_PUBLISHER.search(match[0]) is not None)
    )
    return WireCredit(*named[0]) if named else None


def is_partner(name: str, is_certain: bool) -> bool:
    """Return whether a name can be a publisher's: it is no person's, language or date.

    Args:
        name: as printed, without an article before it.
        is_certain: what stands before it is said of no person: "in", "on", "by the".
    """
    if name.casefold() in NO_AGENCY or has_month(name) or any(map(str.isdigit, name)):
        return False
    return is_certain or AGENCY_WORD.search(name) is not None or not is_person(name)
