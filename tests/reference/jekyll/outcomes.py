"""What stops real Jekyll's build of the sites of ``outcome_sites.py``; the answers are ``outcomes.json``."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.reference.goldens import Golden, needs
from tests.reference.jekyll.outcome_sites import Files, sites

from sitecheck.model.finding import Severity
from sitecheck.model.report import RunReport

HERE = Path(__file__).parent
GOLDEN = HERE / "outcomes.json"


def write_site(files: Files, folder: Path) -> None:
    """Write the files of a site."""
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body if isinstance(body, bytes) else body.encode())


def build(chosen: Mapping[str, Files]) -> dict[str, str | None]:
    """The first line of what stopped each build; ``None`` for a site that was built."""
    with tempfile.TemporaryDirectory() as folder:
        roots = [Path(folder, str(number), "site") for number in range(len(chosen))]
        for root, files in zip(roots, chosen.values(), strict=True):
            root.mkdir(parents=True)
            write_site(files, root)
        environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["ruby", str(HERE / "build_outcomes.rb")],
            input="\n".join(map(str, roots)), capture_output=True, text=True, check=True, env=environment,
        )  # fmt: skip
    answers = [json.loads(line)[1] for line in done.stdout.splitlines() if line.startswith('["')]
    return dict(zip(chosen, answers, strict=True))


def is_said_to_stop(report: RunReport) -> bool:
    """Whether something is told that stops the build."""
    told = (finding.help for finding in report.findings if finding.severity is Severity.ERROR)
    return any("build stops here" in text for text in told)


def read() -> dict[str, str | None]:
    """The committed answers."""
    answers: dict[str, str | None] = json.loads(GOLDEN.read_text("utf-8"))
    return answers


def write() -> None:
    """Build all sites and keep what came of them."""
    text = json.dumps(build(dict(sites())), ensure_ascii=False, indent=0)
    GOLDEN.write_text(text + "\n", "utf-8")


GOLDENS = (Golden("jekyll outcomes", write, needs("ruby", "jekyll")),)
