"""Front matter values as a page prints them that real Jekyll builds; what it printed is ``misread.json``."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from tests.reference.goldens import Golden, needs

from sitecheck.testing import write_site

GOLDEN = Path(__file__).parent / "misread.json"
CASES = (
    "tags: jekyll, ruby", "tags: jekyll ruby", "tags: [a b, c]", "categories: News, Events", "tags: 2024", "tags: true",
    "tags: [a, b: c]", "tag: x\ntags: [a, b]", "category: x\ncategories: [a, b]", "tags: a,b", "tags:\n- no\n- text",
    "x: flase", "x: 'flase'", "lang: no", 'lang: "no"', "lang: NO", "lang: n", "title: On", "title: Yes we can",
    "x: 010", "x: 007", "x: 08", "x: 01234", "x: 12:30", "x: 1:02:03", "x: 12:99", "version: 1.10", "version: 1.1",
    "version: 2.0", "title: Issue #12", "title: C# #2", "title: C# # two", "title: a#b",
    "description:\n  Please note: this", "date: 2024-05-06 01:00:00", "date: 2024-05-06 01:00", "date: 2024-05-06",
    "date: 2024-05-06 12:00:00", "date: 2024-05-06 01:00:00 -0400", "date: 2024-05-06 23:30:00",
)  # fmt: skip
"""Front matter of a post in New York, each for itself."""
_SHOWN = ("x", "lang", "title", "version", "description", "tags", "categories", "url", "date")
_TEXT = "".join(f"{{{{ page.{key} | jsonify }}}}\n" for key in _SHOWN)


def files(number: int) -> dict[str, str]:
    """The site of a case."""
    post = f"---\n{CASES[number]}\n---\n{_TEXT}"
    return {"_config.yml": "timezone: America/New_York\n", f"_posts/2024-05-06-case-{number}.txt": post}


def build() -> dict[str, dict[str, object]]:
    """What the pages show: the case → key → value."""
    with tempfile.TemporaryDirectory() as place:
        site, out = Path(place) / "site", Path(place) / "out"
        for number in range(len(CASES)):
            write_site(site, files(number))
        subprocess.run(["jekyll", "build", "-q", "-s", site, "-d", out], check=True)
        pages = {int(page.stem.rpartition("-")[2]): page.read_text("utf-8") for page in out.rglob("case-*")}
    return {CASES[number]: _values(text) for number, text in sorted(pages.items())}


def _values(text: str) -> dict[str, object]:
    return dict(zip(_SHOWN, map(json.loads, text.splitlines()), strict=True))


def write() -> None:
    """Ask Jekyll and keep what it says."""
    GOLDEN.write_text(json.dumps(build(), indent=1, ensure_ascii=False) + "\n", "utf-8")


GOLDENS = (Golden("jekyll misread values", write, needs("jekyll")),)
