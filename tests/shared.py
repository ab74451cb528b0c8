"""The labelled data outside the project: found by path, never copied."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("NEWSLOOM_SHARED", ROOT.parent / "shared")).resolve()

needs_shared = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(),
    reason=f"the labelled data is not at {SHARED}: set NEWSLOOM_SHARED to its folder",
)
