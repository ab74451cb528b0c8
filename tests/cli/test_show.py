"""``newsloom show``: the timeline and the angles of a story, for people and for scripts."""

TITLES = {
    "one": "Harrow Bay council shuts the northern lock until June",
    "two": "Harrow Bay council: northern lock shut until June",
}


def rows() -> str:
    """Return two rows of an import, an hour apart."""
    lines = [
        f'{{"url": "https://{name}.example/lock", "title": "{title}", '
        f'"published": "2026-03-01T0{hour}:00:00Z", '
        f'"text": "The {name} paper of Harrow Bay writes of the lock."}}'
        for hour, (name, title) in enumerate(TITLES.items(), 8)
    ]
    return "\n".join(lines) + "\n"


def test_a_story_is_shown_with_its_timeline_and_angles(newsloom, room, tmp_path):
    (tmp_path / "rows.jsonl").write_text(rows(), "utf-8")
    assert newsloom("import", "-C", room, tmp_path / "rows.jsonl").code == 0
    assert newsloom("run", room).code == 0
    told = newsloom("show", "https://one.example/lock", "-C", room)
    assert told.code == 0, told.err
    assert "First reported 2026-03-01T08:00:00Z by " in told.out
    assert "Last reported 2026-03-01T0" in told.out
    facts = newsloom("show", "https://one.example/lock", "-C", room, "--json").facts
    assert [row["angle"] for row in facts["coverage"]] == ["report"] * facts["articles"]
    assert set(facts["angle_reasons"]) == {row["id"] for row in facts["coverage"]}
    assert facts["timeline"]["first"]["at"] == "2026-03-01T08:00:00Z"
    assert facts["angles"] == []
