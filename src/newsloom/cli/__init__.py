"""The command ``newsloom``: prints what the rooms decide; no rules of its own.

Exit codes: 0 done, 1 the work failed, 2 bad input.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

from newsloom.cli import (
    caring,
    gate,
    hooks,
    labelling,
    looking,
    people,
    posts,
    reading,
    ruling,
    running,
    sourcing,
    starting,
    trying,
)
from newsloom.cli.display import app, errors
from newsloom.errors import ConfigError, ExtractError, NewsloomError, ParseError

__all__ = [
    "app",
    "caring",
    "gate",
    "hooks",
    "labelling",
    "looking",
    "main",
    "people",
    "posts",
    "reading",
    "ruling",
    "running",
    "sourcing",
    "starting",
    "trying",
]


def main() -> None:
    """Run the command line; an expected error is one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except (ConfigError, ParseError, ExtractError) as exc:
        fail(exc, 2)
    except NewsloomError as exc:
        fail(exc, 1)
    except OSError as exc:
        fail(f"{exc.filename or 'output'}: {exc.strerror}; check the place and its rights", 1)
    except KeyboardInterrupt:
        sys.exit(130)


def fail(exc: NewsloomError | str, code: int) -> None:
    """Print the error's sentence and leave."""
    errors.print(f"newsloom: {exc}", markup=False, highlight=False, soft_wrap=True)
    sys.exit(code)
