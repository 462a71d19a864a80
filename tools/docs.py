"""Writes what is made from the rules: pages, index, schema, the README's table, the catalogue of scripts.

python tools/docs.py [--check]
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.schema import schema_text
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.rule.docs import index, overview, page
from sitecheck.rule.registry import load_rules

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from tools import check_scripts_catalogue as catalogue  # noqa: E402 - the path is set above

EXAMPLE = "fixtures/sites/homepage"
RUN = re.compile(r"(<!-- run: begin -->\n).*(<!-- run: end -->)", re.DOTALL)
TABLE = re.compile(r"(<!-- rules: begin -->\n).*(<!-- rules: end -->)", re.DOTALL)


def files() -> dict[Path, str]:
    """Every generated file and what it must hold."""
    rules = load_rules()
    made = {ROOT / "rules/docs" / f"{rule.id}.md": page(rule) for rule in rules.values()}
    title = "# The rules of sitecheck\n\nMade from the rules by `make docs`.\n\n"
    made[ROOT / "rules/README.md"] = title + index(rules.values())
    made[ROOT / "linter/sitecheck/sitecheck.schema.json"] = schema_text()
    made[catalogue.TARGET] = catalogue.render()
    readme = ROOT / "README.md"
    table = overview(rules.values(), "rules/docs/")
    text = TABLE.sub(lambda m: f"{m[1]}{table}{m[2]}", readme.read_text("utf-8"))
    made[readme] = RUN.sub(lambda m: f"{m[1]}{example_run()}{m[2]}", text)
    return made


def example_run() -> str:
    """What a user sees on the example site."""
    report = check_site(RunOptions(str(ROOT / EXAMPLE), read_settings(None), jobs=1, only=("index.md",)))
    text = REPORTERS["text"].render(report._replace(root=EXAMPLE), ReportOptions(width=92))
    return f"```console\n$ sitecheck check {EXAMPLE} --only index.md\n{text}```\n"


def stale() -> list[str]:
    """The generated files that are not as they must be, those of rules that are gone included."""
    made = files()
    wrong = [path for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]
    wrong += [path for path in (ROOT / "rules/docs").glob("*.md") if path not in made]
    return sorted(str(path.relative_to(ROOT)) for path in wrong)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, only name what is stale")
    parser.add_argument("--write", action="store_true", help="write (the default)")
    if parser.parse_args().check:
        for name in stale():
            print(f"stale: {name}; run 'make docs'")
        return int(bool(stale()))
    made = files()
    (ROOT / "rules/docs").mkdir(exist_ok=True)
    for path, text in made.items():
        path.write_text(text, "utf-8")
    for path in (ROOT / "rules/docs").glob("*.md"):
        if path not in made:
            path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
