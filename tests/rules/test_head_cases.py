"""Which heads the rules on them speak of: the addresses a page gives itself, and who is kept out of a search."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

CONFIG = "url: https://tides.example\nbaseurl: /en\ndescription: All about tides\nplugins: [jekyll-sitemap]\n"
OWN = "https://tides.example/en/a.html"
OTHER = "https://tides.example/en/b.html"
AWAY = "https://away.example/en/b.html"
CANONICAL = '<link rel="canonical" href="{}">'
OG = '<meta property="og:url" content="{}">'
ROBOTS = '<meta name="robots" content="{}">'
REFRESH = '<meta http-equiv="refresh" content="9; url=/b/">'
DESCRIPTION = '<meta name="description" content="{}">'


def told(rule: str, folder: Path, *tags: str, front: str = "", **files: str) -> list[str]:
    """What a rule says of a page whose head holds these tags: file, what it marks, message."""
    head = "".join(tags)
    site = {
        "_config.yml": CONFIG,
        "_layouts/x.html": f"<html><head>{head}</head><body>{{{{ content }}}}</body></html>\n",
        "a.md": f"---\nlayout: x\n{front}---\nText\n",
        **{name.replace("__", "."): text for name, text in files.items()},
    }
    report = check_folder(write_site(folder, site), settings_for(load_rules()[rule]))
    assert not report.crashes
    return [
        f"{each.path} [{(report.sources.text(each.path) or '')[each.place.span.start : each.place.span.end]}]"
        f" {each.message}"
        for each in report.findings
        if each.rule == rule
    ]


@pytest.mark.parametrize(
    ("tags", "is_wrong"),
    [
        ((OG.format(OWN),), False),
        ((OG.format("https://tides.example/en/a"),), False),
        ((OG.format("https://www.tides.example/en/a/"),), False),
        ((OG.format("https://tides.example//en//a.html"),), False),
        ((OG.format(OTHER),), True),
        ((OG.format(""),), False),
        ((OG.format(AWAY),), False),
        ((OG.format("/en/b.html"),), False),
        ((OG.format("ftp://tides.example/en/b.html"),), False),
        ((OG.format("http://[x/b"),), False),
        ((OG.format("{{ site.time }}"),), False),
        ((OG.format(OTHER), ROBOTS.format("noindex")), False),
        ((OG.format(OTHER), ROBOTS.format("None")), False),
        ((OG.format(OTHER), ROBOTS.format("nofollow")), True),
        ((OG.format(OTHER), ROBOTS.format("{{ site.time }}")), False),
        ((OG.format(OTHER), REFRESH), False),
        ((OG.format(OTHER), CANONICAL.format(OTHER)), False),
        ((OG.format(OTHER), CANONICAL.format("https://away.example/en/b/")), False),
        ((OG.format(OTHER), CANONICAL.format(OWN)), True),
        ((OG.format(OWN), CANONICAL.format(OTHER)), False),
        ((OG.format(AWAY), CANONICAL.format(OWN)), True),
        ((OG.format(OTHER), CANONICAL.format("")), False),
        ((OG.format(OTHER), CANONICAL.format("{{ site.time }}")), False),
    ],
)
def test_the_address_on_a_card(tags: tuple[str, ...], is_wrong: bool, tmp_path: Path) -> None:
    address = tags[0].split('content="')[1][:-2]
    said = [f"_layouts/x.html [{address}] og:url is {address}, not the address of the page"]
    assert told("wrong-og-url", tmp_path, *tags) == (said if is_wrong else [])


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (OWN, ""),
        ("https://tides.example/en/a", ""),
        ("https://www.tides.example/en/a.html", ""),
        (OTHER, f"the canonical address names {OTHER}, not the page itself"),
        ("https://tides.example/a.html", "the canonical address names https://tides.example/a.html, not the page itself"),
        (AWAY, ""),
        ("", ""),
        ("/en/a.html", "/en/a.html is not a whole address"),
        ("http://[x/a", "http://[x/a is not a whole address"),
        ("//tides.example/en/a.html", "//tides.example/en/a.html is not a whole address"),
        ("{{ site.time }}", ""),
    ],
)  # fmt: skip
def test_the_canonical_address(address: str, message: str, tmp_path: Path) -> None:
    tag = CANONICAL.format(address)
    said = [f"_layouts/x.html [{address}] {message}"] if message else []
    assert told("wrong-canonical", tmp_path / "a", tag) == said
    assert not told("wrong-canonical", tmp_path / "b", tag, ROBOTS.format("noindex"))
    in_sitemap = address == OTHER or address == "https://tides.example/a.html"
    assert bool(told("sitemap-conflict", tmp_path / "c", tag)) is in_sitemap
    assert not told("sitemap-conflict", tmp_path / "d", tag, front="sitemap: false\n")


def test_a_canonical_address_that_the_page_asks_for(tmp_path: Path) -> None:
    tag = CANONICAL.format("{{ page.canonical_url | default: page.url }}")
    assert not told("wrong-canonical", tmp_path / "asked", tag, front=f"canonical_url: {OTHER}\n")
    assert told("wrong-canonical", tmp_path / "not asked", tag) == [
        "_layouts/x.html [{{ page.canonical_url | default: page.url }}] /a.html is not a whole address"
    ]
    conflict = told("sitemap-conflict", tmp_path / "conflict", tag, front=f"canonical_url: {OTHER}\n")
    assert conflict == [
        f"a.md [{OTHER}] the sitemap lists this page, and its canonical address is another page's"
    ]


@pytest.mark.parametrize(
    ("robots", "is_told"), [("noindex", True), ("NOINDEX, follow", True), ("all", False)]
)
def test_a_page_that_is_kept_out_of_a_search(robots: str, is_told: bool, tmp_path: Path) -> None:
    said = ["a.md [---] the sitemap lists this page, and its head says noindex"]
    assert told("sitemap-conflict", tmp_path, ROBOTS.format(robots)) == (said if is_told else [])


PRINTED = DESCRIPTION.format("{{ page.description }}")
OR_SITE = DESCRIPTION.format("{{ page.description | default: site.description }}")


@pytest.mark.parametrize(
    ("tags", "front", "said"),
    [
        ((PRINTED,), "description: Low water\n", ""),
        ((PRINTED,), "", "a.md [---] the page has no description"),
        ((PRINTED,), 'description: ""\n', 'a.md [""] the page has no description'),
        ((OR_SITE,), "", "a.md [---] the page has the site's description"),
        ((OR_SITE,), "description: Low water\n", ""),
        (
            (OR_SITE,),
            "description: All about tides\n",
            "a.md [All about tides] the page has the site's description",
        ),
        ((PRINTED, ROBOTS.format("noindex")), "", ""),
        ((PRINTED, REFRESH), "", ""),
        ((PRINTED,), "permalink: /\n", ""),
        (("<title>A</title>",), "", ""),
        ((DESCRIPTION.format("{{ site.time }}"),), "", ""),
    ],
)
def test_pages_without_a_description_of_their_own(
    tags: tuple[str, ...], front: str, said: str, tmp_path: Path
) -> None:
    assert told("missing-description", tmp_path, *tags, front=front) == ([said] if said else [])


@pytest.mark.parametrize(
    ("front", "other", "is_told"),
    [
        ("description: Low water\n", "description: Low water\n", True),
        ("description: Low water\n", "description: 'Low  water'\n", True),
        ("description: Low water\n", "description: High water\n", False),
        ("description: All about tides\n", "description: All about tides\n", False),
        ("description: Low water\nlang: en\n", "description: Low water\nlang: de\n", False),
        ("description: Low water\nlang: en\n", "description: Low water\nlang: EN\n", True),
        ("description: ''\n", "description: ''\n", False),
        ("description: Low water\nrobots: noindex\n", "description: Low water\n", False),
    ],
)
def test_pages_with_the_same_description(front: str, other: str, is_told: bool, tmp_path: Path) -> None:
    robots = "{% if page.robots %}" + ROBOTS.format("noindex") + "{% endif %}"
    files = {"b__md": f"---\nlayout: x\n{other}---\nText\n"}
    said = told("duplicate-description", tmp_path, PRINTED, robots, front=front, **files)
    assert [each.partition("]")[2] for each in said] == [" a.md has the same description"] * is_told


OG_TITLE = '<meta property="og:title" content="{{ page.title }}">'
OG_IMAGE = '<meta property="og:image" content="{{ page.image }}">'


@pytest.mark.parametrize(
    ("tag", "front", "said"),
    [
        (OG_IMAGE, "", "write the tag where there is a value, or give it one with | default"),
        (OG_IMAGE, "image:\n", "write the tag where there is a value, or give it one with | default"),
        (OG_IMAGE, "image: ''\n", "image is an empty text, which counts as a value: remove it, or write {% if page.image != '' %}"),
        (OG_IMAGE, "image: /a.png\n", ""),
        (OG_TITLE, "title: ''\n", ""),
        (OG_TITLE, "title: ' '\n", ""),
        (OG_TITLE, "", "write the tag where there is a value, or give it one with | default"),
    ],
)  # fmt: skip
def test_what_to_do_about_a_tag_with_nothing_in_it(tag: str, front: str, said: str, tmp_path: Path) -> None:
    site = {"_config.yml": CONFIG, "a.md": f"---\nlayout: x\n{front}---\nText\n"}
    site["_layouts/x.html"] = f"<html><head>{tag}</head><body>{{{{ content }}}}</body></html>\n"
    report = check_folder(write_site(tmp_path, site), settings_for(load_rules()["empty-head-value"]))
    helps = [each.help for each in report.findings if each.rule == "empty-head-value"]
    assert helps == ([f"{said}; for example on a.md"] if said else [])


@pytest.mark.parametrize(
    ("url", "address", "is_right"),
    [
        ("https://tides.example/en", "https://tides.example/en/a.html", True),
        ("https://tides.example/en", "https://tides.example/en/b.html", False),
        ("https://tides.example/other", "https://tides.example/en/a.html", False),
    ],
)
def test_where_a_page_is_whose_site_says_its_folder_in_url(
    url: str, address: str, is_right: bool, tmp_path: Path
) -> None:
    config = f"url: {url}\nbaseurl: /en\n"
    assert (not told("wrong-canonical", tmp_path, CANONICAL.format(address), _config__yml=config)) is is_right


@pytest.mark.parametrize("front", ["up: /\n", "topic: tides\n", "old: /en/c.html\n", "this: /a.html\n"])
def test_front_matter_that_asks_for_no_canonical_address(front: str, tmp_path: Path) -> None:
    assert told("wrong-canonical", tmp_path, CANONICAL.format(OTHER), front=front)


@pytest.mark.parametrize(
    ("tag", "is_told"), [("", True), (ROBOTS.format("noindex"), False), (REFRESH, False)]
)
def test_who_is_not_indexed_may_have_a_long_title(tag: str, is_told: bool, tmp_path: Path) -> None:
    title = f"<title>{'i' * 80}</title>"
    assert bool(told("title-length", tmp_path, tag, title)) is is_told


@pytest.mark.parametrize(
    ("length", "robots", "is_told"), [(200, "all", False), (201, "all", True), (201, "noindex", False)]
)
def test_how_long_a_description_may_be(length: int, robots: str, is_told: bool, tmp_path: Path) -> None:
    tags = DESCRIPTION.format("x" * length), ROBOTS.format(robots)
    assert bool(told("description-length", tmp_path, *tags)) is is_told
