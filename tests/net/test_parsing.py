"""URLs, heads of answers, addresses: nothing crashes, and what is read fast is read right."""

from __future__ import annotations

import ipaddress
import time

import h11
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.net import mask_text, mask_url
from sitecheck.net.address import special_use
from sitecheck.net.fragments import page_ids
from sitecheck.net.identifiers import form_problem, is_arxiv_id, is_isbn
from sitecheck.net.reply import Reply, read_head
from sitecheck.net.status import Verdict
from sitecheck.net.urls import Target, UrlProblem, join_url, read_url

url_like = st.one_of(
    st.text(max_size=60).map("http://{}".format),
    st.from_regex(r"https?://[a-z0-9.:@\[\]%-]{0,20}(/[ -~\u00e9\u2603]{0,30})?", fullmatch=True),
    st.text(max_size=40),
)


@given(url_like)
def test_every_text_is_a_target_or_a_problem(text):
    target = read_url(text)
    assert isinstance(target, (Target, UrlProblem))
    if isinstance(target, Target):
        assert target.url.isascii()
        assert not set(target.url) & set("\r\n\t \x00")
        assert "@" not in target.authority
        assert read_url(target.url) == target
    mask_url(text)
    form_problem(text)


@given(st.from_regex(r"https?://[a-z0-9.-]{1,20}(:[0-9]{1,5})?(/[a-z0-9._~=&?/-]{0,20})?", fullmatch=True))
def test_the_fast_way_agrees_with_the_full_parser(text):
    target = read_url(text)
    if isinstance(target, Target):
        parsed = httpx.URL(text)
        assert target.host == parsed.raw_host.decode()
        assert target.path == parsed.raw_path.decode()
        assert target.port == (parsed.port or {"http": 80, "https": 443}[parsed.scheme])


location = st.lists(
    st.sampled_from(
        ["a", "/", "//", ".", "..", "?", "=", "&", "~", "-", "%20", ":", "@", "//x", "[", "é", " "]
    ),
    max_size=9,
)


@given(
    st.sampled_from(["http://a.b/c/d", "https://x-y.example:8443/a?b", "http://[::1]/x"]),
    location.map("".join),
)
def test_the_fast_way_of_a_location_agrees_with_the_full_parser(base, rest):
    """All addresses below the host alone go the fast way, and no rule of joining changes them."""
    target = read_url(base)
    assert isinstance(target, Target)
    try:
        expected = read_url(str(httpx.URL(base).join(f"/{rest}".strip(" \t").replace(" ", "%20"))))
    except (httpx.InvalidURL, ValueError):
        return
    joined = join_url(target, f"/{rest}")
    assert joined == expected or isinstance(joined, UrlProblem)


@given(url_like)
def test_every_location_is_a_target_or_a_problem(text):
    assert isinstance(join_url(Target("http", "example.com", 80, "/a/b"), text), (Target, UrlProblem))


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://", "no-host"), ("http:///x", "no-host"), ("http://a..b/", "invalid-host"),
        ("http://ex ample.com/", "bad-characters"), ("http://h:99999/", "invalid-port"), ("http://h:0/", "invalid-port"),
        ("http://[::g]/", "invalid-url"), ("http://256.1.1.1/", "invalid-url"), ("http://1.2.3.4.5/", "invalid-host"),
        ("http://h/\\x", "backslash"), ("//h/x", "no-scheme"), ("http://" + "a" * 64 + ".com/", "invalid-host"),
        ("http://h/\ud800", "bad-characters"), ("http://h:port/", "invalid-host"), ("http://h/a\nb", "bad-characters"),
    ],
)  # fmt: skip
def test_malformed(url, cause):
    problem = read_url(url)
    assert isinstance(problem, UrlProblem)
    assert (problem.verdict, problem.cause) == (Verdict.MALFORMED, cause)


@pytest.mark.parametrize("end", ["a", "%61"])
def test_an_address_that_is_too_long_is_not_asked_nor_shown(end):
    """A redirect may lead to one of 128 kB, and a report would have it for each link."""
    for problem in (
        read_url(f"http://h/{end * 8200}"),
        join_url(Target("http", "h", 80, "/"), f"/{end * 8200}"),
    ):
        assert isinstance(problem, UrlProblem)
        assert problem.cause in ("too-long", "bad-characters")


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("http://EXAMPLE.com:80", "http://example.com/"), ("https://example.com:443/a/../b#f", "https://example.com/b"),
        ("http://bücher.example/ü?ä", "http://xn--bcher-kva.example/%C3%BC?%C3%A4"), ("http://☃.net/", "http://xn--n3h.net/"),
        ("http://u:p@example.com/x", "http://example.com/x"), ("http://[2001:DB8::1]:81/", "http://[2001:db8::1]:81/"),
        ("http://example.com./", "http://example.com./"),
    ],
)  # fmt: skip
def test_normalised(url, normal):
    target = read_url(url)
    assert isinstance(target, Target)
    assert target.url == normal


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://me:pw@h/x", "https://***@h/x"),
        ("https://h/?access_token=abc&q=1", "https://h/?access_token=***&q=1"),
        ("https://h/?a=1&X-Amz-Signature=ff#k", "https://h/?a=1&X-Amz-Signature=***#k"),
        ("https://h/?key=abc&keyboard=qwerty", "https://h/?key=***&keyboard=qwerty"),
        ("https://h/a@b?page=1", "https://h/a@b?page=1"),
    ],
)
def test_masked(url, masked):
    assert mask_url(url) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("[x](https://me:pw@h/) a=b", "[x](https://*****@h/) a=b"), ("<//me:pw@h/>", "<//*****@h/>"),
        ('"http://h/?q=1&amp;api_key=abc" k', '"http://h/?q=1&amp;api_key=***" k'),
        ("see [x](http://h/?token=ab), a@b.c", "see [x](http://h/?token=**), a@b.c"),
        ("<https:me:pw@h>", "<https:*****@h>"), ("https:\\\\me:pw@h https:\\/\\/me:pw@h", "https:\\\\*****@h https:\\/\\/*****@h"),
        ("<http://me:a/b@h/>", "<http://******@h/>"), ("http://h:80/@me http://h:/a@b", "http://h:80/@me http://h:/a@b"),
        ("http://[::1]:80/a@b http:a@b", "http://[::1]:80/a@b http:a@b"),
        ("// me@example.org = mail", "// me@example.org = mail"), ("https://h/@me/x@1?v=2", "https://h/@me/x@1?v=2"),
    ],
)  # fmt: skip
def test_masked_in_text(text, masked):
    assert mask_text(text) == masked


@given(url_like)
def test_masking_text_keeps_the_length_and_is_done_once(text):
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert mask_text(masked) == masked


@given(st.binary(max_size=200).map(b"HTTP/1.1 200 OK\r\n".__add__))
def test_a_head_that_is_read_fast_is_what_h11_reads(data):
    head = read_head(data)
    if head is None:
        return
    parser = h11.Connection(h11.CLIENT)
    parser.send(h11.Request(method="HEAD", target="/", headers=[("Host", "h")]))
    parser.send(h11.EndOfMessage())
    parser.receive_data(data[: head.end])
    event = parser.next_event()
    assert isinstance(event, h11.Response)
    assert event.status_code == head.status
    lengths = [value for name, value in event.headers if name == b"content-length"]
    assert ([] if head.length is None else [head.length]) == [int(value) for value in lengths]


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\n\n", b"HTTP/1.1 103 Early\r\n\r\n", b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nA : b\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_not_plain_goes_to_the_full_parser(data):
    assert read_head(data) is None


@pytest.mark.parametrize(
    ("function", "unit"),
    [
        (mask_url, "?token"), (mask_url, "//a@"), (mask_text, "//a:"), (mask_text, "?token"), (read_url, "http://a."),
        (page_ids, "<a id="), (form_problem, "http://arxiv.org/abs/"),
        (lambda text: mask_text(f"@ {text}"), "://a:b/"), (lambda text: mask_text(f"@ {text}"), "http:a:"),
        (lambda text: read_head(text.encode()), "HTTP/1.1 200 OK\r\nA: b\r\n"),
    ],
)  # fmt: skip
def test_work_stays_in_proportion(function, unit):
    """What grows with the square takes 4,096 times as long for 64 times the text; the clock is the text's own."""

    small = max(min(_cpu_time(function, unit * 2_000) for _ in range(3)), 1e-4)
    assert any(_cpu_time(function, unit * 128_000) < 64 * small * 20 for _ in range(3))


def _cpu_time(function, text):
    start = time.thread_time()
    function(text)
    return time.thread_time() - start


def test_gzip_is_read_up_to_the_limit_only():
    import gzip

    reply = Reply(200, b"Content-Encoding: gzip\r\n", gzip.compress(b"x" * 10_000_000))
    assert reply.decoded_body(1000) == b"x" * 1000
    assert Reply(200, b"Content-Encoding: br\r\n", b"x").decoded_body(10) is None


@pytest.mark.parametrize("length", [0, 10, -8, -1, None])
def test_of_a_packed_body_that_was_cut_off_nothing_is_said(length):
    import gzip

    packed = gzip.compress(b"x" * 100)
    is_whole = length is None
    assert Reply(200, b"Content-Encoding: gzip\r\n", packed[:length]).decoded_body(1000) == (
        b"x" * 100 if is_whole else None
    )
    assert Reply(200, b"Content-Encoding: gzip\r\n", packed * 2).decoded_body(1000) is None


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "1.1.1.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "172.32.0.1",
        "100.128.0.1",
    ],
)
def test_public_addresses(address):
    assert special_use(ipaddress.ip_address(address)) is None


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_public(address):
    if address.is_private or address.is_multicast or address.is_reserved or address.is_link_local:
        assert special_use(address) is not None or address in ipaddress.ip_network("192.0.0.8/29")
        assert special_use(ipaddress.IPv6Address(f"::ffff:{address}")) is not None


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("https://arxiv.org/abs/2513.12345", "bad-arxiv-id"), ("https://arxiv.org/pdf/1412.12345.pdf", "bad-arxiv-id"),
        ("https://arxiv.org/abs/arXiv:2001.05478", None), ("https://arxiv.org/abs/2106.01890.pdf", None),
        ("https://arxiv.org/pdf/ARXIV:hep-th/9901001v1.ps.gz", None), ("https://arxiv.org/abs/arXiv:2513.12345", "bad-arxiv-id"),
        ("https://arxiv.org/abs/2301.00001.html", "bad-arxiv-id"),
        ("https://arxiv.org/abs/2301.00001v2", None), ("https://arxiv.org/abs/math.GT/0309136", None),
        ("https://arxiv.org/abs/hep-th/9901001", None), ("https://arxiv.org/list/math/new", None),
        ("https://doi.org/10.1000/182", None), ("https://doi.org/10.123", "bad-doi"), ("https://doi.org/10/abc", None),
        ("https://dx.doi.org/10.1002/(SICI)1096-8644(199601)", None), ("https://doi.org/the-identifier", None),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", None), ("https://www.youtube.com/watch?v=short", "bad-youtube-id"),
        ("https://youtu.be/dQw4w9WgXcQ?t=3", None), ("https://youtu.be/dQw4w9WgXcQx", None),
        ("https://youtu.be/dQw4w9WgXc", "bad-youtube-id"),
        ("https://github.com/jekyll/jekyll", None), ("https://github.com/a.b/c", "bad-github-name"),
        ("https://github.com/jekyll//jekyll", None),
        ("https://openlibrary.org/isbn/9780140328721", None), ("https://openlibrary.org/isbn/9780140328722", "bad-isbn"),
        ("https://example.com/abs/2513.1", None),
    ],
)  # fmt: skip
def test_identifiers_by_form(url, cause):
    problem = form_problem(url)
    assert (problem.cause if problem else None) == cause


def test_isbn_and_arxiv():
    assert is_isbn("0-306-40615-2")
    assert is_isbn("080442957X")
    assert not is_isbn("0306406153")
    assert is_arxiv_id("0704.0001")
    assert not is_arxiv_id("0703.0001")
