"""Numbers of more digits than Python reads stop nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import ConfigError
from sitecheck.testing import check_folder, write_site

LONG = "9" * 5_000
REFERENCE = f"&#{LONG};"
MATHJAX = "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js'></script>\n"
PAGES = (
    f"# {REFERENCE}\n\n[{REFERENCE}](b '{REFERENCE}') ![{REFERENCE}](c)\n\n<h2>{REFERENCE}</h2>\n",
    f"<a href='#{REFERENCE}'>{REFERENCE}</a><title>{REFERENCE}</title><meta name=description content='{REFERENCE}'>\n",
    f"<h2>{REFERENCE}</h2><script>tocbot.init({{}}); h.innerHTML = '{REFERENCE}'</script>\n",
    f"<script>MathJax={{tex:{{macros:{{a:['x','{LONG}'],b:['y','²'],c:['z',1e999]}}}}}}</script>{MATHJAX}\n$$\\a\\b\\c$$\n",
    f"<script>MathJax={{tex:{{environments:{{a:['x','y',1e999]}}}}}}</script>{MATHJAX}\n$$\\begin{{a}}\\end{{a}}$$\n",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("path", ["index.md", "index.html"])
def test_on_a_page(page: str, path: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"_config.yml": "title: t\n", path: f"---\n---\n{page}"})
    report = check_folder(tmp_path, read_settings(None, site=str(tmp_path), only=["all"]))
    assert not report.crashes, report.crashes[0].traceback


def test_as_the_number_of_posts_on_a_page(tmp_path: Path) -> None:
    config = f"plugins: [jekyll-paginate]\npaginate: '{LONG}'\n"
    write_site(tmp_path, {"_config.yml": config, "index.html": "---\n---\n"})
    assert not check_folder(tmp_path, read_settings(None, site=str(tmp_path))).crashes


def test_in_a_schema(tmp_path: Path) -> None:
    schema = f'{{"$ref": "#/a/{LONG}", "a": [1]}}'
    settings = "front-matter:\n- files: '**'\n  schema: s.json\n"
    write_site(tmp_path, {"_config.yml": "", ".sitecheck.yml": settings, "s.json": schema})
    with pytest.raises(ConfigError, match="to which it refers"):
        read_settings(str(tmp_path / ".sitecheck.yml"), site=str(tmp_path))
