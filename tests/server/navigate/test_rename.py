"""Other names for headings, ids, labels, footnotes, includes, layouts and data files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.server.navigate.pages import FILES
from tests.server.navigate.sites import at, broken, carried_out, known, led_to, made, shown

from sitecheck.errors import UsageError
from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.rename import prepare_rename, rename

MORE = {
    "twice.md": """\
---
title: Twice
---
# Same

## Same

## Über *uns*

{% include part.html %}

[a](#same) [b](#same-1) [c](#%C3%BCber-uns) [d](#über-uns) [e](#inside) <a href="#same">f</a>
""",
    "other.md": """\
---
title: Other
see: /twice.html#same
---
# Other

[a](twice.html#same) [b](/base/twice#same-1) [c]({{ "/twice.html#same" | relative_url }}) [d]({% link twice.md %}#same)
[e]({{ page.see | relative_url }}) [f][r] {% assign x = "/twice.html#same-1" %}[g]({{ x | relative_url }})
[h](twice.html#inside) <a href='twice.html?a=1&amp;b=2#same'>i</a>

{% include part.html %}

[r]: twice.html#same-1
""",
    "_includes/part.html": '<h2 id="inside">Inside</h2>\n',
}


def _renamed(
    folder: Path, path: str, marked: str, new: str, files: Mapping[str, str] | None = None
) -> tuple[Path, SiteEdit]:
    files = {**FILES, **MORE, **(files or {})}
    site = made(folder / "site", files)
    view = known(site)
    with view.held():
        edit = rename(view, path, at(files, path, marked), new)
    before, bad = led_to(view), broken(view)
    carried_out(site, edit)
    after = known(site)
    assert broken(after) == bad, edit
    names = {**edit.moves, **{old: old for old in files}} if not edit.moves else dict(edit.moves)
    assert led_to(after) == type(before)(
        {(names.get(page, page), names.get(to, to), status): n for (page, to, status), n in before.items()}
    )
    return site, edit


def _text(site: Path, path: str) -> str:
    return (site / path).read_text("utf-8")


def test_a_heading_and_the_links_to_it(tmp_path: Path) -> None:
    site, edit = _renamed(tmp_path, "twice.md", "# Sa|me\n\n##", "Another one!")
    assert "# Another one!\n\n## Same" in _text(site, "twice.md")
    assert "[a](#another-one) [b](#same) " in _text(site, "twice.md")
    assert '<a href="#another-one">f</a>' in _text(site, "twice.md")
    other = _text(site, "other.md")
    assert "see: /twice.html#another-one" in other
    assert "[a](twice.html#another-one) [b](/base/twice#same) " in other
    assert '[c]({{ "/twice.html#another-one" | relative_url }}) [d]({% link twice.md %}#another-one)' in other
    assert '{% assign x = "/twice.html#same" %}' in other
    assert "b=2#another-one'>" in other
    assert "[r]: twice.html#same\n" in other
    assert edit.notes == ()


def test_a_heading_of_other_letters(tmp_path: Path) -> None:
    site, _ = _renamed(tmp_path, "twice.md", "## Ü|ber", "Ähnlich *wie*")
    assert "[c](#%C3%A4hnlich-wie) [d](#ähnlich-wie)" in _text(site, "twice.md")


def test_an_explicit_id(tmp_path: Path) -> None:
    files = {"about.md": FILES["about.md"] + "\n[two](index.html#two)\n"}
    site, _ = _renamed(tmp_path, "index.md", "{#tw|o}", "second", files)
    assert "## Second part {#second}" in _text(site, "index.md")
    assert "[two](index.html#second)" in _text(site, "about.md")


def test_the_words_of_a_heading_with_an_id_change_alone(tmp_path: Path) -> None:
    _, edit = _renamed(tmp_path, "index.md", "## Seco|nd part", "Part II")
    assert [each.text for edits in edit.edits.values() for each in edits] == ["Part II"]


def test_an_id_in_an_include_is_on_all_its_pages(tmp_path: Path) -> None:
    site, _ = _renamed(tmp_path, "_includes/part.html", 'id="ins|ide"', "within")
    assert "[e](#within)" in _text(site, "twice.md")
    assert "[h](twice.html#within)" in _text(site, "other.md")


def test_an_id_that_layouts_give(tmp_path: Path) -> None:
    files = {
        "_layouts/default.html": '<p id="top-of-all">x</p>{% include foot.html %}{{ content }}',
        "_includes/foot.html": '<p id="foot">y</p>',
        "about.md": FILES["about.md"] + "\n[t](#top-of-all) [f](index.html#foot)\n",
    }
    site, _ = _renamed(tmp_path / "a", "_layouts/default.html", "top-|of", "start", files)
    assert "[t](#start) [f](index.html#foot)" in _text(site, "about.md")
    site, _ = _renamed(tmp_path / "b", "_includes/foot.html", "fo|ot", "end", files)
    assert "[t](#top-of-all) [f](index.html#end)" in _text(site, "about.md")


def test_the_label_of_a_link(tmp_path: Path) -> None:
    site, _ = _renamed(tmp_path, "index.md", "[the la|bel]:", "other")
    text = _text(site, "index.md")
    assert "[words][other], [the label][other] and [The  label][other]." in text
    assert '[other]: about.html#about-us "t"' in text


def test_a_footnote_and_a_label_of_a_formula(tmp_path: Path) -> None:
    site, _ = _renamed(tmp_path / "a", "index.md", "Text[^no|te]", "1")
    assert "Text[^1] and" in _text(site, "index.md")
    assert "[^1]: A note." in _text(site, "index.md")
    site, _ = _renamed(tmp_path / "b", "index.md", "eqref{e|q}", "eq:one")
    assert "\\label{eq:one} \\tag" in _text(site, "index.md")
    assert "\\eqref{eq:one}" in _text(site, "index.md")


def test_an_include_a_layout_and_a_data_file(tmp_path: Path) -> None:
    site, edit = _renamed(tmp_path / "a", "about.md", "include nav|.html", "parts/menu")
    assert edit.moves == {"_includes/nav.html": "_includes/parts/menu.html"}
    assert '{% include parts/menu.html kind="side"' in _text(site, "about.md")
    assert '{% include parts/menu.html kind="top"' in _text(site, "_layouts/default.html")
    site, edit = _renamed(tmp_path / "b", "about.md", "layout: def|ault", "base")
    assert edit.moves == {"_layouts/default.html": "_layouts/base.html"}
    assert "layout: base\n" in _text(site, "about.md")
    assert "layout: base\n" in _text(site, "_layouts/post.html")
    assert "values: {layout: base, colour: red}" in _text(site, "_config.yml")
    site, edit = _renamed(tmp_path / "c", "_includes/nav.html", "site.data.na|v", "main menu")
    assert edit.moves == {"_data/nav.yml": "_data/main menu.yml"}
    assert "site.data.main_menu.main[0].url" in _text(site, "_includes/nav.html")


@pytest.mark.parametrize(
    ("path", "marked", "new", "words"),
    [
        ("twice.md", "# Sa|me\n\n##", "two\nlines", "one line"),
        ("twice.md", "# Sa|me\n\n##", "  ", "one line"),
        ("twice.md", "# Sa|me\n\n##", "x" * 201, "at most 200"),
        ("twice.md", "# Sa|me\n\n##", "{{ site.title }}", "by hand"),
        ("twice.md", "# Sa|me\n\n##", "x {#two}", "by hand"),
        ("twice.md", "# Sa|me\n\n##", "!!!", "no heading"),
        ("index.md", "{#tw|o}", "first", "already"),
        ("index.md", "{#tw|o}", 'x" onclick="y', "cannot be an id"),
        ("index.md", "{#tw|o}", "{{x}}", "cannot be an id"),
        ("index.md", "[the la|bel]:", "a]b", "leave out brackets"),
        ("index.md", "Text[^no|te]", "a b", "footnote"),
        ("index.md", "eqref{e|q}", "a}b", "label of a formula"),
        ("about.md", "include nav|.html", "../../etc/passwd", "not lead out"),
        ("about.md", "include nav|.html", "/etc/passwd", "not lead out"),
        ("about.md", "include nav|.html", "empty.html", "there already"),
        ("about.md", "include nav|.html", 'a"b.html', "include accepts"),
        ("about.md", "include nav|.html", "{{ x }}.html", "include accepts"),
        ("about.md", "layout: def|ault", "a: b", "cannot be the name"),
        ("about.md", "layout: def|ault", "../x", "not lead out"),
        ("about.md", "[i](in|dex.html)", "x", "nothing here"),
        ("about.md", "-|--\ntitle", "x", "nothing here"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, path: str, marked: str, new: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        _renamed(tmp_path, path, marked, new)


def test_what_would_be_renamed(tmp_path: Path) -> None:
    files = {**FILES, **MORE}
    view = known(made(tmp_path, files))
    wanted = {
        ("twice.md", "## Ü|ber"): ("twice.md: Über *uns*", "Über *uns*"),
        ("index.md", "{#tw|o}"): ("index.md: two", "two"),
        ("index.md", "[words][The La|bel]"): ("index.md: The Label", "The Label"),
        ("about.md", "include nav|.html"): ("about.md: nav.html", "nav.html"),
        ("about.md", "layout: def|ault"): ("about.md: default", "default"),
        ("index.md", "Text[^no|te]"): ("index.md: note", "note"),
    }
    with view.held():
        for (path, marked), expected in wanted.items():
            found = prepare_rename(view, path, at(files, path, marked))
            assert found is not None
            assert (shown(files, path, found[0]), found[1]) == expected
        for path, marked in (
            ("about.md", "[i](in|dex"),
            ("index.md", "ra|w</b>"),
            ("about.md", "title: Ab|out"),
        ):
            assert prepare_rename(view, path, at(files, path, marked)) is None
