import pytest

from newsloom.text.hosttable import HostTable

TABLE = HostTable(
    [
        (["harrow.example"], "site"),
        (["*"], "all"),
        (["news.harrow.example", "other.example"], "news"),
        (["tern.*"], "tern"),
        (["a.tern.*"], "a of tern"),
    ]
)


@pytest.mark.parametrize(
    ("host", "rows"),
    [
        ("harrow.example", ("site", "all")),
        ("www.news.harrow.example", ("site", "all", "news")),
        ("other.example", ("all", "news")),
        ("farharrow.example", ("all",)),
        ("tern.de", ("all", "tern")),
        ("www.tern.co.uk", ("all", "tern")),
        ("a.tern.com", ("all", "tern", "a of tern")),
        ("tern.harrow.example", ("site", "all")),
        ("tern.example", ("all",)),
        ("tern", ("all",)),
        ("", ("all",)),
    ],
)
def test_the_rows_of_a_host_come_in_the_tables_order(host: str, rows: tuple[str, ...]) -> None:
    assert rows == TABLE.rows_of(host)


def test_a_table_without_rows_for_a_host_says_so() -> None:
    assert HostTable([(["harrow.example"], 1)]).rows_of("other.example") == ()
