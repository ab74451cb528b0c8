"""Paragraphs -> paragraphs without insertions, sharing footers and credits, which are kept aside.

Works on plain text only, for HTML bodies and plain text articles alike; it knows no page layout.
The patterns are the table below: one line each, all languages together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MAX_INSERTION_WORDS = 30
"""A longer line is part of the article, whatever it starts with."""
MAX_FOOTER_WORDS = 60
CREDIT_REACH = 6
"""Paragraphs from the end in which a credit inside a longer paragraph is looked for."""

LABELS = (
    r"related(?: articles?| stor(?:y|ies)| coverage| content| news| links?| reading| video)?",
    r"(?:read|see|watch)(?: more| also| next| related| now)(?: on this(?: story)?| about this)?",
    r"(?:also|more) (?:read|on this(?: story| topic)?|from us|stories|news)|more:|also on [\w.]+",
    r"do(?:n['’]t|n t) miss(?: this| it)?|you (?:may|might) (?:also )?like",
    r"recommended(?: for you)?",
    r"most (?:read|popular)|trending(?: now)?|editor['’]s picks?|in case you missed it",
    r"(?:on air |coming )?(?:up )?next(?: on air)?",
    r"(?:lee|lea|leer|ver?|mira|vea) (?:también|además|más)|(?:te|le) puede interesar",
    r"(?:artículos?|noticias?|notas?|contenidos?) relacionad[oa]s?|más (?:información|noticias)",
    r"lesen sie (?:auch|mehr)|lies auch|mehr (?:zum thema|dazu|lesen)|auch interessant",
    r"(?:passend dazu|zum thema|verwandte[rs]? (?:artikel|themen?|beiträge))",
    r"(?:à )?lire (?:aussi|également)|(?:à )?voir aussi|sur le même (?:sujet|thème)",
    r"(?:articles?|sujets?) (?:liés?|associés?|connexes?)|a lire aussi",
    r"lei?a (?:também|mais)|veja (?:também|mais)|saiba mais|confira também",
    r"(?:artigos?|matérias?|notícias?|conteúdos?) relacionad[oa]s?",
)
"""Words that announce another article, alone on a line or before a colon."""

FOOTERS = (
    r"(?:please )?share (?:this|on \w+$|via \w+$|the (?:article|story|post)).{0,60}|share",
    r"like this (?:story|article)\?.*",
    r"(?:comparte|compartir|compártelo)(?: (?:este|esta|en|la|el)\b.{0,60})?",
    r"(?:(?:diesen )?(?:artikel|beitrag) teilen|teilen(?: (?:sie|auf|per)\b.{0,60})?)",
    r"partage[rz]?(?: (?:cet|cette|l['’]|sur|via)\b.{0,60})?",
    r"compartilh(?:e|ar)(?: (?:este|esta|no|na|isso|a|o)\b.{0,60})?",
    r"follow (?:us|me|him|her|them|@\S+|[A-Z][\w .]{2,60}) on (?:twitter|facebook|instagram|x)\b.*",
    r"(?:síguenos|folgen sie uns|suivez[- ]nous|siga[- ]nos)\b.{0,120}",
    r"(?:sign up|subscribe|register) (?:here |now |today |free )?(?:for|to)\b.*",
    r"(?:get|receive) .{0,80}\b(?:inbox|newsletters?|letterbox)\b.*",
    r"(?:want|there's plenty) more .{0,200}\b(?:newsletter|sign up|subscribe)\b.*",
    r"(?:suscríbe(?:te|se)|abonnieren sie|abonnez[- ]vous|inscrivez[- ]vous)\b.*",
    r"(?:assine|inscreva[- ]se)\b.*",
    r"(?:click|tap) here (?:to|for)\b.*|(?:have|got) (?:a|any) (?:news )?tips?\?.*",
    r"(?:tell|let) us (?:know )?what you think.*|(?:leave|post|add) a (?:comment|reply).*",
    r"(?:view |show |read |see )?(?:\d+ )?(?:comments?|comentarios?|kommentare?|commentaires?)"
    r"(?: \(\d+\))?",
    r"(?:copyright (?:\(c\)|©|\d{4})|\(c\) ?\d{4}|©).{0,200}|.{0,120}\ball rights reserved\.?",
    r".{0,80}\b(?:todos los derechos reservados|alle rechte vorbehalten|tous droits réservés"
    r"|todos os direitos reservados)\.?",
    r"(?:this|the) (?:article|story) is (?:only |exclusively )?for (?:our |paying )*(?:subscribers"
    r"|members)\b.*|already (?:a subscriber|have an account)\b.*|article réservé aux abonnés.*",
    r"(?:artikel|inhalt)? ?(?:ist )?nur für abonnenten.*"
    r"|(?:conteúdo|contenido) (?:exclusivo|solo) para .*",
    r"this (?:copy|material) (?:is for|may not be)\b.{0,400}|- ?(?:order reprints|print article)",
    r"(?:order reprints|print(?: article| this page)?|e-?mail(?: this)?|save|tags?:?|topics?:?)",
    r"back to top",
    r"(?:advertisement|advertising|sponsored(?: content)?|publicidad|anzeige|werbung|publicité"
    r"|publicidade|story continues(?: below)?(?: advertisement)?|article continues below.{0,30})",
    r"an error (?:has )?occurred.{0,80}|thank you\.?|this article has been sent to.{0,40}",
    r"(?:write|e-?mail|contact) (?:to )?.{3,60} at \S+@\S+\.?",
    r".{0,80}\b(?:may|can) be reached at \S+@\S+.*|send (?:us )?tips to .{3,80}",
    r"the (?:team|staff|editors) (?:at|of) .{2,60} hopes? you(?: have|['’]ve)? enjoyed\b.*",
    r"download (?:our|the) (?:free )?.{0,30}\bapp\b.{0,80}",
    r"(?:loading|please wait)\W*|\W+",
)
"""Lines that ask the reader to share, follow, subscribe, comment, or that claim rights."""

CREDITS = (
    r"(?:initial |additional |with )?(?:reporting|report|reported|writing|written|editing|edited|"
    r"compiled|photography|photographs?|photos?) by\b",
    r"(?:con )?(?:información|reporte|reportaje|redacción|edición|editado|escrito) (?:adicional )?"
    r"(?:de|por)\b",
    r"(?:bericht(?:erstattung)?|geschrieben|redigiert|redaktion|mitarbeit|unter mitarbeit|text)"
    r"(?: von\b| durch\b|:)",
    r"(?:avec )?(?:reportage|rédaction|édité|édition|écrit|rédigé|version française)"
    r"(?: complémentaire)? (?:de|par)\b",
    r"(?:com )?(?:reportagem|informações|edição|editado|escrito|texto) (?:adicional )?(?:de|por)\b",
    r"(?:this|the) (?:article|story|report) (?:was|is|has been) (?:originally |first )?"
    r"(?:supplied|provided|published|produced|distributed|syndicated) (?:by|from|on)\b",
    r"(?:this|the) (?:article|story|post) (?:originally|first) (?:appeared|ran) (?:on|in|at)\b",
    r"est[ea] (?:artículo|artigo|nota|matéria) (?:fue|foi) "
    r"(?:suministrad[oa]|fornecid[oa]|proporcionad[oa]|publicad[oa] originalmente) "
    r"(?:por|en|pel[oa])\b",
    r"dieser (?:artikel|text|beitrag) (?:wurde|stammt|ist) (?:von|zuerst|ursprünglich)\b",
    r"cet article (?:a été|est) (?:fourni|produit|publié|proposé)(?: par| initialement)\b",
)
"""How the lines that name who wrote, edited or supplied the article begin."""

LABEL_ALONE = re.compile(rf"\W*(?:{'|'.join(LABELS)})\s*[:>»…]*\s*", re.IGNORECASE)
LABEL_INLINE = re.compile(rf"\W*(?:{'|'.join(LABELS)})\s*(?:[:|»]|[-–—] )\s*\S.*", re.IGNORECASE)
FOOTER = re.compile(rf"\W*(?:{'|'.join(FOOTERS)})\s*", re.IGNORECASE)
CREDIT_LINE = re.compile(rf"[\W_]*(?:{'|'.join(CREDITS)})", re.IGNORECASE)
CREDIT_INSIDE = re.compile(rf"(?:^|[.!?;(’”\"'] ?|[-–—] ){CREDIT_LINE.pattern}", re.IGNORECASE)
CREDIT_TAIL = re.compile(rf"\s*\((?:{'|'.join(CREDITS)})[^()]*\)\W*$", re.IGNORECASE)
SENTENCE_TAIL = re.compile(
    r"(?<=[.!?”\"’])\s+(?:(?:additional |initial )?(?:reporting|editing) by|edited by"
    r"|redigiert von|édité par|edición de|edição de)\b.{3,300}$",
    re.IGNORECASE,
)
RIGHTS = re.compile(r"©|\bcopyright\b|\(c\)", re.IGNORECASE)
"""A claim of rights can name the agency whose text it is."""
FAREWELL = re.compile(r"the (?:team|staff|editors) (?:at|of)\b", re.IGNORECASE)
BULLET = re.compile(r"\s*(?:[•·▪◦‣●■]\s*|[-*–—]\s+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Paragraphs of the article, and what was taken out of them."""

    paragraphs: tuple[str, ...]
    credits: tuple[str, ...]
    """Lines naming people, agencies and owners of rights, in order."""
    insertions: int
    """Lines about other articles that were taken out."""
    footers: int
    """Lines about sharing, subscribing, rights that were taken out."""

    @property
    def note(self) -> str:
        """A sentence on what was taken out, "" = nothing but credits."""
        taken = self.insertions + self.footers
        if not taken:
            return ""
        lines = (
            "line of an insertion or a footer was"
            if taken == 1
            else ("lines of insertions and footers were")
        )
        return f"{taken} {lines} taken out of the text."


def strip_clutter(paragraphs: Sequence[str]) -> Cleaned:
    """Return the paragraphs without insertions, footers and credits.

    Args:
        paragraphs: lines of text in reading order, any number, bullets kept as printed.
    """
    kept: list[str] = []
    credits: list[str] = []
    insertions = footers = 0
    skip = False
    for index, line in enumerate(paragraphs):
        near_end = len(paragraphs) - index <= CREDIT_REACH
        if skip and is_headline(line):
            insertions += 1
            skip = bool(BULLET.match(line))
            continue
        skip = is_label(line)
        if skip or is_insertion(line):
            insertions += 1
        elif is_credit(line, near_end):
            credits.append(line)
        elif is_footer(line):
            footers += 1
            credits.extend([line] if RIGHTS.search(line) else [])
        else:
            body, credit = split_credit(line, near_end)
            kept.append(body)
            credits.extend([credit] if credit else [])
    return Cleaned(tuple(kept), tuple(credits), insertions, footers)


def is_label(line: str) -> bool:
    """Return whether the line only announces that another article's title follows."""
    return len(line) < 60 and LABEL_ALONE.fullmatch(line) is not None


def is_insertion(line: str) -> bool:
    """Return whether the line announces and names another article."""
    return len(line.split()) <= MAX_INSERTION_WORDS and LABEL_INLINE.fullmatch(line) is not None


def is_footer(line: str) -> bool:
    """Return whether the line asks to share, follow, subscribe, comment, or claims rights."""
    return len(line.split()) <= MAX_FOOTER_WORDS and FOOTER.fullmatch(line) is not None


def is_credit(line: str, near_end: bool) -> bool:
    """Return whether the line names who wrote, edited or supplied the article, and little else."""
    if CREDIT_LINE.match(line):
        return len(line.split()) <= MAX_FOOTER_WORDS
    is_farewell = near_end and FAREWELL.match(line) is not None
    return is_farewell and CREDIT_INSIDE.search(line) is not None


def is_headline(line: str) -> bool:
    """Return whether the line can be the title of another article: short, no full stop."""
    return len(line.split()) <= MAX_INSERTION_WORDS and not line.rstrip().endswith(".")


def split_credit(line: str, near_end: bool = True) -> tuple[str, str]:
    """Return the line without a credit at its end, and that credit.

    In brackets it counts anywhere, as a sentence of its own only ``near_end``.
    """
    found = CREDIT_TAIL.search(line) or (SENTENCE_TAIL.search(line) if near_end else None)
    if found is None or found.start() == 0:
        return line, ""
    body, earlier = split_credit(line[: found.start()].rstrip(), near_end)
    return body, f"{earlier} {line[found.start() :].strip()}".strip()
