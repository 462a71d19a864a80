"""What is said of the content in a layout, against a site that real Jekyll builds with all these layouts."""

from __future__ import annotations

import os
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.document.content_fates import FATES, FATES_ON, FILES, PAGE, UNSEEN

from sitecheck.model.fate import Fate
from sitecheck.testing import write_site

_SHOWN: dict[Fate, tuple[bool, int]] = {
    "repeated": (True, 2),
    "as it is": (True, 1),
    "changed": (True, 1),
    "in a comment": (True, 0),
    "as text": (True, 0),
    "left out": (False, 0),
}
"""Whether the words of the page are in what is built, and how often its id is."""
_NUMBERS = "{{ content.size }}"
"""What says something of the content, and none of its words."""


class _Ids(HTMLParser):
    """Counts the headings of the page; what stands in an element of text is none."""

    found = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("id", "mark") in attrs:
            self.found += 1
        if tag in ("title", "textarea"):
            self.set_cdata_mode(tag)


@pytest.mark.reference
@pytest.mark.skipif(shutil.which("jekyll") is None, reason="Jekyll is not installed")
def test_what_becomes_of_it(tmp_path: Path) -> None:
    asked = [
        *((layout, fate, PAGE) for layout, fate in FATES),
        *((layout, seen, PAGE) for layout, seen, _ in FATES_ON),
        *((layout, unseen, UNSEEN) for layout, _, unseen in FATES_ON),
    ]
    files = {f"_layouts/l{number}.html": layout for number, (layout, _, _) in enumerate(asked)}
    files |= {f"{number}.md": page.format(f"l{number}") for number, (_, _, page) in enumerate(asked)}
    site, built = write_site(tmp_path / "site", {**FILES, **files}), tmp_path / "built"
    command = ["jekyll", "build", "--quiet", "--source", str(site), "--destination", str(built)]
    subprocess.run(command, check=True, env={**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "1"}, cwd=tmp_path)
    wrong = []
    for number, (layout, fate, _) in enumerate(asked):
        text = (built / f"{number}.html").read_text()
        ids = _Ids()
        ids.feed(text)
        has_words, times = _SHOWN.get(fate, ("WORD" in text, ids.found))
        if ("WORD" in text, min(ids.found, 2)) != (has_words and _NUMBERS not in layout, min(times, 2)):
            wrong.append((layout, fate, "WORD" in text, ids.found))
    assert not wrong
