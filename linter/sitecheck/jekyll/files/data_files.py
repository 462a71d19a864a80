"""Data files (``Jekyll::DataReader`` 4.3.4): YAML, JSON, CSV and TSV below ``_data``."""

from __future__ import annotations

import csv
import errno
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sitecheck.files import read_file, said_by
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.files.csv_faults import csv_fault
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.files.git_ignored import GitIgnored
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Span
from sitecheck.model.unknown import ReasonKind, Reasons, because
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import TextProblem, decode
from sitecheck.text.yaml_tree import MAX_VALUES, YamlProblem, load_yaml

_EXTENSIONS = (".yaml", ".yml", ".json", ".csv", ".tsv")
MOST_IN_ALL = 1_000_000
"""How many values are held of all files together, where 64 characters count as one: some 200 MB."""
_CHARACTERS = 64
_LONGEST_CELL = 2**31 - 1
"""As Ruby's CSV, which has no limit; Python's has one of 131,072 characters until it is told."""
_NOT_A_WORD = lazy_pattern(r"[^\w\s-]+|(?<=^)\s+(?=$|\s?\b)|(?<=\b\s)\s+(?=$|\s?\b)", re.ASCII)
_NOTHING = object()
_SPACES = lazy_pattern(r"\s+", re.ASCII)


class DataFile(NamedTuple):
    """A data file and the keys of ``site.data`` that lead to its content."""

    path: str
    keys: tuple[str, ...]
    problems: tuple[YamlProblem, ...] = ()
    message: str = ""
    """Why the file could not be read at all."""
    is_too_large: bool = False
    """Whether that is for its size, which does not keep Jekyll from reading it."""
    size: int = 0
    """What is held of it, as :data:`MOST_IN_ALL` counts."""
    is_unread: bool = False
    """Whether it has no content, for one reason or the other."""


def read_data_files(tree: FileTree, config: Config) -> tuple[list[DataFile], dict[str, Any]]:
    """All data files and ``site.data``. A file that cannot be read leaves its key out, and so does each that
    would be more than :data:`MOST_IN_ALL` with those before it."""
    left = MOST_IN_ALL
    files: list[DataFile] = []
    data: dict[str, Any] = {}
    folder = config.folder("data_dir")
    stack: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [(folder, (), data)]
    while folder and stack:
        current, keys, target = stack.pop()
        entries = tree.list(current) if tree.kind(current) == "folder" else {}
        for name, kind in sorted(entries.items(), key=_reading_order):
            path = f"{current}/{name}"
            if name.startswith("."):
                continue
            if kind == "folder":
                below: dict[str, Any] = {}
                key = sanitize(name)
                target[key] = below
                stack.append((path, (*keys, key), below))
            elif name.endswith(_EXTENSIONS):
                own = (*keys, sanitize(name[: name.rfind(".")]))
                file, content = _read(tree, config, path, own) if left > 0 else _left_out(path, own)
                if file.size > left:  # it is let go again, and none is read after it
                    file, content = _left_out(path, own)
                    left = 0
                left -= file.size
                files.append(file._replace(is_unread=content is _NOTHING))
                if content is not _NOTHING:
                    target[file.keys[-1]] = content
    return files, data


def unread_data(files: Iterable[DataFile]) -> dict[tuple[str, ...], Reasons]:
    """The keys that lead to what a file holds that cannot be read, which is told: it is not known."""
    return {file.keys: because(ReasonKind.UNREAD_CONFIG, file.path) for file in files if file.is_unread}


def made_data(ignored: GitIgnored, config: Config) -> dict[str, Reasons]:
    """The keys of ``site.data`` of which git leaves the file or folder out, so that another program may make
    it; "*" for any."""
    folder = config.folder("data_dir")
    made: dict[str, Reasons] = {}
    for name, why in ignored.entries(folder) if folder else ():
        stem = name[: name.rfind(".")] if name.endswith(_EXTENSIONS) else name
        if name == "*" or "." not in stem:
            made.setdefault(name if name == "*" else sanitize(stem), why)
    return made


def _reading_order(entry: tuple[str, str]) -> tuple[bool, int, str]:
    """``Dir["*.{yaml,yml,json,csv,tsv}"]``, then the folders: the later replaces what has its key."""
    name, kind = entry
    ext = next((at for at, each in enumerate(_EXTENSIONS) if name.endswith(each)), 0)
    return kind == "folder", ext, name


def _left_out(path: str, keys: tuple[str, ...]) -> tuple[DataFile, object]:
    message = "is not read: the data files of the site are more than is held of all together"
    return DataFile(path, keys, message=message, is_too_large=True), _NOTHING


def _read(tree: FileTree, config: Config, path: str, keys: tuple[str, ...]) -> tuple[DataFile, object]:
    """A data file and its content, :data:`_NOTHING` when it cannot be read."""
    is_table = path.endswith((".csv", ".tsv"))
    try:
        data = read_file(tree.full(path))
    except OSError as error:
        message = f"cannot be read: {said_by(error)}"
        return DataFile(path, keys, message=message, is_too_large=error.errno == errno.EFBIG), _NOTHING
    # Ruby's CSV takes a NUL byte for any other character, which YAML refuses
    source = decode(path, data.replace(b"\0", b" ") if is_table else data)
    if isinstance(source, TextProblem):
        return DataFile(path, keys, (YamlProblem(source.kind, WHOLE_FILE, source.message),)), _NOTHING
    if is_table:
        separator = "\t" if path.endswith(".tsv") else ","
        if (fault := csv_fault(source.text, separator)) is not None:
            problem = YamlProblem("syntax", Span(fault.at, fault.at + 1), fault.message)
            return DataFile(path, keys, (problem,)), _NOTHING
        rows = _rows(source.text, separator, config)
        if rows is None:
            message = f"has more than {MAX_VALUES:,} values; it is not read"
            return DataFile(path, keys, message=message, is_too_large=True), _NOTHING
        size = len(source.text) // _CHARACTERS + sum(map(len, rows))
        return DataFile(path, keys, size=size), rows
    document = load_yaml(source.text, zone=config.zone)
    if document.failed:
        return DataFile(path, keys, document.problems), _NOTHING
    size = len(source.text) // _CHARACTERS + len(document.entries)
    return DataFile(path, keys, document.problems, size=size), document.value


def sanitize(name: str) -> str:
    """``DataReader#sanitize_filename``: the key of a file or folder."""
    return _SPACES.sub("_", _NOT_A_WORD.sub("", name))


def _has_headers(config: Config, separator: str) -> bool:
    settings = config["tsv_reader" if separator == "\t" else "csv_reader"]
    return settings.get("headers", True) if isinstance(settings, dict) else True


def _rows(text: str, separator: str, config: Config) -> list[Any] | None:
    """The rows of a table; ``None`` for one that is too large."""
    headers = _has_headers(config, separator)
    csv.field_size_limit(_LONGEST_CELL)
    rows = _limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if rows is None or len(rows) * len(rows[0] if rows else ()) > MAX_VALUES:
        return None
    values = [[cell if cell != "" else None for cell in row] for row in rows]
    if not headers or not values:
        return values
    names = [name or "" for name in values[0]]
    return [{name: row[i] if i < len(row) else None for i, name in enumerate(names)} for row in values[1:]]


def table_cells(text: str, path: str, config: Config) -> Iterator[tuple[tuple[str, ...], Span]]:
    """The place of each cell of a sound table, under the keys that lead to it (see :class:`Origin`)."""
    separator = "\t" if path.endswith(".tsv") else ","
    rows = [row for row in _cells(text, separator) if row != [Span(row[0].start, row[0].start)]]
    headed = rows and _has_headers(config, separator)
    names = [text[cell.start : cell.end].strip('"') for cell in rows[0]] if headed else []
    for index, row in enumerate(rows[1:] if headed else rows):
        for column, cell in enumerate(row):
            if not headed:
                yield (f"\0{index}", f"\0{column}"), cell
            elif column < len(names):
                yield (f"\0{index}", names[column]), cell


def _cells(text: str, separator: str) -> Iterator[list[Span]]:
    at = 0
    row: list[Span] = []
    for cell in re.finditer(rf'("[^"]*(?:""[^"]*)*"|[^"\r\n{re.escape(separator)}]*)', text):
        if cell.start() < at:
            continue  # nothing stands between the end of a cell and what ends it
        row.append(Span(*cell.span()))
        at = cell.end() + 1
        if text[cell.end() : cell.end() + 1] != separator:
            at += text.startswith("\r\n", cell.end())
            yield row
            row = []


def _limited(rows: Iterable[list[str]]) -> list[list[str]] | None:
    found: list[list[str]] = []
    count = 0
    for row in rows:
        count += len(row)
        if count > MAX_VALUES:
            return None
        if row:
            found.append(row)
    return found
