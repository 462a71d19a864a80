"""Names and patterns that several parts of the dialect share.

Facts were taken from kramdown's syntax page and its HTML content model, and measured on kramdown 2.5.1.
Ruby's ``\\w \\d \\s`` know ASCII only, hence the flag; letters in element names are Unicode's. The
character that stands for unknown output counts as a letter.
"""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.source_map import UNKNOWN

SPACE = " \t\n\r\f\v"
S = f"[{SPACE}]"
"""White space as Ruby's regular expressions know it."""

STRIP = SPACE + "\0"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK_MODEL = _words(
    "address applet article aside blockquote body dd details div dl fieldset figure figcaption footer "
    "form header hgroup iframe li main map menu nav noscript object section summary td"
)
SPAN_MODEL = _words(
    "a abbr acronym b bdo big button caption cite del dfn dt em h1 h2 h3 h4 h5 h6 i ins label legend "
    "optgroup p q rb rbc rp rt rtc ruby select small span strong sub sup th tt"
)
RAW_MODEL = _words("script style math option textarea pre code kbd samp var")
SPAN_ELEMENTS = _words(
    "a abbr acronym b bdo big br button cite code del dfn em i img input ins kbd label mark option q rb "
    "rbc rp rt rtc ruby samp select small span strong sub sup time tt u var"
)
BLOCK_ELEMENTS = _words(
    "address applet article aside blockquote body caption col colgroup dd div dl dt fieldset figcaption "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li main map menu nav ol "
    "optgroup p pre section summary table tbody td tfoot th thead tr ul"
)
VOID_ELEMENTS = _words("area base br col command embed hr img input keygen link meta param source track wbr")
KNOWN_ELEMENTS = SPAN_ELEMENTS | BLOCK_ELEMENTS | VOID_ELEMENTS | BLOCK_MODEL | SPAN_MODEL | RAW_MODEL

MARKDOWN_ATTRIBUTE = {"0": "raw", "1": "default", "span": "span", "block": "block"}


def content_model(element: str) -> str:
    """How kramdown reads what stands in ``element`` when it reads it at all: block, span or raw."""
    if element in BLOCK_MODEL:
        return "block"
    return "span" if element in SPAN_MODEL else "raw"


_NUMBERS = (
    "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
    "\u3192-\u3195\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
)
"""Numbers that Python's ``\\w`` has and Ruby's ``[[:alnum:]]`` has not (category No)."""

_NC_NAME = rf"(?:[^\W\d{_NUMBERS}]|{UNKNOWN})(?:[^\W{_NUMBERS}]|[-.{UNKNOWN}])*"
NAME = rf"(?:{_NC_NAME}:)?{_NC_NAME}"
"""An element or attribute name."""

_NOT_SPAN = "(?!(?:" + "|".join(sorted(SPAN_ELEMENTS | {"script"})) + r")\b)"
ID_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]*"
ANY = r"(?:\\\}|[^}])"
"""A character within ``{: … }``."""

BLANK = lazy_pattern(rf"{S}*\n")
EOB = lazy_pattern(rf"\^{S}*?\n")
_RULES = (rf"{mark}[ \t]*{mark}[ \t]*{mark}[ \t{mark}]*" for mark in (r"\*", "_", "-"))
RULE = lazy_pattern(rf" {{0,3}}(?:{'|'.join(_RULES)})\n")
"""What follows the third mark is one class: of a choice, repeated, Python remembers each turn."""
INDENT = lazy_pattern(r"\t| {4}")
LIST_UL = lazy_pattern(r"( {0,3}[+*-])([\t| ].*?\n)")
LIST_OL = lazy_pattern(r"( {0,3}[0-9]+\.)([\t| ].*?\n)")
DEFINITION = lazy_pattern(r"( {0,3}:)([\t| ].*?\n)")
ATTRIBUTE_LIST = lazy_pattern(r" {0,3}\{:(?![:/])")
ATTRIBUTE_DEFINITION = lazy_pattern(rf" {{0,3}}\{{:({ID_NAME}):")
"""How a list on its own lines, and one with a name, open."""
ITEM_ATTRIBUTES = lazy_pattern(rf"{S}*\{{:(?!(?:{ID_NAME})?:|/)({ANY}+)\}}{S}*")
HTML_END = rf"</{_NOT_SPAN}{NAME}{S}*>"
HTML_START = rf"<{_NOT_SPAN}{NAME}"
HTML_BOUNDARY = lazy_pattern(rf" {{0,3}}(?:{HTML_END}|{HTML_START})")

_LAZY = rf"{S}*\n|\Z| {{0,3}}(?:\{{:(?![:/])|\^{S}*?\n|{HTML_END}|{HTML_START})"
_LISTS = r" {0,3}(?:[+*-]|[0-9]+\.|:)[\t| ]"
LAZY_END = lazy_pattern(rf"\n(?={_LAZY})")
PARAGRAPH_END = lazy_pattern(rf"\n(?={_LAZY}| {{0,3}}:[\t| ])")
PARAGRAPH_END_GFM = lazy_pattern(rf"\n(?={_LAZY}|{_LISTS}|#{{1,6}}[\t ]| {{0,3}}(?:>|[~`]{{3}}))")

ESCAPED = lazy_pattern(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=-])")
ESCAPED_GFM = lazy_pattern(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=~-])")
_WHITE = lazy_pattern(f"{S}+")


def normalize_label(label: str) -> str:
    """A link label as definitions are found by: white space runs are one blank, case does not count."""
    return _WHITE.sub(" ", label).lower()
