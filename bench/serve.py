"""The live pages of a newsroom of 100,000 articles under load, while a run writes to it.

Run: ``python -m bench.serve [--room FOLDER]`` (needs ``wrk``; with ``nginx`` the same page is also
served from a file, which is the physical limit). The newsroom is made by ``bench.bigroom``, or is
the one in FOLDER. Requests come at a steady rate; a ``newsloom run`` works
through all the articles meanwhile.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen  # noqa: TID251

from bench.bigroom import Press, fill

STORIES, ARTICLES = 20_000, 100_000
BURST = 10
"""Requests a second of one connection: a tenth of them may come at one moment."""
SECONDS = 15

PACED = """
local paths = { %s }
local at = 0
function request() at = at + 1; return wrk.format("GET", paths[at %% #paths + 1]) end
function delay() return %d end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """How requests were answered."""

    rate: float
    """Requests a second."""
    p50_ms: float
    p99_ms: float
    errors: int
    """Answers that were no 2xx, and broken connections."""


def load(address: str, paths: Sequence[str], rate: int, place: Path) -> Load:
    """Ask for pages at a steady rate; ``rate`` 0 = as fast as they come."""
    connections = max(2, rate // BURST) if rate else 20
    pause = round(1000 * connections / rate) if rate else 0
    script = place / "paced.lua"
    script.write_text(PACED % (", ".join(f'"{path}"' for path in paths), pause))
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", "-s", str(script)]
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    failed = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", said))
    failed += sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    return Load(
        float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]),
        milliseconds(re.findall(r"50%\s+(\S+)", said)[0]),
        milliseconds(re.findall(r"99%\s+(\S+)", said)[0]),
        failed,
    )


def milliseconds(text: str) -> float:
    """Return a time of wrk: "850.00us", "1.20ms", "1.10s"."""
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}[unit]


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command of newsloom until the block ends."""
    command = [str(Path(sys.executable).with_name("newsloom")), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def started(address: str) -> float:
    """Return the seconds until a server answers."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < 60:
        try:
            with urlopen(f"{address}healthz"):
                return time.perf_counter() - begun
        except (URLError, ConnectionError):
            time.sleep(0.01)
    raise TimeoutError(f"{address} does not answer")


def memory_mib(process: subprocess.Popen[str], what: str = "VmHWM") -> float:
    """Return the most memory a process has held so far."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.findall(rf"{what}:\s+(\d+) kB", status)[0]) / 1024


def questions() -> list[str]:
    """Return searches of all kinds: common words, rare ones, phrases, operators."""
    words = Press().words
    common = [f"/search?q={word}" for word in words[:10]]
    rare = [f"/search?q={word}" for word in words[2000:2010]]
    pairs = [f"/search?q={one}+{two}" for one, two in zip(words[10:20], words[30:40], strict=True)]
    phrases = [
        f"/search?q=%22{one}+{two}%22" for one, two in zip(words[:5], words[5:10], strict=True)
    ]
    provided = [f"/search?q={word}+provider:paper3.example" for word in words[40:45]]
    dated = [f"/search?q={word}+before:2026-11-01" for word in words[50:55]]
    return [*common, *rare, *pairs, *phrases, *provided, *dated]


@contextmanager
def file_server(page: bytes, place: Path, port: int) -> Iterator[str]:
    """Serve one page from a file by nginx."""
    (place / "www").mkdir()
    (place / "www" / "index.html").write_bytes(page)
    place.chmod(0o755)
    settings = place / "nginx.conf"
    settings.write_text(
        f"daemon off; pid {place}/nginx.pid; error_log {place}/error.log; worker_processes 1;"
        f"events {{}} http {{ access_log off; server {{ listen 127.0.0.1:{port};"
        f" root {place}/www; }} }}"
    )
    process = subprocess.Popen(["nginx", "-c", str(settings)], stderr=subprocess.DEVNULL)
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)


def say(name: str, found: Load) -> None:
    """Print one line of results."""
    print(
        f"{name:28} {found.rate:8.0f}/s  p50 {found.p50_ms:7.2f} ms  p99 {found.p99_ms:7.2f} ms"
        f"  errors {found.errors}",
        flush=True,
    )


def measured(folder: Path, place: Path, port: int) -> dict[str, float]:
    """Return what serving a newsroom costs, alone and while a run writes."""
    address = f"http://127.0.0.1:{port}/"
    found: dict[str, float] = {}
    with running("serve", str(folder), "--port", str(port)) as server:
        found["start s"] = started(address)
        stories = stories_of(address)
        kinds = {"front": (["/"], 200), "story": (stories, 20), "search": (questions(), 20)}
        for busy in (False, True):
            with running("run", str(folder)) if busy else nothing() as _:
                time.sleep(5 if busy else 0)
                for kind, (paths, rate) in kinds.items():
                    one = load(address, paths, rate, place)
                    name = f"{kind}{' while writing' if busy else ''}"
                    say(name, one)
                    found |= {f"{name} p99 ms": one.p99_ms, f"{name} errors": one.errors}
        most = load(address, ["/"], 0, place)
        say("front, as fast as it comes", most)
        found |= {"front most/s": most.rate, "memory MiB": memory_mib(server)}
        with urlopen(address) as page:
            body = page.read()
    if shutil.which("nginx"):
        with file_server(body, place, port + 1) as files:
            limit = load(files, ["/"], 0, place)
            say("the same page from a file", limit)
            found["of a file server"] = most.rate / limit.rate
    return found


@contextmanager
def nothing() -> Iterator[None]:
    """Do nothing beside."""
    yield


def stories_of(address: str) -> list[str]:
    """Return the paths of the stories on the front page."""
    with urlopen(address) as page:
        return sorted(set(re.findall(r'"(/stories/\w+\.html)', page.read().decode())))


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print what serving costs, and return it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--room", type=Path, help="a newsroom of bench.bigroom")
    parser.add_argument("--port", type=int, default=8391)
    chosen = parser.parse_args(arguments)
    if not shutil.which("wrk"):
        print("no wrk found: install it (Debian package `wrk`)")
        return {}
    with TemporaryDirectory() as name:
        place = Path(name)
        folder = chosen.room or place / "room"
        if not chosen.room:
            fill(folder, STORIES, ARTICLES)
        found = measured(folder, place, chosen.port)
    for what, number in found.items():
        print(f"{what}: {number:.4g}")
    return found


if __name__ == "__main__":
    main()
