"""What answers mean, without a network."""

from __future__ import annotations

import httpx
import pytest

from sitecheck.net.errors import Blocked, LookupFailed, NoSuchHost, TlsFailure
from sitecheck.net.judge import Again, Probe, judge_error, judge_reply
from sitecheck.net.reply import Reply
from sitecheck.net.retry import backoff, retry_after
from sitecheck.net.settings import NetSettings
from sitecheck.net.status import UrlStatus, Verdict
from sitecheck.net.urls import read_url

NOW = 1_700_000_000.0
SETTINGS = NetSettings()


def probe(url="http://example.com/a", method="HEAD"):
    return Probe(url, read_url(url), method)


def reply(status, **headers):
    return Reply(status, "".join(f"{n.replace('_', '-')}: {v}\r\n" for n, v in headers.items()).encode())


def run(start, *replies, settings=SETTINGS):
    """Feed replies until there is a verdict; the requests made on the way are returned too."""
    asked = []
    for answer in replies:
        asked.append((start.method, start.target.url))
        step = (judge_reply if isinstance(answer, Reply) else judge_error)(
            start, answer, settings, *([NOW] if isinstance(answer, Reply) else [])
        )
        if isinstance(step, UrlStatus):
            return step, asked
    return step, asked


@pytest.mark.parametrize("code", [404, 410])
def test_dead_needs_a_second_look_with_get(code):
    status, asked = run(probe(), reply(code), reply(code))
    assert status.verdict is Verdict.DEAD
    assert [method for method, _ in asked] == ["HEAD", "GET"]
    assert run(probe(), reply(code), reply(200))[0].verdict is Verdict.ALIVE
    assert run(probe(method="GET"), reply(code))[0] == Again()


@pytest.mark.parametrize("code", [400, 401, 402, 403, 405, 406, 418, 429, 451, 500, 502, 503, 504, 520, 999])
def test_no_other_code_is_dead(code):
    status, _ = run(probe(), *[reply(code)] * 8)
    assert status.verdict is Verdict.UNVERIFIABLE
    assert status.code == code


@pytest.mark.parametrize("host", ["linkedin.com", "www.linkedin.com", "de.linkedin.com", "x.com"])
def test_hosts_that_lie_to_robots_are_not_believed(host):
    assert run(probe(f"https://{host}/in/someone"), reply(404), reply(404))[0].cause == "wall"
    assert run(probe("https://notx.com/"), reply(404), reply(404))[0].verdict is Verdict.DEAD


@pytest.mark.parametrize(
    ("error", "verdict", "cause"),
    [
        (Blocked("private"), Verdict.REFUSED, "private-address"),
        (NoSuchHost("x"), Verdict.DEAD, "no-such-host"),
        (LookupFailed("x"), Verdict.UNVERIFIABLE, "lookup-failed"),
        (TlsFailure("tls-expired", "expired"), Verdict.TLS, "tls-expired"),
        (httpx.ReadTimeout("x"), Verdict.UNVERIFIABLE, "timeout"),
        (httpx.ConnectTimeout("x"), Verdict.UNVERIFIABLE, "timeout"),
        (httpx.ConnectError("x"), Verdict.UNVERIFIABLE, "unreachable"),
        (httpx.RemoteProtocolError("x"), Verdict.UNVERIFIABLE, "broken-answer"),
    ],
)
def test_errors(error, verdict, cause):
    status, _ = run(probe(), error, error)
    assert (status.verdict, status.cause) == (verdict, cause)


@pytest.mark.parametrize(
    ("old", "new", "change", "safe"),
    [
        ("http://h.test/a", "https://h.test/a", ("scheme",), True),
        ("http://h.test/a", "http://h.test/a/", ("slash",), True),
        ("http://h.test/a/?q=1", "https://h.test/a?q=1", ("scheme", "slash"), True),
        ("http://h.test/a", "http://www.h.test/a", ("www",), False),
        ("https://h.test/a", "http://h.test/a", ("other",), False),
        ("http://h.test/a", "http://h.test/b", ("other",), False),
        ("http://h.test/a", "https://elsewhere.test/a", ("scheme", "other"), False),
        ("http://h.test/a", "http://h.test:8080/a", ("other",), False),
    ],
)
def test_what_changed_in_a_move(old, new, change, safe):
    status, _ = run(probe(old), reply(301, Location=new), reply(200))
    assert (status.verdict, status.final_url, status.change) == (Verdict.MOVED, new, change)
    assert status.safe_to_rewrite is safe
    assert ("downgrade" in status.notes) is (old.startswith("https") and new.startswith("http:"))


def test_only_permanent_redirects_move_a_link():
    first = reply(302, Location="/b")
    status, _ = run(probe(), first, reply(301, Location="/c"), reply(200))
    assert (status.verdict, status.final_url) == (Verdict.ALIVE, "http://example.com/c")
    status, _ = run(probe(), reply(308, Location="/b"), reply(307, Location="/c"), reply(200))
    assert (status.verdict, status.final_url) == (Verdict.MOVED, "http://example.com/b")


def test_the_part_of_a_page_that_a_move_names_is_kept():
    status, _ = run(probe(), reply(301, Location="/b#part"), reply(308, Location="/c"), reply(200))
    assert (status.final_url, status.change) == ("http://example.com/c#part", ("other",))
    status, _ = run(probe(), reply(301, Location="/a/#part"), reply(200))
    assert not status.safe_to_rewrite
    for odd in ("#a)b", "#", "#a b", "#<b>", "#" + "x" * 300):
        assert (
            run(probe(), reply(301, Location=f"/b{odd}"), reply(200))[0].final_url == "http://example.com/b"
        )
    token = run(probe(), reply(301, Location="/b#access_token=s3cret"), reply(200))[0]
    assert "s3cret" not in repr(token)


def test_a_move_to_an_address_with_secrets_is_not_offered():
    status, _ = run(probe(), reply(301, Location="/b?token=s3cret"), reply(200))
    assert status.verdict is Verdict.ALIVE
    assert "s3cret" not in repr(status)


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        (b"/caf\xe9?q=\xfc", "/caf%E9?q=%FC"),
        ("/café".encode(), "/caf%C3%A9"),
        ("/é".encode() + b"\xff", "/%C3%A9%FF"),
    ],
)
def test_the_bytes_of_a_redirect_are_asked_for_as_browsers_do(location, asked):
    """As Chromium 156 does, which was watched."""
    answer = Reply(301, b"Location: " + location + b"\r\n")
    status, seen = run(probe(), answer, reply(200))
    assert seen[1][1] == status.final_url == f"http://example.com{asked}"


def test_bytes_are_no_host():
    answer = Reply(301, b"Location: http://caf\xe9.example/\r\n")
    assert run(probe(), answer)[0].cause == "bad-redirect"


def test_redirects_end():
    hops = [reply(302, Location=f"/{number}") for number in range(20)]
    status, asked = run(probe(), *hops)
    assert status.cause == "too-many-redirects"
    assert len(asked) == SETTINGS.max_redirects + 1
    assert run(probe(), reply(302, Location="/b"), reply(302, Location="/a"))[0].cause == "redirect-loop"


def test_patience_is_bounded():
    step, _ = run(probe(), reply(429, Retry_After="7"))
    assert step == Again(7.0, slow_down=True)
    status, asked = run(probe(), *[reply(429, Retry_After="1")] * 9)
    assert status.cause == "rate-limited"
    assert len(asked) <= SETTINGS.tries + 2
    assert not isinstance(run(probe(method="GET"), reply(429, Retry_After="99999999"))[0], Again)
    assert run(probe(), reply(503, Retry_After="3"))[0] == Again(3.0, slow_down=True)


def test_accepted_codes_belong_to_their_host():
    settings = NetSettings(accept={"*.example.com": frozenset({403}), "other.test": frozenset({500})})
    assert run(probe("http://a.example.com/"), reply(403), settings=settings)[0].verdict is Verdict.ALIVE
    assert run(probe("http://other.test/"), reply(500), settings=settings)[0].verdict is Verdict.ALIVE
    refused, _ = run(probe("http://third.test/"), reply(403), reply(403), settings=settings)
    assert refused.verdict is Verdict.UNVERIFIABLE


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("0", 0), ("120", 120), (" 5 ", 5), ("-1", None), ("1.5", None), ("soon", None), ("", None),
        ("٣", None), ("Tue, 14 Nov 2023 22:14:20 GMT", 60), ("Tuesday, 14-Nov-23 22:14:20 GMT", 60),
        ("Tue Nov 14 22:14:20 2023", 60), ("Tue, 14 Nov 2000 22:14:20 GMT", 0), ("9" * 400, 999999999999),
    ],
)  # fmt: skip
def test_retry_after(value, seconds):
    assert retry_after(value, NOW) == seconds


def test_backoff_grows():
    assert 1.0 <= backoff(1, 1.0) <= 1.25
    assert 4.0 <= backoff(3, 1.0) <= 5.0
