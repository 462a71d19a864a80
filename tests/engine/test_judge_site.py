"""Rules on heads run beside the others on a large site: each says what it asks for, so that nothing is made twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteFacts
from sitecheck.rule.base import SiteRule
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

RULES = {id_: rule for id_, rule in load_rules().items() if issubclass(rule, SiteRule) and not rule.network}
SITE = {
    "_config.yml": "url: https://example.org\nplugins: [jekyll-sitemap]\n",
    "_layouts/l.html": "<html><head><title>{{ page.title }}</title></head><body>{{ content }}</body></html>",
    "a.md": "---\nlayout: l\ntitle: ''\n---\n[x](b.md#none)\n",
    "b.md": "---\nlayout: l\ntitle: B\nimage: /none.png\n---\n## B\n",
}


@pytest.mark.parametrize("id_", RULES)
def test_a_rule_says_whether_it_asks_for_heads(
    id_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def note(name: str) -> property:
        known = getattr(SiteFacts, name)

        def get(site: SiteFacts) -> object:
            asked.add(name)
            return known.func(site)

        return property(get)

    for name in ("heads", "links"):
        monkeypatch.setattr(SiteFacts, name, note(name))
    rule = RULES[id_]
    check = rule.check

    def counted(self: SiteRule[object], site: SiteFacts) -> object:
        asked.clear()
        yield from check(self, site)
        assert self.reads_heads or "heads" not in asked
        assert not (self.reads_heads and "links" in asked)

    monkeypatch.setattr(rule, "check", counted)
    report = check_folder(write_site(tmp_path, SITE), settings_for(rule))
    assert not report.crashes, report.crashes
