"""Texts -> vectors of their meaning, by a model that lies on this machine; nothing is downloaded.

``open_embedder`` opens the one that ``matching.embedder`` names. One module an encoder; each loads
its model when the first text comes and knows no other.
"""

from newsloom.edges.embed.choice import WordsOnly, open_embedder

__all__ = ["WordsOnly", "open_embedder"]
