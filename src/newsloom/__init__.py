"""Newsloom: a news engine that tells each event once and shows its reasons."""
