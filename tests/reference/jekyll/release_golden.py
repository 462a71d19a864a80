"""Small sites of which Jekyll 3 makes something else than Jekyll 4; what both made of them is ``releases.json``.

``SITECHECK_DEBIAN_11`` names a folder with a Debian 11 in it (``debootstrap bullseye``) where the package
``jekyll`` is installed, which is 3.9.0: the last of the 3rd release that Debian has. 3.10.0 differs from it in none
of what is asked here (``docs/_docs/history.md`` of Jekyll).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.reference.goldens import Golden

HERE = Path(__file__).parent
GOLDEN = HERE / "releases.json"
SITES: dict[str, dict[str, str]] = json.loads((HERE / "release_sites.json").read_text("utf-8"))
RELEASES = {3: "3.9.0", 4: "4.3.4"}
VARIABLE = "SITECHECK_DEBIAN_11"
_LOCK = "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll ({})\n    liquid (4.0.3)\n"

Made = dict[str, dict[str, Any]]
"""Site → its ``outputs`` and the text of its ``index``, or what it was ``refused`` for."""


def write_site(name: str, folder: Path, release: int) -> None:
    """Write the files of a site, built by that release."""
    for path, text in {**SITES[name], "Gemfile.lock": _LOCK.format(RELEASES[release])}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def build(names: list[str], release: int) -> Made:
    """What a real Jekyll makes of the sites."""
    system = os.environ[VARIABLE] if release == 3 else "/"
    script = (HERE / "build_releases.rb").read_text("utf-8")
    with tempfile.TemporaryDirectory(dir=Path(system, "tmp")) as folder:
        within = "/" + os.path.relpath(folder, system)
        for name in names:
            write_site(name, Path(folder, name), release)
        enter = ["chroot", system] if release == 3 else []
        done = subprocess.run(
            [*enter, "env", "LANG=C.UTF-8", "TZ=UTC", "ruby", "-W0", "-e", script],
            input="".join(f"{within}/{name}\n" for name in names),
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return dict(json.loads(line) for line in done.stdout.splitlines())


def read() -> dict[int, Made]:
    """The committed results, by release."""
    return {int(release): made for release, made in json.loads(GOLDEN.read_text("utf-8")).items()}


def write() -> None:
    """Build all sites with both and keep what came out."""
    made = {release: build(list(SITES), release) for release in RELEASES}
    GOLDEN.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")


def unavailable(release: int = 3) -> str:
    """Why no site can be built with that release here; "" when they can."""
    if release == 3:
        return "" if os.environ.get(VARIABLE) else f"{VARIABLE} names no Debian 11 with Jekyll"
    return "" if shutil.which("jekyll") else "not installed: jekyll"


GOLDENS = (Golden("releases of Jekyll", write, unavailable),)
