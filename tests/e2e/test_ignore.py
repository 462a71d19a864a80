"""``sitecheck ignore``: findings are silenced, and nothing else of the site changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.e2e.conftest import Cli, WriteSite

PAGE = "---\ntitle: A page\n---\n"
COMMENT = "{% comment %} sitecheck: ignore[broken-link] it opens in May {% endcomment %}"
REASON = ("--reason", "it opens in May")


def ignored(rule: str, folder: Path, cli: Cli) -> None:
    assert cli("check", folder, "--select", f"{rule},suppressions", "--fail-on", "info").code == 1
    answer = cli("ignore", rule, folder, *REASON)
    assert answer.code == 0
    assert ", 0 left" in answer.out
    answer = cli("check", folder, "--select", f"{rule},suppressions", "--fail-on", "info")
    assert (answer.code, answer.out.startswith("No findings")) == (0, True)


def test_a_line_gets_one_comment_that_leaves_no_trace_in_the_page(site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": PAGE + "# [a](gone.html) [b](lost.html)  \r\n\r\nText\r\n"})
    ignored("broken-link", folder, cli)
    assert (
        (folder / "a.md")
        .read_bytes()
        .decode()
        .endswith(f"# [a](gone.html) [b](lost.html)  {COMMENT}\r\n\r\nText\r\n")
    )


@pytest.mark.parametrize(
    ("rule", "path", "text", "after"),
    [
        ("broken-link", "a.md", PAGE + "[a](gone.html) {% if a\n %}x{% endif %}\n", PAGE + COMMENT.replace("endcomment ", "endcomment -") + " [a](gone.html) {% if a\n %}x{% endif %}\n"),
        ("broken-link", "b.html", '<p><a href="gone.html">a</a></p>\n', '<p><a href="gone.html">a</a></p> <!-- sitecheck: ignore[broken-link] it opens in May -->\n'),
        ("broken-link", "c.md", "---\nrender_with_liquid: false\n---\n[a](gone.html)\n", "---\nrender_with_liquid: false\n---\n[a](gone.html) <!-- sitecheck: ignore[broken-link] it opens in May -->\n"),
        ("empty-title", "d.md", "---\ntitle: ''\n---\n", "---\ntitle: '' # sitecheck: ignore[empty-title] it opens in May\n---\n"),
        ("invalid-published", "e.md", "---\ntitle: a\npublished: >-\n  perhaps\n---\n", None),
        ("duplicate-config-key", "_config.yml", "title: a\ntitle: b\n", "title: a\ntitle: b # sitecheck: ignore[duplicate-config-key] it opens in May\n"),
        ("unused-include", "_includes/a.html", "<p>\n", "<p>\n{% comment %} sitecheck: ignore-file[unused-include] it opens in May {% endcomment %}\n"),
        ("missing-title", "f.md", "---\nlayout: a\n---\nText\n", "---\n# sitecheck: ignore-file[missing-title] it opens in May\nlayout: a\n---\nText\n"),
    ],
)  # fmt: skip
def test_where_a_comment_stands(
    rule: str, path: str, text: str, after: str | None, site: WriteSite, cli: Cli
) -> None:
    folder = site(
        {"index.md": PAGE, "_layouts/a.html": "<title>{{ page.title }}</title>{{ content }}", path: text}
    )
    ignored(rule, folder, cli)
    assert after is None or (folder / path).read_bytes().decode() == after


def test_another_finding_that_marks_the_line_is_no_new_one(site: WriteSite, cli: Cli) -> None:
    folder = site({"index.md": PAGE + "[a](gone.html) | b\n"})
    assert "accidental-table" in cli("check", folder).out
    ignored("broken-link", folder, cli)


def test_what_has_no_place_for_a_comment_stays_and_is_told(site: WriteSite, cli: Cli) -> None:
    text = PAGE + "{% raw %}\n\n[a](gone.html)\n{% endraw %}\n"
    folder = site({"a.md": text})
    answer = cli("ignore", "broken-link", folder, *REASON)
    assert "0 findings of broken-link silenced, 1 left" in answer.out
    assert "a.md: 1 without a place for a comment" in answer.err
    assert (folder / "a.md").read_text() == text


def test_a_page_that_cannot_be_written_stays_and_is_told(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sitecheck.engine.edits.ignore_findings.replace_file", refused)
    folder = site({"a.md": PAGE + "[a](gone.html)\n"})
    answer = cli("ignore", "broken-link", folder, *REASON)
    assert "0 findings of broken-link silenced, 1 left" in answer.out
    assert "a.md: not changed, Permission denied" in answer.err


@pytest.mark.parametrize("reason", ["a --> b", "a %} b", "a\nb", "a ] b", "{: x}"])
def test_a_reason_is_plain_words(reason: str, site: WriteSite, cli: Cli) -> None:
    folder = site({"a.md": PAGE + "[a](gone.html)\n"})
    answer = cli("ignore", "broken-link", folder, "--reason", reason)
    assert (answer.code, answer.out) == (2, "")
    assert "plain words" in answer.err
    assert (folder / "a.md").read_text() == PAGE + "[a](gone.html)\n"


def test_a_rule_that_there_is_not(site: WriteSite, cli: Cli) -> None:
    answer = cli("ignore", "brokn-link", site({"a.md": PAGE}), *REASON)
    assert (answer.code, answer.err) == (
        2,
        "sitecheck: there is no rule 'brokn-link'; did you mean 'broken-link'?\n",
    )


def test_only_some_files(site: WriteSite, cli: Cli) -> None:
    folder = site(dict.fromkeys(("a.md", "b.md"), PAGE + "[a](gone.html)\n"))
    cli("ignore", "broken-link", folder, *REASON, "--only", "b.md")
    assert ["sitecheck: ignore[broken-link]" in (folder / name).read_text() for name in ("a.md", "b.md")] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("option", "path"), [("--drafts", "_drafts/d.md"), ("--future", "_posts/2999-01-01-p.md")]
)
def test_what_is_built_counts(option: str, path: str, site: WriteSite, cli: Cli) -> None:
    text = "---\ntitle: A\n---\n[x](/gone/)\n"
    folder = site({"_drafts/d.md": text, "_posts/2999-01-01-p.md": text})
    words = ("ignore", "broken-link", folder, "--reason", "so it is")
    assert cli(*words).out == "0 findings of broken-link silenced, 0 left\n"
    told = cli(*words, option).out
    assert told == f"{path}: 1 finding\n1 finding of broken-link silenced, 0 left\n"
    changed = [
        each for each in ("_drafts/d.md", "_posts/2999-01-01-p.md") if (folder / each).read_text() != text
    ]
    assert changed == [path]


def test_a_value_of_a_data_file_that_many_pages_print(site: WriteSite, cli: Cli) -> None:
    pages = {f"{name}.md": PAGE + "{% for i in site.data.a %}[k]({{ i.to }}){% endfor %}\n" for name in "ab"}
    text = "- to: /gone/\n- to: /lost/ # for now\n"
    folder = site({"_data/a.yml": text, **pages})
    ignored("broken-link", folder, cli)
    assert (folder / "_data/a.yml").read_text() == (
        "- to: /gone/ # sitecheck: ignore[broken-link] it opens in May\n"
        "- to: /lost/ # for now # sitecheck: ignore[broken-link] it opens in May\n"
    )
    for page in pages:
        (folder / page).unlink()
    cli("fix", folder, "--select", "broken-link,suppressions")
    assert (folder / "_data/a.yml").read_text() == text
