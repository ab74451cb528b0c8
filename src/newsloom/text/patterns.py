"""Several patterns -> one. Knows no language and no article."""

from __future__ import annotations

import re
from functools import cache


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern that finds any of several, in any case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
