"""Signing in and out: cookies, sessions, pauses after failures, and where it leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import html

from newsloom.model.people import AuditLine
from tests.web.accounts.house import NOON, OWN, WORDS, Browser, House

REFUSED = "Name and password do not fit: check both and try again."


def said(text: str) -> str:
    """Return the sentence a form was refused with."""
    return str(html.fromstring(text).xpath("string(//*[@role='alert'])"))


def sign_in(browser: Browser, name: str, password: str = WORDS) -> tuple[int, str]:
    """Return the status and the sentence of a sign-in."""
    browser.look("/sign-in")
    answer = browser.submit("/sign-in", name=name, password=password)
    return answer.status_code, said(answer.text) if answer.text else ""


# --- cookies ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "name", "flags"),
    [
        ("http://news.example", "newsloom_session", {"httponly", "path=/", "samesite=lax"}),
        (
            "https://news.example",
            "__Host-newsloom_session",
            {"httponly", "path=/", "samesite=lax", "secure"},
        ),
    ],
)
def test_the_session_cookie(house: House, base: str, name: str, flags: set[str]) -> None:
    browser = house.browser(base=base)
    browser.look("/sign-in")
    answer = browser.submit("/sign-in", name="ines", password=WORDS)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{name}="))

    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {*flags, "max-age=2592000"}


def test_reading_sets_no_cookie(house: House) -> None:
    for path in ("/", "/topics.html", "/nothing"):
        assert "set-cookie" not in house.browser().get(path).headers


@pytest.mark.parametrize("change", ["x", "", "swap"])
def test_a_forged_session_cookie_is_nobody(house: House, change: str) -> None:
    browser = house.signed_in("ines")
    value = browser.cookies["newsloom_session"]
    first = "B" if value[0] == "A" else "A"
    forged = {"x": first + value[1:], "": "", "swap": value[::-1]}
    browser.cookies.clear()
    browser.cookies.set("newsloom_session", forged[change])

    assert browser.get("/account").status_code == 303


def test_a_sealed_cookie_holds_only_under_its_own_name(house: House) -> None:
    browser = house.browser()
    browser.look("/sign-in")
    visit = browser.cookies["newsloom_visit"]
    browser.cookies.set("newsloom_reader", visit)

    assert "private" not in browser.get("/").headers["cache-control"]


def test_the_store_holds_no_session_id_of_a_cookie(house: House) -> None:
    browser = house.signed_in("ines")
    secret = browser.cookies["newsloom_session"].split(".")[0]
    [session] = house.room.store.sessions_of("id-ines")

    assert secret not in (session.session_id, str(session))
    assert len(secret) == 43


# --- sessions -----------------------------------------------------------------------------------


def test_signing_in_gives_a_session_that_was_not_there_before(house: House) -> None:
    browser = house.signed_in("ines")
    first = browser.cookies["newsloom_session"]
    browser.csrf = ""
    browser.look("/account")
    browser.submit("/sign-in", name="ines", password=WORDS)
    second = browser.cookies["newsloom_session"]
    old = house.browser()
    old.cookies.set("newsloom_session", first)

    assert first != second
    assert old.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("steps", "status"),
    [
        ([timedelta(days=6, hours=23)], 200),
        ([timedelta(days=7)], 303),
        ([timedelta(days=5)] * 5, 200),
        ([timedelta(days=5)] * 6, 303),
    ],
    ids=["not yet idle", "idle", "seen again and again", "at the end in any case"],
)
def test_a_session_ends(house: House, steps: list[timedelta], status: int) -> None:
    browser = house.signed_in("ines")
    answers = []
    for step in steps:
        house.clock.moment += step
        answers.append(browser.get("/account").status_code)

    assert answers == [*[200] * (len(steps) - 1), status]


def test_a_session_that_is_over_is_forgotten(house: House) -> None:
    browser = house.signed_in("ines")
    house.clock.pass_by(days=8)
    browser.get("/account")

    assert house.room.store.sessions_of("id-ines") == []


def test_signing_out_ends_the_session(house: House) -> None:
    browser = house.signed_in("ines")
    kept = browser.cookies["newsloom_session"]
    answer = browser.submit("/sign-out")
    again = house.browser()
    again.cookies.set("newsloom_session", kept)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert again.get("/account").status_code == 303
    assert house.acts()[-1] == "ines | signed out |  | "


def test_a_new_password_ends_all_sessions_but_this(house: House) -> None:
    here, there = house.signed_in("ines"), house.signed_in("ines")
    answer = here.submit("/account/password", password=WORDS, new_password="another four words")

    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=password")
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200
    assert sign_in(house.browser(), "ines") == (403, REFUSED)
    assert sign_in(house.browser(), "ines", "another four words")[0] == 303


def test_a_new_password_needs_the_old_one(house: House) -> None:
    browser = house.signed_in("ines")
    answer = browser.submit(
        "/account/password", password="wrong", new_password="another four words"
    )

    assert answer.status_code == 403
    assert REFUSED in answer.text
    assert sign_in(house.browser(), "ines")[0] == 303


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "too short"),
        ("a" * 257, "too long"),
        ("aaaaaaaaaaaa", "too easy"),
        ("inesinesines", "too easy"),
    ],
)
def test_weak_passwords_are_refused(house: House, password: str, words: str) -> None:
    answer = house.signed_in("ines").submit(
        "/account/password", password=WORDS, new_password=password
    )

    assert answer.status_code == 422
    assert words in html.fromstring(answer.text).xpath("string(//*[@class='wrong'])")


def test_a_password_is_one_however_its_letters_are_composed(house: House) -> None:
    house.signed_in("ines").submit(
        "/account/password", password=WORDS, new_password="größer als ein é"
    )

    assert sign_in(house.browser(), "ines", "gro\u0308ßer als ein e\u0301")[0] == 303


# --- who is let in ------------------------------------------------------------------------------


def test_names_are_taken_in_any_case(house: House) -> None:
    assert sign_in(house.browser(), "  Ines ")[0] == 303


def test_a_disabled_account_is_refused_in_the_same_words(house: House) -> None:
    admin = house.signed_in("ines")
    editor = house.signed_in("tomas")
    admin.submit("/desk/people/disable", account="id-tomas")

    assert editor.get("/account").status_code == 303
    assert sign_in(house.browser(), "tomas") == (403, REFUSED)
    admin.submit("/desk/people/enable", account="id-tomas")
    assert sign_in(house.browser(), "tomas")[0] == 303


@pytest.mark.parametrize("name", ["ines", "nobody", "no name at all!", "' OR 1=1 --", ""])
def test_a_password_is_checked_whoever_is_named(house: House, name: str) -> None:
    assert sign_in(house.browser(), name, "wrong") == (403, REFUSED)
    assert house.passwords.checks == [False]


def test_the_password_of_nobody_lets_nobody_in(house: House) -> None:
    assert sign_in(house.browser(), "nobody", "correct horse battery staple") == (403, REFUSED)
    house.room.store.change_password("id-tomas", "")
    assert sign_in(house.browser(), "tomas", "correct horse battery staple") == (403, REFUSED)


def test_what_is_typed_as_an_unknown_name_is_not_logged(house: House) -> None:
    sign_in(house.browser(), "my-secret-password", "oops")
    sign_in(house.browser(), "ines", "oops")

    assert house.acts() == [
        " | was refused at sign-in | an unknown name | ",
        " | was refused at sign-in | ines | ",
    ]


def test_the_log_names_the_address(house: House) -> None:
    browser = house.browser("198.51.100.4")
    sign_in(browser, "ines")

    assert house.room.store.audit()[0][1] == AuditLine(
        NOON, "ines", "signed in", "ines", "by password", "198.51.100.4"
    )


# --- guessing -----------------------------------------------------------------------------------


def guess(house: House, times: int, name: str, address: str = "192.0.2.7") -> list[int]:
    """Return the statuses of wrong sign-ins."""
    browser = house.browser(address)
    return [sign_in(browser, name, "wrong")[0] for _ in range(times)]


def test_failures_slow_an_account_down(house: House) -> None:
    assert guess(house, 5, "ines") == [403] * 5
    browser = house.browser("198.51.100.4")
    browser.look("/sign-in")
    answer = browser.submit("/sign-in", name="ines", password=WORDS)

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "30"
    assert said(answer.text) == (
        "Too many sign-ins have failed: try again in 1 minute (after 12:00:30 UTC)."
    )
    assert house.passwords.checks == [False] * 5


def test_pauses_grow_and_end(house: House) -> None:
    guess(house, 5, "ines")
    pauses = []
    for _ in range(7):
        browser = house.browser("198.51.100.4")
        browser.look("/sign-in")
        pause = int(
            browser.submit("/sign-in", name="ines", password="wrong").headers["retry-after"]
        )
        pauses.append(pause)
        house.clock.pass_by(seconds=pause)
        assert guess(house, 1, "ines", "203.0.113.9") == [403]

    assert pauses == [30, 60, 120, 240, 480, 900, 900]


def test_the_right_password_after_the_pause_forgives(house: House) -> None:
    guess(house, 5, "ines")
    house.clock.pass_by(seconds=30)
    assert sign_in(house.browser(), "ines")[0] == 303
    assert guess(house, 5, "ines") == [403] * 5


def test_failures_of_yesterday_count_no_more(house: House) -> None:
    guess(house, 5, "ines")
    house.clock.pass_by(days=1, seconds=1)
    assert guess(house, 5, "ines") == [403] * 5


def test_names_that_are_not_there_slow_down_too(house: House) -> None:
    assert guess(house, 6, "nobody") == [*[403] * 5, 429]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("192.0.2.7", "192.0.2.7", 429),
        ("192.0.2.7", "192.0.2.8", 403),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 403),
        ("::ffff:192.0.2.7", "192.0.2.7", 429),
    ],
)
def test_failures_slow_an_address_down(house: House, first: str, second: str, status: int) -> None:
    for number in range(20):
        guess(house, 1, f"name{number}", first)

    assert guess(house, 1, "another", second) == [status]


def test_a_pause_of_one_account_is_none_of_others(house: House) -> None:
    guess(house, 6, "ines")
    assert sign_in(house.browser("198.51.100.4"), "tomas")[0] == 303


def test_guesses_at_the_old_password_slow_down_too(house: House) -> None:
    browser = house.signed_in("ines")
    answers = [
        browser.submit("/account/password", password="wrong", new_password="another four words")
        for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [*[403] * 5, 429]


# --- where it leads -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "place"),
    [
        ("/desk", "/desk"),
        ("/search?q=heat", "/search?q=heat"),
        ("", "/"),
        ("desk", "/"),
        ("//evil.example/", "/"),
        ("///evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("\\\\evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example/", "/"),
        ("/\n/evil.example", "/"),
        ("/ evil", "/"),
        ("/é", "/"),
    ],
)
def test_next_leads_only_to_own_paths(house: House, after: str, place: str) -> None:
    browser = house.browser()
    browser.look("/sign-in")
    answer = browser.submit("/sign-in", name="ines", password=WORDS, next=after)
    again = browser.get("/sign-in", params={"next": after})

    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert (again.status_code, again.headers["location"]) == (303, place)


def test_a_page_that_needs_an_account_leads_there_and_back(house: House) -> None:
    answer = house.browser().get("/desk/people?x=1&y=2")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/desk/people%3Fx%3D1%26y%3D2"
    form = html.fromstring(house.browser().get(answer.headers["location"]).text)
    assert form.xpath("string(//input[@name='next']/@value)") == "/desk/people?x=1&y=2"


def test_a_part_of_a_page_leads_the_whole_page_there(house: House) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://news.example/desk?queue=late"}
    answer = house.browser().get("/desk/people", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["hx-redirect"] == "/sign-in?next=/desk%3Fqueue%3Dlate"


# --- settings and readers -----------------------------------------------------------------------


def test_what_a_reader_kept_becomes_the_accounts(house: House) -> None:
    browser = house.browser()
    browser.look("/preferences")
    browser.submit("/marks", act="follow", thing="phrase:heat")
    browser.look("/sign-in")
    browser.submit("/sign-in", name="rea", password=WORDS)

    assert "newsloom_reader" not in browser.cookies
    marks = house.room.store.marks_of("id-rea", NOON)
    assert [mark.subject for mark in marks.marks] == ["heat"]


def test_signing_out_needs_no_account(house: House) -> None:
    browser = house.browser()
    browser.look("/sign-in")
    browser.csrf = ""
    assert browser.post("/sign-out", headers=OWN).status_code == 403
