"""Invented files that the commands are given."""

POST = """---
category: news
title: "Harbour lights go out at midnight"
excerpt: "The council of Kallsund switches the lights of its harbour off between midnight and five."
publishedDateTime: 2026-10-05T08:00:00Z
webUrl: "https://lights.example/harbour-lights"
type: article
quality: 71
heat: 81
published: true

provider:
  name: Lights
  domain: lights.example

topics:
  - Harbours

related:
  - title: "Kallsund saves on harbour lights"
    excerpt: "From midnight to five the harbour of Kallsund will be dark, its council says."
    publishedDateTime: 2026-10-05T09:00:00Z
    webUrl: "https://dark.example/kallsund"
    type: article
    provider:
      name: Dark
      domain: dark.example
    quality: 52
---
"""
FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Lights</title>
<item><title>Harbour lights</title><link>https://lights.example/a?utm_source=x</link>
<pubDate>Mon, 05 Oct 2026 08:00:00 GMT</pubDate>
<description>Out at &lt;b&gt;midnight&lt;/b&gt;.</description></item>
</channel></rss>
"""
TEXT = """Harbour lights go out at midnight

The council of Kallsund switches the lights of its harbour off between midnight and five.

  • The lights go out on 12 October
  • The ferry pier stays lit

“Nobody sails at that hour,” said the harbour master, Ode Lund, who has counted the boats.

Reporting by Ada Holm in Kallsund; Editing by Per Vik
"""
LABELS = """\
{"id": "1", "title": "Velm closes northern lock after cracks in gates", "story": "lock"}
{"id": "2", "title": "Cracks in gates: Velm harbour closes northern lock", "story": "lock"}
{"id": "3", "title": "Pear trees torn out in the Ossel valley", "story": "pears"}
{"id": "4", "title": "Fungus: Ossel valley growers tear out pear trees", "story": "pears"}
"""
