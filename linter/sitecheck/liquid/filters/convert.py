"""Jekyll's filters that turn values into other notations."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.budget import spend
from sitecheck.liquid.filters.registry import register, text_of
from sitecheck.liquid.filters.text import ruby_words
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import (
    RUBY_SPACE,
    Drop,
    Unknown,
    UnknownText,
    float_text,
    inspect,
    is_array,
    is_false,
    is_too_large,
    scalar_text,
    time_text,
    undecided,
)
from sitecheck.model.unknown import ReasonKind, Reasons, all_of, because
from sitecheck.package_data import package_table
from sitecheck.text.source_map import UNKNOWN

if TYPE_CHECKING:
    from sitecheck.liquid.context import Context

SLUG_MODES = ("raw", "default", "pretty", "ascii", "latin")


def _convert(context: Context, name: str, value: object, steps: int = 0) -> object:
    """What the site makes of a text, each character of which takes so many ``steps``: a list may have few
    items and a long text."""
    text = text_of(value)
    if not text:
        return _of_nothing(context, name)
    spend(steps * len(text))
    converted = context.host.convert(name, text)
    return Unknown(because(ReasonKind.CONVERTER, name)) if converted is None else converted


def _of_nothing(context: Context, name: str) -> str:
    """What becomes of a text without a character: kramdown writes a line end, which is not ``''`` to a
    condition that looks for text; all else leaves nothing."""
    return (context.host.convert(name, "") or "") if name == "markdownify" else ""


@register("markdownify")
def markdownify(context: Context, value: object) -> object:
    return _convert(context, "markdownify", value, steps=4)


@register("smartify")
def smartify(context: Context, value: object) -> object:
    return _convert(context, "smartify", value)


@register("sassify")
def sassify(context: Context, value: object) -> object:
    return _convert(context, "sassify", value)


@register("scssify")
def scssify(context: Context, value: object) -> object:
    return _convert(context, "scssify", value, steps=2)


@register("slugify", high=1, cost=32)
def slugify_(context: Context, value: object, mode: object = None) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise LiquidError("the filter 'slugify' takes text")
    return slugify(value, "default" if is_false(mode) else scalar_text(mode))


def slugify(text: str, mode: str = "default") -> str:
    """Jekyll's ``Utils.slugify`` in one of :data:`SLUG_MODES`; any other mode only makes letters small."""
    if mode not in SLUG_MODES:
        return _lower(text)
    if mode == "latin":
        text = transliterate(text)
    slug = _SLUG_ASCII.sub("-", text) if mode == "ascii" else _hyphenated(text, mode)
    # Ruby: ^ and $ are the ends of lines, so a slug of several lines loses hyphens at each.
    slug = re.sub(r"^-|-$", "", slug, flags=re.M)
    return _lower(slug)


def _lower(text: str) -> str:
    return text.replace("Σ", "σ").lower()


_SLUG_ASCII = lazy_pattern(r"[^A-Za-z0-9]+")
_SLUG_RAW = lazy_pattern(r"[\t\n\v\f\r ]+")
_PRETTY = frozenset("._~!$&'()+,;=@")


def _hyphenated(text: str, mode: str) -> str:
    if mode == "raw":
        return _SLUG_RAW.sub("-", text)
    extra = _PRETTY if mode == "pretty" else frozenset()
    marked = "".join(char if char in extra or _is_word(char) else "\0" for char in text)
    return re.sub("\0+", "-", marked)


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LM" or category == "Nd"


@cache
def _transliterations() -> dict[int, str]:

    table = package_table("sitecheck.liquid", "latin.json")
    return {ord(char): plain for char, plain in table["letters"].items()}


def transliterate(text: str) -> str:
    """Latin letters without their marks; other characters beyond ASCII become ``?``."""
    text = unicodedata.normalize("NFC", text).translate(_transliterations())
    return "".join(char if char.isascii() else "?" for char in text)


@register("xml_escape", policy="text")
def xml_escape(context: Context, value: object) -> str:
    # Ruby: ``encode(xml: :attr)`` of 3.3.14 writes an apostrophe so; that of older releases left it as it is.
    return html.escape(text_of(value), quote=False).replace('"', "&quot;").replace("'", "&apos;")


@register("normalize_whitespace", policy="text")
def normalize_whitespace(context: Context, value: object) -> str:
    return re.sub(r"[\t\n\v\f\r ]+", " ", text_of(value)).strip(RUBY_SPACE)


_CJK = (
    "[\u1100-\u11ff\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u302e\u302f\u3038-\u303b"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u3131-\u318e\u31f0-\u31ff\u3200-\u321e\u3260-\u327e"
    "\u32d0-\u32fe\u3300-\u3357\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uf900-\ufad9"
    "\uff66-\uff6f\uff71-\uff9d\uffa0-\uffdc\U0001b000-\U0001b167\U00020000-\U0003134f]"
)


@register("number_of_words", high=1, cost=4)
def number_of_words(context: Context, value: object, *modes: object) -> int:
    if not isinstance(value, str):
        raise LiquidError("the filter 'number_of_words' takes text")
    if modes and not context.host.is_jekyll_4:
        raise LiquidError("the filter 'number_of_words' takes no arguments in Jekyll 3")
    mode = modes[0] if modes else None
    if mode in ("cjk", "auto"):
        spend(len(value) // 2)
        characters = len(re.findall(_CJK, value))
        if mode == "cjk" or characters:
            return characters + len(re.sub(_CJK, " ", value).split())
    return len(ruby_words(value))


@register("inspect", policy="open")
def inspect_(context: Context, value: object) -> str:
    text = inspect(value)
    escaped = xml_escape(context, str(text))
    return UnknownText(text.reasons, escaped) if isinstance(text, Unknown) else escaped


@register("jsonify", policy="open")
def jsonify(context: Context, value: object) -> str:
    reasons: list[Reasons] = []
    if is_too_large(value):
        return Unknown(undecided("the value is too large or nested too deeply"))
    text = _json(value, reasons)
    return UnknownText(all_of(reasons), text) if reasons else text


def _json(value: object, reasons: list[Reasons]) -> str:
    if isinstance(value, Unknown):
        reasons.append(value.reasons)
        return UNKNOWN if type(value) is Unknown else json_string(value)
    if isinstance(value, dict):
        pairs = (f"{json_string(scalar_text(key))}:{_json(item, reasons)}" for key, item in value.items())
        return "{" + ",".join(pairs) + "}"
    if is_array(value):
        return "[" + ",".join(_json(item, reasons) for item in value) + "]"
    if isinstance(value, Drop):
        reasons.append(undecided("an object is written as JSON"))
        return UNKNOWN
    return _json_scalar(value)


def _json_scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, (bool, int)):
        return scalar_text(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise LiquidError("JSON has no infinite numbers")
        return float_text(value)
    if isinstance(value, datetime):
        return json_string(time_text(value))
    return json_string(value.isoformat() if isinstance(value, date) else scalar_text(value))


def json_string(text: str) -> str:
    """A JSON string as Ruby writes it: other characters than quotes, backslashes and controls stay."""
    return json.dumps(str(text), ensure_ascii=False)
