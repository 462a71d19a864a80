"""Files that programs of the repository make before or after Jekyll builds the site: what a Makefile, a shell
script, a script of ``package.json`` or the like names, and is not there.

Where nobody but GitHub Pages builds, none of them runs.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Final

from sitecheck.files import is_below
from sitecheck.jekyll.generators.programs import FOLDERS, programs_of
from sitecheck.jekyll.plugins.names import Name, outputs_of
from sitecheck.jekyll.plugins.publisher import Workflows
from sitecheck.jekyll.unsure import Unsure
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.named_tuple import NamedTuple

_MOST_NAMES = 400
_MOST_FOLDERS = 8
FILE: Final = lazy_pattern(
    r"(?<![\w.~$%*/-])(?:\.{0,2}/)?(?:[\w-][\w.-]*/){0,9}[\w-][\w.-]{0,99}\.[A-Za-z]\w{1,4}(?![\w./(-])"
)
"""The path of a file in a command, which makes it, maybe, where it is not there already. What a program calls
is none: ``console.log(``."""
_FOLDER = lazy_pattern(
    r"""(?:\bdest\(|\b(?:out(?:put)?_?(?:dir|path)|dest(?:ination)?|dist(?:\.\w{1,20})?|path)["']?\s*[:=]"""
    r"""|\bmkdir[ \t]{1,9}(?:-p[ \t]{1,9})?|\s--?o(?:ut(?:put)?)?(?:-?dir)?[ =]"""
    r"""|\bpath\.(?:resolve|join)\(\s*__dirname\s*,"""
    r"""|\bopen\(\s*f?(?=["'][\w./-]{1,99}/[#$]?\{[^"'\n]{0,99}["']\s*,\s*["'][wax])"""
    r"""|\b(?:write(?:File(?:Sync)?)?|createWriteStream)\((?=\s*["'`][\w./-]{1,99}/[#$]?\{))"""
    r"""\s*["'`]?(?:\./)?"""
    r"""(?P<path>(?:[\w-][\w.-]*/){0,9}[\w-][\w-]*)/?(?![\w./-])""",
    re.IGNORECASE,
)
"""A folder that something is written into …"""
_COPY = lazy_pattern(
    r"^[ \t]*(?:COPY|ADD)[ \t](?:[^\n]{0,500}[ \t])?"
    r"/(?:usr/share/nginx/html|usr/local/apache2/htdocs|var/www/html|srv/www|var/www)/"
    r"(?P<path>[\w./-]*[\w-])/?[ \t]*$",
    re.MULTILINE,
)
"""Where a Dockerfile copies something below the folder from which a web server serves a site."""
_COPIES = lazy_pattern(r"(?<![\w./$-])(?:/(?:usr/)?bin/)?(?:cp|mv|rsync|install|ln)[ \t]+([^\n;&|]{1,500})")
"""A command of a shell that copies what its words name, but for the last, to where the last is."""
_ASIDE = lazy_pattern(
    r"\\\r?\n[ \t]*|(?<![$=<-])(?:(?<=\s)[\d&])?>{1,2}\|?[ \t]*[^\s;|]*|(?<=[ \t])<[ \t]+[^\s;|]*"
    r"|(?<=[ \t])#[ \t][^\n]*"
)
"""What is no word of a command in a shell: that it goes on in the next line, where its input and output are,
and a comment."""
_AROUND = "\\\"'`,]})"
"""What stands around a word of a command, which may be within a text of JSON or of another program."""
_TOP = lazy_pattern(r"\$(?:\w+|\{\w+\}|\(\w+\))/(?=\w)")
"""A folder that a shell knows, which is the top of the repository most likely: ``$PWD/_site``."""
_BUILT_IN = lazy_pattern(
    r"\bjekyll[ \t]+b(?:uild)?\b[^\n;&|]{0,300}?[ \t](?:-d|--destination)[ =]+[\"']?([\w./-]+)"
)
_NAME = lazy_pattern(r"\w[\w.-]*")
BUILT: Final = "_site"
"""The folder that Jekyll builds the site in, where nothing says otherwise."""
_VARIABLE = ("$", "{", "%", "<", "#{")
"""… and what begins the name of another in it that is known when the program runs."""


def built_folders(text: str) -> tuple[str, ...]:
    """Where the site is built: the usual folder, and those that a program says."""
    said = (posixpath.normpath(each) for each in islice(_BUILT_IN.findall(text), _MOST_FOLDERS))
    return tuple(dict.fromkeys((BUILT, *(each for each in said if each != "."))))


def plain_commands(script: str) -> str:
    """A script with each command in one line, of which the last word is its own: ``2>/dev/null`` is not. All
    else stays where it is."""
    return _ASIDE.sub(lambda match: " " * len(match[0]), script)


def in_built(path: str, folders: Iterable[str]) -> str | None:
    """Where a path lies in the built site, "" for its top; ``None`` for what is in none of ``folders``."""
    return next((path[len(each) + 1 :] for each in folders if is_below(path, each)), None)


class ScriptFiles(NamedTuple):
    """What programs may make, and the folders in which they were looked for."""

    unsure: tuple[Unsure, ...] = ()
    folders: tuple[str, ...] = ()


def script_files(
    top: Path,
    below: str,
    left_out: Collection[str] = (),
    *,
    workflows: Workflows = None,
    is_top_served: bool = False,
) -> ScriptFiles:
    """What the programs in the folder ``top`` name of the site, which is its folder ``below``; and of what is
    beside that, where a server shows the top, with the built site among it. ``left_out`` are paths in the
    site of which Jekyll publishes nothing; ``workflows`` may run further programs."""
    found: dict[Name, str] = {}
    among = "" if is_top_served else below
    programs = programs_of(top, workflows)
    for path, text in programs.texts:
        named = _named(top, posixpath.dirname(path), text, among)
        commands = plain_commands(text)
        copied = chain(_copied(commands, below, left_out), _published(top, commands))
        for target in islice(chain(named, copied), _MOST_NAMES):
            if len(found) < _MOST_NAMES:
                is_of_site = below and is_below(target, below)
                inside = (target[len(below) + 1 :] if is_of_site else target).removeprefix("_site/")
                if not inside or _is_hidden(top / below, inside):
                    continue
                for name in outputs_of(Name((inside, "") if inside.endswith("/") else (inside,))):
                    found.setdefault(name, path)
    unsure = (Unsure(name, because(ReasonKind.SCRIPT_FILE, path)) for name, path in found.items())
    return ScriptFiles(tuple(unsure), programs.folders)


def _is_hidden(site: Path, path: str) -> bool:
    """Whether Jekyll publishes nothing of a path, although its name is that of a collection, whose pages may
    be anywhere: a file at the top, what lies beside a program in ``_scripts``, or in a folder that only
    programs make, as ``_build``."""
    first, slash, _ = path.partition("/")
    return first.startswith("_") and (not slash or first in FOLDERS or not os.path.isdir(site / first))


def _named(top: Path, folder: str, text: str, below: str) -> Iterator[str]:
    """The files and folders ``below`` the site's folder that a program in ``folder`` names and that are not
    there; it may run from the top or from its own folder. A folder ends with a slash."""
    paths = [(match[0], "", False) for match in islice(FILE.finditer(text), _MOST_NAMES)]
    for match in islice(_FOLDER.finditer(text), _MOST_NAMES):
        grows = text.startswith(_VARIABLE, match.end()) and not match["path"].startswith("_")
        paths.append((match["path"], "/", grows))
    for match in islice(_COPY.finditer(text), _MOST_NAMES):
        paths += ((match["path"], "", True), (match["path"], "/", True))
    for written, end, grows in dict.fromkeys(paths):
        for start in dict.fromkeys(("", folder)):
            path = posixpath.normpath(posixpath.join(start, written.lstrip("/")))
            inside = is_below(path + end, below) if below else path != "." and not path.startswith("..")
            if inside and (grows or not os.path.exists(top / path)):
                yield path + end


def _copied(text: str, below: str, left_out: Collection[str]) -> Iterator[str]:
    """The files and folders that are ``left_out``, and that a program puts beside the built pages."""
    for match in islice(_COPIES.finditer(text), _MOST_NAMES):
        for word in match[1].split()[:-1]:
            path = posixpath.normpath(word)
            inside = path[len(below) + 1 :] if below and is_below(path, below) else path
            if inside in left_out:
                yield from (posixpath.join(below, inside), posixpath.join(below, inside, ""))


def _published(top: Path, text: str) -> Iterator[str]:
    """The files and folders that a program copies into the built site, whatever they are of; what the
    repository has of them at its top is told by their own addresses."""
    folders = built_folders(text)
    for match in islice(_COPIES.finditer(text), _MOST_NAMES):
        words = [word.strip(_AROUND) for word in match[1].split()]
        *sources, last = words_of_copy(["", *words], folders) or [""]
        known, variable, _ = last.partition("$")
        inside = in_built(posixpath.normpath(known.rpartition("/")[0] if variable else last), folders)
        if inside:
            yield from (f"{BUILT}/{inside}/", *(() if variable else (f"{BUILT}/{inside}",)))
        elif inside is not None and not variable:
            for word in sources:
                name = posixpath.basename(word.rstrip("/"))
                if _NAME.fullmatch(name) and not _has(top, word):
                    yield from (f"{BUILT}/{name}", f"{BUILT}/{name}/")


def words_of_copy(words: list[str], folders: Iterable[str]) -> list[str]:
    """What a command copies, and at the end where to. Into the built site that may be said first (``-t``),
    and the value of an option may follow (``--exclude x``)."""
    plain = [word for word in words if not word.startswith("-")]
    last = plain[-1] if plain else ""
    if not _is_built(last, folders):
        option = words[-2] if len(words) > 1 else ""
        values = [word.partition("=")[2] for word in words if word.startswith("--target-directory=")]
        values += [value for option, value in pairwise(words) if option in ("-t", "--target-directory")]
        values += plain[-2:-1] if option.startswith("--") else []
        last = next((value for value in values if _is_built(value, folders)), "")
        if not last:
            return plain
        plain = [*(word for word in plain if word != last), last]
    return [*plain[:-1], _TOP.sub("", last)]


def _is_built(word: str, folders: Iterable[str]) -> bool:
    return in_built(posixpath.normpath(_TOP.sub("", word)), folders) is not None


def _has(top: Path, written: str) -> bool:
    """Whether the repository has what a path names; nothing is looked up elsewhere, as ``//host/share`` of
    Windows would be."""
    path = posixpath.normpath(written)
    is_elsewhere = path.startswith(("/", "..")) or "\\" in path or ":" in path
    return not is_elsewhere and os.path.exists(top / path)
