"""Hold the table of plugins (``jekyll/data/plugins.json``) against its own rules and the installed gems.

Usage: ``python tools/check_plugins.py``. A row whose gem is installed must name all Liquid tags and filters
that loading it brings, as far as the row names any; it may name more, which another release brings. Exits
with 1 when something is missing.
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
def tags = Liquid::Template.tags.to_a.map(&:first)
before = [tags, filters]
$stdout.sync = true
ARGV.each do |name|
  # each gem in a process of its own, where no other gem has been loaded
  Process.wait(fork do
    begin
      require name
      puts JSON.generate(name: name, tags: (tags - before[0]).sort, filters: (filters - before[1]).sort)
    rescue LoadError
    end
    exit!
  end)
end
"""


def main() -> int:
    """Check every row; the number of those that differ decides how it ends."""
    rows: dict[str, dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))["plugins"]
    problems = [problem for name, row in rows.items() for problem in _unreadable(name, row)]
    if list(rows) != sorted(rows):
        problems.append("the rows are not sorted by name")
    installed = _installed(list(rows)) if shutil.which("ruby") else {}
    for name, real in installed.items():
        problems.extend(_different(name, rows[name], real))
    print(
        *problems, f"{len(rows)} rows, {len(installed)} of installed gems, {len(problems)} problems", sep="\n"
    )
    return 1 if problems else 0


def _unreadable(name: str, row: dict[str, Any]) -> list[str]:
    found = [f"{name}: no {key}" for key in ("source", "version") if not row.get(key)]
    if not isinstance(row["pages"], list) and row["pages"] not in ("none", "code", "any"):
        found.append(f"{name}: pages is {row['pages']}")
    return found


def _installed(names: list[str]) -> dict[str, dict[str, list[str]]]:
    """What loading each gem brings to Liquid, of those that can be loaded."""
    done = subprocess.run(["ruby", "-e", ASK, *names], capture_output=True, text=True, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"name"')]
    return {row["name"]: {"tags": row["tags"], "filters": row["filters"]} for row in rows}


def _different(name: str, row: dict[str, Any], real: dict[str, list[str]]) -> list[str]:
    kinds = [kind for kind in real if row[kind] is not None and not set(real[kind]) <= set(row[kind])]
    return [f"{name}: {kind} are {row[kind]}, loading it brings {real[kind]}" for kind in kinds]


if __name__ == "__main__":
    sys.exit(main())
