"""Labelled articles and pairs -> how well the engine matches them, and the worst of its errors."""
