"""Settings of the converter, from the ``kramdown:`` mapping of ``_config.yml`` or ``{::options …/}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal

from sitecheck.kramdown.entities import entity_names, numbered_character
from sitecheck.kramdown.grammar import normalize_label
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

Dialect = Literal["GFM", "kramdown", "CommonMark"]

_DIALECTS: dict[str, Dialect] = {"gfm": "GFM", "kramdown": "kramdown", "commonmark": "CommonMark"}
PARSERS = frozenset(("Kramdown", "Markdown", "Html", "GFM"))
"""What ``input`` may name, with a capital first (``Kramdown::JekyllDocument.setup`` of Jekyll)."""
_SETTLED = ("input", "gfm_quirks", "hard_wrap", "link_defs", "typographic_symbols")


class LinkDefinitions(tuple[tuple[str, str, "str | None"], ...]):
    """Labels, addresses and titles that the configuration has for all pages."""

    @cached_property
    def by_label(self) -> Mapping[str, tuple[str, str, str | None]]:
        """By what labels are compared by; made once for all pages."""
        return {normalize_label(label): (label, href, title) for label, href, title in self}


class Options(NamedTuple):
    """How Markdown is converted; the defaults are Jekyll's (kramdown 2.5 with the GFM parser).

    A field that is a flag, a text or a whole number can be set by its name; others need a reader below.
    """

    input: Dialect = "GFM"
    commonmark: frozenset[str] = frozenset()
    """The extensions of CommonMark, in small letters, and its options, in capitals."""
    auto_ids: bool = True
    auto_id_prefix: str = ""
    auto_id_stripping: bool = False
    hard_wrap: bool = False
    gfm_quirks: tuple[str, ...] = ("paragraph_end",)
    parse_block_html: bool = False
    parse_span_html: bool = True
    html_to_native: bool = False
    header_offset: int = 0
    header_links: bool = False
    transliterated_header_ids: bool = False
    link_defs: LinkDefinitions = LinkDefinitions()
    math_engine: str | None = "mathjax"
    footnote_nr: int = 1
    footnote_prefix: str = ""
    footnote_backlink: str = "&#8617;"
    footnote_link_text: str = "%s"
    remove_line_breaks_for_cjk: bool = False
    typographic_symbols: tuple[tuple[str, str], ...] = ()
    """What to show instead of a symbol, by kramdown's names (``hellip``, ``laquo_space`` …)."""
    smart_quotes: tuple[str, str, str, str] = ("‘", "’", "“", "”")
    toc_levels: frozenset[int] = frozenset(range(1, 7))

    @classmethod
    def from_config(
        cls, config: Mapping[str, object], markdown: str = "kramdown", commonmark: object = None
    ) -> Options:
        """The options of a ``kramdown:`` mapping; ``markdown`` is the site's converter, ``commonmark`` what
        the setting of that name gives to one for CommonMark.

        Values kramdown would refuse are ignored, as are the keys that change no fact.
        """
        options = cls()
        if markdown.lower().startswith("commonmark"):
            options = cls(
                input="CommonMark",
                auto_ids=markdown.lower() == "commonmarkghpages",
                commonmark=_commonmark(commonmark),
            )
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
        return self if read is None else self._replace(**{key: read})  # type: ignore[arg-type]


def _commonmark(settings: object) -> frozenset[str]:
    """What ``commonmark:`` asks for; jekyll-commonmark 1.4.0 takes a list that holds something else than
    texts for none (``setup_options``)."""
    if not isinstance(settings, Mapping):
        return frozenset()
    options, extensions = settings.get("options"), settings.get("extensions")
    asked = [str(each).upper() for each in _texts(options)]
    return frozenset((*asked, *(each for each in _texts(extensions) if each.islower())))


def _texts(value: object) -> list[str]:
    texts = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    return texts if isinstance(value, list) and len(texts) == len(value) else []


def _flag(value: object) -> bool:
    return str("" if value is None else value).strip().lower() not in ("false", "")


def _input(options: Options, value: object) -> Options:
    dialect = _DIALECTS.get(str(value).lower())
    # Jekyll's converter is chosen by `markdown:`; `input:` chooses between kramdown's parsers only.
    if dialect is None or options.input == "CommonMark":
        return options
    return options._replace(input=dialect)


def _words(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, (list, tuple)) else str(value).split(",")
    return tuple(str(part).strip() for part in parts)


def _gfm_quirks(options: Options, value: object) -> Options:
    return options._replace(gfm_quirks=tuple(word for word in _words(value) if word))


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
        parts = list(target) if isinstance(target, (list, tuple)) and target else [target]
        title = str(parts[1]) if len(parts) > 1 and parts[1] is not None else None
        pairs.append((str(label), str(parts[0]), title))
    return options._replace(link_defs=LinkDefinitions(pairs))


def _math_engine(options: Options, value: object) -> Options:
    name = "" if value is None or value is False else str(value)
    # kramdown: nil, or nothing, is no engine.
    return options._replace(math_engine=None if name in ("", "nil", "null", "~") else name)


def _smart_quotes(options: Options, value: object) -> Options:
    names = _words(value)
    if len(names) != 4:
        return options
    first, second, third, fourth = (_character(name) for name in names)
    return options._replace(smart_quotes=(first, second, third, fourth))


def _character(name: str) -> str:
    number = _integer(name)
    code = entity_names().get(name) if number is None else numbered_character(number)
    return name if code is None else chr(code)


def _toc_levels(options: Options, value: object) -> Options:
    levels: set[int] = set()
    for word in _words(value):
        first, dots, last = word.partition("..")
        low, high = _integer(first), _integer(last.lstrip(".") if dots else first)
        if low is None or high is None:
            return options
        levels.update(range(max(low, 1), min(high, 6) + 1))
    return options._replace(toc_levels=frozenset(levels))


def _typographic_symbols(options: Options, value: object) -> Options:
    if not isinstance(value, Mapping):
        return options
    pairs = tuple((str(name), "" if shown is None else str(shown)) for name, shown in value.items())
    return options._replace(typographic_symbols=pairs)


_READERS = {
    "input": _input,
    "gfm_quirks": _gfm_quirks,
    "link_defs": _link_defs,
    "math_engine": _math_engine,
    "smart_quotes": _smart_quotes,
    "toc_levels": _toc_levels,
    "typographic_symbols": _typographic_symbols,
}
_PLAIN: dict[str, Callable[[object], object]] = {"bool": _flag, "str": str, "int": _integer}
_TYPES: Mapping[str, str] = Options.__annotations__

_NUMBERS = ("footnote_nr", "header_offset", "line_width", "list_indent")
_MAPPINGS = ("math_engine_opts", "typographic_symbols")
_WITH_DEFAULTS = (
    *("auto_ids", "toc_levels", "entity_output", "smart_quotes", "input", "hard_wrap", "guess_lang"),
    *("footnote_nr", "show_warnings", "syntax_highlighter_opts"),
)
"""Options for which Jekyll has a value of its own, which a null leaves as it is."""
_RUBY_INTEGER = lazy_pattern(r"[+-]?[0-9]+(?:_[0-9]+)*")
_LEVELS = lazy_pattern(r"[0-9]\.\.[0-9]|[0-9](?:,[0-9])*")


def refusal(key: str, value: object) -> str:
    """Why kramdown refuses a value of ``_config.yml``, which stops the build; "" for one that it takes.

    Read from ``Kramdown::Options`` (2.5.1). Text for an option that is a mapping is YAML, not read here.
    """
    if value is None and key in _WITH_DEFAULTS:
        return ""
    if key in _NUMBERS:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole or _RUBY_INTEGER.fullmatch(str(value).strip()) else "it wants a whole number"
    if key in _MAPPINGS:
        return "" if isinstance(value, (dict, str)) else "it wants a mapping"
    if key == "syntax_highlighter_opts":  # Jekyll writes into it before kramdown reads it
        return "" if isinstance(value, dict) else "it wants a mapping"
    check = _REFUSALS.get(key)
    return check(value) if check is not None else ""


def _refuse_levels(value: object) -> str:
    if isinstance(value, str):
        if not _LEVELS.fullmatch(value):
            return "write levels as 1..3 or 1,2,3"
        low, _, high = value.partition("..")
        levels = range(int(low), int(high) + 1) if high else map(int, value.split(","))
        return "" if all(1 <= level <= 6 for level in levels) else "levels go from 1 to 6"
    if not isinstance(value, list):
        return "write levels as a list, or as 1..3 in quotes"
    return "" if all((_integer(item) or 0) in range(1, 7) for item in value) else "levels go from 1 to 6"


def _refuse_quotes(value: object) -> str:
    count = len(value.split(",")) if isinstance(value, str) else len(value) if isinstance(value, list) else 0
    return "" if count == 4 else "it wants four values"


def _refuse_definitions(value: object) -> str:
    if isinstance(value, str):
        return ""
    if not isinstance(value, dict):
        return "it wants a mapping"
    sound = all(isinstance(item, list) and len(item) in (1, 2) for item in value.values())
    return "" if sound else "each value is a list of an address and perhaps a title"


def _refuse_link_text(value: object) -> str:
    return "" if "%s" in str(value) else "it must contain %s"


_REFUSALS: Mapping[str, Callable[[object], str]] = {
    "toc_levels": _refuse_levels,
    "smart_quotes": _refuse_quotes,
    "link_defs": _refuse_definitions,
    "footnote_link_text": _refuse_link_text,
}
