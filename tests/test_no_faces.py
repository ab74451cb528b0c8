"""A rule of the product: nobody in a picture is looked for, measured or named.

No package that finds or knows faces is asked for, no such model is shipped, no code calls one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SEEKERS = re.compile(
    r"(?<![a-z])face[-_]?(?:recognition|detect\w*|align\w*|net|mesh|embed\w*|landmark\w*|id\b|analysis)"
    r"|(?:insight|deep|retina|arc|blaze|sphere|cos|light)[-_]?face\b|mtcnn|mediapipe|(?<![a-z])dlib|openface"
    r"|haarcascade|cascadeclassifier|yunet|scrfd|rekognition|find_?faces|person_?search",
    re.IGNORECASE,
)
"""Names of packages, models and calls that find or know faces."""
MODELS = (".onnx", ".tflite", ".pt", ".pth", ".pb", ".caffemodel", ".dat", ".xml")
SHIPPED = sorted(path for path in (ROOT / "src").rglob("*") if path.is_file())
NAMED = [ROOT / "pyproject.toml", *sorted((ROOT / "requirements").iterdir())]


@pytest.mark.parametrize("path", NAMED, ids=lambda path: path.name)
def test_no_package_that_knows_faces_is_asked_for(path: Path) -> None:
    assert SEEKERS.findall(path.read_text("utf-8")) == []


def test_no_code_looks_for_faces() -> None:
    code = [path for path in SHIPPED if path.suffix == ".py"]
    assert len(code) > 100
    found = {path.name: SEEKERS.findall(path.read_text("utf-8")) for path in code}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_model_of_pictures_is_shipped() -> None:
    assert [path.name for path in SHIPPED if path.suffix in MODELS] == []


def test_the_rule_finds_what_it_forbids() -> None:
    named = "face_recognition insightface facenet-pytorch cv2.CascadeClassifier mediapipe mtcnn"
    assert len(SEEKERS.findall(named)) == 6
    assert SEEKERS.findall("interface surface facebook typeface_id preface") == []
