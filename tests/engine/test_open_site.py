"""One way in: what the settings say counts for every command, and is read once into typed records."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest

from sitecheck.cli import main
from sitecheck.engine.reading.open_site import Call, site_options
from sitecheck.engine.settings.jekyll_settings import JekyllSettings, read_jekyll
from sitecheck.engine.settings.math_settings import read_math
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import ConfigError
from sitecheck.math.macros import MacroDef
from sitecheck.testing import write_site

KATEX = '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/katex.min.js"></script>'
SITE = {
    "_config.yml": "permalink: /:title/\n",
    "index.md": f"---\ntitle: T\n---\n[draft](/idea/) [later](/soon/)\n\n{KATEX}\n\n$$\\pair{{a}}{{b}}$$\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\n[nowhere](/nowhere/)\n",
    "_posts/2999-01-01-soon.md": "---\ntitle: Soon\n---\nText\n",
}
SETTINGS = """\
jekyll: {drafts: true, future: true}
math: {macros: {pair: ['\\langle #1, #2 \\rangle', 2]}}
"""


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, object]]:
    assert main([*words, "--output-format", "json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)
    return list(found["findings"] if isinstance(found, dict) else found)


@pytest.fixture
def site(tmp_path: Path) -> str:
    return str(write_site(tmp_path / "site", {**SITE, ".sitecheck.yml": SETTINGS}))


def test_drafts_and_posts_of_the_future_count_for_every_command(
    site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert {row["url"] for row in rows(capsys, "routes", site)} >= {"/idea/", "/soon/"}
    links = {row["href"]: row["status"] for row in rows(capsys, "links", site)}
    assert links["/idea/"] == links["/soon/"] == "ok"
    assert links["/nowhere/"] == "broken-page"
    assert main(["why", "_drafts/idea.md", "--site", site]) == 0
    assert "is published at /idea/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "shown"),
    [("", "/published/"), ("jekyll: {environment: development}\n", "/at-home/")],
)
def test_the_site_is_judged_as_it_is_published(
    said: str, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (
        "---\n---\n{% if jekyll.environment == 'production' %}[a](/published/)"
        "{% else %}[a](/at-home/){% endif %}\n"
    )
    site = str(write_site(tmp_path / "site", {"_config.yml": "", "a.md": page, ".sitecheck.yml": said}))
    assert [row["href"] for row in rows(capsys, "links", site)] == [shown]


@pytest.mark.parametrize("environment", ["3", "''", "[a]"])
def test_an_environment_is_a_name(
    environment: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = f"jekyll: {{environment: {environment}}}\n"
    site = str(write_site(tmp_path / "site", {"_config.yml": "", ".sitecheck.yml": settings}))
    assert main(["check", site]) == 2
    assert "jekyll.environment: must be a name" in capsys.readouterr().err


def test_check_and_links_agree(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    broken = [row for row in rows(capsys, "links", site) if str(row["status"]).startswith("broken")]
    found = rows(capsys, "check", site, "--no-cache", "--select", "broken-link,broken-anchor,missing-image")
    assert len(found) == len(broken) == 1


def test_without_the_settings_they_do_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = str(write_site(tmp_path / "plain", SITE))
    assert not {row["url"] for row in rows(capsys, "routes", plain)} & {"/idea/", "/soon/"}
    assert {row["url"] for row in rows(capsys, "routes", plain, "--drafts")} >= {"/idea/"}


@pytest.mark.parametrize(
    "command", [("routes",), ("links",), ("math",), ("check", "--no-cache", "--select", "broken-link")]
)
def test_the_switches_count_for_every_command(
    command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "---\ntitle: T\n---\n[nowhere](/nowhere/) $$x$$\n"
    files = {"_config.yml": "", "a.md": page, "_drafts/idea.md": page, "_posts/2999-01-01-soon.md": page}
    site = str(write_site(tmp_path / "site", files))
    found = [
        len(rows(capsys, *command, site, *switches))
        for switches in ((), ("--drafts",), ("--future",), ("--drafts", "--future"))
    ]
    assert found == [1, 2, 2, 3]


def test_a_macro_with_arguments_is_known_to_the_rules_and_the_list(
    site: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [row["errors"] for row in rows(capsys, "math", site)] == [[]]
    assert not rows(capsys, "check", site, "--no-cache", "--select", "math")


@pytest.mark.parametrize(
    ("value", "macro"),
    [
        (r"\mathbb{R}", MacroDef("\\R", r"\mathbb{R}")),
        ("#1/#2", MacroDef("\\R", "#1/#2", arity=2)),
        (["#1/#2", 2], MacroDef("\\R", "#1/#2", arity=2)),
        (["#1/#2", 2, "n"], MacroDef("\\R", "#1/#2", arity=2, default="n")),
    ],
)
def test_forms_of_a_macro(value: object, macro: MacroDef) -> None:
    for name in ("R", "\\R"):
        assert read_math({"macros": {name: value}}, "math").macros == {"\\R": macro}


@pytest.mark.parametrize(
    "value", [3, [], ["a", "b"], ["a", True], ["a", -1], ["a", 10], ["a", 1, 2], ["a", 1, "b", "c"], None, {}]
)
def test_what_is_no_macro_is_an_error_that_names_it(value: object) -> None:
    with pytest.raises(ConfigError, match=r"math\.macros\.R"):
        read_math({"macros": {"R": value}}, "math")


@pytest.mark.parametrize(
    "raw",
    [{"engine": "mathjax"}, {"engin": "katex"}, {"macros": []}, {"macros": {"": "x"}}, {"macros": {1: "x"}}],
)
def test_bad_math_settings_are_an_error(raw: dict[str, object]) -> None:
    with pytest.raises(ConfigError):
        read_math(raw, "math")


def test_jekyll_settings() -> None:
    assert read_jekyll({"drafts": True, "github-pages": True}, "jekyll") == JekyllSettings(
        drafts=True, github_pages=True
    )
    for raw in ({"draft": True}, {"drafts": "yes"}):
        with pytest.raises(ConfigError):
            read_jekyll(raw, "jekyll")


@pytest.mark.parametrize(
    ("said", "call", "told"),
    [
        ("{}", Call(), (False, None, False, "production")),
        ("{drafts: true}", Call(), (True, None, False, "production")),
        ("{}", Call(drafts=True, future=True), (True, True, False, "production")),
        ("{future: true, environment: test}", Call(), (False, True, False, "test")),
        ("{github-pages: true}", Call(), (False, None, True, "production")),
    ],
)
def test_how_jekyll_is_called(said: str, call: Call, told: object, tmp_path: Path) -> None:
    write_site(tmp_path, {".sitecheck.yml": f"jekyll: {said}\n"})
    settings = read_settings(str(tmp_path / ".sitecheck.yml"))
    second = 1_000_000_000
    options = site_options(settings, call._replace(known=frozenset("a"), now=3 * second))
    assert (options.drafts, options.future, options.github_pages, options.environment) == told
    assert (options.known, options.time) == (
        frozenset("a"),
        datetime(1970, 1, 1, 0, 0, 3, tzinfo=timezone.utc),
    )
