"""Files of programs that may make what a site shows, scripts and style sheets above all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sitecheck.files import present, read_small
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.lazy_pattern import lazy_pattern

_RAKEFILE = "Rakefile"
_PACKAGES = "package.json"
_MAKEFILE = "Makefile"
BUILD_FILES = (_PACKAGES, _RAKEFILE, "gulpfile.js", "Gruntfile.js", "webpack.config.js", _MAKEFILE)
_COMMANDS = lazy_pattern(r"&&|\|\||[;|&]")
_MAKES_NOTHING = lazy_pattern(
    r"""\s*(?:[A-Z_]+=[\w./-]+\s+)*(?:npx\s+)?(?:(?:bundle\s+exec\s+)?(?:jekyll|htmlproofer|html-proofer)|"""
    r"""bundle\s+(?:install|update)|echo|exit|true|eslint|stylelint|prettier|markdownlint(?:-cli2?)?|cspell|"""
    r"""textlint|remark|commitlint|husky|lint-staged|semantic-release|http-server|live-server|rimraf|rm|"""
    r"""git\s+(?:add|commit|push))(?=\s|\Z)[^<>$`|\n]*"""
)
"""A command that writes no file of the site: that builds it with Jekyll, judges it, shows it or takes
something away."""
_PACKAGE_THAT_MAKES_NOTHING = lazy_pattern(
    r"(?:@commitlint/.*|cspell|eslint.*|husky|http-server|lint-staged|live-server|markdownlint.*|prettier.*|"
    r"remark-(?:cli|lint).*|rimraf|semantic-release|stylelint.*|textlint.*)"
)
_GEMS = lazy_pattern(
    r"rubygems|rake(?:/(?:clean|testtask))?|bundler(?:/(?:setup|gem_tasks))?|jekyll|listen|html-?proofer|html/proofer|"
    r"rubocop/rake_task|rspec(?:/core/rake_task)?"
)
"""What a ``Rakefile`` requires that defines no task which writes into the site."""
_JEKYLL = lazy_pattern(
    r"\bJekyll::(?:Site\.new|Command\.process_site|Commands::\w+\.(?:process|build))\b|\bsite\.process\b"
)
"""What builds or serves the site with Jekyll."""
_CALL = lazy_pattern(
    r"""\b(?:sh|system|exec)\b[ \t]*(?:\([ \t]*)?(?:"([^"\\#\n]*)"|'([^'\\\n]*)')(?![ \t]*,)|`([^`\\#\n]*)`"""
)
"""A command that a ``Rakefile`` runs, as it is written."""
_BOOTSTRAP = lazy_pattern(r"(?m)^module JB\s*$")
"""In the ``Rakefile`` of Jekyll-Bootstrap, which many sites have: a person begins pages and chooses a theme
with it, and commits what comes of that."""
_TASK = lazy_pattern(r"""(?m)^[ \t]*(?:file|multitask|task|rule)\b[ \t(]*[:"']?([\w:]*)""")
_OF_BOOTSTRAP = frozenset({"post", "page", "preview", "switch_theme", "switch", "install", "package"})
_RECIPE = lazy_pattern(r"(?m)^\t[ \t]*[-@+]*[ \t]*(.*)")
"""A line of a ``Makefile`` that is run."""
_ELSEWHERE_IN_MAKE = lazy_pattern(
    r"(?m)\$[({](?![A-Za-z_]+[)}])|`|^[-s]?include\b|^[^#\t\n;]*;|^[^\t\n]*!=|^define\b|\\$"
)
"""What a ``Makefile`` runs or reads otherwise, or writes over several lines."""
_RUNS = frozenset({"sh", "ruby", "import", "load", "instance_eval", *words("copies")})
"""What Rake lets a task call without an object; FileUtils is all there."""


def build_file(root: Path) -> str:
    """The first of :data:`BUILD_FILES` in a folder that may make a file of the site; "" for none."""
    return next(
        (name for name in present(root, BUILD_FILES) if (root / name).is_file() and _makes(root / name)), ""
    )


def _makes(path: Path) -> bool:
    judge = {_PACKAGES: _package_makes, _RAKEFILE: _rakefile_makes, _MAKEFILE: _makefile_makes}.get(path.name)
    return judge is None or judge(read_small(path))


def _make_nothing(lines: Iterable[str]) -> bool:
    """Whether no command of these lines writes a file of the site."""
    commands = (part for line in lines for part in _COMMANDS.split(line) if part.strip())
    return all(_MAKES_NOTHING.fullmatch(command) for command in commands)


def _makefile_makes(text: str) -> bool:
    """Whether a recipe of a ``Makefile`` may write a file; all the commands have to be known."""
    recipes = [match[1] for match in _RECIPE.finditer(text)]
    return not recipes or _ELSEWHERE_IN_MAKE.search(text) is not None or not _make_nothing(recipes)


def _known_call(match: re.Match[str]) -> str:
    """What stands for a call in a ``Rakefile``."""
    command = match[match.lastindex or 0]
    return "jekyll" if command.strip() and _make_nothing([command]) else match[0]


def _rakefile_makes(text: str) -> bool:
    """Whether a task of a ``Rakefile`` may write a file, or run what may."""
    if _BOOTSTRAP.search(text) and _OF_BOOTSTRAP.issuperset(match[1] for match in _TASK.finditer(text)):
        return False
    from sitecheck.jekyll.plugins.scripts.reading import read_ruby
    from sitecheck.ruby import read_script

    script = read_script(_CALL.sub(_known_call, _JEKYLL.sub("jekyll", text)))
    facts = read_ruby(script, {})
    libraries = words("libraries")
    return (
        not text.strip()
        or bool(facts.makes or facts.relative or not _RUNS.isdisjoint(facts.names))
        or not all(_GEMS.fullmatch(name) or name in libraries for name in facts.requires)
    )


def _package_makes(text: str) -> bool:
    """Whether a script of ``package.json``, or a package that it asks for, may write a file."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return True
    if not isinstance(found, dict) or found.keys().isdisjoint(("scripts", *_DEPENDENCIES)):
        return True
    packages = [name for kind in _DEPENDENCIES for name in _items(found, kind)]
    return not (
        _make_nothing(map(str, _items(found, "scripts").values()))
        and all(_PACKAGE_THAT_MAKES_NOTHING.fullmatch(name) for name in packages)
    )


_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies")


def _items(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}
