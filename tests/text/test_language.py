import pytest

from newsloom.text.language import detect_language, language_code

LANGUAGES = {
    "en": "The harbour wall was closed again on Tuesday after the storm",
    "de": "Die Hafenmauer wurde am Dienstag nach dem Sturm wieder geschlossen",
    "es": "El muro del puerto se cerró de nuevo el martes tras la tormenta",
    "fr": "Le mur du port a de nouveau été fermé mardi après la tempête",
    "pt": "O muro do porto voltou a ser fechado na terça-feira após a tempestade",
    "no": "Havnemuren ble stengt igjen på tirsdag etter uværet, sier kommunen",
    "ja": "港の壁は火曜日に再び閉鎖された",
}
SERBIAN = (
    "Lučki zid je ponovo zatvoren u utorak posle oluje, saopštio je grad. Ronioci su u januaru "
    "otkrili da je nekoliko stubova trulo, a trajekt od tada pristaje kod riblje pijace."
)


@pytest.mark.parametrize(("expected", "text"), LANGUAGES.items(), ids=LANGUAGES)
def test_detect_language(expected: str, text: str) -> None:
    assert expected == detect_language(text)


@pytest.mark.parametrize("allowed", [["sr"], ["en", "sr-Latn"], ["hr"], ["bs"]])
def test_of_languages_that_are_nearly_the_same_an_allowed_one_is_answered(
    allowed: list[str],
) -> None:
    assert detect_language(SERBIAN, allowed) == allowed[-1][:2]


@pytest.mark.parametrize(("expected", "text"), LANGUAGES.items(), ids=LANGUAGES)
def test_a_text_clearly_in_another_language_keeps_its_own(expected: str, text: str) -> None:
    others = [code for code in ("en", "fi", "tr") if code != expected]
    assert expected == detect_language(text, others)


def test_unknown_codes_change_nothing() -> None:
    assert detect_language(LANGUAGES["de"], ["xx", "", "?"]) == "de"


@pytest.mark.parametrize("text", ["", "Hello there", "12345 67890 12345 67890 1234"])
def test_under_twenty_letters_there_is_no_answer(text: str) -> None:
    assert detect_language(text) == ""


CODES = {
    "en": "en", "en-GB": "en", "EN_us": "en", "pt_BR.UTF-8": "pt", "eng": "en", "English": "en",
    "Deutsch": "de", "nb-NO": "no", "nn": "no", "iw": "he", "zh-Hans-CN": "zh", "en, de": "en",
    "English (UK)": "en", "": "", "x-default": "", "html": "", "12": "", "klingon": "",
}  # fmt: skip


@pytest.mark.parametrize(("declared", "code"), CODES.items())
def test_language_code(declared: str, code: str) -> None:
    assert code == language_code(declared)
