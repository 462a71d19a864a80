"""How far Jekyll's rooms look before something counts as not known, at the bound and one beyond."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.generators import brought_files as brought
from sitecheck.jekyll.generators import paginate_v2
from sitecheck.jekyll.generators.plugin_pages import pager_template
from sitecheck.jekyll.intake import defaults
from sitecheck.jekyll.intake.order import merged
from sitecheck.jekyll.links import link_suggestions
from sitecheck.jekyll.plugins import names, own_ruby
from sitecheck.jekyll.plugins.scripts import methods, plugin_file, values
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.jekyll.ruby import extname
from sitecheck.ruby import read_script

ODD = "class Odd; def x; eval(y); end; end\n"
PAGE = "---\n---\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.md", ".md"), ("a.b.md", ".md"), (".htaccess", ""), (".a.b", ".b"), ("a.", "."), ("a", ""), ("a.b/c", ""), ("..", "")],
)  # fmt: skip
def test_the_extension_of_a_name(name: str, expected: str) -> None:
    assert extname(name) == expected


def test_equal_documents_stay_in_their_order() -> None:
    letters: list[Any] = [*"edcab"]
    assert merged(letters, lambda one, two: 0) == letters
    assert merged(letters, lambda one, two: (one > two) - (one < two)) == [*"abcde"]


DAY = datetime(2024, 5, 6, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (None, None, 0), (1, None, 1), (None, 1, -1), (1, 2, -1), (2, 1, 1), (2, 2, 0),
        ("B", "a", 1), ("a", "B", -1), ("A", "a", 0), (True, True, 0), (DAY, DAY.replace(day=7), -1), (DAY, DAY, 0),
    ],
)  # fmt: skip
def test_how_values_are_sorted(one: Any, other: Any, expected: int) -> None:
    assert paginate_v2._compare(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other"), [(True, False), (True, 1), (0, False), ("a", 1), (DAY, "a"), (DAY, 1)]
)
def test_values_that_ruby_does_not_compare(one: Any, other: Any) -> None:
    with pytest.raises(TypeError):
        paginate_v2._compare(one, other)


@pytest.mark.parametrize("text", [f"a{names.NUMBER}", f"{names.SEGMENT}"])
def test_a_name_with_a_placeholder_is_compared_up_to_a_length(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "_LONGEST", 5)
    covers = names.Name((text,)).covers
    assert (covers("a1234"), covers("a12345")) == (True, False)


@pytest.mark.parametrize(
    "texts",
    [("a.html",), ("a/", ""), ("", ".webp"), ("a", "b", "c"), (f"a{names.NUMBER}",), (f"{names.SEGMENT}/",)],
)
def test_a_name_covers_any_where_it_covers_one(texts: tuple[str, ...]) -> None:
    name = names.Name(texts)
    outputs = ("a.html", "a/x.webp", "ab/x", "axbxc", "acb", "a12", "b/", "")
    assert any(map(name.covers, outputs))
    for some in ((), *((each,) for each in outputs), outputs):
        assert name.covers_any(some) is any(map(name.covers, some))


@pytest.mark.parametrize(
    ("bound", "most", "sizes"),
    [("MAX_FILES", 3, (1, 1, 1, 1)), ("MAX_FILE", 40, (40, 41)), ("MAX_TOTAL", 90, (30, 60, 1))],
)
def test_so_much_ruby_is_read(
    bound: str, most: int, sizes: tuple[int, ...], make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what is more nothing is known: the last file may bring any tag."""
    monkeypatch.setattr(own_ruby, bound, most)
    files = {f"_plugins/{number}.rb": "x\n".rjust(size, "#")[:size] for number, size in enumerate(sizes)}
    files = {path: "#" * (len(text) - 1) + "x" for path, text in files.items()}
    found = make(files).own_ruby
    assert found.unknown_liquid == (f"_plugins/{len(sizes) - 1}.rb",)


def in_a_row(pattern: str, number: int) -> str:
    return "".join(f"{pattern}\n" % each for each in range(number))


NAMED = "def made(name)\nFile.write(name, 'x')\nend\n"


@pytest.mark.parametrize(
    ("module", "bound", "repeated", "before", "after"),
    [
        (methods, "_MAX_CALLS", "made('%s.txt')", f"{NAMED}def all\n", "end\n"),
        (methods, "_MAX_NAMESAKES", f"{NAMED}# %s", "", "def all\nmade('a.txt')\nend\n"),
        (values, "_MAX_PLACES", "name = 'a' # %s", "def all\n", "File.write(name, 'x')\nend\n"),
        (values, "_MAX_CHOICES", "@name = 'a' # %s", "def all\n", "File.write(@name, 'x')\nend\n"),
        (plugin_file, "MAX_NAMES", "File.write('%s.txt', 'x')", "def all\n", "end\n"),
    ],
)
def test_so_much_of_a_script_is_followed(
    module: ModuleType, bound: str, repeated: str, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, bound, 3)
    texts = [before + in_a_row(repeated, number) + after for number in (3, 4)]
    assert [names.ANYTHING in read_ruby(read_script(text), {}).makes for text in texts] == [False, True]


@pytest.mark.parametrize(("number", "made"), [(3, {"0.txt", "1.txt", "2.txt"}), (4, {".txt"})])
def test_so_many_choices_are_told_apart(number: int, made: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "_MAX_CHOICES", 3)
    either = " || ".join(f"'{each}'" for each in range(number))
    text = f"def all\nname = {either}\nFile.write(name + '.txt', 'x')\nend\n"
    assert {name.texts[-1] for name in read_ruby(read_script(text), {}).makes} == made


@pytest.mark.parametrize(("window", "made"), [(6, "abc.txt"), (5, "")])
def test_so_long_an_expression_is_followed(window: int, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer one is cut off there: what it says is not known."""
    monkeypatch.setattr(values, "WINDOW", window)
    found = read_ruby(read_script("def all\nFile.write('a' + 'b' + 'c.txt', 'x')\nend\n"), {}).makes
    assert {"".join(name.texts) for name in found} == {made}


def test_so_many_choices_come_of_a_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "_MAX_CHOICES", 6)
    for number, made in ((2, {"0a", "1a", "0b", "1b", "0c", "1c"}), (3, {""})):
        one, other = (" || ".join(f"'{each}'" for each in many) for many in (range(number), "abc"))
        text = f"def all\none = {one}\nother = {other}\nFile.write(one + other + '.txt', 'x')\nend\n"
        assert {
            name.texts[-1].removesuffix(".txt") for name in read_ruby(read_script(text), {}).makes
        } == made


@pytest.mark.parametrize(("length", "meant"), [(8, "#abcdefgi"), (9, "")])
def test_so_long_an_anchor_is_compared(
    length: int, meant: str, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_suggestions, "_LONGEST", 8)
    suggestions = link_suggestions.LinkSuggestions(make({}))
    assert suggestions.anchor("abcdefghh"[:length], "/", frozenset({"abcdefgi"})) == meant


@pytest.mark.parametrize(("number", "meant"), [(3, "#abcdefgi"), (4, "")])
def test_among_so_many_anchors_one_may_be_meant(
    number: int, meant: str, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_suggestions, "_MAX_CANDIDATES", 3)
    ids = frozenset(("abcdefgi", "x", "y", "z")[:number])
    assert link_suggestions.LinkSuggestions(make({})).anchor("abcdefgh", "/", ids) == meant


def test_so_many_patterns_are_made_of_one(make: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defaults, "_MAX_GLOBS", 3)
    files = {f"{name}/a.md": PAGE for name in "abcd"}
    config = "defaults: [{scope: {path: '{a,b,c,d}/*'}, values: {x: 1}}]\n"
    site = make({"_config.yml": config, **files})
    assert [record.path for record in site.sources() if "x" in record.data] == ["a/a.md", "b/a.md", "c/a.md"]


@pytest.mark.parametrize(("most", "unsure"), [(2, 2), (3, 3)])
def test_so_many_repositories_are_checked_out(
    most: int, unsure: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(brought, "_MOST", most)
    clones = "\n".join(f"        git clone https://example.org/r{each} r{each}" for each in range(4))
    job = f"jobs:\n  a:\n    steps:\n    - run: |\n{clones}\n    - uses: actions/deploy-pages@v4\n"
    found = brought.brought_files(tmp_path, "", [(".github/workflows/a.yml", job)])
    assert (
        sum(each.name.texts[0].startswith("r") and each.name.texts[-1] == "" for each in found.unsure)
        == unsure
    )


FOLDERS = ("", "blog/", "blog/a/", "notes/")


@pytest.mark.parametrize(
    ("folders", "path", "template"),
    [
        (FOLDERS, "/page:num/", ""),
        (FOLDERS, "page:num", ""),
        (FOLDERS, "/blog/page:num/", "blog/"),
        (FOLDERS, "blog/a/b/page:num", "blog/a/"),
        (FOLDERS, "/blogs/page:num", ""),
        (FOLDERS[::-1], "//blog/a/page:num", "blog/a/"),
        (FOLDERS[1:], "/page:num/", None),
        (FOLDERS[1:], "/notes/page:num/", "notes/"),
    ],
)
def test_the_template_is_the_deepest_on_the_way_to_the_pages(
    folders: tuple[str, ...], path: str, template: str | None, make: MakeSite
) -> None:
    site = make({f"{folder}index.html": PAGE for folder in folders} | {f"{FOLDERS[2]}b.html": PAGE})
    found = pager_template(site.pages, path)
    assert (found.path if found is not None else None) == (
        None if template is None else f"{template}index.html"
    )
    assert pager_template([replace(page, plugin="x") for page in site.pages], path) is None
    assert pager_template([replace(page, path=None) for page in site.pages], path) is None


def test_anchors_of_so_many_pages_are_kept_for_their_further_links(
    make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of a thousand pages to whose layout gives them 20,000 would take megabytes."""
    monkeypatch.setattr(link_suggestions, "_MAX_KEPT", 4)
    monkeypatch.setattr(link_suggestions, "_GLANCES", 1)
    monkeypatch.setattr(link_suggestions, "_MAX_COMPARED", 10)
    suggestions = link_suggestions.LinkSuggestions(make({}))
    asked = [
        suggestions.anchor("A", url, {"a", url}) for url in ("/1", "/2", "/1", "/2", "/3", "/3", "/1", "/1")
    ]
    assert asked == ["#a"] * 8
    assert suggestions.anchor("A", "/1", {"other"}) == "#a"
    assert suggestions.anchor("A", "/4", {"a", "b", "c"}) == "", "looking at them is paid for, too"
