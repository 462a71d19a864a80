"""Make the ids that layouts and includes of themes write (``jekyll/data/theme_ids.json``), or hold the table.

Usage: ``python tools/theme_ids.py FOLDER [--write]``. FOLDER holds clones of the repositories that the rows
name, with their history, as OWNER+NAME (bare or not); rows none of whose clones are there are left as they
are. Exits with 1 when a row lacks an id that a revision of its has, or holds one that none has.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "linter/sitecheck/jekyll/data/theme_ids.json"
ID = re.compile(
    r"""(?:(?<=[\s"'}])id=|\.id\s*=\s*)(?:"([^"]*)"|'([^']*)')|<[^<>{}]*?\sid=([\w-]+)(?=[\s>])"""
)
"""An id in a tag, or one that a script gives; without quotation marks where no Liquid stands before it."""
FIXED = re.compile(r"[A-Za-z_][\w:.-]*")
"""What is no Liquid and no piece of a script."""


def main(arguments: list[str]) -> int:
    """Read all rows; the number of those that differ decides how it ends."""
    if not arguments:
        print(__doc__)
        return 2
    table: dict[str, Any] = json.loads(TABLE.read_text("utf-8"))
    folder, problems, read = Path(arguments[0]), 0, 0
    for row in table["themes"]:
        clones = {name: found for name in row["read"] if (found := _clone(folder, name)) is not None}
        if len(clones) < len(row["read"]):
            print(f"{row['names'][0]}: left as it is, for lack of clones")
            continue
        ids = _ids(clones, row["read"])
        read += 1
        if ids != row["ids"]:
            problems += 1
            lacking, odd = sorted({*ids} - {*row["ids"]}), sorted({*row["ids"]} - {*ids})
            print(f"{row['names'][0]}: lacks {lacking}, has too {odd}")
        row["ids"] = ids
    if "--write" in arguments:
        TABLE.write_text(_written(table), "utf-8")
        return 0
    print(f"{len(table['themes'])} rows, {read} read, {problems} problems")
    return 1 if problems else 0


def _clone(folder: Path, name: str) -> Path | None:
    """The git directory of a repository."""
    base = folder / name.replace("/", "+")
    return next((path for path in (base / ".git", base / "repo", base) if (path / "HEAD").is_file()), None)


def _ids(clones: dict[str, Path], revisions: dict[str, list[str]]) -> list[str]:
    found: set[str] = set()
    for name, clone in clones.items():
        for revision in revisions[name]:
            wanted = ["--", "_layouts", "_includes"]
            paths = _git(clone, "ls-tree", "-r", "--name-only", revision, *wanted).splitlines()
            if not paths:
                raise SystemExit(f"{name} has no templates at {revision}")
            for text in (_git(clone, "show", f"{revision}:{path}") for path in paths):
                values = (next(filter(None, groups), "") for groups in ID.findall(text))
                found |= {value for value in values if FIXED.fullmatch(value)}
    return sorted(found)


def _git(clone: Path, *command: str) -> str:
    done = subprocess.run(["git", f"--git-dir={clone}", *command], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def _written(table: dict[str, Any]) -> str:
    """The table with a row for each theme, and a line for each of its fields."""
    rows = []
    for row in table["themes"]:
        fields = [f"   {json.dumps(key)}: {json.dumps(value)}" for key, value in row.items()]
        rows.append("  {\n" + ",\n".join(fields) + "\n  }")
    head = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items() if key != "themes"]
    return "{\n" + ",\n".join([*head, ' "themes": [\n' + ",\n".join(rows) + "\n ]"]) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
