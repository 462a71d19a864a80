"""The script catalogue: its form, its matcher, its fixes, and that it never cries wolf."""

from __future__ import annotations

import itertools
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools import check_scripts_catalogue as check

from sitecheck.api import UNKNOWN
from sitecheck.text.days import has_come
from sitecheck_rules.scripts._address import Address, parse
from sitecheck_rules.scripts._catalogue import CATEGORIES, LINK, LOADS, Catalogue, catalogue, read_entry
from sitecheck_rules.scripts._inline import match_text
from sitecheck_rules.scripts._networks import package_files
from sitecheck_rules.scripts._repair import known_integrity, new_address
from sitecheck_rules.scripts._versions import in_range, parse_version

HEALTHY = [
    line
    for line in (Path(__file__).parent / "healthy_addresses.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


# The check of the sources


def test_the_catalogue_is_in_order() -> None:
    assert list(check.problems()) == []


def test_the_json_is_made_of_the_sources() -> None:
    assert check.TARGET.read_text(encoding="utf-8") == check.render()


def entry(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": "dead-example",
        "category": "dead-host",
        "since": "2020-01",
        "hosts": ["dead.example"],
        "why": "it closed",
        "effect": "nothing comes",
        "advice": "remove it",
        "sources": ["a notice"],
        "confidence": "high",
        "tests": ["https://dead.example/x.js"],
    }
    return {key: value for key, value in (base | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({}, ""),
        ({"id": "Dead_Example"}, "kebab-case"),
        ({"category": "boring"}, "category"),
        ({"since": "2020-13"}, "date"),
        ({"since": "long ago"}, "date"),
        ({"sources": []}, "sources is missing"),
        ({"sources": ["not verified (general knowledge)"]}, "source"),
        ({"confidence": "low"}, "confidence"),
        ({"hosts": None}, "matches nothing"),
        ({"hosts": ["Dead.Example"]}, "lower case"),
        ({"why": "it closed."}, "full stop"),
        ({"loads": ["scripts"]}, "loads"),
        ({"paths": ["/(?!x)"]}, "unless"),
        ({"paths": ["/("]}, "no expression"),
        ({"paths": ["/(?:a+)+b"]}, "quadratic"),
        ({"sources": ["somebody said so"]}, "source"),
        ({"sources": ["a.example/x", "a.example/x"]}, "source"),
        ({"remedy": {"rewrite": [["a", "http://b/"]]}}, "https"),
        ({"remedy": {"bump": {"version": "3", "networks": ["npm"]}}}, "exact version"),
    ],
)
def test_the_check_sees_a_malformed_entry(changes: dict[str, Any], complaint: str) -> None:
    found = list(check.form_problems(entry(**changes)))
    assert complaint in "\n".join(found) if complaint else not found
    assert bool(found) == bool(complaint)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({}, ""),
        ({"tests": ["https://alive.example/x.js"]}, "does not match its test"),
        ({"misses": ["https://dead.example/y.js"]}, "matches https://dead.example/y.js"),
    ],
)
def test_the_check_tries_the_examples(changes: dict[str, Any], complaint: str) -> None:
    record = entry(**changes)
    tried = Catalogue([check.read_record(record)], [], {})
    assert complaint in "\n".join(check.example_problems(record, tried))
    assert bool(list(check.example_problems(record, tried))) == bool(complaint)


def test_the_check_tries_the_healthy_addresses() -> None:
    broad = Catalogue([check.read_record(entry(hosts=["code.jquery.com"]))], [], {})
    assert any("jquery-3.7.1.min.js" in line for line in check.healthy_problems(broad))


def test_the_check_sees_a_host_that_two_entries_claim() -> None:
    other = entry(id="another-example")
    assert list(check.overlap_problems([entry(), other])) == [
        "another-example: dead-example has the host dead.example, too"
    ]
    assert not list(check.overlap_problems([entry(), entry(id="another-example", paths=["/x"])]))
    assert not list(check.overlap_problems([entry(loads=["image"]), entry(id="b", loads=["script"])]))


def test_the_catalogue_is_as_large_as_it_says() -> None:
    assert len(catalogue().entries) >= 300
    assert len(HEALTHY) >= 300


# No wolf


@pytest.mark.parametrize("load", [*LOADS, LINK])
def test_healthy_addresses_match_nothing(load: str) -> None:
    hits = {address: catalogue().match(address, load) for address in HEALTHY}
    assert {address: hit.entry.id for address, hit in hits.items() if hit} == {}


def masked(address: str) -> list[str]:
    """``address`` with each stretch of its words unknown in turn, and nothing."""
    cuts = [0, *(match.end() for match in re.finditer(r"\w+|\W", address))]
    return [
        address[:start] + UNKNOWN + address[end:]
        for start, end in itertools.combinations_with_replacement(cuts, 2)
    ]


@pytest.mark.slow
def test_an_unknown_part_of_a_healthy_address_matches_nothing() -> None:
    """The healthy address is one of the values the unknown part may have."""
    for address in HEALTHY:
        for text in masked(address):
            assert catalogue().match(text, "script") is None, text


@pytest.mark.slow
def test_an_unknown_part_of_a_near_miss_does_not_match_its_entry() -> None:
    for record in check.read_source()[0]:
        for address in record.get("misses", ()):
            if not address.startswith(("text:", "markup:")):
                for text in masked(address):
                    found = [m.entry.id for m in catalogue().matches(text, "script", optional=True)]
                    assert record["id"] not in found, text


@pytest.mark.parametrize(
    "version", [UNKNOWN, f"3.{UNKNOWN}", f"{UNKNOWN}.4.1", f"3.4.1{UNKNOWN}", f"{UNKNOWN}3.4.1"]
)
def test_an_unknown_version_is_not_judged(version: str) -> None:
    assert (
        catalogue().match(f"https://cdn.jsdelivr.net/npm/jquery@{version}/dist/jquery.js", "script") is None
    )


@given(st.text(max_size=200))
def test_any_text_can_be_matched(text: str) -> None:
    for prefix in ("", "//", "https://cdn.jsdelivr.net/", "https://cdn.jsdelivr.net/combine/npm/"):
        catalogue().match(prefix + text, "script", optional=True)
    match_text(catalogue(), text)
    catalogue().match_markup(text, text.split(), text)


def test_long_addresses_and_scripts_are_cheap() -> None:
    """A quadratic expression would not come back from these."""
    units = (
        "/",
        "a",
        "a.",
        "@",
        "jquery-1.",
        "'//a.js",
        '"https://',
        "UA-1",
        "/*",
        "*/*",
        '\\"',
        '"\\',
        "`",
        "`\\",
    )
    for unit in units:
        assert catalogue().match("https://cdn.jsdelivr.net/" + unit * 500_000, "script") is None
        match_text(catalogue(), unit * 100_000)


# Which entry


@pytest.mark.parametrize(
    ("address", "load", "expected"),
    [
        (
            "https://cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-MML-AM_CHTML",
            "script",
            "mathjax-cdn-host",
        ),
        ("HTTPS://CDN.MathJax.org/mathjax/latest/MathJax.js", "script", "mathjax-cdn-host"),
        ("  //cdn.mathjax.org/x  ", "script", "mathjax-cdn-host"),
        ("https://cdn\n.mathjax.org/x", "script", "mathjax-cdn-host"),
        ("https://user@cdn.mathjax.org:443/x", "script", "mathjax-cdn-host"),
        ("https://sub.polyfill.io/x.js", "script", "polyfill-io"),
        ("https://polyfill.io", "script", "polyfill-io"),
        # hijacked before vulnerable: an old jQuery on a hostile network
        ("https://cdn.bootcss.com/jquery/1.11.1/jquery.min.js", "script", "bootcdn"),
        # dead before vulnerable
        ("https://example.googlecode.com/svn/jquery-1.4.2.min.js", "script", "googlecode"),
        # vulnerable before superseded
        (
            "https://cdn.jsdelivr.net/npm/bootstrap@3.3.7/dist/js/bootstrap.min.js",
            "script",
            "bootstrap-3-before-3-4-1",
        ),
        # the second package of a bundle
        ("https://cdn.jsdelivr.net/combine/npm/d3@7.9.0,npm/jquery@1.9.1/jquery.js", "script", "jquery-1"),
        ("https://cdn.jsdelivr.net/npm/jquery@1/dist/jquery.min.js", "script", "jquery-1"),
        ("https://fastly.jsdelivr.net/npm/jquery@1/dist/jquery.min.js", "script", "jquery-1"),
        ("https://gcore.jsdelivr.net/combine/npm/d3@7.9.0,npm/jquery@1.9.1/jquery.js", "script", "jquery-1"),
        ("https://cdn.jsdelivr.net/npm/jquery@3.4/dist/jquery.min.js", "script", "jquery-3-before-3-5"),
        ("https://via.placeholder.com/150", "image", "via-placeholder"),
    ],
)
def test_the_worst_entry_wins(address: str, load: str, expected: str) -> None:
    match = catalogue().match(address, load)
    assert match is not None
    assert match.entry.id == expected


def test_what_an_element_does_with_an_address_counts() -> None:
    address = "https://raw.githubusercontent.com/user/repo/main/x.js"
    assert catalogue().match(address, "script") is not None
    assert catalogue().match(address, "image") is None


def test_optional_entries_are_told_only_on_request() -> None:
    address = "https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js"
    assert catalogue().match(address, "script") is None
    match = catalogue().match(address, "script", optional=True)
    assert match is not None
    assert match.entry.id == "mathjax-v2-superseded"


def test_matches_come_worst_first() -> None:
    found = catalogue().matches("https://cdn.bootcss.com/jquery/1.11.1/jquery.min.js", "script")
    ranks = [CATEGORIES.index(match.entry.category) for match in found]
    assert len(ranks) > 1
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("text", "expected", "words"),
    [
        ("ga('create', 'UA-1234-1');", "google-universal-analytics", "'UA-1234-1'"),
        (
            's.src = "https://cdn.polyfill.io/v3/polyfill.js";',
            "polyfill-io",
            "https://cdn.polyfill.io/v3/polyfill.js",
        ),
        (
            "L.tileLayer('http://{s}.tile.stamen.com/toner/{z}/{x}/{y}.png')",
            "stamen-tiles",
            "http://{s}.tile.stamen.com/toner/{z}/{x}/{y}.png",
        ),
        ("/* old */ google.load('feeds', '1') // new", "google-feed-api", "google.load('feeds'"),
        ('load("//cdn.bootcss.com/a/1.0/a.js")', "bootcdn", "//cdn.bootcss.com/a/1.0/a.js"),
        ("_gaq.push(['x', 'UA-1234-1']); new CoinHive.User('k')", "coinhive", "CoinHive.User("),
    ],
)
def test_inline_scripts_give_themselves_away(text: str, expected: str, words: str) -> None:
    hit = match_text(catalogue(), text)
    assert hit is not None
    assert (hit.entry.id, text[hit.start : hit.end]) == (expected, words)


@pytest.mark.parametrize(
    "text",
    [
        "// see https://cdn.mathjax.org/mathjax/latest/MathJax.js",
        "// ga('create', 'UA-1234-1');",
        "/* _gaq.push(['_setAccount', 'UA-1234-1']) */ var a = 'b // c';",
        "var note = 'tile.stamen.com/ is gone';",
        "open('https://www.mathjax.org/cdn-shutting-down/')",
        "gtag('config', 'G-ABC123DEF4');",
        "var name = 'QUA-1234-1';",
        "location = 'https://del.icio.us/post?url=' + u",
    ],
)
def test_inline_scripts_that_load_nothing_are_fine(text: str) -> None:
    assert match_text(catalogue(), text) is None


def test_markup() -> None:
    assert [entry.id for entry in catalogue().match_markup("a", ["twitter-timeline"])] == ["twitter-timeline"]
    assert catalogue().match_markup("a", ["twitter-tweet"]) == []
    assert catalogue().match_markup("embed", [], "application/x-shockwave-flash")


class Calendar:
    """A calendar that stands still."""

    def __init__(self, today: str) -> None:
        self.moment = datetime.fromisoformat(today)

    def has_come(self, day: str) -> bool:
        return has_come(self.moment, day)


@pytest.mark.parametrize(
    ("since", "today", "expected"),
    [
        ("2027-01-12", "2027-01-11", False),
        ("2027-01-12", "2027-01-12", True),
        ("2027-01", "2026-12-31", False),
        ("2027-01", "2027-01-01", True),
        ("2027", "2026-12-31", False),
        ("2027", "2027-01-01", True),
        ("", "1999-01-01", True),
    ],
)
def test_an_entry_holds_from_its_day_on(since: str, today: str, expected: bool) -> None:
    record = entry(since=since) if since else entry(since=None)
    assert check.read_record(record).holds(Calendar(today)) is expected


def test_the_worst_wanted_entry_of_a_script_is_told() -> None:
    """One that is still to come hides none that has."""
    text = "new Valine(); s.src = 'https://code.jquery.com/jquery-1.9.1.js'"
    hit = match_text(catalogue(), text)
    assert hit is not None
    assert hit.entry.id == "leancloud"
    hit = match_text(catalogue(), text, lambda entry: entry.holds(Calendar("2026-11-25")))
    assert hit is not None
    assert hit.entry.id == "jquery-1"


def test_only_what_closed_counts_for_links() -> None:
    for address, expected in (
        ("https://vine.co/v/abc", "vine"),
        ("http://rubyforge.org/projects/x", "rubyforge"),
        ("https://code.jquery.com/jquery-1.9.1.js", None),
        ("https://polyfill.io/", None),
    ):
        match = catalogue().match(address, LINK)
        assert (match.entry.id if match else None) == expected


# The parts


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://a.example/x?y#z", Address("https", "a.example", "", "/x?y")),
        ("//a.example", Address("", "a.example", "", "/")),
        ("http://a.example:8080?q", Address("http", "a.example", "8080", "/?q")),
        ("/a/b.js?v=1", Address("", "", "", "/a/b.js?v=1")),
        ("a/b.js", Address("", "", "", "a/b.js")),
        ("data:text/css,a", None),
        ("#top", None),
        ("", None),
        (f"{UNKNOWN}/a.js", None),
        (f"https://a.{UNKNOWN}/x", None),
        (f"https://a.example{UNKNOWN}/x", None),
        ("https://localhost/x", None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_addresses(value: str, expected: Address | None) -> None:
    assert parse(value) == expected


@pytest.mark.parametrize(
    ("text", "affected", "expected"),
    [
        ("3.4.1", ">=3.0.0 <3.5.0", True),
        ("3.5.0", ">=3.0.0 <3.5.0", False),
        ("3.10.0", "<3.5.0", False),
        ("3", "<3.5.0", False),  # the newest of the line
        ("3.4", "<3.5.0", True),
        ("3.4", "<3.4.1", False),
        ("1.x", "<2.0.0", True),
        ("^2.0.0", "<2.5.0", False),
        ("~2.0.0", "<2.1.0", True),
        ("v3.4.1", "<3.5.0", True),
        ("4.0.0-beta.3", ">=3.0.0 <4.0.0", False),
        ("4.0.0-beta.3", ">=4.0.0-a <4.0.0", True),
        ("4.0.0-beta.3", ">=4.0.0-a <5.0.0", True),
        ("3.5.0-rc1", ">=3.0.0 <3.5.0", True),
        ("4.0.0", "<4.0.0", False),
        ("1.7.3.0", "<1.7.3", False),
        ("1.7.3", "<=1.7.3", True),
        ("1.7.4", "<=1.7.3", False),
        ("1.7.3", ">1.7.3", False),
        ("1.7.4", ">1.7.3", True),
        ("1.7.3", ">=1.7.3", True),
        ("1.7.3-rc1", ">=1.7.3", False),
    ],
)
def test_versions(text: str, affected: str, expected: bool) -> None:
    version = parse_version(text)
    assert version is not None
    assert in_range(version, affected) is expected


@pytest.mark.parametrize(
    "text", ["", "latest", "next", "abc123", "1..2", f"1.{UNKNOWN}", "0123456789abcdef0123"]
)
def test_what_is_no_version(text: str) -> None:
    assert parse_version(text) is None


def test_a_range_that_cannot_be_read_is_an_error() -> None:
    version = parse_version("1.0.0")
    assert version is not None
    with pytest.raises(ValueError, match="range"):
        in_range(version, "before 2")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "https://cdn.jsdelivr.net/npm/@docsearch/js@3.9.0/dist/umd/index.js",
            ("npm", "@docsearch/js", "3.9.0"),
        ),
        ("https://cdn.jsdelivr.net/npm/vue", ("npm", "vue", "")),
        ("https://unpkg.com/leaflet@1.9.4/dist/leaflet.js", ("npm", "leaflet", "1.9.4")),
        ("https://cdnjs.cloudflare.com/ajax/libs/KaTeX/0.7.1/katex.min.js", ("cdnjs", "katex", "0.7.1")),
        ("https://code.jquery.com/ui/1.12.1/themes/base/jquery-ui.css", ("jquery", "jquery-ui", "1.12.1")),
        ("https://code.jquery.com/jquery-3.4.1.slim.min.js", ("jquery", "jquery", "3.4.1")),
        ("https://cdn.plot.ly/plotly-3.1.0.min.js", ("plotly", "plotly.js", "3.1.0")),
        (
            "https://maxcdn.bootstrapcdn.com/bootstrap/3.3.7/css/bootstrap.min.css",
            ("bootstrapcdn", "bootstrap", "3.3.7"),
        ),
        ("https://cdn.jsdelivr.net/gh/user/repo@1.2.3/a.js", None),
        ("https://example.org/a/b.js", None),
    ],
)
def test_package_files(address: str, expected: tuple[str, str, str] | None) -> None:
    parsed = parse(address)
    assert parsed is not None
    found = [(p.network, p.name, p.version) for p in package_files(parsed)]
    assert found == ([expected] if expected else [])


# Fixes


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "http://cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-MML-AM_CHTML",
            "https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js?config=TeX-MML-AM_CHTML",
        ),
        (
            "//cdn.mathjax.org/mathjax/2.2-latest/MathJax.js?config={{ site.mathjax }}",
            "https://cdn.jsdelivr.net/npm/mathjax@2.7.9/MathJax.js?config={{ site.mathjax }}",
        ),
        ("https://cdn.mathjax.org/mathjax/{{ v }}/MathJax.js", ""),
        ("https://cdn.mathjax.org/mathjax/1.1-latest/MathJax.js", ""),
        (
            "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.1/MathJax.js?config=TeX",
            "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX",
        ),
        (
            "http://cdn.jsdelivr.net/npm/katex@0.16.4/dist/contrib/auto-render.min.js",
            "https://cdn.jsdelivr.net/npm/katex@0.16.47/dist/contrib/auto-render.min.js",
        ),
        (
            "https://cdn.rawgit.com/user/repo/v1.0/dist/a.js",
            "https://cdn.jsdelivr.net/gh/user/repo@v1.0/dist/a.js",
        ),
        ("https://cdn.rawgit.com/user/4f0e8a5e34c1b6f0ad3e7f1e0a1b2c3d/raw/98d9f38c51/a.js", ""),
        ("https://rawgit.com/user/repo/v1.0/dist/a.html", ""),
        ("https://rawgit.com/user/repo/v1.0/dist/a.htm?x=1", ""),
        (
            "https://rawgit.com/user/repo/v1.0/a.html.js",
            "https://cdn.jsdelivr.net/gh/user/repo@v1.0/a.html.js",
        ),
        ("https://polyfill.io/v2/polyfill.min.js", ""),
        ("https://placehold.it/350x150", "https://placehold.co/350x150"),
    ],
)
def test_new_addresses(written: str, expected: str) -> None:
    match = catalogue().match(written.replace("{{ v }}", UNKNOWN), "script") or catalogue().match(
        written, "image"
    )
    assert match is not None
    assert new_address(written, match) == expected


def test_a_new_address_is_better_than_the_old_one() -> None:
    """No fix leads to an address that the same entry, or a worse one, would report."""
    for record in check.read_source()[0]:
        for address in record["tests"]:
            for load in record.get("loads", LOADS):
                match = catalogue().match(address, load, optional=True)
                new = new_address(address, match) if match else ""
                if match and new:
                    again = catalogue().match(new, load)
                    assert again is None or again.entry.rank > match.entry.rank, (address, new)


def test_integrity_is_known_for_exactly_one_file() -> None:
    url = "https://cdn.jsdelivr.net/npm/katex@0.16.47/dist/katex.min.js"
    assert known_integrity(url).startswith("sha384-Cwj")
    assert known_integrity(url.replace("katex@0.16.47", "katex@0.16.46")) == ""
    assert known_integrity(url.replace("katex@0.16.47", "katex@0.16")) == ""
    assert known_integrity(url.replace("cdn.jsdelivr.net/npm", "cdnjs.cloudflare.com")) == ""


def test_https_hosts() -> None:
    assert catalogue().serves_https("fonts.googleapis.com")
    assert catalogue().serves_https("someone.github.io")
    assert not catalogue().serves_https("example.org")
    assert not catalogue().serves_https("notgithub.io")


def test_a_record_of_the_wrong_form_is_an_error() -> None:
    with pytest.raises(TypeError):
        read_entry({"id": "x", "colour": "red"})
