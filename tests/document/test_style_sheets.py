"""What stops the build in a style sheet and in what it loads, and for which compilers that is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader, style_sheets
from sitecheck.document.style_sheets import style_problems
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site
from sitecheck.text.source import Source

PAGE = "---\n---\n"
OLD, NEW = "for the old one", "for the new one"
PRINTED = "{{ site.time }}"


def told(folder: Path, text: str, **files: str) -> list[str]:
    """What is said of the page a.scss and of the files in _sass that it loads: where, what, and for whom."""
    below = {f"_sass/_{name}.scss": each for name, each in files.items()}
    written = {"_config.yml": "title: t\n", "a.scss": PAGE + text, **below}
    reader = SiteReader(load_site(write_site(folder, written)))
    said = []
    for each in style_problems(reader.document(Source("a.scss", written["a.scss"]), "page")):
        path, span = each.place
        whom = [name for name, only in ((OLD, each.only_old), (NEW, each.only_new)) if only]
        mark = written[path][span.start : span.end]
        said.append(": ".join((path.removeprefix("_sass/_"), mark, each.kind, each.message, *whom)))
    return said


NEEDS = "a { b: $x }"
LACKS = "b.scss: $x: refused: nothing defines the variable $x"
DARKER = "b.scss: darken: refused: darken() is given too little"
GONE = "a.scss: gone: missing: gone"


@pytest.mark.parametrize(
    ("text", "files", "said"),
    [
        ("@import 'b';", {"b": NEEDS}, [LACKS]),
        ("@import 'b'; $x: 1;", {"b": NEEDS}, []),
        ("@use 'b';", {"b": NEEDS}, [f"{LACKS}: {NEW}"]),
        # what one compiler comes to, and then all of them
        ("@use 'b'; @import 'c';", {"b": NEEDS, "c": "@import 'b';"}, [LACKS]),
        ("@use 'b'; @use 'c';", {"b": NEEDS, "c": "@use 'b';"}, [f"{LACKS}: {NEW}"]),
        ("@use 'c';", {"b": NEEDS, "c": "@import 'b';"}, [f"{LACKS}: {NEW}"]),
        # what is nowhere
        ("@import 'gone';", {}, [GONE]),
        ("@use 'gone';", {}, [f"{GONE}: {NEW}"]),
        ("@use 'b';", {"b": "@import 'gone';"}, [f"{GONE}: {NEW}".replace("a.scss", "b.scss")]),
        # what Liquid makes is not known, or may not be there
        (f"@import 'gone'; c {{ d: {PRINTED} }}", {}, [GONE]),
        (f"@import 'gone{PRINTED}';", {}, []),
        (f"{{% if site.time == 'x' %}}@import 'gone';{{% endif %}} c {{ d: {PRINTED} }}", {}, []),
        ("{% if page.none %}@import 'gone';{% endif %}", {}, []),
        (f"@import 'b'; c {{ d: {PRINTED} }}", {"b": "@import 'gone';"}, [GONE.replace("a.scss", "b.scss")]),
        (f"{{% if site.time == 'x' %}}@import 'b';{{% endif %}} c {{ d: {PRINTED} }}", {"b": "@import 'gone';"}, []),
        # and may define what is needed
        (f"@import 'b'; {PRINTED}", {"b": NEEDS}, []),
        (f"@import 'b'; @import '{PRINTED}';", {"b": NEEDS}, []),
        ("@import 'b'; @import 'gone';", {"b": NEEDS}, [GONE]),
        # a fault stands for all that would be told of what comes after it
        ("@import 'b'; @import 'c';", {"b": NEEDS, "c": "a { b: "}, ["c.scss: {: refused: this { is not closed"]),
        # a call that no function of the site answers
        ("@import 'b';", {"b": "a { c: darken(red) }"}, [DARKER]),
        ("@use 'b';", {"b": "a { c: darken(red) }"}, [f"{DARKER}: {NEW}"]),
        ("@import 'b'; @function darken($a) { @return $a; }", {"b": "a { c: darken(red) }"}, []),
        ("{% if site.time == 'x' %}@import 'b';{% endif %}", {"b": "a { c: darken(red) }"}, []),
        # each once
        ("@import 'b'; @import 'b';", {"b": "@import 'gone';"}, [GONE.replace("a.scss", "b.scss")]),
        ("@import 'b'; @import 'b'; a { c: $x; d: $x }", {"b": NEEDS}, [LACKS.replace("b.scss", "a.scss")]),
        ("@import 'b'; @include m; @extend %p;", {"b": "c { @extend %q }"}, [
            "a.scss: m: refused: nothing defines the mixin m",
            "a.scss: %p: refused: nothing defines the placeholder %p",
            "b.scss: %q: refused: nothing defines the placeholder %q"]),
        ("@import 'b'; @extend %p-1;", {"b": "%p-#{1} { c: d }"}, []),
    ],
)  # fmt: skip
def test_what_stops_the_build(text: str, files: dict[str, str], said: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, text, **files) == said


@pytest.mark.parametrize(
    ("name", "value"), [("MOST_NAMES", -1), ("MOST_TEXT", 1), ("_MOST_FILES", 0), ("_MOST_HELD", 0)]
)
def test_of_very_much_that_is_loaded_nothing_is_certain(
    name: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, needs = "@import 'b'; a { c: $y }", f"{NEEDS} $y: 1;"
    assert told(tmp_path / "all", text, b=needs) == [LACKS]
    monkeypatch.setattr(style_sheets, name, value)
    assert told(tmp_path / "some", text, b=needs) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("MOST_NAMES", 21), ("MOST_TEXT", len(f"{NEEDS} $y: 1;")), ("_MOST_FILES", 1), ("_MOST_HELD", 3)],
)
def test_as_much_as_is_looked_at_is_certain(
    name: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(style_sheets, name, value)
    assert told(tmp_path, "@import 'b'; a { c: $y }", b=f"{NEEDS} $y: 1;") == [LACKS]


@pytest.mark.parametrize(("name", "value"), [("MOST_NAMES", 70), ("_MOST_HELD", 10)])
def test_pages_share_what_they_may_load(
    name: str, value: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some 10,000 pages of 40 characters, of which each loads a file of 40,000 names, took minutes."""
    monkeypatch.setattr(style_sheets, name, value)
    for pages, said in ((20, [LACKS]), (200, [])):
        write_site(tmp_path / str(pages), {f"p{each}.scss": "---\n---\n" for each in range(pages - 1)})
        assert told(tmp_path / str(pages), "@import 'b'; a { c: $y }", b=f"{NEEDS} $y: 1;") == said


def test_of_very_many_names_that_nothing_defines_some_are_told(tmp_path: Path) -> None:
    text = "".join(f"a {{ b: $x{number} }}" for number in range(21))
    assert len(told(tmp_path, text)) == 20


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path, {"_sass/_b.scss": b"a { b: '\xff' }"})
    assert told(tmp_path, "@import 'b'; a { c: $x }") == [
        "a.scss: b: refused: _sass/_b.scss is no UTF-8 text"
    ]
