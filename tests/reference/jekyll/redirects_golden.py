"""Where the addresses of a site with redirects lead in a real build; the answers are ``redirects.json``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

from tests.reference.goldens import Golden, needs

GOLDEN = Path(__file__).with_name("redirects.json")
SITE = {
    "_config.yml": "plugins: [jekyll-redirect-from]\nurl: https://example.org\nbaseurl: /base\n",
    "a.md": "---\npermalink: /a/\nredirect_from: [/b/, /a/, /old/, /file.txt, /2024/01/31/p.html]\n---\nA\n",
    "b.md": "---\npermalink: /b/\nredirect_from: /old/\n---\nB\n",
    "_posts/2024-01-31-p.md": "---\nredirect_from: [/2024/01/31/p.html, bare]\n---\nP\n",
    "file.txt": "F\n",
    "c.md": "---\npermalink: /c/\nredirect_to: /base/b/\n---\n",
    "d.md": "---\npermalink: /d/\nredirect_to: [/c/, /x/]\n---\n",
    "e.md": "---\npermalink: /e/\nredirect_to: c/\n---\n",
    "f.md": "---\npermalink: /f/\nredirect_to: https://example.com/\n---\n",
    "g.md": "---\npermalink: /g/\nredirect_to: /g/\nredirect_from: /h/\n---\n",
}
_LOCATION = re.compile(r'location="([^"]*)"')


def write_site(folder: Path) -> None:
    """Write the files of the site."""
    for name, text in SITE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def build() -> dict[str, str]:
    """For each file that real Jekyll writes where it leads, "" for one that is no redirect."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "source"), Path(folder, "target")
        write_site(source)
        words = ["jekyll", "build", "-q", "--disable-disk-cache", "-s", str(source), "-d", str(target)]
        subprocess.run(words, check=True, env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"}, cwd=source)
        found = {}
        for path in sorted(target.rglob("*.*")):
            match = _LOCATION.search(path.read_text("utf-8"))
            found[str(path.relative_to(target))] = match[1] if match else ""
        return found


def write() -> None:
    """Build the site and keep where its addresses lead."""
    GOLDEN.write_text(json.dumps(build(), indent=1) + "\n", "utf-8")


GOLDENS = (Golden("redirects of jekyll-redirect-from", write, needs("jekyll")),)
