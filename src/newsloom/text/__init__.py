"""Text -> text: URLs, dates, markup, tokens, language, slugs. Knows no article."""
