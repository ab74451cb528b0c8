"""An invented small web of news providers, served on loopback, and the truth about it."""
