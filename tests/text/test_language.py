import pytest

from newsloom.text.language import detect_language

LANGUAGES = {
    "en": "The harbour wall was closed again on Tuesday after the storm",
    "de": "Die Hafenmauer wurde am Dienstag nach dem Sturm wieder geschlossen",
    "es": "El muro del puerto se cerró de nuevo el martes tras la tormenta",
    "fr": "Le mur du port a de nouveau été fermé mardi après la tempête",
    "pt": "O muro do porto voltou a ser fechado na terça-feira após a tempestade",
    "no": "Havnemuren ble stengt igjen på tirsdag etter uværet, sier kommunen",
    "ja": "港の壁は火曜日に再び閉鎖された",
}


@pytest.mark.parametrize(("expected", "text"), LANGUAGES.items(), ids=LANGUAGES)
def test_detect_language(expected: str, text: str) -> None:
    assert expected == detect_language(text)


def test_only_allowed_languages_are_answered() -> None:
    assert detect_language(LANGUAGES["pt"], ["en-GB", "es"]) == "es"


def test_unknown_codes_restrict_nothing() -> None:
    assert detect_language(LANGUAGES["de"], ["xx"]) == "de"


@pytest.mark.parametrize("text", ["", "Hello there", "12345 67890 12345 67890 1234"])
def test_under_twenty_letters_there_is_no_answer(text: str) -> None:
    assert detect_language(text) == ""
