"""Child processes that are killed, and what they acknowledged before."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start Python code in a process of its own; it reads ``sys.argv[1:]``."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        text=True,
    )


def run(code: str, *arguments: object) -> tuple[int, str]:
    """Run Python code to its end; returns exit status (negative: the signal) and output."""
    with start(code, *arguments) as child:
        output, _ = child.communicate(timeout=60)
        return child.returncode, output
