"""A file that is there when the site is listed may be gone when it is read: whoever asks for it, no check comes
to harm."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitecheck.document import Document, Input, SiteReader
from sitecheck.document.whole_site.value_places import last_texts
from sitecheck.engine.analyze import FileRules, _unreadable, analyze
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.listing import math_pages
from sitecheck.engine.reading import work_shares
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import MachineError
from sitecheck.files import reading
from sitecheck.jekyll import load_site
from sitecheck.model.facts import PageFacts
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.rule.base import FileRule
from sitecheck.rule.options import NoOptions
from sitecheck.testing import write_site

PAGE = "---\ntitle: A\nlayout: default\nauthor: jo\n---\n"
FILES = {
    ".github/workflows/pages.yml": "jobs: {a: {steps: [{run: bundle exec jekyll build}]}}\n",
    ".sitecheck.yml": "select: [all]\n",
    "CNAME": "example.org\n",
    "Gemfile": "gem 'jekyll'\n",
    "Gemfile.lock": "GEM\n  specs:\n    jekyll (4.3.0)\n",
    "_config.yml": "title: T\nurl: https://example.org\nplugins: [jekyll-feed, jekyll-seo-tag]\n"
    "collections: {books: {output: true}}\n",
    "_books/b.md": f"{PAGE}{{{{ site.posts.first.content }}}}\n",
    "_data/people.yml": "jo: {name: Jo}\n",
    "_includes/nav.html": "{% for post in site.posts %}<a href='{{ post.url }}'>{{ post.excerpt }}</a>{% endfor %}",
    "_layouts/base.html": "<html lang='en'><head>{% seo %}</head><body>{{ content }}</body></html>\n",
    "_layouts/default.html": "---\nlayout: base\n---\n{% include nav.html %}<main>{{ content }}</main>\n",
    "_plugins/own.rb": "require_relative 'more'\n",
    "_plugins/more.rb": "Jekyll::Hooks.register(:site, :post_write) { }\n",
    "_posts/2024-01-01-p.md": f"{PAGE}Begin.\n\n# Head\n\n[a]({{% link index.md %}}) $$x$$\n",
    "_sass/_base.scss": "a { b: c }\n",
    "index.md": f"{PAGE}{{% include nav.html %}} [b](/books/b.html#head) {{{{ site.data.people.jo.name }}}}\n",
    "math.js": "MathJax = {tex: {}};\n",
    "netlify.toml": "[build]\n",
    "style.scss": "---\n---\n@import 'base';\n",
    "x.html": f"{PAGE}{{% include_relative y.txt %}}<script src='math.js'></script>\n",
    "y.txt": "y\n",
}


NEWS = {
    ("Gemfile", 0): "",
    ("_plugins/own.rb", 0): "",
    ("_layouts/default.html", 0): "partly-checked unreadable-file",
    ("_posts/2024-01-01-p.md", 0): "broken-anchor missing-description unreadable-file",
    ("_posts/2024-01-01-p.md", 1): "unreadable-file",
    ("math.js", 0): "broken-link unreadable-file",
}
"""What is told when a file can be opened no oftener than that."""


def check(folder: Path) -> RunReport:
    settings = read_settings(str(folder / ".sitecheck.yml"), site=str(folder))
    return check_site(RunOptions(str(folder), settings, jobs=1))


class Opened:
    """Counts how often each file is opened; ``last`` says for one how often it can be."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count: Counter[str] = Counter()
        self.last: dict[str, int] = {}
        self._real = reading._opened
        monkeypatch.setattr(reading, "_opened", self)

    def __call__(self, path: reading.Path) -> object:
        name = os.fspath(path)
        self.count[name] += 1
        if self.count[name] > self.last.get(name, 1_000):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", name)
        return self._real(path)


def test_a_file_may_vanish_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, FILES)
    opened = Opened(monkeypatch)
    before = {(each.rule, each.path, each.message) for each in check(tmp_path).findings}
    for (name, last), rules in NEWS.items():
        opened.count.clear()
        opened.last = {str(tmp_path / name): last}
        report = check(tmp_path)
        assert not report.crashes, (name, last)
        news = {each.rule for each in report.findings if (each.rule, each.path, each.message) not in before}
        assert " ".join(sorted(news)) == rules, (name, last)


@pytest.mark.parametrize(
    ("error", "rule", "severity", "message"),
    [
        (OSError(errno.EFBIG, "larger than 30 MB"), "partly-checked", Severity.INFO,
         "the file is not checked: it is larger than 30 MB"),
        (OSError(errno.EACCES, "Permission denied"), "unreadable-file", Severity.ERROR,
         "the file cannot be read: Permission denied"),
        (OSError("odd"), "unreadable-file", Severity.ERROR, "the file cannot be read: odd"),
    ],
)  # fmt: skip
def test_only_a_file_that_is_too_large_is_no_error(
    error: OSError, rule: str, severity: Severity, message: str
) -> None:
    found = _unreadable("a.md", error)
    assert (found.rule, found.severity, found.message, found.path) == (rule, severity, message, "a.md")


def test_a_file_that_is_gone_when_it_is_asked_for_is_empty(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.md": f"{PAGE}$$x$$\n", "b.md": f"{PAGE}$$y$$\n", "c.md": "x"})
    reader = SiteReader(load_site(tmp_path))
    (tmp_path / "a.md").unlink()
    (tmp_path / "c.md").write_bytes(b"\xff")
    assert [work_shares.size_of(reader, path) for path in ("a.md", "c.md")] == [0, 1]
    text = last_texts(reader.source)
    assert [text(path)[4:9] for path in ("a.md", "b.md", "c.md")] == ["", "title", ""]
    assert [document.path for document in math_pages(reader, lambda _: True)] == ["b.md"]
    assert list(math_pages(reader, lambda _: False)) == []


@pytest.mark.parametrize("error", [ValueError("odd"), MachineError("full"), SystemExit(3)])
def test_a_fault_is_one_of_a_file_or_a_rule_and_that_of_the_machine_ends_the_run(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Odd(FileRule[NoOptions]):
        def check(self, doc: Document) -> Iterator[Finding]:
            raise error

    def facts(_: Document) -> PageFacts:
        raise error

    def crashes(rules: FileRules = ()) -> list[tuple[str, str]]:
        return [(each.rule, each.path) for each in analyze(Input("a.md", "page"), reader, rules).crashes]

    reader = SiteReader(load_site(write_site(tmp_path, {"a.md": PAGE})))
    if isinstance(error, MachineError):
        with pytest.raises(MachineError):
            crashes([Odd(None)])
    else:
        assert crashes([Odd(None)]) == [(Odd.id, "a.md")]
    monkeypatch.setattr("sitecheck.engine.analyze._facts", facts)
    if isinstance(error, ValueError):
        assert crashes() == [("sitecheck", "a.md")]
    else:
        with pytest.raises(type(error)):
            crashes()
