"""Article -> what a search compares of it: the words of its headline and text, and facts about it.

How the index keeps them is the store's business; how a question is read is in `query`.
"""

from __future__ import annotations

from newsloom.ports.search import Indexable, SearchRow, Where
from newsloom.text.folding import folded_words

FACT = "\ue000"
"""Begins the word of a fact: a sign for private use, which no word of a text has."""

EVERY = f"{FACT}every"
"""A fact of every article."""


def search_row(one: Indexable) -> SearchRow:
    """Return what the index keeps of an article.

    Excerpt and body count as one text; an excerpt that opens the body is not counted twice.
    """
    article = one.article
    lede = "" if article.text.startswith(article.excerpt) else article.excerpt
    told = [fact(Where.TOPIC, tag.topic) for tag in one.tagging.tags]
    kinds = dict.fromkeys(filter(None, (article.kind, article.genre)))
    facts = [EVERY, *told, *(fact(Where.KIND, kind) for kind in kinds)]
    if article.language:
        facts.append(fact(Where.LANGUAGE, article.language))
    return SearchRow(
        article_id=article.article_id,
        published_at=article.published_at,
        title=folded(article.title),
        text=folded(f"{lede}\n{article.text}"),
        provider=folded(f"{article.provider.name} {article.provider.domain}"),
        facts=" ".join(facts),
    )


def folded(text: str) -> str:
    """Return the folded words of a text with a space between them."""
    return " ".join(folded_words(text))


def fact(where: Where, name: str) -> str:
    """Return the word that stands in the index for a fact: a name in any case, and no other."""
    return f"{FACT}{where}{name.casefold().encode('utf-8', 'replace').hex()}"
