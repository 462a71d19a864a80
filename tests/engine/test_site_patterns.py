"""Patterns of files as people write them: from the site, or as a report has printed the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.settings.site_patterns import check_patterns, from_site
from sitecheck.errors import UsageError
from sitecheck.testing import write_site

pytestmark = pytest.mark.posix


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A site below its repository, as it is named from the repository's folder ``other``."""
    write_site(tmp_path / "r", {"docs/_config.yml": "", "docs/a.md": "", "docs/docs/b.md": "", "other/x": ""})
    (tmp_path / "r/.git").mkdir()
    monkeypatch.chdir(tmp_path / "r/other")
    return "./../other/../docs/"


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("a.md", "a.md"),
        ("./a.md", "a.md"),
        ("!./a.md", "!a.md"),
        ("../docs/a.md", "/a.md"),
        ("!../docs/a.md", "!/a.md"),
        ("../docs//a.md", "/a.md"),
        ("../other/../docs/a.md", "/a.md"),
        ("./../other/../docs", "**"),
        ("../docs", "**"),
        ("../docs/", "**"),
        ("!../docs/", "!**"),
        ("ROOT/docs/a.md", "/a.md"),
        ("ROOT/docs", "**"),
        ("docs/b.md", "docs/b.md"),
        ("../docs2/a.md", "../docs2/a.md"),
        ("**/*.md", "**/*.md"),
    ],
)
def test_a_pattern_counts_from_the_site(pattern: str, meant: str, site: str, tmp_path: Path) -> None:
    assert from_site(pattern.replace("ROOT", str(tmp_path / "r")), site) == meant


def test_a_path_counts_from_the_repository_where_the_site_has_no_such_folder(
    site: str, tmp_path: Path
) -> None:
    (tmp_path / "r/docs/docs").rename(tmp_path / "r/docs/more")
    assert from_site("docs/more/b.md", site) == "/more/b.md"
    assert from_site("docs", site) == "**"


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("a.md", None),
        ("/a.md", None),
        ("*.md", None),
        ("!none.md", None),
        ("docs", None),
        ("b.mdx", "--only b.mdx: no file of the site matches; did you mean 'b.md'?"),
        ("/docs/c.md", "--only docs/c.md: no file of the site matches; did you mean 'docs/b.md'?"),
        ("nothing-like-it", "--only nothing-like-it: no file of the site matches"),
    ],
)
def test_a_pattern_that_no_file_matches_is_told(pattern: str, told: str | None, site: str) -> None:
    paths = ["a.md", "docs/b.md", "a.md"]
    if told is None:
        check_patterns([pattern], paths, site)
        return
    with pytest.raises(UsageError) as error:
        check_patterns(["a.md", pattern], paths, site)
    assert str(error.value) == told
