"""Comments that silence findings: real Jekyll builds the same pages with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.reference.test_fixes import build_all, texts

from sitecheck.engine.edits.ignore_findings import ignore_findings
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.testing import write_site

LINK = "[x](gone.html)"
BODIES = (
    f"See {LINK} \nmore\n",
    f"See {LINK}  \nmore\n",
    f"See {LINK}\\\\\nmore\n",
    f"# A {LINK} {{% if a\n %}}x{{% endif %}}\n",
    f"- A {LINK} {{% if a\n %}}x{{% endif %}}\n",
    f"  A {LINK} {{% if a\n %}}x{{% endif %}}\n",
    f"{LINK} {{{{ 1 -}}}}\n two {LINK} {{{{ 1 -}}}} \n two\n",
    f"One {LINK} \n{{%- assign a = 1 %}}\n{LINK}\n {{{{- a }}}}\n",
    f"One {{{{ 1 -}}}}\n  {LINK} {{% if a\n %}}{{% endif %}}\n",
    f"One\n{{%- assign a = 1 %}} {LINK} {{% if a\n %}}{{% endif %}}\n",
    f"One\n{{% raw %}}\n{LINK}\n{{% endraw %}}\n# Two\n",
    f"One\n\n# Two {{% raw %}}\n{LINK}\n{{% endraw %}}\n",
    f"| a | b |\n|---|---|\n| {LINK} | 2 |\n\n{LINK} | 2\n",
    '<a href="gone.html" title="a\nb">x</a>\n',
    "[x][1]\n\n[1]: gone.html\n  'title'\n",
    '<pre>\n<a href="gone.html">x</a>\n</pre>\n',
    f"> See {LINK}\n> more\n",
    f"See {LINK}\n====\n",
    f"## A {LINK} ##\n\n## A {LINK} {{#a}}\n\nterm {LINK}\n: {LINK}\n\n{LINK}{{:.a}}\n{{: .b}}\n",
)


@pytest.mark.reference
def test_comments_leave_no_trace_in_the_page(tmp_path: Path) -> None:
    if not shutil.which("jekyll") or not shutil.which("ruby"):
        pytest.skip("Jekyll is not installed")
    pages = {f"{number}.md": f"---\ntitle: A\n---\n{body}" for number, body in enumerate(BODIES)}
    before, after = (
        write_site(tmp_path / name, {"_config.yml": "", **pages}) for name in ("before", "after")
    )
    settings = read_settings(None, site=str(after), only=["broken-link"])
    done = ignore_findings(RunOptions(str(after), settings, jobs=1), "broken-link", "so it is")
    assert (done.left, done.refused, len(done.silenced)) == (0, (), len(BODIES))
    assert all(build_all([before, after]).values())
    built = [texts(Path(f"{folder}.built")) for folder in (before, after)]
    assert built[0] == built[1]
