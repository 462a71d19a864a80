"""The server in a real editor: Neovim, without a window."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.reference
FILES = {
    "_config.yml": "title: Notes\n",
    "a.md": "---\ntitle: A\nlang: en\n---\n[x](/nowhere/) [y](/b.html#things)\n\n[z](/b\n",
    "b.md": "---\ntitle: B\nlang: en\n---\n## Things\n\nText.\n",
}


def snippet(language: str) -> str:
    """What users of an editor are told to write."""
    text = (Path(__file__).parents[3] / "docs/editors.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return str(found)


def test_neovim(tmp_path: Path) -> None:
    if shutil.which("nvim") is None:
        pytest.skip("Neovim is not installed")
    site, out = tmp_path / "site", tmp_path / "out.json"
    for path, text in FILES.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    names = (Path(sys.executable).parent, os.environ["PATH"])
    environment = {
        "HOME": str(tmp_path),
        "PATH": os.pathsep.join(map(str, names)),
        "SITECHECK_CACHE_DIR": str(tmp_path / "cache"),
        "SITECHECK_DRIVE": json.dumps([str(site), str(out)]),
        "SITECHECK_SNIPPET": snippet("lua"),
    }
    script = Path(__file__).with_name("drive.lua")
    subprocess.run(
        ["nvim", "--headless", "--clean", "-u", "NONE", "-S", str(script)],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=240,
        check=True,
    )
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found.get("problem") is None
    assert found["first"] == [["broken-link", 4, 4, 13]]
    assert found["edited"] == [["broken-link", 4, 4, 11]]
    assert found["fixed"] == "[x](/b.html) [y](/b.html#things)"
    assert found["definition"] == (site / "b.md").as_uri()
    assert any("b.html" in label for label in found["completion"])
    assert "## Things found" in (site / "b.md").read_text(encoding="utf-8")
    assert "/b.html#things-found" in (site / "a.md").read_text(encoding="utf-8")
    assert "Things found" in json.dumps(found["symbols"])
