"""``site`` and ``page`` as Liquid sees them against real Jekyll's drops."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from tests.reference.jekyll import view_golden
from tests.reference.jekyll.golden import run_ruby
from tests.reference.jekyll.variants import Variant

from sitecheck.jekyll import Payload, Record, SiteOptions, load_site
from sitecheck.liquid import PlainHost, parse, render
from sitecheck.text.source_map import UNKNOWN

TIME = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)
TEMPLATES = json.loads((view_golden.HERE / "view.liquid.json").read_text("utf-8"))
BUILT_BY = "GEM\n  specs:\n    jekyll (4.3.4)\n"
ODD = re.compile(r"Liquid error|(?:^|;)true:", re.MULTILINE)
"""Answers that we do not compare: Jekyll's own failures; the category ``true``, which is no text."""


class Tally:
    """How the answers compare."""

    def __init__(self) -> None:
        self.equal = self.unknown = 0
        self.wrong: list[tuple[int, str, str, str]] = []

    def add(self, seed: int, name: str, ours: str, want: str) -> None:
        if ODD.search(want):
            return
        pattern = ".*?".join(map(re.escape, ours.split(UNKNOWN)))
        if ours == want:
            self.equal += 1
        elif re.fullmatch(pattern, want, re.DOTALL):
            self.unknown += 1
        else:
            self.wrong.append((seed, name, want, ours))


def compare(seed: int, answer: dict[str, Any], folder: Path, tally: Tally) -> None:
    Variant(seed).write(folder)
    (folder / "Gemfile.lock").write_text(BUILT_BY)
    site = load_site(folder, SiteOptions(time=TIME))
    payload = Payload(site)

    def text(template: str, document: Record | None) -> str:
        host = PlainHost(payload.roots(document), timezone=site.config.zone, liquid=5)
        return render(parse(TEMPLATES[template], "x.html"), host).mapped.text

    tally.add(seed, "site", text("site", None), answer["site"])
    documents = {document.path: document for document in site.documents()}
    for path, want in answer["pages"].items():
        tally.add(seed, path, text("page", documents[path]), want)


def test_what_liquid_sees_is_what_jekyll_shows(tmp_path: Path) -> None:
    tally = Tally()
    for seed, answer in view_golden.read().items():
        compare(seed, answer, tmp_path / str(seed), tally)
    total = tally.equal + tally.unknown + len(tally.wrong)
    assert total > 500
    # The one kind of difference left: the order of posts that have only the time of the build as a date.
    assert len(tally.wrong) <= 1, tally.wrong[:2]
    assert tally.equal > 0.8 * total


@pytest.mark.reference
def test_real_jekyll_still_answers_so() -> None:
    if shutil.which("jekyll") is None or shutil.which("ruby") is None:
        pytest.skip("Jekyll is not installed")
    seeds = list(view_golden.SEEDS[:8])
    answers = view_golden.read()
    assert run_ruby("view.rb", seeds) == {seed: answers[seed] for seed in seeds}
