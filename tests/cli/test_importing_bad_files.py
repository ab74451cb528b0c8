"""`newsloom import` of broken files: a sentence on each, and what is good comes in."""

import pytest

from tests.cli.texts import POST, TEXT

BAD = {
    "bomb.md": b"---\ntitle: &a [x, x]\nb: [*a, *a]\n---\n",
    "python.md": b"---\ntitle: !!python/object/apply:os.system [ls]\n---\n",
    "deep.md": b"---\ntitle: a\nb: " + b"[" * 10_000 + b"\n---\n",
    "open.md": b'---\ntitle: "open\n---\n',
    "endless.md": b"---\ntitle: a\nheat: 1" + b":1" * 100_000 + b"\n---\n",
    "date.md": b"---\ntitle: a\npublishedDateTime: 2026-13-45\n---\n",
    "key.md": b'---\ntitle: a\n"\\e[31m": 1\n"\\e[31m": 2\n---\n',
    "null.md": b"---\ntitle: a\0\n---\n",
    "deep.jsonl": b'{"title": "a", "x": ' + b"[" * 10_000,
    "list.json": b"[\n" * 2000,
    "blank.txt": b" \n" * 100,
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_alone_is_one_sentence_and_exit_code_2(room, tmp_path, newsloom, name):
    (tmp_path / name).write_bytes(BAD[name])
    told = newsloom("import", "-C", room, tmp_path / name)
    assert told.code == 2
    lines = told.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"newsloom: {tmp_path / name}")
    assert lines[0].isprintable()


def test_nothing_is_lost_of_the_good_files_among_them(room, tmp_path, newsloom):
    folder = tmp_path / "files"
    folder.mkdir()
    rows = b'{"title": "A", "text": "One."}\n{"title": 5}\n{"title": "B"}'
    good = {"a.md": POST.encode(), "z.txt": TEXT.encode(), "m.jsonl": rows}
    for name, body in {**BAD, **good}.items():
        (folder / name).write_bytes(body)
    told = newsloom("import", "-C", room, folder, "--json")
    assert (told.code, told.facts["files"], told.facts["articles"]) == (0, 3, 5)
    named = [line.removeprefix(f"newsloom: {folder}/") for line in told.err.splitlines()]
    assert [name.split(":")[0].split(",")[0] for name in named] == sorted([*BAD, "m.jsonl"])


def test_a_file_of_bad_rows_does_not_fill_the_screen(room, tmp_path, newsloom):
    (tmp_path / "rows.jsonl").write_bytes(b"{\n" * 20_000 + b'{"title": "A"}\n')
    told = newsloom("import", "-C", room, tmp_path / "rows.jsonl", "--json")
    assert (told.code, told.facts["articles"]) == (0, 1)
    lines = told.err.splitlines()
    assert len(lines) == 1001
    assert "19,000 more rows were left out" in lines[-1]
