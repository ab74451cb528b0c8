"""Taxonomy files and articles -> Taxonomy, Tagging: the topics of an article and their phrases.

All phrases are searched at once, in one pass over the text. It learns nothing: what is not in the
taxonomy is no topic, and an editor's ruling on topics is applied after it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from newsloom.errors import ConfigError
from newsloom.judge.taxonomy import Entry, read_entries
from newsloom.model import Article, ArticleId, Tag, Tagging, Topic

TITLE_POINTS = 9
"""Points of a phrase in the title; one there outweighs two in the excerpt."""

EXCERPT_POINTS = 4
"""Points of a phrase in the excerpt or the key points."""

TEXT_POINTS = 1
"""Points of a phrase in the text, counted up to ``TEXT_MOST`` times for a topic."""

TEXT_MOST = 6
"""Occurrences in the text that count: length alone must not outweigh a headline."""

LEAST_POINTS = 3
"""Points a topic needs: a title, an excerpt, or three mentions in the text; not one in passing."""

LEAF_SHARE = 0.5
"""Share of the strongest topic's points a further topic needs."""

LEAVES_MOST = 3
"""Leaf topics an article gets at most; archives of this kind show one or two."""

SHOUTED_LETTERS = 4
"""All-capital phrases of up to this many letters (AI, EU, NATO) match capitals only."""

SPACELESS = (("\u0e00", "\u0eff"), ("\u3040", "\u30ff"), ("\u3400", "\u9fff"))
"""First and last characters of scripts that put no spaces between words."""

QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "‑": "-", "–": "-"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A keyword and the topic it stands for."""

    keyword: str
    topic_id: str
    shouted: bool


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Topics in the order of their files, with the automaton that finds their keywords."""

    topics: tuple[Topic, ...]
    phrases: tuple[Phrase, ...] = field(repr=False)
    by_id: Mapping[str, Topic] = field(repr=False, compare=False)
    automaton: AhoCorasick = field(repr=False, compare=False)

    def ancestors(self, topic_id: str) -> Iterator[Topic]:
        """Yield a topic's ancestors, nearest first."""
        parent = self.by_id[topic_id].parent
        while parent:
            yield self.by_id[parent]
            parent = self.by_id[parent].parent


@dataclass(slots=True)
class Sighting:
    """What was found of one topic so far."""

    first: str
    title: int = 0
    excerpt: int = 0
    text: int = 0

    @property
    def points(self) -> int:
        """Points of the topic; the text counts up to ``TEXT_MOST`` times."""
        counted = min(self.text, TEXT_MOST)
        return TITLE_POINTS * self.title + EXCERPT_POINTS * self.excerpt + TEXT_POINTS * counted


# --- the taxonomy --------------------------------------------------------------------------------


def parse_taxonomy(texts: Mapping[str, str]) -> Taxonomy:
    """Return the taxonomy in YAML texts, keyed by file name; no texts give an empty one.

    A file holds one topic or a list of them, with the keys ``_id, name, shortname, parent``
    (the parent's ``_id`` or name), ``keywords, hashtags, images, must_match, must_not_match``;
    ``taxonomy`` and ``services`` are allowed and not used. Every example headline is tried.

    Raises:
        ConfigError: not YAML, an unknown key, a missing ``_id`` or name, an unknown parent, a
            cycle, an id, name or keyword given twice, or an example headline that fails; with file
            and line.
    """
    entries = read_entries(texts)
    topics = tuple(entry.topic for entry in entries)
    phrases = tuple(
        Phrase(word, topic.topic_id, is_shouted(word))
        for topic in topics
        for word in topic.keywords
    )
    refuse_twice(entries)
    automaton = AhoCorasick([folded(phrase.keyword) for phrase in phrases])
    taxonomy = Taxonomy(topics, phrases, {t.topic_id: t for t in topics}, automaton)
    for entry in entries:
        try_examples(entry, taxonomy)
    return taxonomy


def refuse_twice(entries: Sequence[Entry]) -> None:
    """Raise ConfigError when a keyword stands in two places or is empty."""
    seen: dict[tuple[str, bool], Entry] = {}
    for entry in entries:
        for word in entry.topic.keywords:
            line = entry.line_of("keywords", word)
            if not folded(word):
                raise ConfigError(entry.path, "an empty keyword; take it out", line)
            other = seen.setdefault((folded(word), is_shouted(word)), entry)
            if other is not entry or entry.topic.keywords.count(word) > 1:
                message = (
                    f"the keyword `{word}` already belongs to topic `{other.topic.name}` "
                    f"({other.path}); keep it in one place"
                )
                raise ConfigError(entry.path, message, line)


def try_examples(entry: Entry, taxonomy: Taxonomy) -> None:
    """Raise ConfigError when an example headline is not tagged as it says."""
    topic = entry.topic
    examples = [("must_match", h, True) for h in topic.must_match]
    examples += [("must_not_match", h, False) for h in topic.must_not_match]
    for key, headline, wanted in examples:
        tags = tag_texts(ArticleId(""), headline, (), "", taxonomy).tags
        found = next((tag for tag in tags if tag.topic == topic.name), None)
        if (found is not None) is not wanted:
            why = f"it has “{found.phrase}”" if found else f"its topics are {names_of(tags)}"
            verb = "match" if wanted else "not match"
            message = (
                f"the headline “{headline}” must {verb} `{topic.name}`, but {why}; "
                "mend the keywords or the headline"
            )
            raise ConfigError(entry.path, message, entry.line_of(key, headline))


def names_of(tags: Sequence[Tag]) -> str:
    """Return the topics of tags for a sentence."""
    return ", ".join(tag.topic for tag in tags) or "none"


# --- tagging -------------------------------------------------------------------------------------


def tag_article(article: Article, taxonomy: Taxonomy) -> Tagging:
    """Return the best topics of an article, strongest first, each followed by its ancestors.

    Points of a topic: 9 for each of its phrases in the title, 4 in excerpt and key points, 1 in
    the text (up to 6). A topic needs 3 points and half the points of the strongest; at most three
    leaves are kept, and a topic whose descendant is kept counts as its ancestor.
    """
    summary = (article.excerpt, *article.key_points)
    return tag_texts(article.article_id, article.title, summary, article.text, taxonomy)


def tag_texts(
    article_id: ArticleId, title: str, summary: Sequence[str], text: str, taxonomy: Taxonomy
) -> Tagging:
    """Return the tagging of an article given by its texts."""
    found: dict[str, Sighting] = {}
    for phrase in occurrences(title, taxonomy):
        found.setdefault(phrase.topic_id, Sighting(phrase.keyword)).title += 1
    for phrase in occurrences("\n".join(summary), taxonomy):
        found.setdefault(phrase.topic_id, Sighting(phrase.keyword)).excerpt += 1
    for phrase in occurrences(text, taxonomy):
        found.setdefault(phrase.topic_id, Sighting(phrase.keyword)).text += 1
    return Tagging(article_id, tags_of(best_leaves(found, taxonomy), found, taxonomy))


def best_leaves(found: Mapping[str, Sighting], taxonomy: Taxonomy) -> list[str]:
    """Return the ids of the strongest topics without a kept descendant, strongest first."""
    strongest = max((s.points for s in found.values()), default=0)
    least = max(LEAST_POINTS, LEAF_SHARE * strongest)
    strong = [key for key, sighting in found.items() if sighting.points >= least]
    above = {a.topic_id for key in strong for a in taxonomy.ancestors(key)}
    place = {topic.topic_id: index for index, topic in enumerate(taxonomy.topics)}
    leaves = [key for key in strong if key not in above]
    return sorted(leaves, key=lambda key: (-found[key].points, place[key]))[:LEAVES_MOST]


def tags_of(
    leaves: Sequence[str], found: Mapping[str, Sighting], taxonomy: Taxonomy
) -> tuple[Tag, ...]:
    """Return one tag for each leaf and each of its ancestors, none twice."""
    tags: dict[str, Tag] = {}
    for key in leaves:
        leaf = taxonomy.by_id[key]
        tags[key] = Tag(leaf.name, found[key].first)
        for ancestor in taxonomy.ancestors(key):
            tags.setdefault(ancestor.topic_id, Tag(ancestor.name, leaf.name))
    return tuple(tags.values())


# --- finding phrases -----------------------------------------------------------------------------


def occurrences(text: str, taxonomy: Taxonomy) -> Iterator[Phrase]:
    """Yield the phrases that stand in a text as whole words, the longest at each place only.

    A phrase inside a longer one of the same topic counts once; inside another topic's phrase it
    counts for both (``facial recognition`` and ``recognition`` are two findings).
    """
    plain = flattened(text)
    ends: dict[str, int] = {}
    hits = taxonomy.automaton.find_matches_as_indexes(lowered(plain), overlapping=True)
    for index, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        phrase = taxonomy.phrases[index]
        if start < ends.get(phrase.topic_id, 0) or not is_whole(plain, start, end):
            continue
        if phrase.shouted and plain[start:end] != phrase.keyword:
            continue
        ends[phrase.topic_id] = end
        yield phrase


def is_whole(text: str, start: int, end: int) -> bool:
    """Return whether no word goes on over either edge; scripts without spaces have no edges."""
    return not (start and joins(text[start - 1], text[start])) and not (
        end < len(text) and joins(text[end - 1], text[end])
    )


def joins(left: str, right: str) -> bool:
    """Return whether two neighbouring characters belong to one word."""
    return is_word(left) and is_word(right) and not (is_spaceless(left) or is_spaceless(right))


def is_word(char: str) -> bool:
    """Return whether a character is part of words."""
    return char.isalnum() or char == "_"


def is_spaceless(char: str) -> bool:
    """Return whether a character is of a script without spaces: Thai, Lao, Japanese, Chinese."""
    return any(first <= char <= last for first, last in SPACELESS)


def is_shouted(keyword: str) -> bool:
    """Return whether a keyword matches capitals only: all capitals and at most four letters."""
    letters = sum(char.isalpha() for char in keyword)
    return keyword.isupper() and letters <= SHOUTED_LETTERS


def folded(keyword: str) -> str:
    """Return a keyword as it is searched for."""
    return lowered(flattened(" ".join(keyword.split())))


def flattened(text: str) -> str:
    """Return text in one form of every character: NFKC, straight quotes, plain hyphens."""
    return unicodedata.normalize("NFKC", text.translate(QUOTES))


def lowered(text: str) -> str:
    """Return text in lower case with every character at its old place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
