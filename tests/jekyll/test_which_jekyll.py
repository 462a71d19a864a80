"""Which Jekyll builds a site: 2, 3, 4, or not known."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

GITHUB_PAGES = "gem 'github-pages', group: :jekyll_plugins\n"
CHOOSES = f"if ENV['LOCAL']\n  {GITHUB_PAGES}else\n  gem 'jekyll', '~> 4.3'\nend\n"
ACTION = {".github/workflows/a.yml": "steps:\n  - uses: actions/jekyll-build-pages@v1\n"}
RIVAL = {"netlify.toml": ""}


def locked(release: str) -> dict[str, str]:
    return {"Gemfile.lock": f"GEM\n  specs:\n    jekyll ({release})\n"}


def gemfile(text: str) -> dict[str, str]:
    return {"Gemfile": text}


@pytest.mark.parametrize(
    ("named", "before"),
    [
        ({}, False),
        (locked("2.5.3"), True),
        (locked("3.0.0"), False),
        (gemfile("gem 'jekyll', '~> 2.4'\n"), True),
        (gemfile("gem 'jekyll', '~> 2.4'\n") | locked("4.3.4"), False),
        (gemfile("gem 'jekyll', '~> 3.0'\n"), False),
        (gemfile("gem 'jekyll', '< 3'\n"), True),
        (gemfile("gem 'jekyll', '<= 3'\n"), False),
        (gemfile("gem 'github-pages', '39'\n"), True),
        (gemfile("gem 'github-pages', '40'\n"), False),
        (gemfile("gem 'github-pages', '< 40'\n"), True),
        (gemfile("gem 'github-pages', '<= 40'\n"), False),
        (gemfile(GITHUB_PAGES), False),
        (gemfile("# gem 'jekyll', '2.5'\n"), False),
    ],
)
def test_a_jekyll_before_version_3(make: MakeSite, named: dict[str, str], before: bool) -> None:
    """As locked, or as the Gemfile allows none later."""
    site = make(named)
    assert site.is_before_jekyll_3 is before


@pytest.mark.parametrize(
    ("files", "before"),
    [
        ({}, None),
        (RIVAL, False),
        (locked("3.9.5"), True),
        (locked("4.0.0"), False),
        (locked("4.3.4") | ACTION, None),
        (locked("3.9.5") | ACTION, True),
        (gemfile(GITHUB_PAGES) | locked("4.3.4"), False),
        ({"Gemfile.lock": "GEM\n"} | gemfile("gem 'jekyll', '~> 3.0'\n"), True),
        (gemfile("gem 'jekyll', '~> 3.0'\n"), True),
        (gemfile("gem 'jekyll', '< 4'\n"), True),
        (gemfile("gem 'jekyll', '<= 4'\n"), None),
        (gemfile("gem 'jekyll', '<= 4'\n") | RIVAL, False),
        (gemfile("gem 'jekyll', '>= 3'\n") | RIVAL, False),
        (gemfile("gem 'jekyll', '~> 4.3'\n"), False),
        (gemfile("gem 'jekyll', '~> 4.3'\n") | ACTION, None),
        (gemfile("gem 'jekyll'\n"), None),
        (gemfile("gem 'jekyll'\n") | RIVAL, False),
        (gemfile(GITHUB_PAGES), True),
        (gemfile(GITHUB_PAGES) | RIVAL, True),
        (gemfile(f"gem 'jekyll'\n{GITHUB_PAGES}"), True),
        (gemfile(CHOOSES), None),
        (gemfile(CHOOSES) | RIVAL, None),
    ],
)
def test_a_jekyll_before_version_4(make: MakeSite, files: dict[str, str], before: bool | None) -> None:
    """Without a release that is named GitHub Pages, which has 3.10, may build wherever nothing else does."""
    site = make(files)
    assert site.config.before_jekyll_4 is before
    assert (site.is_before_jekyll_4, site.may_be_before_jekyll_4) == (before is True, before is not False)


@pytest.mark.parametrize(
    "files", [{}, {"Gemfile": "gem 'jekyll'\n"}, {"Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.4)\n"}]
)
def test_github_pages_has_jekyll_3_whatever_the_gems_say(make: MakeSite, files: dict[str, str]) -> None:
    site = make({**files, "e...png": ""}, github_pages=True)
    assert site.is_before_jekyll_4
    assert "e...png" in site.by_output
