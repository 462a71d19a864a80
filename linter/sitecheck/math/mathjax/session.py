"""What all readers of one formula share: the dialect, the definitions, tags and labels, the limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.mathjax.tables import OPERATOR, autoloads, compose, default_packages

if TYPE_CHECKING:
    from sitecheck.math.macros import MacroDef, MacroEnv
    from sitecheck.math.mathjax.tables import Dialect, Version

_BRACE: Final = lazy_pattern(r"\\.|[{}]", re.DOTALL)
LONGEST: Final = 5 * 1024
"""How long a text may get when macros are expanded (MathJax's maxBuffer)."""
MOST_MACROS: Final = {2: 10_000, 3: 1_000, 4: 1_000}
"""How many macros may be expanded in one text (maxMacros)."""
DEEPEST: Final = 90
"""How deep arguments may be nested in arguments; ours, to bound the recursion."""


class Tag:
    """The tag and label that the current line of an environment has got."""

    __slots__ = ("environment", "label", "suppressed", "tag", "taggable")

    def __init__(self, environment: str = "", taggable: bool = False) -> None:
        self.environment = environment
        self.taggable = taggable
        self.tag: str | None = None
        self.suppressed = False
        self.label = ""

    def clear(self, *, waits: bool = False) -> None:
        """A new line begins; a label that ``waits`` for a tag stays."""
        self.tag = None
        if not waits:
            self.label = ""
        self.suppressed = False


class Session:
    """One formula being checked."""

    __slots__ = (
        "_braces",
        "column_types",
        "core",
        "depth",
        "dialect",
        "display",
        "environment",
        "labels",
        "longest",
        "most_macros",
        "opaque",
        "owned",
        "tag",
        "tags",
        "version",
        "work",
    )

    def __init__(self, version: Version, environment: MacroEnv, display: bool) -> None:
        self.version = version
        self.environment = environment
        self.owned = environment.page_level
        """Whether what the formula defines may be written into the environment."""
        self.display = display
        self.core = 0 if version == 2 else OPERATOR
        r"""What is left of the flags of a thing inside braces: from MathJax 3 on, \limits sees into them."""
        self.dialect: Dialect = compose(
            version, default_packages(version, environment.packages), environment.loaded
        )
        self.depth = 0
        self.opaque = False
        """Something was used that nobody knows: only braces are judged."""
        self.longest = LONGEST
        self.most_macros = MOST_MACROS[version]
        self.tag = Tag()
        self.tags: list[Tag] = []
        self.labels: set[str] = set()
        self.work = 0
        self._braces: dict[int, tuple[str, dict[int, int]]] = {}
        self.column_types: dict[str, tuple[int, str]] = {}

    def macro(self, name: str) -> MacroDef | None:
        """The user's definition of a command, its name without the backslash."""
        return self.environment.macros.get("\\" + name)

    def is_delimiter(self, name: str) -> bool:
        r"""Whether ``(``, ``\langle`` … is a delimiter, by itself or by a \let."""
        if name[:1] == "\\":
            macro = self.environment.macros.get(name)
            # MathJax 3 and 4 look a delimiter up after \let; 2 has its list only.
            if macro is not None and self.version != 2:
                if macro.kind in ("alias", "character") and macro.body in self.dialect.delimiters:
                    return True
                return self.version != 4 and name in self.dialect.delimiters
        return name in self.dialect.delimiters

    def autoload(self, kind: str, name: str) -> bool:
        """Loads the package that brings a command or environment; false if none does or it is there."""
        if not self.dialect.has("autoload"):
            return False
        package = autoloads(self.version, "commands" if kind == "commands" else "environments", name)
        return package is not None and self.load(package)

    def load(self, package: str) -> bool:
        """Loads a package and what it needs; false if it is there already."""
        if self.dialect.has(package):
            return False
        self.dialect = self.dialect.with_package(package)
        environment = self.definitions()
        environment.loaded = self.dialect.loaded
        return True

    def definitions(self) -> MacroEnv:
        """The environment, to write into; a copy of it if it is not the page's."""
        if not self.owned:
            self.environment = self.environment.copy()
            self.owned = True
        return self.environment

    def begin_tags(self, environment: str, taggable: bool) -> None:
        """An environment begins that has lines with tags; in MathJax 2 it goes on with the tag there is."""
        outer = self.tag
        self.tags.append(outer)
        self.tag = Tag(environment, taggable)
        if self.version == 2:
            self.tag.tag, self.tag.label = outer.tag, outer.label
        elif self.labels_wait:
            self.tag.label = outer.label

    def end_tags(self) -> None:
        """The environment that began last is over."""
        inner = self.tag
        self.tag = self.tags.pop() if self.tags else Tag()
        if self.version == 2:
            self.tag.tag, self.tag.label = inner.tag, inner.label
        elif self.labels_wait:
            self.tag.label = self.tag.label or inner.label

    @property
    def labels_wait(self) -> bool:
        """Whether a label stays until a line with a tag (``Tags.js`` of MathJax 4): where no line gets a
        number, the second label of a formula is one too many."""
        return self.version == 4 and self.environment.numbered is False

    def closing_brace(self, text: str, start: int) -> int:
        """Where the group that opens at ``start`` ends; the end of the text if it does not."""
        known = self._braces.get(id(text))
        if known is None:
            if len(self._braces) > DEEPEST:
                self._braces.clear()
            # The text is kept beside its braces, so that no other one gets its number.
            known = self._braces[id(text)] = (text, _matched_braces(text))
        return known[1].get(start, len(text))


def _matched_braces(text: str) -> dict[int, int]:
    found: dict[int, int] = {}
    open_braces: list[int] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            open_braces.append(match.start())
        elif match[0] == "}" and open_braces:
            found[open_braces.pop()] = match.start()
    return found


class Deeper:
    """Some levels deeper in a session, for a ``with``; after a refusal the session is over anyway."""

    __slots__ = ("_levels", "_session")

    def __init__(self, session: Session, levels: int) -> None:
        self._session = session
        self._levels = levels

    def __enter__(self) -> None:
        self._session.depth += self._levels

    def __exit__(self, *_: object) -> None:
        self._session.depth -= self._levels
