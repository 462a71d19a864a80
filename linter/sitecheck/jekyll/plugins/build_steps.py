"""Files of programs that may make what a site shows, scripts and style sheets above all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sitecheck.files import present, read_small
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby import read_script

_RAKEFILE = "Rakefile"
_PACKAGES = "package.json"
BUILD_FILES = (_PACKAGES, _RAKEFILE, "gulpfile.js", "Gruntfile.js", "webpack.config.js", "Makefile")
_COMMANDS = lazy_pattern(r"&&|\|\||[;|&]")
_MAKES_NOTHING = lazy_pattern(
    r"""\s*(?:[A-Z_]+=[\w./-]+\s+)*(?:npx\s+)?(?:(?:bundle\s+exec\s+)?(?:jekyll|htmlproofer|html-proofer)|"""
    r"""bundle\s+(?:install|update)|echo|exit|true|eslint|stylelint|prettier|markdownlint(?:-cli2?)?|cspell|"""
    r"""textlint|remark|commitlint|husky|lint-staged|semantic-release|http-server|live-server|rimraf|rm|"""
    r"""git\s+(?:add|commit|push))(?=\s|\Z)[^<>$`|\n]*"""
)
"""A command of ``scripts`` in ``package.json`` that writes no file of the site: that builds it with Jekyll,
judges it, shows it or takes something away."""
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
_RUNS = frozenset({"sh", "ruby", "import", "load", "instance_eval", *words("copies")})
"""What Rake lets a task call without an object; FileUtils is all there."""


def build_file(root: Path) -> str:
    """The first of :data:`BUILD_FILES` in a folder that may make a file of the site; "" for none."""
    return next(
        (name for name in present(root, BUILD_FILES) if (root / name).is_file() and _makes(root / name)), ""
    )


def _makes(path: Path) -> bool:
    if path.name == _PACKAGES:
        return _package_makes(read_small(path))
    return path.name != _RAKEFILE or _rakefile_makes(read_small(path))


def _rakefile_makes(text: str) -> bool:
    """Whether a task of a ``Rakefile`` may write a file, or run what may."""
    script = read_script(_JEKYLL.sub("jekyll", text))
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
    commands = [
        part
        for each in _items(found, "scripts").values()
        for part in _COMMANDS.split(str(each))
        if part.strip()
    ]
    packages = [name for kind in _DEPENDENCIES for name in _items(found, kind)]
    return not (
        all(_MAKES_NOTHING.fullmatch(command) for command in commands)
        and all(_PACKAGE_THAT_MAKES_NOTHING.fullmatch(name) for name in packages)
    )


_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies")


def _items(found: dict[str, Any], key: str) -> dict[str, Any]:
    value = found.get(key)
    return value if isinstance(value, dict) else {}
