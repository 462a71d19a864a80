"""Holds that the version stands in one place, and what else names it agrees.

python tools/check_version.py [TAG]

``__version__`` in linter/sitecheck/__init__.py is the version; the README and docs/ci.md name it where they
show how to use the action and the hook, and the changelog has a heading for it. With TAG, a release
is about to be made: the tag has to be ``v`` and the version. Exit status: 1 when something does not agree.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "docs/ci.md")
USES = re.compile(r"sitecheck/sitecheck@(\S+)|^ *rev: (\S+)", re.MULTILINE)


def version() -> str:
    """The version, read without importing the package."""
    text = (ROOT / "linter/sitecheck/__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise SystemExit("linter/sitecheck/__init__.py: there is no __version__")
    return found[1]


def problems(tag: str = "") -> Iterator[str]:
    """What does not agree with the version."""
    here = version()
    if tag and tag != f"v{here}":
        yield f"the tag is {tag}, the version in linter/sitecheck/__init__.py {here}"
    for page in PAGES:
        named = [uses[1] or uses[2] for uses in USES.finditer((ROOT / page).read_text("utf-8"))]
        if not named:
            yield f"{page}: no use of the action or the hook was found"
        for name in named:
            if name != f"v{here}":
                yield f"{page} names {name}, the version is {here}"
    if f"\n## {here}\n" not in (ROOT / "CHANGELOG.md").read_text("utf-8"):
        yield f"CHANGELOG.md: there is no heading '## {here}'"


def main() -> int:
    found = list(problems(*sys.argv[1:2]))
    for problem in found:
        print(problem)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
