"""A run as a whole: manners, privacy, registries, fragments, and orderly ends."""

from __future__ import annotations

import asyncio
import codecs
import encodings
import json
import os
import pkgutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from tests.fuzz.limits import slowness
from tests.net.conftest import page

from sitecheck.net import (
    Ledger,
    NetSettings,
    NetSettingsError,
    Query,
    Verdict,
    check_urls,
    headers_from_environment,
)
from sitecheck.net import connection as net_connection
from sitecheck.net.dns import ThreadResolver
from sitecheck.net.errors import LookupFailed, NoSuchHost
from sitecheck.net.reply import read_head
from sitecheck.net.transport import HttpxExchange

QUICK = NetSettings(spacing=0, retry_wait=0.01, registries=False)
SILENCE = b""
"""A server that answers so keeps its client waiting."""
LATENESS = 0.005
"""How much of a spacing the event loop's own delay may take."""


def mocked(handler):
    """An exchange that answers through httpx.MockTransport, and the list of requests it saw."""
    seen = []

    def handle(request):
        seen.append(request)
        return handler(request)

    return HttpxExchange(httpx.MockTransport(handle)), seen


def ok(request):
    return httpx.Response(200)


def test_each_url_is_asked_once_with_head():
    exchange, seen = mocked(ok)
    report = check_urls(
        ["http://a.test/x", "http://a.test/x", Query("http://a.test/y", ("f",))], QUICK, exchange=exchange
    )
    assert [(r.method, r.url.path) for r in seen] == [("HEAD", "/x"), ("HEAD", "/y")]
    assert list(report.statuses) == ["http://a.test/x", "http://a.test/y"]
    assert report.requests == 2


def test_nothing_private_is_sent():
    exchange, seen = mocked(ok)
    report = check_urls(["http://me:pw@a.test/x"], QUICK, exchange=exchange)
    assert set(seen[0].headers) == {"host", "user-agent", "accept"}
    assert "sitecheck" in seen[0].headers["user-agent"]
    assert report.statuses["http://me:pw@a.test/x"].notes == ("credentials",)


def test_headers_go_to_their_host_over_https_only():
    headers = headers_from_environment({"SITECHECK_HEADERS": '{"a.test": {"Authorization": "Bearer t"}}'})
    settings = NetSettings(spacing=0, registries=False, headers=headers)

    def handler(request):
        moved = request.url.path == "/away"
        return httpx.Response(302, headers={"Location": "https://b.test/"}) if moved else httpx.Response(200)

    exchange, seen = mocked(handler)
    check_urls(["https://a.test/", "http://a.test/", "https://a.test/away"], settings, exchange=exchange)
    sent = {str(r.url): r.headers.get("authorization") for r in seen}
    assert sent == {
        "https://a.test/": "Bearer t", "https://a.test/away": "Bearer t", "http://a.test/": None, "https://b.test/": None,
    }  # fmt: skip
    assert "Bearer" not in repr(settings)


def test_headers_go_to_their_port_only():
    names = ("a.test", "b.test:8443", "c.test:443", "[2001:db8::1]")
    text = json.dumps({name: {"Authorization": name} for name in names})
    headers = headers_from_environment({"SITECHECK_HEADERS": text})
    settings = NetSettings(spacing=0, registries=False, headers=headers, ports=frozenset({443, 8443}))
    exchange, seen = mocked(ok)
    hosts = ("a.test", "b.test", "c.test", "[2001:db8::1]")
    check_urls(
        [f"https://{host}{port}/" for host in hosts for port in ("", ":8443")], settings, exchange=exchange
    )
    sent = {(r.url.netloc.decode(), r.headers.get("authorization")) for r in seen}
    assert {pair for pair in sent if pair[1]} == {
        ("a.test", "a.test"), ("b.test:8443", "b.test:8443"), ("c.test", "c.test:443"), ("[2001:db8::1]", "[2001:db8::1]"),
    }  # fmt: skip
    assert len(sent) == 8


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"a": 1}',
        '{"a": {"Host": "x"}}',
        '{"a": {"A": "b\\r\\nC: d"}}',
        '{"a": {"A b": "c"}}',
        '{"https://a/": {}}',
        '{"a:b": {}}',
        '{"": {}}',
        '{"::1": {}}',
    ],
)
def test_headers_that_cannot_be_sent_are_errors(text):
    with pytest.raises(NetSettingsError, match="SITECHECK_HEADERS"):
        headers_from_environment({"SITECHECK_HEADERS": text})


def test_excluded_and_unasked():
    exchange, seen = mocked(ok)
    settings = NetSettings(exclude=("http://*.com/*",), registries=False)
    urls = [
        "http://example.com/",
        "mailto:a@b",
        "http://h.test:81/",
        "http://[",
        "https://arxiv.org/abs/2513.1",
    ]
    report = check_urls(urls, settings, exchange=exchange)
    assert seen == []
    assert [s.cause for s in report.statuses.values()] == [
        "excluded",
        "other-scheme",
        "port",
        "invalid-host",
        "bad-arxiv-id",
    ]


@pytest.mark.parametrize("pattern", ["(a+)+$", r"example\.com", "^http", "a.*b", "a|b", "(?i)x"])
def test_regular_expressions_are_refused(pattern):
    """A pull request could write one that takes for ever; patterns are addresses with `*`."""
    with pytest.raises(NetSettingsError, match="regular expression"):
        check_urls([], NetSettings(exclude=(pattern,)), exchange=mocked(ok)[0])


def test_exclude_patterns_are_matched_in_time():
    exchange, _ = mocked(ok)
    urls = [f"http://h.test/{'a' * 4000}{number}" for number in range(50)]
    started = time.process_time()
    check_urls(urls, NetSettings(exclude=("*a" * 200 + "b",), per_host=50, spacing=0), exchange=exchange)
    assert time.process_time() - started < 5 * slowness()


def test_a_host_that_says_nothing_is_left_alone():
    def handler(request):
        raise httpx.ConnectTimeout("no")

    exchange, seen = mocked(handler)
    settings = NetSettings(spacing=0, per_host=1, retry_wait=0.001, registries=False)
    report = check_urls([f"http://down.test/{n}" for n in range(50)], settings, exchange=exchange)
    assert len(seen) <= 6
    assert {s.verdict for s in report.statuses.values()} == {Verdict.UNVERIFIABLE}


def test_no_name_is_dead_when_no_name_can_be_found(guarded):
    def lookup(host):
        import socket

        lookups.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "none")

    lookups = []
    report = check_urls(["http://gone.test/"], QUICK, exchange=guarded(lookup))
    assert report.statuses["http://gone.test/"].verdict is Verdict.UNVERIFIABLE
    assert lookups == ["gone.test"] * 2 + ["example.com"] * 2

    def with_canary(host):
        return ["8.8.8.8"] if host == "example.com" else lookup(host)

    report = check_urls(["http://gone.test/"], QUICK, exchange=guarded(with_canary))
    assert (report.statuses["http://gone.test/"].verdict, report.statuses["http://gone.test/"].cause) == (
        Verdict.DEAD,
        "no-such-host",
    )


@pytest.mark.parametrize("address", ["127.0.1.1", "192.168.0.7", "::1"])
def test_a_name_of_the_machines_own_list_says_nothing_of_the_others(guarded, address):
    """An offline machine told every link as dead where one leads to a name in its hosts file."""

    def lookup(host):
        import socket

        if host == "own.test":
            return [address]
        raise socket.gaierror(socket.EAI_NONAME, "none")

    report = check_urls(["http://own.test/", "http://gone.test/"], QUICK, exchange=guarded(lookup))
    status = report.statuses["http://gone.test/"]
    assert (status.verdict, status.cause) == (Verdict.UNVERIFIABLE, "lookup-failed")


def test_names_that_nobody_waits_for_any_more_are_not_looked_up():
    """Hundreds of names whose servers never answer kept each other name from being found."""
    begun, answered = [], threading.Event()

    def lookup(host):
        begun.append(host)
        answered.wait(60)
        return ["192.0.2.1"]

    async def run():
        resolver = ThreadResolver(lookup, threads=1, timeout=0.2)
        slow = [resolver.resolve(f"slow{number}.test") for number in range(4)]
        given_up = await asyncio.gather(*slow, return_exceptions=True)
        answered.set()
        resolver._timeout = 60
        return given_up, await resolver.resolve("good.test")

    given_up, found = asyncio.run(run())
    assert all(isinstance(error, LookupFailed) for error in given_up)
    assert (begun, [str(address) for address in found]) == (["slow0.test", "good.test"], ["192.0.2.1"])


def test_a_gone_host_behind_any_transport():
    def handler(request):
        raise NoSuchHost("no")

    exchange, _ = mocked(handler)
    assert (
        check_urls(["http://gone.test/"], QUICK, exchange=exchange).statuses["http://gone.test/"].verdict
        is Verdict.DEAD
    )


def test_registries_answer_for_the_pages():
    known = "<feed><entry><id>http://arxiv.org/abs/2301.00001v2</id></entry></feed>"

    def handler(request):
        if request.url.host == "export.arxiv.org":
            return httpx.Response(200, text=known)
        if request.url.path.startswith("/api/handles/"):
            found = "10.1000/182" in request.url.path
            return httpx.Response(200 if found else 404, json={"responseCode": 1 if found else 100})
        if request.url.host == "api.github.com":
            return httpx.Response(200 if request.url.path == "/repos/jekyll/jekyll" else 404)
        return httpx.Response(403)

    exchange, seen = mocked(handler)
    urls = [
        "https://arxiv.org/abs/2301.00001", "https://arxiv.org/pdf/2301.00002v1", "https://doi.org/10.1000/182",
        "https://doi.org/10.1000/none", "https://github.com/jekyll/jekyll", "https://github.com/jekyll/private",
    ]  # fmt: skip
    report = check_urls(urls, NetSettings(spacing=0, github_token="t0ken"), exchange=exchange)
    assert [s.verdict.value for s in report.statuses.values()] == [
        "alive",
        "dead",
        "alive",
        "dead",
        "alive",
        "unverifiable",
    ]
    assert sum(r.url.host == "export.arxiv.org" for r in seen) == 1
    tokens = {r.url.host for r in seen if "authorization" in r.headers}
    assert tokens == {"api.github.com"}


def test_a_registry_that_fails_leaves_the_page_to_be_asked():
    def handler(request):
        return httpx.Response(503 if "/api/" in request.url.path else 200)

    exchange, _ = mocked(handler)
    report = check_urls(
        ["https://doi.org/10.1000/182"], NetSettings(spacing=0, retry_wait=0.01), exchange=exchange
    )
    assert report.statuses["https://doi.org/10.1000/182"].cause == "ok"


def test_fragments():
    body = "<h1 id=one>1</h1><a name='two'></a><h2 id='user-content-three'></h2><p id='caf\u00e9'>"

    def handler(request):
        if request.url.path == "/pdf":
            return httpx.Response(200, headers={"content-type": "application/pdf"}, content=b"%PDF")
        return httpx.Response(200, headers={"content-type": "text/html"}, content=body.encode())

    exchange, seen = mocked(handler)
    wanted = ("one", "two", "three", "caf%C3%A9", "none", "top", ":~:text=x", "/route", "page=2")
    queries = [
        Query("http://a.test/", wanted),
        Query("http://a.test/pdf", ("page=3", "x")),
        Query("https://github.com/a/b/blob/c/d", ("L3-L9",)),
    ]
    settings = NetSettings(spacing=0, registries=False, fragments=True)
    report = check_urls(queries, settings, exchange=exchange)
    assert [s.missing_fragments for s in report.statuses.values()] == [("none",), (), ()]
    assert {r.method for r in seen} == {"GET"}


SHELL = "<body><div id=root></div><script src=/a.js></script>"


@pytest.mark.parametrize(
    ("kind", "body", "fragment", "missing"),
    [
        ("text/html", codecs.BOM_UTF16_LE + "<p id=ä>".encode("utf-16-le"), "ä", False),
        ("text/html; charset=iso-8859-1", codecs.BOM_UTF8 + "<p id=ä>".encode(), "ä", False),
        ("text/html; charset=iso-8859-1", codecs.BOM_UTF8 + "<p id=ä>".encode(), "ö", True),
        ("text/html", "<p id=caf\u00e9>".encode("latin-1"), "caf%C3%A9", False),
        ("text/html", "<p id=caf\u00e9>".encode("latin-1"), "cafe", True),
        ("text/html", SHELL.encode(), "install", False),
        ("text/html", f"{SHELL}<p>{'text ' * 50}".encode(), "install", True),
        ("text/html", b"<p>a few words", "install", True),
        ("text/html", b"<meta http-equiv='Refresh' content='0; url=/b'>moved", "install", False),
        ("text/html", b"<meta charset=utf-16><p id=one>", "one", False),
        ("text/html; charset=utf-16", "<p id=one>".encode("utf-16"), "one", False),
        ("text/html; charset=utf-16", "<p id=one>".encode("utf-16"), "two", True),
        ("text/html; charset=cp037", b"<p id=one>", "one", False),
        ("text/html; charset=utf-32", b"<p id=one>", "one", False),
    ],
)
def test_fragments_that_may_be_there_are_not_missing(kind, body, fragment, missing):
    """A mark of the encoding counts before what is said of it; a script makes what a shell lacks."""
    exchange, _ = mocked(lambda request: httpx.Response(200, headers={"content-type": kind}, content=body))
    settings = NetSettings(spacing=0, registries=False, fragments=True)
    report = check_urls([Query("http://a.test/", (fragment,))], settings, exchange=exchange)
    assert [s.missing_fragments for s in report.statuses.values()] == [(fragment,) if missing else ()]


@pytest.mark.parametrize(("status", "missing"), [(200, ("x",)), (206, ()), (300, ()), (304, ()), (403, ())])
def test_what_answers_in_place_of_a_page_lacks_no_anchor(status, missing):
    """A wall that the settings accept was said to have no such anchor."""
    kind = {"content-type": "text/html"}
    exchange, _ = mocked(lambda request: httpx.Response(status, headers=kind, content=b"<p>a few words"))
    settings = NetSettings(spacing=0, registries=False, fragments=True, accept={"a.test": frozenset({403})})
    report = check_urls([Query("http://a.test/", ("x",))], settings, exchange=exchange)
    assert [s.verdict for s in report.statuses.values()] == [Verdict.ALIVE]
    assert [s.missing_fragments for s in report.statuses.values()] == [missing]


def test_no_charset_keeps_a_page_from_being_read():
    """Some codecs of Python fail, or take the square of a text; a number may have very many digits."""

    def handler(request):
        kind = f"text/html; charset={request.url.path[1:]}"
        body = b"\xff-" + b"a9" * 1_000 + b"<p id=one><p id='&#" + b"9" * 5_000 + b";'>\\z"
        return httpx.Response(200, headers={"content-type": kind}, content=body)

    exchange, _ = mocked(handler)
    names = sorted({module.name for module in pkgutil.iter_modules(encodings.__path__)} | {"a", "latin1"})
    queries = [Query(f"http://a.test/{name}", ("one",)) for name in names]
    settings = NetSettings(spacing=0, registries=False, fragments=True)
    report = check_urls(queries, settings, exchange=exchange)
    read = [name for name, s in zip(names, report.statuses.values(), strict=True) if not s.missing_fragments]
    assert {"a", "latin1", "idna", "punycode", "undefined", "unicode_escape", "utf_8", "shift_jis"} <= set(
        read
    )


def test_a_body_of_very_many_chunks_is_not_read_to_its_end(serve, monkeypatch):
    """Two million chunks of a byte took the time of all other links."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    server = serve(lambda request: head + b"1\r\nx\r\n" * 100 + b"0\r\n\r\n")
    settings = NetSettings(spacing=0, registries=False, fragments=True, allow_private=True)
    for most, missing in ((100, ("gone",)), (50, ())):
        monkeypatch.setattr(net_connection, "MAX_CHUNKS", most)
        report = check_urls([Query(server.url(), ("gone",))], settings)
        assert [s.missing_fragments for s in report.statuses.values()] == [missing]
        assert [s.verdict for s in report.statuses.values()] == [Verdict.ALIVE]


def test_a_head_that_comes_byte_by_byte_is_read_once(monkeypatch):
    """Each byte took the time of all that had come: three seconds for each link to such a server."""
    read = []
    monkeypatch.setattr(net_connection, "read_head", lambda data: read.append(len(data)) or read_head(data))
    head = b"HTTP/1.1 200 OK\r\n" + b"a:\r\n" * 500 + b"\r\n"

    async def ask():
        connection = net_connection.Connection(lambda idle: None)
        answer = connection.ask(b"", "HEAD", 0, asyncio.get_running_loop().time() + 60)
        for byte in head:
            connection.data_received(bytes([byte]))
        return await answer

    assert asyncio.run(ask()).status == 200
    assert read == [len(head)]


def test_the_deadline_ends_the_run_and_keeps_what_is_known(serve, tmp_path):
    server = serve(lambda request: SILENCE if b"/hang" in request else page())
    urls = [server.url("/fast"), server.url("/hang"), server.url("/later")]
    settings = NetSettings(allow_private=True, deadline=3, timeout=600, concurrency=1, registries=False)
    report = check_urls(urls, settings, ledger=Ledger(tmp_path))
    assert [s.cause for s in report.statuses.values()] == ["ok", "deadline", "deadline"]
    assert report.stopped == "deadline"
    assert list(json.loads((tmp_path / "links.json").read_text())["links"]) == urls[:1]


@pytest.mark.process
def test_an_interrupt_ends_the_run_and_keeps_what_is_known(serve, tmp_path):
    server = serve(lambda request: SILENCE if b"/hang" in request else page())
    file = tmp_path / "links.txt"
    file.write_text(f"{server.url('/fast')}\n{server.url('/hang')}\n")
    command = [
        sys.executable,
        "-m",
        "sitecheck.net",
        str(file),
        "--allow-private",
        "--ledger",
        str(tmp_path),
        "--json",
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "linter")}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    while len(server.requests) < 2 and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=300)
    answer = json.loads(output)
    assert answer["stopped"] == "interrupted"
    assert [row["cause"] for row in answer["urls"].values()] == ["ok", "interrupted"]
    assert list(json.loads((tmp_path / "links.json").read_text())["links"]) == [server.url("/fast")]


def test_the_limit_per_host_is_used_and_kept(serve):
    together, lock, running, most = threading.Barrier(3), threading.Lock(), [0], [0]

    def respond(request):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        together.wait(300)
        with lock:
            running[0] -= 1
        return page()

    server = serve(respond)
    settings = NetSettings(allow_private=True, per_host=3, spacing=0, timeout=600, registries=False)
    report = check_urls([server.url(f"/{n}") for n in range(12)], settings)
    assert {status.cause for status in report.statuses.values()} == {"ok"}
    assert most[0] == 3


def test_starts_on_one_host_are_spaced(serve):
    arrivals = []
    server = serve(lambda request: arrivals.append(time.monotonic()) or page())
    settings = NetSettings(allow_private=True, per_host=3, spacing=0.05, registries=False)
    began = time.monotonic()
    check_urls([server.url(f"/{n}") for n in range(12)], settings)
    assert arrivals[-1] - began >= 11 * (0.05 - LATENESS)


def test_a_429_holds_the_host_but_not_its_slot(serve):
    times: list[tuple[float, bytes]] = []

    def respond(request):
        times.append((time.monotonic(), request.split(b" ")[1]))
        first = len(times) == 1
        return page("429 Too Many", "Retry-After: 1") if first else page()

    strict, other = serve(respond), serve(lambda request: page(), address="127.0.0.2")
    urls = [strict.url("/a"), strict.url("/b"), other.url("/c")]
    settings = NetSettings(allow_private=True, concurrency=1, spacing=0.05, registries=False)
    report = check_urls(urls, settings)
    assert {s.verdict for s in report.statuses.values()} == {Verdict.ALIVE}
    assert times[1][0] - times[0][0] >= 0.99
    assert len(other.requests) == 1


def test_connections_are_reused_unless_a_head_is_answered_with_a_body(serve):
    plain, surplus = serve(lambda request: page(body=b"")), serve(lambda request: page(body=b"body"))
    settings = NetSettings(allow_private=True, per_host=1, spacing=0, registries=False)
    urls = [server.url(f"/{n}") for server in (plain, surplus) for n in range(20)]
    report = check_urls(urls, settings)
    assert {status.verdict for status in report.statuses.values()} == {Verdict.ALIVE}
    assert (plain.connections, surplus.connections) == (1, 20)


def test_progress_tells_counts_and_hosts(serve):
    server = serve(lambda request: time.sleep(0.05) or page())
    seen = []
    settings = NetSettings(allow_private=True, per_host=1, registries=False)
    check_urls([server.url(f"/{n}") for n in range(8)], settings, progress=seen.append)
    assert seen[-1].done == seen[-1].total == 8
    assert any(p.slowest and p.slowest[0].host == "127.0.0.1" for p in seen)
    assert [p.done for p in seen] == sorted(p.done for p in seen)


def test_no_pattern_is_compared_with_an_address_that_is_too_long_to_be_asked() -> None:
    """One of half a megabyte with one as long took minutes, which nothing could interrupt."""
    long = "https://a.example/" + "a" * 9_000
    report = check_urls([long, "https://a.example/a"], NetSettings(exclude=("https://a.example/*",)))
    assert [status.cause for status in report.statuses.values()] == ["too-long", "excluded"]
