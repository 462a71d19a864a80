"""Settings of the converter, from the ``kramdown:`` mapping of ``_config.yml`` or ``{::options …/}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

Dialect = Literal["GFM", "kramdown", "CommonMark"]

_DIALECTS: dict[str, Dialect] = {"gfm": "GFM", "kramdown": "kramdown", "commonmark": "CommonMark"}
_SETTLED = ("input", "gfm_quirks", "hard_wrap", "link_defs")
_ENTITIES = {"lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "laquo": "«", "raquo": "»", "quot": '"'}


@dataclass(frozen=True, slots=True)
class Options:
    """How Markdown is converted; the defaults are Jekyll's (kramdown 2.5 with the GFM parser).

    A field that is a flag, a text or a whole number can be set by its name; others need a reader below.
    """

    input: Dialect = "GFM"
    auto_ids: bool = True
    auto_id_prefix: str = ""
    auto_id_stripping: bool = False
    hard_wrap: bool = False
    gfm_quirks: tuple[str, ...] = ("paragraph_end",)
    parse_block_html: bool = False
    parse_span_html: bool = True
    header_offset: int = 0
    header_links: bool = False
    transliterated_header_ids: bool = False
    link_defs: tuple[tuple[str, str], ...] = ()
    math_engine: str | None = "mathjax"
    footnote_nr: int = 1
    footnote_prefix: str = ""
    footnote_backlink: str = "&#8617;"
    smart_quotes: tuple[str, str, str, str] = ("‘", "’", "“", "”")
    toc_levels: frozenset[int] = field(default_factory=lambda: frozenset(range(1, 7)))

    @classmethod
    def from_config(cls, config: Mapping[str, object], markdown: str = "kramdown") -> Options:
        """The options of a ``kramdown:`` mapping; ``markdown`` is the site's ``markdown:`` setting.

        Values kramdown would refuse are ignored, as are the keys that change no fact.
        """
        options = cls()
        if markdown.lower().startswith("commonmark"):
            options = cls(input="CommonMark", auto_ids=markdown.lower() == "commonmarkghpages")
        for key, value in config.items():
            options = options.with_option(str(key), value)
        return options

    def with_inline(self, key: str, value: str) -> Options:
        """These options with one set by ``{::options key="value" /}``; some are settled by then."""
        return self if key in _SETTLED else self.with_option(key, value)

    def with_option(self, key: str, value: object) -> Options:
        """These options with one set by name."""
        reader = _READERS.get(key)
        if reader is not None:
            return reader(self, value)
        plain = _PLAIN.get(_TYPES.get(key, ""))
        read = None if plain is None else plain(value)
        return self if read is None else replace(self, **{key: read})  # type: ignore[arg-type]


def _flag(value: object) -> bool:
    return str("" if value is None else value).strip().lower() not in ("false", "")


def _input(options: Options, value: object) -> Options:
    dialect = _DIALECTS.get(str(value).lower())
    # Jekyll's converter is chosen by `markdown:`; `input:` chooses between kramdown's parsers only.
    if dialect is None or options.input == "CommonMark":
        return options
    return replace(options, input=dialect)


def _words(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, (list, tuple)) else str(value).split(",")
    return tuple(str(part).strip() for part in parts)


def _gfm_quirks(options: Options, value: object) -> Options:
    return replace(options, gfm_quirks=tuple(word for word in _words(value) if word))


def _integer(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _link_defs(options: Options, value: object) -> Options:
    if not isinstance(value, Mapping):
        return options
    pairs = []
    for label, target in value.items():
        url = target[0] if isinstance(target, (list, tuple)) and target else target
        pairs.append((str(label), str(url)))
    return replace(options, link_defs=tuple(pairs))


def _math_engine(options: Options, value: object) -> Options:
    name = "" if value is None else str(value)
    # kramdown: nil, or nothing, is no engine.
    return replace(options, math_engine=None if name in ("", "nil", "null", "~") else name)


def _smart_quotes(options: Options, value: object) -> Options:
    names = _words(value)
    if len(names) != 4:
        return options
    first, second, third, fourth = (_character(name) for name in names)
    return replace(options, smart_quotes=(first, second, third, fourth))


def _character(name: str) -> str:
    number = _integer(name)
    if number is not None and 0 < number < 0x110000:
        return chr(number)
    return _ENTITIES.get(name, "'" if name == "apos" else name)


def _toc_levels(options: Options, value: object) -> Options:
    levels: set[int] = set()
    for word in _words(value):
        first, dots, last = word.partition("..")
        low, high = _integer(first), _integer(last.lstrip(".") if dots else first)
        if low is None or high is None:
            return options
        levels.update(range(max(low, 1), min(high, 6) + 1))
    return replace(options, toc_levels=frozenset(levels))


_READERS = {
    "input": _input,
    "gfm_quirks": _gfm_quirks,
    "link_defs": _link_defs,
    "math_engine": _math_engine,
    "smart_quotes": _smart_quotes,
    "toc_levels": _toc_levels,
}
_PLAIN: dict[str, Callable[[object], object]] = {"bool": _flag, "str": str, "int": _integer}
_TYPES = {option.name: str(option.type) for option in fields(Options)}
