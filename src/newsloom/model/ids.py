"""Stable names of articles and stories."""

from typing import NewType

ArticleId = NewType("ArticleId", str)
"""First 16 hex digits of blake2b(canonical web URL)."""

StoryId = NewType("StoryId", str)
"""Minted once from the founding article; survives merges and splits."""
