"""Front matter with the position of every key and value."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import tzinfo
from typing import Any

import frontmatter

from sitecheck.model.span import Span
from sitecheck.named_tuple import NamedTuple
from sitecheck.text import fence
from sitecheck.text.fence import Shape
from sitecheck.text.source import Source
from sitecheck.text.yaml_scalar import UTC
from sitecheck.text.yaml_tree import Entry, YamlDocument, YamlProblem, load_yaml

_NOWHERE = Span(0, 0)
_MOST_KEPT = 20_000_000
"""Characters: so much parsed front matter is kept, what comes after is parsed as often as it is asked for."""


class JekyllHandler(frontmatter.YAMLHandler):  # type: ignore[misc, name-defined]
    """python-frontmatter's view of a Jekyll file: splits where Jekyll splits, reads as Psych reads."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        self.zone = zone

    def detect(self, text: str) -> bool:
        """Whether the text has front matter."""
        return fence.split(text) is not None

    def split(self, text: str) -> tuple[str, str]:
        """The YAML (with its opening fence, as Jekyll hands it on) and the body. Raises ValueError."""
        parts = fence.split(text)
        if parts is None:
            raise ValueError("no front matter")
        return text[parts.yaml.start : parts.yaml.end], text[parts.body :]

    def read(self, text: str) -> YamlDocument:
        """The YAML of the front matter with its positions."""
        return load_yaml(text, zone=self.zone)

    def load(self, fm: str, **_: object) -> dict[Any, Any]:
        """The data of the front matter; empty when Jekyll reads none."""
        value = self.read(fm).value
        return value if isinstance(value, dict) else {}


class FrontMatter(NamedTuple):
    """What stands between the fences of one file.

    ``span`` covers both fences and the blank lines that Jekyll swallows, so the body begins at its end.
    ``data`` is what Jekyll gets: empty when the YAML has an error. A file without front matter has an
    empty span and ``present`` is false; ``shape`` then says what kept Jekyll from seeing it, if anything.
    """

    span: Span = _NOWHERE
    yaml: Span = _NOWHERE
    present: bool = False
    data: dict[Any, Any] | None = None
    entries: tuple[Entry, ...] = ()
    problems: tuple[YamlProblem, ...] = ()
    shape: Shape | None = None

    def entry(self, *path: Hashable) -> Entry | None:
        """The entry at a key path, e.g. ``entry("author", "name")``; of duplicate keys the last."""
        return next((entry for entry in reversed(self.entries) if entry.path == path), None)

    @property
    def failed(self) -> bool:
        """Whether Jekyll drops the data because it cannot read it."""
        return any(problem.is_fatal for problem in self.problems)


class FrontMatters:
    """The front matter of a site's files: each text is parsed once, whoever asks for it.

    ``zone`` is the site's time zone. What is given is shared and must not be changed.
    """

    def __init__(self, zone: tzinfo = UTC, earlier: FrontMatters | None = None) -> None:
        """``earlier`` is of the same site as it was: what it parsed is not parsed again."""
        self._handler = JekyllHandler(zone)
        self._earlier = earlier._parsed if earlier is not None and earlier._handler.zone == zone else {}
        self._parsed: dict[str, YamlDocument] = {}
        self._kept = 0

    def __reduce__(self) -> tuple[type[FrontMatters], tuple[tzinfo]]:
        return FrontMatters, (self._handler.zone,)  # another process parses what it needs itself

    def read(self, source: Source) -> FrontMatter:
        """The front matter of a decoded file."""
        return _front_matter(source.text, source.bom, self._yaml)

    def _yaml(self, text: str) -> YamlDocument:
        document = self._parsed.get(text)
        if document is None:
            document = self._earlier.get(text) or self._handler.read(text)
            self._kept += len(text)
            if self._kept <= _MOST_KEPT:
                self._parsed[text] = document
        return document


def read_front_matter(text: str, bom: bool = False, zone: tzinfo = UTC) -> FrontMatter:
    """The front matter of a single decoded file. ``zone`` is the site's time zone."""
    return _front_matter(text, bom, JekyllHandler(zone).read)


def body_start(text: str) -> int:
    """Where the body of a decoded file begins; its front matter is not read."""
    parts = fence.split(text)
    return parts.body if parts is not None else 0


def _front_matter(text: str, bom: bool, load: Callable[[str], YamlDocument]) -> FrontMatter:
    parts = fence.split(text)
    found = fence.shape(text, bom) if parts is None or bom else None
    if parts is None:
        return FrontMatter(data={}, shape=found)
    document = load(text[parts.yaml.start : parts.yaml.end])
    value, problems = document.value, document.problems
    if value is not None and value is not False and not isinstance(value, dict):  # Jekyll: `data ||= {}`
        problems = (*problems, _not_a_mapping(text, parts.yaml))
        value = {}
    span = Span(0, parts.body)
    return FrontMatter(
        span=span,
        yaml=parts.yaml,
        present=True,
        data=value or {},
        entries=document.entries,
        problems=problems,
        shape=found,
    )


def _not_a_mapping(text: str, yaml: Span) -> YamlProblem:
    start = text.find("\n", yaml.start) + 1
    end = len(text[: yaml.end].rstrip())
    message = "the front matter is not a list of keys and values"
    return YamlProblem("not-a-mapping", Span(min(start, end), end), message, "write key: value, one a line")


def reads_as_yaml(text: str) -> bool:
    """Whether a whole file is one YAML mapping or list; YAML itself lets it begin with ``---``."""
    document = load_yaml(text)
    return not document.problems and isinstance(document.value, (dict, list))
