"""Hold the table of plugins (``jekyll/data/plugins.json``) against its own rules and the installed gems.

Usage: ``python tools/check_plugins.py``. A row whose gem is installed must name exactly the Liquid tags and
filters that loading it brings, as far as the row names any. Exits with 1 when something differs.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "linter/sitecheck/jekyll/data/plugins.json"
ASK = """
require "json"
require "jekyll"
def filters = Liquid::StrainerFactory.global_filter_names.to_a.map(&:to_s)
before = [Liquid::Template.tags.to_a.map(&:first), filters]
begin
  require ARGV[0]
rescue LoadError
  puts "null"
  exit
end
after = [Liquid::Template.tags.to_a.map(&:first), filters]
puts JSON.generate(tags: (after[0] - before[0]).sort, filters: (after[1] - before[1]).sort)
"""


def main() -> int:
    """Check every row; the number of those that differ decides how it ends."""
    rows: dict[str, dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))["plugins"]
    problems = [problem for name, row in rows.items() for problem in _unreadable(name, row)]
    if list(rows) != sorted(rows):
        problems.append("the rows are not sorted by name")
    compared = 0
    for name, row in rows.items() if shutil.which("ruby") else ():
        real = _installed(name)
        compared += real is not None
        problems.extend(_different(name, row, real or {}))
    print(*problems, f"{len(rows)} rows, {compared} of installed gems, {len(problems)} problems", sep="\n")
    return 1 if problems else 0


def _unreadable(name: str, row: dict[str, Any]) -> list[str]:
    found = [f"{name}: no {key}" for key in ("source", "version") if not row.get(key)]
    if not isinstance(row["pages"], list) and row["pages"] not in ("none", "code", "any"):
        found.append(f"{name}: pages is {row['pages']}")
    return found


def _installed(name: str) -> dict[str, list[str]] | None:
    """What loading the gem brings to Liquid; ``None`` when it cannot be loaded."""
    done = subprocess.run(["ruby", "-e", ASK, name], capture_output=True, text=True, check=False)
    lines = done.stdout.strip().splitlines()
    found: dict[str, list[str]] | None = json.loads(lines[-1]) if lines else None
    return found


def _different(name: str, row: dict[str, Any], real: dict[str, list[str]]) -> list[str]:
    kinds = [kind for kind in real if row[kind] is not None and sorted(row[kind]) != real[kind]]
    return [f"{name}: {kind} are {row[kind]}, loading it brings {real[kind]}" for kind in kinds]


if __name__ == "__main__":
    sys.exit(main())
