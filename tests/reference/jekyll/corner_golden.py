"""Small sites for corners of Jekyll and its plugins; what real Jekyll made of them is ``corners.json.gz``."""

from __future__ import annotations

import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden, needs
from tests.reference.jekyll.own_ruby_golden import build_folders

HERE = Path(__file__).parent
GOLDEN = HERE / "corners.json.gz"
SITES: dict[str, dict[str, str]] = json.loads((HERE / "corner_sites.json").read_text("utf-8"))


def write_site(name: str, folder: Path) -> None:
    """Write the files of a site."""
    for path, text in SITES[name].items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def build(names: list[str]) -> dict[str, Any]:
    """What real Jekyll makes of the sites."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            write_site(name, Path(folder, name))
        return build_folders(folder, names)


def read() -> dict[str, Any]:
    """The committed results."""
    found: dict[str, Any] = json.loads(gzip.decompress(GOLDEN.read_bytes()))
    return found


def write() -> None:
    """Build all sites and keep what came out."""
    text = json.dumps(build(list(SITES)), ensure_ascii=False, separators=(",", ":"))
    GOLDEN.write_bytes(gzip.compress(text.encode(), mtime=0))


GOLDENS = (Golden("corners of Jekyll", write, needs("ruby", "jekyll")),)
