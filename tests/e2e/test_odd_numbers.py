"""Numbers that YAML can write and nobody can count to: infinities, none at all, hundreds of digits."""

from __future__ import annotations

import pytest
from tests.e2e.conftest import Cli, WriteSite

from sitecheck.liquid.filters.registry import FILTERS

DATA = f"x: .inf\ny: .nan\nz: -.inf\nbig: {'9' * 400}\n"
NAMES = ("x", "y", "z", "big")
TAGS = (
    "{% for i in (1..site.data.d.x) %}{{ i }}{% endfor %}",
    "{% for i in (site.data.d.z..3) %}{{ i }}{% endfor %}",
    "{% for p in site.pages limit: site.data.d.x offset: site.data.d.y %}{{ p }}{% endfor %}",
    "{% tablerow p in site.pages cols: site.data.d.x limit: site.data.d.y %}x{% endtablerow %}",
    "{% if site.data.d.x > site.data.d.y %}a{% endif %}{{ site.pages[site.data.d.x] }}",
)


def test_filters_and_tags_take_any_number(site: WriteSite, cli: Cli) -> None:
    pages = {
        f"{name}.md": "---\n---\n"
        + "".join(
            f"{{{{ site.data.d.{a} | {name} }}}}{{{{ site.data.d.{a} | {name}: site.data.d.{b} }}}}"
            f"{{{{ 'abc' | {name}: site.data.d.{b} }}}}{{{{ 7 | {name}: site.data.d.{b}, site.data.d.{a} }}}}"
            for a in NAMES
            for b in NAMES
        )
        for name in FILTERS
    }
    pages |= {f"tag{number}.md": f"---\n---\n{tag}\n" for number, tag in enumerate(TAGS)}
    answer = cli("check", site({"_data/d.yml": DATA, **pages}), "--no-cache", "--exit-zero")
    assert answer.code == 0, answer.err
    assert "internal error" not in answer.err


@pytest.mark.parametrize("plugin", ["jekyll-paginate", "jekyll-paginate-v2"])
@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan", "9" * 400, "0.5", "-1"])
def test_settings_take_any_number(site: WriteSite, cli: Cli, plugin: str, number: str) -> None:
    config = f"plugins: [{plugin}]\npaginate: {number}\npagination: {{enabled: true, per_page: {number}}}\n"
    index = "---\npagination: {enabled: true}\n---\n{% for p in paginator.posts %}{{ p.url }}{% endfor %}\n"
    folder = site({"_config.yml": config, "index.html": index, "_posts/2020-01-01-a.md": "---\n---\n"})
    answer = cli("check", folder, "--no-cache", "--exit-zero")
    assert answer.code == 0, answer.err
    assert "internal error" not in answer.err
