"""Up to how many faults of one cause are told one by one, and what is said of more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sitecheck.model.finding import Finding
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

Site = Callable[[int], dict[str, str]]
PAGE = "---\n---\n"
TITLED = {"_layouts/x.html": "<html><head><title>{{ page.title }}</title></head>{{ content }}</html>\n"}
LAYOUT = {"_layouts/x.html": "<html><body><h1>Site</h1>{{ content }}</body></html>\n"}


def found(rule: str, files: dict[str, str], folder: Path) -> list[Finding]:
    report = check_folder(write_site(folder, files), settings_for(load_rules()[rule]))
    assert not report.crashes
    return [finding for finding in report.findings if finding.rule == rule]


def page(body: Callable[[int], str]) -> Site:
    return lambda count: {"a.md": PAGE + "".join(map(body, range(count)))}


def pages(text: str, **more: str) -> Site:
    return lambda count: {**more, **{f"p{n}.md": text for n in range(count)}}


LOOP = "{% for n in (1..COUNT) %}<a href='/gone-{{ n }}/'>Gone</a>{% endfor %}\n"


@pytest.mark.parametrize(
    ("rule", "most", "files", "words"),
    [
        ("obsolete-html", 3, page(lambda n: f"A <font>bright</font> day {n}.\n\n"), "4"),
        ("unused-definition", 3, page(lambda n: f"Text.\n\n[name{n}]: https://example.org/{n}\n\n"), " and 3 more"),
        ("heading-increment", 3, page(lambda n: f"## A{n}\n\n#### B{n}\n\n"), "the first of 4 such jumps"),
        ("unused-file", 3, lambda count: {"a.md": PAGE, **{f"img/q{n}.png": "" for n in range(count)}}, "nothing names 4"),
        (
            "conflicting-redirect",
            5,
            lambda count: {
                "_config.yml": "plugins: [jekyll-redirect-from]\n",
                **{f"p{n}.md": "---\nredirect_from: /old/\n---\n" for n in range(count + 1)},
            },
            "over 5 more pages",
        ),
        ("broken-link", 5, lambda count: {"a.md": PAGE + LOOP.replace("COUNT", str(count))}, "5 more"),
        ("second-top-heading", 3, pages("---\nlayout: x\n---\n# Title\n\nText\n", **LAYOUT), "4 pages"),
    ],
)  # fmt: skip
def test_more_than_a_few_are_told_as_one(
    rule: str, most: int, files: Site, words: str, tmp_path: Path
) -> None:
    assert len(found(rule, files(most), tmp_path / "few")) == most
    (finding,) = found(rule, files(most + 1), tmp_path / "many")
    assert words in f"{finding.message} {finding.help} {finding.pages} pages"
