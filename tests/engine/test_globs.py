from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.engine.globs import matches


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
def test_no_pattern_raises(pattern: str, path: str) -> None:
    matches(path, [pattern])
