"""What is read of small scripts of Ruby, a few lines each, kept whole beside them: ``fixtures/scripts``.

What the facts mean for a site, and that Jekyll does so, other tests hold; here a change of the program shows
which of some hundred habits of plugins it reads otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden

from sitecheck.jekyll.configuration.config import DEFAULTS
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.ruby import read_script

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "scripts"
SETTINGS: Mapping[str, Any] = {
    **DEFAULTS,
    "folder": "from-settings",
    "off": False,
    "deep": {"folder": "from-below"},
    "collections": {
        "c": {"output": True},
        "posts": {"output": True},
        "p": {"output": True, "permalink": "/x/:path/"},
        "h": {"output": True, "permalink": "/:collection/:name:output_ext"},
        "n": {"output": True, "permalink": ":name"},
        "e": {"output": True, "permalink": "/only"},
    },
}
MANY = frozenset(("names", "methods", "opened"))
"""What says which words a script has: not what it does."""


def facts() -> str:
    """Each script, and below it what it may do."""
    scripts = (FOLDER / "snippets.rb").read_text("utf-8").split("\n#-\n")
    return "\n".join(f"{script.rstrip()}\n{''.join(_said(script))}" for script in scripts)


def _said(script: str) -> list[str]:
    facts = read_ruby(read_script(script), SETTINGS)
    found = {**vars(facts), "written": set(facts.written.filters)}
    told = {name: value for name, value in found.items() if value and name not in MANY}
    lines = [f"#= {name}: {_shown(value)}\n" for name, value in told.items()]
    return [*lines, f"#= methods: {_shown(found['methods'])}\n"] if found["methods"] else lines


def _shown(value: object) -> str:
    if not isinstance(value, set):
        return str(value)
    return ", ".join(
        sorted("…".join(each) if not isinstance(each, str) else each for each in map(_text, value))
    )


def _text(value: Any) -> Any:
    return tuple(map(ascii, value.texts)) if hasattr(value, "texts") else str(value)


def write() -> None:
    """Keep what is read now; the diff is to be read."""
    (FOLDER / "facts.txt").write_text(facts(), "utf-8")


GOLDENS = (Golden("scripts", write),)


def test_what_is_read_of_small_scripts() -> None:
    assert facts() == (FOLDER / "facts.txt").read_text("utf-8")
