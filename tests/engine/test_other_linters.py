from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.fuzz.limits import deadline

from sitecheck.engine.adoption.other_linters import Carried, carried_over, pattern_of, workflows
from sitecheck.text.wildcards import fnmatch

FILES = {
    ".lycheeignore": "# walls\n  linkedin\\.com \n^https://x\\.com/.*\n\n(a|b)\\.example\n",
    "lychee.toml": 'max_retries = 3\nexclude = [\n  "^https://wiki\\\\.example/",\n  \'^mailto:\',\n]\ninclude = ["a"]\n',
    "Rakefile": "HTMLProofer.check_directory('_site', { ignore_urls: [/twitter.com/, 'https://a.example/b'],\n"
    "  ignore_missing_alt: true })\n",
    ".github/workflows/ci.yml": 'run: htmlproofer --ignore-urls "/localhost/,https://b.example/,/about, //,//" _site\n',
    ".markdownlint.jsonc": '{\n  // taste\n  "MD045": false, "MD013": false, "heading-increment": false, "MD051": true\n}\n',
    ".markdownlint-cli2.yaml": "config:\n  MD042: false\n",
}
CARRIED = (
    Carried(".lycheeignore", patterns=("*linkedin.com*", "https://x.com/*"), left=1),
    Carried("lychee.toml", patterns=("https://wiki.example/*", "mailto:*")),
    Carried("Rakefile", patterns=("*twitter.com*", "https://a.example/b"), off=("image-alt",)),
    Carried(".github/workflows/ci.yml", patterns=("*localhost*", "https://b.example/", "/about", "//")),
    Carried(".markdownlint.jsonc", off=("heading-increment", "image-alt")),
    Carried(".markdownlint-cli2.yaml", off=("empty-link",)),
)


def test_what_others_leave_alone_is_taken_over_where_it_means_the_same(tmp_path: Path) -> None:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert carried_over(str(tmp_path)) == CARRIED


SAME = {
    ".markdownlint.jsonc": ".markdownlint.json .markdownlint.yaml .markdownlint.yml",
    ".markdownlint-cli2.yaml": ".markdownlint-cli2.jsonc",
    "lychee.toml": ".lychee.toml .github/lychee.toml",
    "Rakefile": "package.json Makefile .travis.yml .gitlab-ci.yml",
    ".github/workflows/ci.yml": ".github/workflows/ci.yaml",
}
SAID = {
    **FILES,
    ".markdownlint.jsonc": '{"MD045": false}',
    ".markdownlint-cli2.yaml": '{"config": {"MD042": false}}',
}


@pytest.mark.parametrize("name", SAME)
def test_what_others_leave_alone_is_read_under_each_of_its_names(name: str, tmp_path: Path) -> None:
    for other in (name, *SAME[name].split()):
        (tmp_path / other).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / other).write_text(SAID[name], "utf-8")
        (carried,) = carried_over(str(tmp_path))
        assert carried.file == other
        assert carried.patterns or carried.off
        (tmp_path / other).unlink()


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        *(("MD001", "heading-increment"), ("MD042", "empty-link"), ("no-empty-links", "empty-link")),
        *(("MD045", "image-alt"), ("no-alt-text", "image-alt"), ("MD051", "broken-anchor")),
        *(("link-fragments", "broken-anchor"), ("MD052", "undefined-reference")),
        ("reference-links-images", "undefined-reference"),
    ],
)
def test_what_judges_the_same_under_another_name(name: str, rule: str, tmp_path: Path) -> None:
    (tmp_path / ".markdownlint.json").write_text(f'{{"{name}": false}}', "utf-8")
    assert [each.off for each in carried_over(str(tmp_path))] == [(rule,)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".lycheeignore", "\n".join(f"a{number}" for number in range(202))),
        ("Makefile", f"htmlproofer --ignore-urls '{','.join(f'a{number}' for number in range(202))}'"),
    ],
)
def test_so_many_patterns_are_taken_over(name: str, text: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (carried,) = carried_over(str(tmp_path))
    assert len(carried.patterns) == 200
    assert carried.left == (0 if name == "Makefile" else 2)


def test_a_list_without_an_end_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "lychee.toml").write_text('exclude = [ "a", ', "utf-8")
    assert not carried_over(str(tmp_path))


def test_workflows_are_read_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".github/workflows").mkdir(parents=True)
    monkeypatch.setattr(os, "listdir", lambda folder: ["b.yml", "c.md", "a.yaml"])
    assert workflows(str(tmp_path)) == [".github/workflows/a.yaml", ".github/workflows/b.yml"]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "odd",
    ["[" * 50_000, "{" * 50_000, "exclude = [" * 20_000, "html-proofer ignore_urls: [" * 9_000, "a: &a [*a]"],
)
def test_what_is_no_such_file_says_nothing(name: str, odd: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(odd, "utf-8")
    assert all(not each.patterns for each in carried_over(str(tmp_path)) if name != ".lycheeignore")


@pytest.mark.parametrize("name", [name for name in FILES if name != ".lycheeignore"])
def test_very_many_lines_take_their_time_once(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n" * 199_000, "utf-8")
    with deadline():
        assert not carried_over(str(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_no_file_outside_of_the_repository_is_read(tmp_path: Path) -> None:
    """Else its lines stood among the settings that are written."""
    (tmp_path / "secret").write_text("abcdefgh\n", "utf-8")
    (tmp_path / "site").mkdir()
    for name in (".lycheeignore", "lychee.toml"):
        (tmp_path / "site" / name).symlink_to(tmp_path / "secret")
    assert not carried_over(str(tmp_path / "site"))


URLS = ("https://www.linkedin.com/in/x", "https://x.com/a", "http://x.com/", "https://a.b/c?d=e", "x.com")


@pytest.mark.parametrize(
    "regex",
    [
        r"linkedin\.com",
        r"^https://x\.com/.*",
        r"x\.com/$",
        "^https?://",
        "(a|b)",
        "[ab]",
        r"\d+",
        "a+",
        "",
        "$",
        r"^http://x\.com/$",
        ".*",
        "c\\?d",
    ],
)
def test_a_pattern_finds_what_the_expression_finds(regex: str) -> None:
    pattern = pattern_of(regex)
    if pattern:
        assert [fnmatch(pattern, url) for url in URLS] == [bool(re.search(regex, url)) for url in URLS]
