from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathspec import PathSpec
from tests.fuzz.limits import slowness

from sitecheck.text import wildcards
from sitecheck.text.globs import PatternLists, matches
from sitecheck.text.wildcards import fnmatch


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.md", "a/b/c.md", True),
        ("*.md", "a.mdx", False),
        ("a/*.md", "a/b.md", True),
        ("a/*.md", "a/b/c.md", False),
        ("a/**/*.md", "a/c.md", True),
        ("a/**/*.md", "a/b/c/d.md", True),
        ("_posts", "_posts/2024-01-01-x.md", True),
        ("_posts/", "blog/_posts/x.md", True),
        ("/_posts/", "_posts/x.md", True),
        ("docs/**", "docs/a/b.md", True),
        ("docs/**", "doc/a.md", False),
        ("**/x.md", "x.md", True),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("[ab].md", "b.md", True),
        ("[!ab].md", "b.md", False),
        ("a.md", "aXmd", False),
        ("a(b).md", "a(b).md", True),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert matches(path, [pattern]) is expected


@given(st.text(alphabet="ab*?[]!/\\.-^", max_size=12), st.text(alphabet="ab/.", max_size=12))
@example("[?--]", "")
def test_no_pattern_raises(pattern: str, path: str) -> None:
    matches(path, [pattern])


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        (["*.md", "!keep.md"], "a/keep.md", False),
        (["*.md", "!keep.md"], "a/other.md", True),
        (["!keep.md", "*.md"], "keep.md", True),
        (["docs", "!docs/keep.md", "docs/keep.md"], "docs/keep.md", True),
        (["!keep.md"], "keep.md", False),
        (["# a comment"], "# a comment", False),
        (["\\#a"], "#a", True),
        (["/"], "a", False),
        (["docs/"], "docs", False),
        (["a/*"], "a/b/c.md", True),
        (["[.md"], "[.md", True),
        (["a\\[b.md"], "a[b.md", True),
        (["a\\\\[b.md"], "a\\[b.md", True),
    ],
)
def test_the_last_pattern_decides(patterns: list[str], path: str, expected: bool) -> None:
    assert matches(path, patterns) is expected


ATOMS = ("a", "b", "*", "?", "**", "/", "**/", "[ab]", "!", "#", "\\*", "\\!", "ab", "a b")
patterns = st.lists(st.sampled_from(ATOMS), min_size=1, max_size=7).map("".join)
paths = st.lists(st.text(alphabet="ab*!# ", min_size=1, max_size=3), min_size=1, max_size=4).map("/".join)


@given(st.lists(patterns, min_size=1, max_size=3), paths)
def test_patterns_mean_what_they_mean_in_gitignore(lines: list[str], path: str) -> None:
    """As pathspec has them, but for a * or ** / at the end: git leaves out all of a folder that matches."""
    known = [line for line in lines if line.strip("/! ") and "//" not in line and "**/" not in line[-4:]]
    known = [line for line in known if not line.rstrip().endswith("/*")]
    assert matches(path, known) is PathSpec.from_lines("gitignore", known).match_file(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("**/" * 200 + "x", "a/" * 200 + "y"),
        ("**/a/" * 100 + "x", "a/" * 300 + "y"),
        ("*a" * 200 + "b", "a" * 4000),
        ("?*" * 200 + "b", "a" * 4000),
        ("**" * 500, "a" * 4000),
        ("[ab]*" * 200 + "c", "ab" * 2000),
    ],
)
def test_no_pattern_goes_back(pattern: str, path: str) -> None:
    started = time.process_time()
    matches(path, (pattern,))
    assert time.process_time() - started < 2 * slowness()


WRITTEN = st.text(alphabet="ab*?[]!/\\.-^#", max_size=8)


@given(st.lists(st.lists(WRITTEN, max_size=3), max_size=4), st.text(alphabet="ab/.", max_size=8))
@example([["a/"], ["/b"], ["!a"], ["b", "*"], ["a/b"], ["**"], ["a//b"]], "a/b")
def test_lists_are_matched_together_as_each_by_itself(lists: list[list[str]], path: str) -> None:
    wanted = [at for at, patterns in enumerate(lists) if matches(path, patterns)]
    assert PatternLists(lists).matching(path) == wanted


def test_what_a_name_matches_is_asked_once_for_all_patterns_and_paths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two hundred patterns and as many files sixty folders deep took 80 seconds, each pair for itself."""
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(wildcards, "fnmatch", lambda *pair: bool(asked.append(pair)) or fnmatch(*pair))
    lists = PatternLists([f"{'**/*a/' * 30}x{number}*"] for number in range(20))
    for number in range(20):
        assert lists.matching(f"{'a/' * 60}x{number}.md") == [
            at for at in range(20) if f"{number}".startswith(f"{at}")
        ]
    assert sorted(asked) == sorted(set(asked))


def test_of_many_patterns_those_that_name_another_folder_are_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(wildcards, "fnmatch", lambda pattern, _: bool(asked.append(pattern)))
    lists = PatternLists([[f"docs/{number}/index.md", f"{number}.md"] for number in range(500)])
    assert lists.matching("docs/7/8.md") == [8]
    assert asked == []
