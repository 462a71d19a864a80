"""What tags print against Liquid itself: never anything else, and mostly at all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.reference.ruby import tags_golden as golden
from tests.sampled import sampled

from sitecheck.document import SiteReader
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site
from sitecheck.text.source import Source
from sitecheck.text.source_map import UNKNOWN

GROUPS = 8
CASES = list(zip(golden.scripts(), golden.read(), strict=True))


def printed(script: str, folder: Path) -> list[str | None]:
    """What is worked out for each template; ``None`` where it is not known."""
    pages = {f"{number}.txt": f"---\n---\n{each}" for number, each in enumerate(golden.templates(script))}
    write_site(folder, {"_config.yml": json.dumps(golden.SETTINGS), "_plugins/t.rb": script, **pages})
    reader = SiteReader(load_site(folder))
    found: list[str | None] = []
    for name in pages:
        source = reader.source(name)
        assert isinstance(source, Source)
        text = reader.document(source, "page").rendered.text
        found.append(None if UNKNOWN in text else text)
    return found


@pytest.mark.parametrize("group", sampled(range(GROUPS), 1))
def test_tags_print_what_liquid_prints(group: int, tmp_path: Path) -> None:
    told = asked = 0
    wrong = []
    for number, (script, expected) in enumerate(CASES[group::GROUPS]):
        folder = tmp_path / str(number)
        for template, ours, theirs in zip(
            golden.templates(script), printed(script, folder), expected, strict=True
        ):
            told += ours is not None
            asked += theirs is not None
            if ours is not None and ours != theirs:
                wrong.append((script, template, ours, theirs))
    assert not wrong, "\n".join(map(str, wrong[:3]))
    assert told > 0.1 * asked


@pytest.mark.reference
def test_golden_results_are_what_ruby_says_now() -> None:
    if shutil.which("ruby") is None or shutil.which("jekyll") is None:
        pytest.skip("ruby is not installed")
    scripts = golden.scripts()[::9]
    assert golden.ask(scripts) == golden.read()[::9]
