"""Plugins that Bundler brings: the gems of the group ``jekyll_plugins`` run without being configured.

``Jekyll::PluginManager.require_from_bundler`` loads them when the site has a Gemfile. Whether a build uses
Bundler cannot be seen, so what these plugins make is never certain.
"""

from __future__ import annotations

import re
from pathlib import Path

from sitecheck.files import leads_out, read_limited

_GEM = re.compile(r"""^[ \t]*gem[ \t(]+["']([\w.-]+)["'](?P<rest>[^\n]*)""", re.MULTILINE)
_GROUP = re.compile(
    r"^[ \t]*group\b[^\n]*:jekyll_plugins\b[^\n]*\bdo\b(?P<body>.*?)^[ \t]*end\b", re.MULTILINE | re.DOTALL
)
_DEPENDENCY = re.compile(r"""add_(?:runtime_)?dependency[ (]+["'](jekyll-[\w.-]+)["']""")
_MAX_SIZE = 200_000


def bundled_plugins(root: Path) -> frozenset[str] | None:
    """The gems that a site's Gemfile puts into the group ``jekyll_plugins``, and a theme's own plugins.

    ``None`` when there is no Gemfile: such a site is most likely built by GitHub Pages.
    """
    if not (root / "Gemfile").is_file():
        return None
    found: set[str] = set()
    text = _read(root / "Gemfile")
    for group in _GROUP.finditer(text):
        found.update(match[1] for match in _GEM.finditer(group["body"]))
    found.update(match[1] for match in _GEM.finditer(text) if ":jekyll_plugins" in match["rest"])
    if re.search(r"^[ \t]*gemspec\b", text, re.MULTILINE):
        for path in sorted(root.glob("*.gemspec")):
            found.update(_DEPENDENCY.findall(_read(path)))
    return frozenset(found)


def _read(path: Path) -> str:
    try:
        if leads_out(path, path.parent):
            return ""
        return read_limited(path, _MAX_SIZE).decode("utf-8", "replace")
    except OSError:
        return ""
