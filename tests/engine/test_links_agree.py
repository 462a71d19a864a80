"""``check`` and ``links`` judge one list of links: every broken row is a finding, every such finding a row."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Set
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.fuzz.sites import make_site
from tests.sampled import sampled

from sitecheck.document.tags.page_links import ADDRESSES
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.listing import list_links
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import Settings, read_settings
from sitecheck.jekyll import load_config
from sitecheck.model.span import LineIndex
from sitecheck.testing import write_site

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "broken-page": {
        "broken-link": "{href} leads nowhere",
        "missing-image": "there is no image at {href}",
    },
    "replaced": {"missing-image": "there is no image at {href}"},
    "broken-anchor": {"broken-anchor": "{where} has no anchor #{anchor}"},
    "malformed": {"malformed-url": "{href} is no address"},
}
"""What the rules say of the links of each status that is a fault; not of pictures for cards, which are told at
the cause that most pages share."""
RULES = frozenset(rule for rules in MESSAGES.values() for rule in rules)
OF_OTHER_STATUS = "no slash stands between the host and the path"
"""How the help of what is wrong with an address begins that is whole all the same."""
IMAGES = frozenset(("image", "img", "source", "video", "input"))
FILMS = (".mp4", ".webm")

NOW = datetime(2024, 5, 6, tzinfo=timezone.utc)
CALL = Call(now=int(NOW.timestamp()) * 1_000_000_000)
FIXTURES = Path(__file__).parents[2] / "fixtures"


def _says(site: Path, word: bytes) -> bool:
    return any(word in path.read_bytes() for path in site.rglob("*.md"))


SITES = sorted(
    path.parent for path in FIXTURES.rglob("_config.yml") if not _says(path.parent, b"sitecheck: ignore")
)
"""Those without comments that silence findings: links lists what these are about all the same."""

Place = tuple[str, str, int, int]
"""Rule, file, line, column."""
Key = tuple[str, str, int, int, str]
"""The same and the message."""
MORE = " more address"
"""What a message has that stands for many addresses."""


def found(site: Path, settings: Settings) -> Counter[Key]:
    """What the link rules find, by how many links each finding stands for."""
    report = check_site(RunOptions(str(site), settings, call=CALL, jobs=1))
    counted: Counter[Key] = Counter()
    for finding in report.findings:
        if finding.rule in RULES and not finding.help.startswith(OF_OTHER_STATUS):
            point = LineIndex(report.sources.text(finding.path) or "").point(finding.place.span.start)
            counted[finding.rule, finding.path, point.line, point.column, finding.message] += finding.pages
    return counted


MANY_WITHOUT_BASE = 20
"""So many links without ``baseurl`` are one fault, which unused-baseurl reports."""
OF_BASE = "//"
"""What ``{{ site.baseurl }}/`` is where ``baseurl`` is a slash, which slashed-baseurl reports once."""
BELOW = "this leads below "
"""How a message begins that says the same of all links below a folder."""
TOLD_BY_OTHERS = (
    "two slashes stand in a row; the page is",
    "would be this page, but is not published: the collection",
)
"""Reasons that are reported by doubled-slash and, once for all links, by unpublished-post."""


def listed(site: Path, settings: Settings, told: Counter[Key]) -> Counter[Key]:
    """What the rules are to find by the rows of the links. Of all links below a folder that the site has
    nothing of alike is said, which is taken from what was ``told``."""
    beside = {key[:4]: key for key in told if key[4].startswith(BELOW)}
    counted: Counter[Key] = Counter()
    of_links = {key[:4] for key in told}
    rows = list_links(str(site), settings, CALL)
    without_base = [row for row in rows if "it lacks the baseurl" in (row["reason"] or "")]
    told_once = without_base if len(without_base) >= MANY_WITHOUT_BASE else []
    of_base = OF_BASE if load_config(site).values["baseurl"] == "/" else None
    for row in (row for row in rows if row not in told_once and row["href"] != of_base):
        for key in _keys(row):
            if row["kind"] == "meta" and key[:4] not in of_links:
                continue  # a picture for cards; where a refresh leads is told as a link
            folder = beside.get(key[:4], key)
            counted[folder if _is_below(row, folder[4]) else key] += max(1, row["pages"])
    return counted


def _is_below(row: Mapping[str, Any], message: str) -> bool:
    """Whether a link leads into the folder that a message names."""
    folder = message.removeprefix(BELOW).partition(", ")[0].strip("/").rpartition("/")[2]
    return f"{row['target'] or row['href']}/".lower().startswith(f"/{folder.lower()}/")


def agree(site: Path, settings: Settings) -> None:
    told = found(site, settings)
    together = {key[:4] for key in told if MORE in key[4]}
    rows = listed(site, settings, told)
    assert _apart(rows, together) == _apart(told, together)


def _apart(keys: Counter[Key], together: Set[Place]) -> Counter[Key]:
    """What is told one by one: many addresses that are made at one place are one fault."""
    return Counter({key: count for key, count in keys.items() if key[:4] not in together})


def _keys(row: Mapping[str, Any]) -> list[Key]:
    status = row.get("own_site", row)["status"]
    href = row["href"] or ""
    if any(words in (row["reason"] or "") for words in TOLD_BY_OTHERS):
        return []
    where, _, anchor = href.partition("#")
    words = {"href": href, "where": where or "this page", "anchor": anchor}
    place = row["path"], row["line"], row["column"]
    rules = MESSAGES.get(status, {})
    in_style = row["kind"] not in ADDRESSES and href.endswith(".png")
    is_image = in_style or (row["kind"] in IMAGES and not href.endswith(FILMS))
    shows = "missing-image" if is_image else "broken-link"
    chosen = [rule for rule in rules if len(rules) == 1 or rule == shows]
    return [(rule, *place, rules[rule].format(**words)) for rule in chosen]


@pytest.mark.parametrize(
    "site", sampled(SITES, fast=30), ids=lambda site: site.relative_to(FIXTURES).as_posix()
)
def test_the_fixtures(site: Path, tmp_path: Path) -> None:
    """Copies: in this repository the programs of it would be looked through for each."""
    agree(Path(shutil.copytree(site, tmp_path / site.name, symlinks=True)), read_settings(None))


@pytest.mark.parametrize("number", range(8))
@pytest.mark.seeded
def test_made_sites(number: int, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_site(tmp_path / "site", seed + number, NOW)
    monkeypatch.setattr(
        "sitecheck.engine.analyze.read_suppressions", lambda *_: ()
    )  # comments silence check alone
    agree(tmp_path / "site", read_settings(None))


POST = "---\ntitle: {0}\n---\n## {0}\n\n[x](gone-{0}.html) ![y](/gone.png) [m](http://)\n"
LIST = """\
---
---
{% for post in paginator.posts %}{{ post.content }}{% endfor %}
<a href="/page2/#b">is on the second page</a> <a href="/page2/#c">is on the first</a> <a href="#c">here</a>
{% if site.github.x %}<a href="/gone/">maybe</a>{% endif %}
"""
PAGED: Mapping[str, str] = {
    "_config.yml": "plugins: [jekyll-paginate]\npaginate: 1\npermalink: /:title/\n",
    "index.html": LIST,
    "_posts/2020-01-01-a.md": POST.format("a"),
    "_posts/2020-01-02-b.md": POST.format("b"),
    "_posts/2020-01-03-c.md": POST.format("c"),
    "_layouts/l.html": '<a href="/gone/">g</a><a href="gone/">depends on the page</a>',
    "old/copied.html": '<html><a href="gone.html">g</a></html>',
}
"""Faults of a post are told where it is written, not where lists show it; those of a layout that no page has
are told nowhere."""


def test_every_page_of_a_list_is_judged(tmp_path: Path) -> None:
    site, settings = write_site(tmp_path / "site", PAGED), read_settings(None)
    told = found(site, settings)
    assert listed(site, settings, told) == told
    by_message = Counter[str]()
    for (*_, message), links in told.items():
        by_message[message] += links
    assert by_message == {
        **{f"gone-{post}.html leads nowhere": 1 for post in "abc"},
        "there is no image at /gone.png": 3,
        "http:// is no address": 3,
        "/page2/ has no anchor #c": 3,
        "this page has no anchor #c": 2,
        "gone.html leads nowhere": 1,
    }
    maybe = [
        row
        for row in list_links(str(site), settings, CALL)
        if row["href"] == "/gone/" and row["page"] == "index.html"
    ]
    assert {(row["status"], row["reason"]) for row in maybe} == {("dynamic", "it may not be on the page")}


@pytest.mark.parametrize(
    ("settings", "files", "exempt"),
    [
        ("select: [front-matter]\n", {}, 1),
        ("ignore: [broken-link]\n", {}, 1),
        ("overrides: [{files: ['a.md'], ignore: [broken-link]}]\n", {}, 1),
        ("exclude: [a.md]\n", {}, 1),
        ("", {"a.md": "---\n---\n<!-- sitecheck: ignore[broken-link] soon -->\n[x](gone.html)\n"}, 1),
        ("", {}, 0),
    ],
)
def test_what_settings_exempt_is_listed_all_the_same(
    settings: str, files: Mapping[str, str], exempt: int, tmp_path: Path
) -> None:
    site = write_site(tmp_path / "site", {"_config.yml": "", "a.md": "---\n---\n[x](gone.html)\n", **files})
    (tmp_path / ".sitecheck.yml").write_text(settings)
    chosen = read_settings(str(tmp_path / ".sitecheck.yml"))
    told = found(site, chosen)
    assert (listed(site, chosen, told) - told).total() == exempt


def test_the_pages_of_a_list_have_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, settings = write_site(tmp_path / "site", PAGED), read_settings(None)
    monkeypatch.setattr("sitecheck.engine.reading.read_site.MOST_LATER_BYTES", len(LIST.encode()))
    report = check_site(RunOptions(str(site), settings, call=CALL, jobs=1))
    assert [f.message for f in report.findings if f.rule == "partly-checked"] == [
        "further pages of this list that are not checked: 1 of 2"
    ]
    agree(site, settings)


def test_a_link_of_a_page_and_its_layout_counts_on_the_pages_of_both(tmp_path: Path) -> None:
    files = {
        "_includes/card.html": '<a href="/gone/">g</a>',
        "_layouts/l.html": "{{ content }}{% include card.html %}",
        "a.md": "---\nlayout: l\n---\n{% include card.html %}\n",
        "b.md": "---\nlayout: l\n---\n",
    }
    site, settings = write_site(tmp_path / "site", files), read_settings(None)
    told = found(site, settings)
    assert told == listed(site, settings, told)
    assert told == {("broken-link", "_includes/card.html", 1, 10, "/gone/ leads nowhere"): 2}
