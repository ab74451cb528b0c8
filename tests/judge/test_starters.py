"""The starters: every file parses, every address is in its canonical form."""

import tomllib

import pytest

from newsloom import data
from newsloom.judge.topics import parse_taxonomy
from newsloom.model import SourceKind
from newsloom.text.urls import canonical_url, registered_domain

STARTERS = ("ai", "climate", "cybersecurity", "world")


def table(starter: str, file: str, key: str) -> list[dict[str, str]]:
    found = tomllib.loads(data.read_text(f"starters/{starter}/{file}"))
    assert list(found) == [key]
    return found[key]


def test_there_are_four():
    assert data.names("starters") == STARTERS


@pytest.mark.parametrize("starter", STARTERS)
def test_sources(starter):
    rows = table(starter, "sources.toml", "source")
    urls = [row["url"] for row in rows]
    assert len(urls) >= 25
    assert len(set(urls)) == len(urls)
    assert [canonical_url(url) for url in urls] == urls
    assert all(url.startswith("https://") for url in urls)
    assert {SourceKind(row["kind"]) for row in rows} == {SourceKind.FEED}
    assert all(row["title"].strip() for row in rows)


@pytest.mark.parametrize("starter", STARTERS)
def test_providers(starter):
    rows = table(starter, "providers.toml", "provider")
    domains = [row["domain"] for row in rows]
    assert len(set(domains)) == len(domains)
    assert [registered_domain(domain) for domain in domains] == domains
    assert all(row["name"].strip() for row in rows)


@pytest.mark.parametrize("starter", STARTERS)
def test_taxonomy(starter):
    text = data.read_text(f"starters/{starter}/taxonomy.yaml")
    topics = parse_taxonomy({"taxonomy.yaml": text}).topics
    roots = [topic for topic in topics if not topic.parent]
    assert len(topics) >= 15
    assert [root.topic_id for root in roots] == [starter]
    assert all(topic.parent in ("", starter) for topic in topics)
    assert all(topic.keywords and topic.hashtags and topic.must_match for topic in topics)
