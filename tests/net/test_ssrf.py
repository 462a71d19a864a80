"""No URL, name, redirect or rebinding leads to an address that is not public."""

from __future__ import annotations

import ipaddress
import itertools

import httpx
import pytest

from sitecheck.net import NetSettings, Verdict, check_urls
from sitecheck.net.address import AddressPolicy
from sitecheck.net.connection import Connection
from sitecheck.net.errors import Blocked
from sitecheck.net.transport import Ask
from sitecheck.net.urls import read_url

HARMLESS = {Verdict.REFUSED, Verdict.MALFORMED, Verdict.UNVERIFIABLE, Verdict.SKIPPED, Verdict.DEAD}

LITERAL = [
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7F.0.0.0x1",
    "017700000001", "0177.0.0.1", "0", "0.0.0.0", "127.255.255.254", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:0a00:1::1]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]",
    "[fec0::1]", "[ff02::1]", "[100::1]", "[3fff::1]", "[5f00::1]", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1", "203.0.113.1",
    "example.com@127.0.0.1", "127.0.0.1\\@example.com", "example.com\\@127.0.0.1", "１２７.０.０.１",
    "127。0。0。1", "①②⑦.⓪.⓪.①", "%31%32%37.0.0.1", "127.0.0.1%00.example.com", "127.0.0.1\t", "[::1",
]  # fmt: skip

NAMES = {
    "loopback.test": ["127.0.0.1"],
    "private.test": ["10.1.2.3"],
    "metadata.test": ["169.254.169.254"],
    "mixed.test": ["127.0.0.2", "127.0.0.1"],
    "mixed-last.test": ["127.0.0.2", "127.0.0.2", "192.168.0.1"],
    "v6.test": ["::1"],
    "v6-mixed.test": ["127.0.0.2", "::1"],
    "mapped.test": ["::ffff:127.0.0.1"],
    "nat64.test": ["64:ff9b::7f00:1"],
    "scoped.test": ["fe80::1%lo"],
    "localhost": ["127.0.0.1"],
    "localhost.": ["127.0.0.1"],
}

LOCATIONS = [
    "http://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http://[::1]:{port}/", "http://2130706433:{port}/",
    "http://0x7f.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://loopback.test:{port}/",
    "http://localhost:{port}/", "http://x@127.0.0.1:{port}/", "http://127.0.0.1\\@safe.test:{port}/",
    "https://127.0.0.1:{port}/", "file:///etc/passwd", "gopher://127.0.0.1:{port}/_x", "ftp://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/", "\thttp://127.0.0.1:{port}/", "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/", "/\\127.0.0.1:{port}/",
]  # fmt: skip


@pytest.fixture
def secret(serve):
    """A server on 127.0.0.1 that must never be reached."""
    return serve(lambda request: b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")


def settings(*ports):
    return NetSettings(
        ports=frozenset({80, 443, *ports}), spacing=0, retry_wait=0.01, timeout=2, registries=False
    )


def test_attempts_are_many():
    assert len(LITERAL) + len(NAMES) + len(LOCATIONS) >= 80


def test_no_literal_or_name_gets_through(secret, guarded):
    transport = guarded(NAMES, "127.0.0.2/32")
    urls = [f"http://{host}:{secret.port}/" for host in [*LITERAL, *NAMES]]
    report = check_urls(urls, settings(secret.port), exchange=transport)
    assert secret.connections == 0
    assert set(transport.dialled) <= {"127.0.0.2"}
    assert {url: s for url, s in report.statuses.items() if s.verdict not in HARMLESS} == {}
    assert report.statuses[f"http://2130706433:{secret.port}/"].cause == "private-address"
    assert report.statuses[f"http://mixed.test:{secret.port}/"].cause == "private-address"


@pytest.mark.parametrize("location", LOCATIONS)
@pytest.mark.parametrize("status", ["301 Moved", "307 Temporary"])
def test_no_redirect_gets_through(secret, serve, guarded, location, status):
    target = location.format(port=secret.port)
    answer = f"HTTP/1.1 {status}\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
    door = serve(lambda request: answer, address="127.0.0.2")
    transport = guarded({**NAMES, "safe.test": ["127.0.0.2"]}, "127.0.0.2/32")
    url = door.url(host="safe.test")
    report = check_urls([url], settings(door.port, secret.port), exchange=transport)
    assert secret.connections == 0
    assert set(transport.dialled) == {"127.0.0.2"}
    assert report.statuses[url].verdict in HARMLESS
    assert report.statuses[url].verdict is not Verdict.DEAD


def test_rebinding_between_requests_changes_nothing(secret, serve, guarded):
    door = serve(
        lambda request: b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        address="127.0.0.2",
    )
    answers = itertools.chain([["127.0.0.2"]], itertools.repeat(["127.0.0.1"]))
    lookups = []

    def lookup(host):
        lookups.append(host)
        return next(answers)

    transport = guarded(lookup, "127.0.0.2/32")
    urls = [door.url(f"/{number}", "rebind.test") for number in range(5)]
    report = check_urls(urls, settings(door.port), exchange=transport)
    assert lookups == ["rebind.test"]
    assert set(transport.dialled) == {"127.0.0.2"}
    assert {status.verdict for status in report.statuses.values()} == {Verdict.ALIVE}


async def _ask(transport, url):
    return await transport.exchange(Ask(read_url(url), "GET", b"", 100, 2.0))


def test_a_socket_that_leads_elsewhere_is_dropped_before_anything_is_sent(serve, guarded, monkeypatch):
    import asyncio

    door = serve(lambda request: b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", address="127.0.0.2")
    transport = guarded({"safe.test": ["127.0.0.2"]}, "127.0.0.2/32")
    monkeypatch.setattr(Connection, "peer", property(lambda self: "10.0.0.1"))
    with pytest.raises(Blocked):
        asyncio.run(_ask(transport, door.url(host="safe.test")))
    assert door.requests == []


def test_ports_besides_the_allowed_are_not_asked_even_after_a_redirect(secret, serve, guarded):
    answer = f"HTTP/1.1 302 Found\r\nLocation: http://safe.test:{secret.port}/\r\nContent-Length: 0\r\n\r\n".encode()
    door = serve(lambda request: answer, address="127.0.0.2")
    transport = guarded({"safe.test": ["127.0.0.2"]}, "127.0.0.2/32")
    urls = [door.url(host="safe.test"), f"http://safe.test:{secret.port}/direct"]
    report = check_urls(urls, settings(door.port), exchange=transport)
    assert [status.cause for status in report.statuses.values()] == ["port", "port"]


def test_allow_private_lets_an_intranet_be_checked(secret):
    report = check_urls([secret.url()], NetSettings(allow_private=True, registries=False))
    assert report.statuses[secret.url()].verdict is Verdict.ALIVE


NEVER = {
    "169.254.169.254": ["169.254.169.254"], "meta.test": ["169.254.169.254"], "mixed.test": ["127.0.0.1", "169.254.1.2"],
    "[::ffff:169.254.169.254]": [], "[64:ff9b::a9fe:a9fe]": [], "[2002:a9fe:a9fe::]": [], "[::169.254.169.254]": [],
    "[fe80::a9fe:a9fe]": [], "scoped.test": ["fe80::1%lo"], "[fd00:ec2::254]": [], "[fd20:ce::254]": [],
    "[fd00:c1::a9fe:a9fe]": [], "[fd00:42::42]": [], "100.100.100.200": [], "192.0.0.192": [], "168.63.129.16": [],
    "2852039166": ["169.254.169.254"], "0xa9fea9fe": ["169.254.169.254"],
}  # fmt: skip
"""Hosts at which a machine learns its own secrets, and the addresses that they have."""


def test_what_clouds_tell_a_machine_alone_is_not_asked_in_an_intranet_either(secret, serve, guarded):
    doors = {}
    for host in NEVER:
        target = f"http://{host}/latest/meta-data/"
        answer = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
        doors[target] = serve(lambda request, answer=answer: answer).url()
    transport = guarded(NEVER)
    transport.policy = AddressPolicy(allow_private=True)
    chosen = NetSettings(allow_private=True, spacing=0, registries=False)
    report = check_urls([*doors, *doors.values(), secret.url()], chosen, exchange=transport)
    assert report.statuses.pop(secret.url()).verdict is Verdict.ALIVE
    assert {url: status for url, status in report.statuses.items() if status.verdict not in HARMLESS} == {}
    assert {status.cause for status in report.statuses.values()} <= {
        "private-address",
        "invalid-url",
        "invalid-host",
    }
    assert set(transport.dialled) == {"127.0.0.1"}


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "100.64.0.1",
        "::1",
        "fc00::1",
        "fd00::1",
        "::ffff:10.0.0.1",
    ],
)
def test_an_intranet_is_no_secret_of_a_machine(address):
    assert AddressPolicy(allow_private=True).refusal(ipaddress.ip_address(address)) is None
    assert AddressPolicy().refusal(ipaddress.ip_address(address)) is not None


def test_the_httpx_interface_is_guarded_too(secret, guarded):
    import asyncio

    async def get():
        async with httpx.AsyncClient(transport=guarded({}), trust_env=False) as client:
            return await client.get(secret.url())

    with pytest.raises(Blocked):
        asyncio.run(get())
    assert secret.connections == 0
