"""The World -> every HTTP answer of the sample web, and a server on loopback that gives them.

``build_web`` holds all answers in memory and is the same on every run; ``serve`` answers by the
Host header. Nothing leaves 127.0.0.1.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sample.feeds import TYPES, render_outlet
from sample.pages import photo_of, render_amp, render_article, templates
from sample.pictures import LOGO_SVG, draw_landscape, draw_photo, draw_plain
from sample.world import Provider, Report, World, load_world

HTML = "text/html; charset=utf-8"
MOVED = {
    ("www.harrowbaycourier.example", "/go/ferry-strike"): "ferry-strike/courier",
    ("quayradio.example", "/latest"): "ferry-strike/quay",
}
"""Short links that lead to a report."""
ROUNDABOUT = (("quayradio.example", "/listen-again"), ("quayradio.example", "/listen"))
"""Two addresses that lead to each other for ever."""
GONE = (("sevencountiesnews.example", "/news/fair-moves-to-the-lower-field"),)


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, headers, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Web = dict[tuple[str, str], Response]


def page(body: str | bytes, content_type: str = HTML, status: int = 200) -> Response:
    """Return an answer with its type, ETag and length of life."""
    data = body.encode() if isinstance(body, str) else body
    etag = hashlib.blake2b(data, digest_size=8).hexdigest()
    headers = {"Content-Type": content_type, "ETag": f'"{etag}"', "Cache-Control": "max-age=60"}
    return Response(status, headers, data)


@cache
def build_web(edition: int = 1) -> Web:
    """Return every answer by (host, path with query).

    ``edition`` 1 is the first round; from 2 on, corrected texts are served and the server that
    was unavailable is back.
    """
    world = load_world()
    web: Web = {}
    for provider in world.providers.values():
        add_lists(web, provider, world, edition)
    for report in world.reports():
        add_report(web, report, world, edition)
    add_oddities(web, world)
    return web


def add_lists(web: Web, provider: Provider, world: World, edition: int) -> None:
    """Add a provider's feeds, sitemaps, section pages, robots.txt and logo."""
    robots = "User-agent: *\nDisallow: /dossier/\nDisallow: /search\n"
    web[provider.host, "/robots.txt"] = page(robots, "text/plain")
    web[provider.host, "/images/logo.svg"] = page(LOGO_SVG, "image/svg+xml")
    for outlet in provider.outlets:
        body = render_outlet(outlet, provider, world, edition)
        kind = TYPES[outlet.form].split(";")[0] if outlet.flaw == "latin1" else TYPES[outlet.form]
        web[provider.host, outlet.path] = page(body, kind)


def add_report(web: Web, report: Report, world: World, edition: int) -> None:
    """Add a report's page, its AMP page, its other addresses and its picture."""
    host, every = report.provider.host, {r.key: r for r in world.reports()}
    original = every.get(report.of, report)
    related = [r for r in every.values() if r.provider.key == report.provider.key and r != report]
    answer = page(render_article(report, original, related[:4], edition))
    if "consent" in report.odd:
        answer = page(templates().get_template("consent.html").render(p=report.provider))
    if "unavailable" in report.odd and edition == 1:
        answer = Response(503, {"Retry-After": "120", "Content-Type": "text/plain"}, b"Too busy\n")
    web[host, report.path] = answer
    if report.path.endswith("/"):
        web[host, f"{report.path}index.html"] = answer
    if report.amp_url:
        amp_path = report.amp_url.removeprefix(f"http://{host}")
        web[host, amp_path] = page(render_amp(report, original, edition))
    photo = photo_of(report, original)
    if photo and (place := picture_place(photo.url)) not in web:
        kind = "image/jpeg" if photo.url.endswith(".jpg") else "image/png"
        web[place] = page(picture(photo.url, photo.width, photo.height), kind)


def picture_place(url: str) -> tuple[str, str]:
    """Return (host, path) of a picture's address."""
    host, _, path = url.removeprefix("http://").partition("/")
    return host, f"/{path}"


@cache
def picture(url: str, width: int, height: int) -> bytes:
    """Return the bytes of a picture; placeholders and logos are one flat colour."""
    if url.endswith(("placeholder.png", "logo.png")):
        return draw_plain(width, height, (204, 206, 208))
    draw = draw_photo if url.endswith(".jpg") else draw_landscape
    return draw(url, width, height)


def add_oddities(web: Web, world: World) -> None:
    """Add the answers that are no articles: redirects, a gone page, a PDF."""
    every = {report.key: report for report in world.reports()}
    for place, key in MOVED.items():
        web[place] = Response(301, {"Location": every[key].url, "Content-Type": HTML}, b"")
    for place, (host, path) in zip(ROUNDABOUT, reversed(ROUNDABOUT), strict=True):
        web[place] = Response(302, {"Location": f"http://{host}{path}"}, b"")
    for place in GONE:
        web[place] = page("<h1>Gone</h1><p>This page was withdrawn.</p>", status=410)
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    web["sevencountiesnews.example", "/files/river-plan-2027.pdf"] = page(pdf, "application/pdf")


def answer_for(web: Web, host: str, path: str) -> Response:
    """Return the answer at an address; 404 when there is none.

    Tracking parameters are ignored, as the servers of news sites do.
    """
    if (host, path) in web:
        return web[host, path]
    bare, _, query = path.partition("?")
    kept = "&".join(p for p in query.split("&") if p and not p.startswith(("utm_", "fbclid")))
    known = web.get((host, f"{bare}?{kept}" if kept else bare))
    return known or page("<h1>Not found</h1><p>There is no such page.</p>", status=404)


@dataclass(slots=True)
class Served:
    """A running sample web: its address, and what was asked of it."""

    port: int
    web: Web
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    """(host, path, status) in order."""

    @property
    def address(self) -> str:
        """``127.0.0.1:PORT``, for the setting fetching.resolve."""
        return f"127.0.0.1:{self.port}"

    def turn_to(self, edition: int) -> None:
        """Serve the answers of another round from now on."""
        self.web = build_web(edition)


@contextmanager
def serve(port: int = 0, edition: int = 1) -> Iterator[Served]:
    """Run the sample web on 127.0.0.1 (port 0 = any free one) while the block runs."""
    served = Served(port, build_web(edition))
    server = ThreadingHTTPServer(("127.0.0.1", port), handler_for(served))
    server.daemon_threads = True
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def packs(headers: Mapping[str, str], accepted: str) -> bool:
    """Return whether an answer goes out packed: pictures are packed already."""
    return "gzip" in accepted and not headers.get("Content-Type", "").startswith("image/")


def handler_for(served: Served) -> type[BaseHTTPRequestHandler]:
    """Return a request handler that answers from ``served``."""

    class Handler(BaseHTTPRequestHandler):
        """Answers by the Host header."""

        protocol_version = "HTTP/1.1"
        server_version = "SampleWeb/1"
        timeout = 5

        def do_GET(self) -> None:  # noqa: N802
            """Answer with headers and body."""
            self.answer(with_body=True)

        def do_HEAD(self) -> None:  # noqa: N802
            """Answer with headers only."""
            self.answer(with_body=False)

        def answer(self, with_body: bool) -> None:
            """Write the answer of the address asked for."""
            host = self.headers.get("Host", "").split(":")[0].lower()
            found = answer_for(served.web, host, self.path)
            status, body, headers = found.status, found.body, dict(found.headers)
            asked = re.fullmatch(r"bytes=0-(\d{1,9})", self.headers.get("Range", ""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            elif status == 200 and asked and int(asked[1]) + 1 < len(body):
                headers["Content-Range"] = f"bytes 0-{asked[1]}/{len(body)}"
                status, body = 206, body[: int(asked[1]) + 1]
            elif packs(headers, self.headers.get("Accept-Encoding", "")) and len(body) > 500:
                body = gzip.compress(body, 5, mtime=0)
                headers["Content-Encoding"] = "gzip"
            served.requests.append((host, self.path, status))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing: ``served.requests`` has it."""

    return Handler
