"""What real Jekyll makes of sites with Ruby of their own; the answers are ``own_ruby.json.gz``."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden, needs
from tests.reference.jekyll.variants import BUILD_TIME

HERE = Path(__file__).parent
GOLDEN = HERE / "own_ruby.json.gz"
SITES: dict[str, Any] = json.loads((HERE / "own_ruby_sites.json").read_text("utf-8"))


def write_site(name: str, folder: Path) -> None:
    """Write the files of a site: those all have, and its own."""
    for path, text in {**SITES["base"], **SITES["sites"].get(name, {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def build(names: list[str]) -> dict[str, Any]:
    """What real Jekyll makes of the sites, and of one without Ruby (``plain``)."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            write_site(name, Path(folder, name))
        return build_folders(folder, names, BUILD_TIME)


def build_folders(folder: str, names: list[str], *time: str) -> dict[str, Any]:
    """What real Jekyll makes of the sites in ``folder``, at this time of the build."""
    environment = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    done = subprocess.run(
        ["ruby", str(HERE / "build_own_ruby.rb"), *time],
        input="\n".join(os.path.join(folder, name) for name in names),
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    return dict(json.loads(line) for line in done.stdout.splitlines())


def names() -> list[str]:
    """The sites, the plain one first."""
    return ["plain", *SITES["sites"]]


def read() -> dict[str, Any]:
    """The committed results."""
    found: dict[str, Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Build all sites and keep what came out."""
    text = json.dumps(build(names()), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("sites with Ruby of their own", write, needs("ruby", "jekyll")),)
