"""An Outlet and its reports -> the bytes of a feed, a news sitemap or a section page.

Includes the faults the world asks for; knows nothing of HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape

from sample.pages import edited, local, long_date, photo_of, templates
from sample.words import WORDS
from sample.world import Outlet, Provider, Report, World

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
)
TYPES = {
    "rss": "application/rss+xml; charset=utf-8", "rdf": "text/xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json",
    "sitemap": "application/xml; charset=utf-8", "section": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an outlet: the link as it is given there."""

    link: str
    report: Report
    date: str
    when: str


def reports_of(outlet: Outlet, provider: Provider, world: World) -> list[Report]:
    """Return the reports an outlet lists, newest first."""
    every = {report.key: report for report in world.reports()}
    if outlet.form == "html":
        return []
    if outlet.reports:
        return [every[key] for key in outlet.reports]
    own = [r for r in every.values() if r.provider.key == provider.key]
    chosen = [r for r in own if not outlet.section or r.section == outlet.section]
    return sorted(chosen, key=lambda report: (report.at, report.key), reverse=True)


def link_of(report: Report, track: str, number: int) -> str:
    """Return the address by which an outlet names ``report``."""
    if track == "digest":
        ways = ("utm", "amp", "index", "click") if report.amp_url else ("utm", "click")
        track = ways[number % len(ways)]
    joint = "&" if "?" in report.url else "?"
    return {
        "utm": f"{report.url}{joint}utm_source=rss&utm_medium=feed&utm_campaign=all",
        "click": f"{report.url}{joint}fbclid=IwAR0x{number}Qb7",
        "fragment": f"{report.url}#ref=rss",
        "index": report.url + ("index.html" if report.url.endswith("/") else ""),
        "amp": report.amp_url or report.url,
    }.get(track, report.url)


def listed_links(outlet: Outlet, provider: Provider, world: World) -> list[str]:
    """Return every link of an outlet as it stands there, in its order."""
    reports = reports_of(outlet, provider, world)
    links = [link_of(report, outlet.track, n) for n, report in enumerate(reports)]
    return links + [extra["link"] for extra in outlet.extra]


def render_outlet(outlet: Outlet, provider: Provider, world: World, edition: int = 1) -> bytes:
    """Return the bytes of an outlet with its flaw."""
    reports = [edited(r, edition) for r in reports_of(outlet, provider, world)]
    lines = [listed(r, outlet, provider, n) for n, r in enumerate(reports)]
    originals = {report.key: report for report in world.reports()}
    makers = {"rss": rss, "rdf": rdf, "atom": atom, "json": json_feed, "sitemap": sitemap}
    if outlet.form in makers:
        text = makers[outlet.form](outlet, provider, lines, originals)
    else:
        name = "moved.html" if outlet.form == "html" else "section.html"
        text = templates().get_template(name).render(
            p=provider, r=None, outlet=outlet, listed=lines, related=(), json_ld="",
            words=WORDS[provider.language],
        )  # fmt: skip
    return spoil(text, outlet.flaw)


def listed(report: Report, outlet: Outlet, provider: Provider, number: int) -> Listed:
    """Return the line of one report."""
    at = report.at
    dated = "undated-item" not in report.odd
    date = local(at, provider)
    form = format_datetime(date) if outlet.form == "rss" else date.isoformat()
    when = long_date(at, provider) if dated else ""
    return Listed(link_of(report, outlet.track, number), report, form if dated else "", when)


def spoil(text: str, flaw: str) -> bytes:
    """Return the feed with the fault ``flaw``."""
    if flaw == "entities":
        text = text.replace("&amp;", "&").replace("’", "&rsquo;").replace(" - ", "&nbsp;- ")
    if flaw == "junk":
        text = f"\n<!-- served by studio-2 in 14 ms -->\n{text}"
    if flaw == "truncated":
        text = text[: text.rindex("<description>") + 40]
    return text.encode("iso-8859-1" if flaw == "latin1" else "utf-8", "xmlcharrefreplace")


def full_html(report: Report) -> str:
    """Return the whole text as HTML, as feeds with full text carry it."""
    tags = (f"<h2>{p[3:]}</h2>" if p.startswith("## ") else f"<p>{escape(p)}</p>"
            for p in report.paragraphs)  # fmt: skip
    return "".join(tags)


def rss_item(line: Listed, outlet: Outlet, originals: dict[str, Report]) -> str:
    """Return one RSS item."""
    report = line.report
    photo = photo_of(report, originals.get(report.of, report))
    parts = [
        f"<title>{escape(report.title)}</title>",
        f"<link>{escape(line.link)}</link>",
        f'<guid isPermaLink="false">{report.provider.key}:{report.path}</guid>',
        f"<description>{escape(report.excerpt)}</description>",
        *(f"<dc:creator>{escape(name)}</dc:creator>" for name in report.authors),
        f"<category>{escape(report.section)}</category>",
    ]
    if line.date:
        parts.append(f"<pubDate>{line.date}</pubDate>")
    if outlet.content == "full":
        parts.append(f"<content:encoded><![CDATA[{full_html(report)}]]></content:encoded>")
    if photo:
        size = f' width="{photo.width}" height="{photo.height}"'
        told = size if report.provider.tells_sizes else ""
        parts.append(f'<media:content url="{photo.url}" medium="image"{told}/>')
    if outlet.track == "digest":
        feed = f"http://{report.provider.host}/"
        parts.append(f'<source url="{feed}">{escape(report.provider.name)}</source>')
    return "<item>\n  " + "\n  ".join(parts) + "\n</item>\n"


def rss(
    outlet: Outlet, provider: Provider, lines: Sequence[Listed], originals: dict[str, Report]
) -> str:
    """Return an RSS 2.0 feed."""
    items = "".join(rss_item(line, outlet, originals) for line in lines)
    for extra in outlet.extra:
        title, link = escape(extra["title"]), escape(extra["link"])
        items += f"<item>\n  <title>{title}</title>\n  <link>{link}</link>\n</item>\n"
    if outlet.flaw == "truncated":
        items += rss_item(lines[0], outlet, originals)
    encoding = "iso-8859-1" if outlet.flaw == "latin1" else "utf-8"
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0" {NAMESPACES}>\n'
        "<channel>\n"
        f"<title>{escape(outlet.title)}</title>\n<link>http://{provider.host}/</link>\n"
        f"<description>{escape(provider.tagline)}</description>\n"
        f"<language>{provider.language}</language>\n{items}</channel>\n</rss>\n"
    )


def rdf(
    outlet: Outlet, provider: Provider, lines: Sequence[Listed], originals: dict[str, Report]
) -> str:
    """Return an RSS 1.0 feed."""
    del originals
    rows = "".join(f'<rdf:li rdf:resource="{escape(line.link)}"/>' for line in lines)
    items = "".join(
        f'<item rdf:about="{escape(line.link)}">\n  <title>{escape(line.report.title)}</title>\n'
        f"  <link>{escape(line.link)}</link>\n"
        f"  <description>{escape(line.report.excerpt)}</description>\n"
        f"  <dc:date>{line.date}</dc:date>\n</item>\n"
        for line in lines
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="http://{provider.host}{outlet.path}">\n'
        f"<title>{escape(outlet.title)}</title>\n<link>http://{provider.host}/</link>\n"
        f"<description>{escape(provider.tagline)}</description>\n"
        f"<items><rdf:Seq>{rows}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>\n"
    )


def atom(
    outlet: Outlet, provider: Provider, lines: Sequence[Listed], originals: dict[str, Report]
) -> str:
    """Return an Atom feed."""
    del originals
    rows = []
    for line in lines:
        report = line.report
        people = "".join(f"<author><name>{escape(n)}</name></author>" for n in report.authors)
        full = f'<content type="html">{escape(full_html(report))}</content>\n'
        rows.append(
            f"<entry>\n<title>{escape(report.title)}</title>\n"
            f'<link rel="alternate" type="text/html" href="{escape(line.link)}"/>\n'
            f"<id>tag:{provider.domain},2026:{escape(report.path)}</id>\n{people}\n"
            + (f"<published>{line.date}</published>\n" if line.date else "")
            + f"<summary>{escape(report.excerpt)}</summary>\n"
            + (full if outlet.content == "full" else "")
            + "</entry>\n"
        )
    newest = max((line.date for line in lines), default="")
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{provider.language}">\n<title>{escape(outlet.title)}</title>\n'
        f"<id>http://{provider.host}{outlet.path}</id>\n<updated>{newest}</updated>\n"
        f'<link rel="self" href="http://{provider.host}{outlet.path}"/>\n{"".join(rows)}</feed>\n'
    )


def json_feed(
    outlet: Outlet, provider: Provider, lines: Sequence[Listed], originals: dict[str, Report]
) -> str:
    """Return a JSON Feed."""
    items = []
    for line in lines:
        report = line.report
        item: dict[str, object] = {
            "id": report.key, "url": line.link, "title": report.title, "summary": report.excerpt,
            "authors": [{"name": name} for name in report.authors], "tags": [report.section],
        }  # fmt: skip
        if line.date:
            item["date_published"] = line.date
        if outlet.content == "full":
            item["content_html"] = full_html(report)
        photo = photo_of(report, originals.get(report.of, report))
        if photo:
            item["image"] = photo.url
        items.append(item)
    data = {
        "version": "https://jsonfeed.org/version/1.1", "title": outlet.title,
        "home_page_url": f"http://{provider.host}/", "language": provider.language,
        "feed_url": f"http://{provider.host}{outlet.path}", "items": items,
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1)


def sitemap(
    outlet: Outlet, provider: Provider, lines: Sequence[Listed], originals: dict[str, Report]
) -> str:
    """Return a news sitemap."""
    del originals
    rows = "".join(
        f"<url><loc>{escape(line.link)}</loc><news:news><news:publication>"
        f"<news:name>{escape(provider.name)}</news:name>"
        f"<news:language>{provider.language}</news:language></news:publication>"
        + (f"<news:publication_date>{line.date}</news:publication_date>" if line.date else "")
        + f"<news:title>{escape(line.report.title)}</news:title></news:news></url>\n"
        for line in lines
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {outlet.title} -->\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}</urlset>\n'
    )
