"""Hold our rendering against the real gem's; its results on some documents are golden files.

``python -m tests.reference.liquid.compare --count 20000 --seed 1`` prints figures and examples of
differences. Environment: ``SITECHECK_LIQUID4`` is the ``lib`` folder of the gem 4.0.4 (without it only the installed gem is asked).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from tests.reference.goldens import Golden
from tests.reference.liquid.documents import documents

from sitecheck.liquid import IncludeFile, LiquidProblem, PlainHost, Rendering, Unknown, parse, render
from sitecheck.model.span import LineIndex
from sitecheck.text.source_map import UNKNOWN

HERE = Path(__file__).parent
SITE = HERE / "site.json"
COUNT = 3000
SEED = 20261124
LOCAL = timezone(timedelta(0), "UTC")


class SiteHost(PlainHost):
    """The made-up site as our evaluator sees it."""

    def __init__(self, spec: dict[str, Any], liquid: int) -> None:
        super().__init__(
            revive(spec["roots"]),
            links=spec["links"],
            posts=spec["posts"],
            liquid=liquid,
            timezone=LOCAL,
            plugins_known=True,
            highlighter=spec["config"]["highlighter"],
        )
        self.files: dict[str, str] = spec["files"]

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file of the specification."""
        path = f"_includes/{name}" if page is None else name
        text = self.files.get(path)
        return None if text is None else IncludeFile(path, text)


def revive(value: Any) -> Any:
    """JSON values with times and dates put back."""
    if isinstance(value, dict):
        if "$time" in value:
            return datetime.fromisoformat(value["$time"]).replace(tzinfo=LOCAL)
        if "$date" in value:
            return date.fromisoformat(value["$date"])
        return {key: revive(item) for key, item in value.items()}
    return [revive(item) for item in value] if isinstance(value, list) else value


def load_host(liquid: int) -> SiteHost:
    """The made-up site."""
    return SiteHost(json.loads(SITE.read_text(encoding="utf-8")), liquid)


def oracle_command(liquid: int) -> list[str] | None:
    """How to run the real gem of a version, or ``None`` if it is not there."""
    if not shutil.which("ruby") or not shutil.which("jekyll"):
        return None
    if liquid >= 5:
        return ["ruby", str(HERE / "oracle.rb"), str(SITE)]
    folder = os.environ.get("SITECHECK_LIQUID4")
    return ["ruby", "-I", folder, str(HERE / "oracle.rb"), str(SITE)] if folder else None


def unavailable(liquid: int) -> str:
    """Why the real gem cannot be asked; "" if it can."""
    return "" if oracle_command(liquid) else f"Ruby with Jekyll and the gem liquid {liquid} is not installed"


def ask_gem(texts: list[str], liquid: int) -> list[dict[str, Any]]:
    """What the real gem makes of the documents."""
    command = oracle_command(liquid)
    if command is None:
        raise SystemExit(unavailable(liquid))
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    if len(results) != len(texts):
        raise SystemExit(f"asked for {len(texts)} documents, got {len(results)}: {done.stderr[-2000:]}")
    return results


class Outcome(NamedTuple):
    """How one document compares: ``kind`` is ``same``, ``marked`` (it differs and says so), or a fault."""

    kind: str
    detail: str = ""


def compare(text: str, truth: dict[str, Any], host: PlainHost) -> Outcome:
    """Hold our reading and rendering of one document against the gem's."""
    template = parse(text, "page.md", liquid=host.liquid)
    # The gem's own plugin jekyll-include-cache runs there, so its tag is known.
    refused = [p for p in template.problems if p.fatal and p.name != "include_cached"]
    if truth.get("skip"):
        return Outcome("skipped")
    if "refused" in truth:
        return compare_refusal(text, truth["refused"], refused)
    if refused:  # the path of a link tag is Liquid of its own, which the gem reads when it renders
        late = truth["errors"] and all(_in_link(text, problem) for problem in refused)
        return Outcome("same") if late else Outcome("false error", str(refused[0]))
    lines = LineIndex(text)
    warned = [
        lines.point(problem.place.span.start).line
        for problem in template.problems
        if problem.code == "lax-syntax" and not _in_link(text, problem)
    ]
    if len(warned) != len(truth["warnings"]):
        return Outcome("warnings", f"{warned} {truth['warnings']}")
    return compare_text(truth, render(template, host))


def _in_link(text: str, problem: LiquidProblem) -> bool:
    """Whether a problem lies in the path of a link tag: the gem warns of it in a template of its own, which
    nobody asks for warnings."""
    return re.search(r"{%-?\s*(?:link|post_url)\s[^%]*\Z", text[: problem.place.span.start]) is not None


def compare_refusal(text: str, truth: Any, refused: list[LiquidProblem]) -> Outcome:
    """Hold our errors against the line the gem names (it names the last one for what is not closed)."""
    line = truth[1] if isinstance(truth, list) else truth
    if not refused:
        return Outcome("missed error", str(truth))
    lines = LineIndex(text)
    mine = {lines.point(problem.place.span.start).line for problem in refused}
    if line is None or line in mine or any(problem.code == "unclosed-block" for problem in refused):
        return Outcome("same")
    return Outcome("other line", f"{sorted(mine)} {truth}")


def compare_text(truth: dict[str, Any], rendering: Rendering) -> Outcome:
    """Hold a rendered text and the errors met on the way against the gem's."""
    mine = rendering.mapped.text
    fatal = [problem for problem in rendering.problems if problem.fatal]
    if fatal and not truth["errors"]:
        return Outcome("false error", f"{fatal} {truth['errors']}")
    if mine == truth["text"]:
        return Outcome("same")
    if UNKNOWN in mine or any(piece.maybe for piece in rendering.mapped.pieces):
        return Outcome("marked", f"{mine!r}\n   {truth['text']!r}\n   {rendering.unknowns} {truth['errors']}")
    return Outcome("different", f"{mine!r}\n   {truth['text']!r}")


def main() -> None:
    """Compare, print figures and examples."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--liquid", type=int, default=5, choices=(4, 5))
    parser.add_argument("--examples", type=int, default=5)
    parser.add_argument("--kind", default="")
    arguments = parser.parse_args()
    texts = documents(arguments.count, arguments.seed)
    truths = ask_gem(texts, arguments.liquid)
    host = load_host(arguments.liquid)
    outcomes = [compare(text, truth, host) for text, truth in zip(texts, truths, strict=True)]
    print(dict(Counter(outcome.kind for outcome in outcomes)))
    shown: Counter[str] = Counter()
    for text, outcome in zip(texts, outcomes, strict=True):
        if outcome.kind in ("same", "skipped") or (arguments.kind and outcome.kind != arguments.kind):
            continue
        shown[outcome.kind] += 1
        if shown[outcome.kind] <= arguments.examples:
            print(f"--- {outcome.kind}\n   {text!r}\n   {outcome.detail}")


def golden_path(liquid: int) -> Path:
    """Where the golden results of a version are."""
    return HERE / f"golden{liquid}.json.gz"


ADDRESS = re.compile(r"(?<=:0x)[0-9a-f]{16}")
"""Where an object lies in memory: another place in every run."""


def stored(truth: dict[str, Any]) -> dict[str, Any]:
    """A result without what differs by machine: of the errors only how many there are, of a refusal the line."""
    kept = {**truth, "errors": len(truth["errors"])} if "errors" in truth else dict(truth)
    if "refused" in kept:
        kept["refused"] = kept["refused"][1]
    if "text" in kept:
        kept["text"] = ADDRESS.sub("0" * 16, kept["text"])
    return kept


def write(liquid: int) -> None:
    """Store documents and results."""
    texts = documents(COUNT, SEED)
    rows = [
        {"source": text, **stored(truth)} for text, truth in zip(texts, ask_gem(texts, liquid), strict=True)
    ]
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    golden_path(liquid).write_bytes(gzip.compress(data, 9, mtime=0))


GOLDENS = tuple(
    Golden(f"liquid {version}", partial(write, version), partial(unavailable, version)) for version in (4, 5)
)

if __name__ == "__main__":
    main()
