"""What a name with gaps stands for, and which files of the built site a written file may become."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.plugins.names import ANYTHING, NUMBER, SEGMENT, Name, outputs_of

WHATEVER = ["*"]


@pytest.mark.parametrize(
    ("texts", "covered", "others"),
    [
        (("a.md",), ["a.md"], ["ab.md", "a.m", "ba.md"]),
        (("a/", ".md"), ["a/.md", "a/b.md", "a/b/c.md"], ["a.md", "b/a/.md", "a/b.html"]),
        (("aba", "aba"), ["abaaba", "abaxaba"], ["aba", "ababa"]),
        (("a", "b", "c"), ["abc", "axbyc", "abbc"], ["acb", "abcb", "ac", "xabc"]),
        (("", "b", "c"), ["bc", "bxc", "xbc"], ["b", "cb"]),
        (("a", "aa", "a"), ["aaaa", "axaaa"], ["aaa", "aaxa"]),
        ((f"a{NUMBER}b",), ["a1b", "a12b"], ["ab", "axb", "a1/b"]),
        ((f"a{SEGMENT}b",), ["axb", "axyb"], ["ab", "a/b"]),
        ((f"{NUMBER}/", f"{SEGMENT}.md"), ["1/a.md", "1/b/a.md"], ["x/a.md", "1/.md"]),
        ((SEGMENT,), ["a"], ["a/b", ""]),
        # where two placeholders meet, or three texts hold one, it is any text
        ((f"a{NUMBER}{NUMBER}",), ["a12", "a1", "ab"], ["b"]),
        ((f"a{NUMBER}", "b", "c"), ["a1bc", "axbc"], ["a1c"]),
        (ANYTHING.texts, ["", "a/b"], []),
    ],
)
def test_what_a_name_covers(texts: tuple[str, ...], covered: list[str], others: list[str]) -> None:
    name = Name(texts)
    assert [each for each in (*covered, *others) if name.covers(each)] == covered
    assert name.exact == (texts[0] if texts == ("a.md",) else None)
    assert name.has_placeholder is any(mark in text for text in texts for mark in (NUMBER, SEGMENT))


def test_names_are_joined() -> None:
    gap = Name(("a", "b"))
    assert gap.then("c") == Name(("a", "bc"))
    assert gap.then(Name(("c", "d"))) == Name(("a", "bc", "d"))
    assert (
        Name(("b", "c")).below(Name(("a/",))) == Name(("/b", "c")).below(Name(("a",))) == Name(("a/b", "c"))
    )
    assert Name(("b",)).below(Name(("",))) == Name(("b",)).below(Name(("/",))) == Name(("b",))
    assert Name(("b",)).below(ANYTHING) == Name(("", "b"))
    assert ANYTHING.below(Name(("a",))) == Name(("a/", ""))
    assert Name(("c",)).below(gap) == Name(("a", "b/c"))
    assert Name(("c",)).below(Name(("a", ""))) == Name(("a", "c"))
    many = tuple("abcdefghij")
    assert Name(many[:9]).then("x") == Name((*many[:8], "ix"))
    assert Name(many).then("x") == Name((*many[:9], "jx"))
    assert Name((*many, "k")).then("x") == Name(("a", "kx"))


def page(stem: str, written: str) -> list[str]:
    return [written, f"{stem}.html", f"{stem}/index.html"]


@pytest.mark.parametrize(
    ("texts", "outputs"),
    [
        *(((f"a.{ending}",), page("a", f"a.{ending}")) for ending in ("md", "markdown", "mkdown", "mkdn", "mkd", "html", "htm", "xhtml", "MD")),
        (("a.scss",), ["a.scss", "a.css"]),
        (("a.sass",), ["a.sass", "a.css"]),
        (("a.coffee",), ["a.coffee", "a.js"]),
        (("a.css",), ["a.css", "a.css"]),
        (("a",), ["a"]),
        (("a.b/c",), ["a.b/c"]),
        (("b/index.md",), ["b/index.md", "b/index.html"]),
        *(((path,), page("a", "a.md")) for path in ("./a.md", "../a.md", "/a.md", "../../a.md", "_site/a.md", "b/../a.md")),
        (("a/", ".md"), ["a/*.md", "a/*.html", "a/*/index.html"]),
        *(((f"{folder}/a.md",), []) for folder in ("_data", "_includes", "_layouts", "_sass", "_plugins")),
        (("_data/", ".yml"), []),
        (("_posts/a.md",), WHATEVER),
        (("_posts/", ".md"), WHATEVER),
        (("_boats/a.md",), WHATEVER),
        (("", ""), WHATEVER),
        (("blog", "/a.txt"), ["blog*/a.txt", "blog*/a.txt"]),
    ],
)  # fmt: skip
def test_what_a_written_file_may_become(texts: tuple[str, ...], outputs: list[str]) -> None:
    assert ["*".join(name.texts) for name in outputs_of(Name(texts))] == outputs


@pytest.mark.parametrize(
    ("config", "page", "is_made"),
    [
        ("{enabled: true, per_page: 1}", "{enabled: true}", True),
        ("{per_page: 1}", "{enabled: true}", False),
        ("{enabled: false, per_page: 1}", "{enabled: true}", False),
        ("{enabled: true, per_page: 1}", "{per_page: 1}", False),
        ("{enabled: true, per_page: 2}", "{enabled: true}", False),
        ("{enabled: true, per_page: 2}", "{enabled: true, per_page: 1}", True),
    ],
)
def test_pages_are_numbered_where_both_ask_for_it(
    config: str, page: str, is_made: bool, make: MakeSite
) -> None:
    posts = {f"_posts/2024-05-0{day}-a.md": "---\n---\n" for day in (1, 2)}
    settings = f"plugins: [jekyll-paginate-v2]\npagination: {config}\n"
    site = make({"_config.yml": settings, "list.html": f"---\npagination: {page}\n---\n", **posts})
    assert ("list/page2/index.html" in site.by_output or "page2/index.html" in site.by_output) is is_made
