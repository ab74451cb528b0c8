"""How well and how fast Newsloom does its work, always beside a peer measured in the same run.

``python -m bench`` runs every bench and adds their rows to ``results.md``; ``python -m bench.gate``
checks the quality alone against ``baseline.json``. Every bench has ``main(arguments)``, which
prints its table and returns its measures by name.
"""
