"""The scripts in the includes of a site: which of them a page gets is unknown where layouts are not here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sitecheck import html
from sitecheck.document.tags.elements import Element, read_elements
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.page.script_addresses import load_of, mentions
from sitecheck.math.page.setup import ReadScript, Script, read_script
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText

if TYPE_CHECKING:
    from sitecheck import liquid
    from sitecheck.document.context import SiteContext

_OLD_TYPE: Final = "text/x-mathjax-config"
_INLINE_SCRIPTS: Final = ("", "text/javascript", "application/javascript", "module", _OLD_TYPE)
_LIQUID: Final = lazy_pattern(r"\{[{%].*?[}%]\}")


class PlacedScript(NamedTuple):
    """A script that is written in a page, where, and where its text begins (-1 for that of an attribute)."""

    script: ReadScript
    place: Place
    begin: int


def address_of(element: Element) -> str:
    """Where a script is loaded from; "" for one that is written in the page."""
    return element.value("src").strip() if element.name == "script" else ""


def inline_scripts(element: Element) -> Iterator[PlacedScript]:
    """What an element holds of script: its text, or attributes that render formulas."""
    if element.name == "script" and _is_run(element):
        place = element.body_place or element.place
        old_type = element.keyword("type") == _OLD_TYPE
        read = read_script(Script(body=element.body, maybe=element.maybe, old_type=old_type))
        yield PlacedScript(read, place, place.span.start)
    for attribute in element.attributes:
        if attribute.name.startswith("on") and "renderMath" in attribute.value:
            read = read_script(Script(body=attribute.value, maybe=element.maybe))
            yield PlacedScript(read, attribute.place, -1)


def _is_run(element: Element) -> bool:
    """Whether the text of a script runs: beside an address MathJax 2 alone runs it, as its configuration."""
    if address := address_of(element):
        load = load_of(address)
        return bool(element.body.strip()) and load is not None and load.engines == ("mathjax2",)
    return element.keyword("type") in _INLINE_SCRIPTS


def read_includes(context: SiteContext) -> tuple[PlacedScript | Element, ...]:
    """The scripts of includes that name a math engine, in order, an element for one that is loaded from an
    address; none is sure to be on a page."""
    return tuple(_scripts(context.include_files()))


def _scripts(files: Iterable[liquid.IncludeFile]) -> Iterator[PlacedScript | Element]:
    for file in files:
        if mentions(file.text) or "renderMath" in file.text:
            mapped = MappedText.identity(file.path, "\n".join(map(_without_liquid, file.text.split("\n"))))
            for element in scripting_elements(mapped):
                doubtful = element._replace(maybe=True)
                if address_of(element):
                    yield doubtful
                yield from inline_scripts(doubtful)


def _without_liquid(line: str) -> str:
    """A line with a gap for each output and tag; behind the last end of one, none of them ends."""
    end = max(line.rfind("}}"), line.rfind("%}")) + 2
    return _LIQUID.sub(UNKNOWN, line[:end]) + line[end:] if end > 1 else line


def scripting_elements(mapped: MappedText) -> Iterator[Element]:
    """The elements of HTML that may hold script, or load it."""
    return read_elements(mapped, *_scripting(mapped.text))


@lru_cache(maxsize=8)
def _scripting(text: str) -> tuple[tuple[html.Tag, ...], tuple[html.Raw, ...]]:
    """Their tags, and the raw texts. A layout that prints nothing of a page is the same for all."""
    read = html.read(text)
    return tuple([tag for tag in read.tags if tag.kind != "end" and _may_script(tag)]), read.raws


def _may_script(tag: html.Tag) -> bool:
    return tag.name == "script" or any(attr.name.startswith("on") for attr in tag.attrs)
