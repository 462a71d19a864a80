"""The edits that take a file from a configuration of MathJax 2 to one of later versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Edit, NamedTuple, Span, lazy_pattern, line_before
from sitecheck_rules.math._mathjax2 import convert

NEWEST = "https://cdn.jsdelivr.net/npm/mathjax@4.1.3/"

_SCRIPT = lazy_pattern(r"<script\b([^>]{0,2000})>", re.IGNORECASE)
_CLOSE = lazy_pattern(r"</script\s*>", re.IGNORECASE)
_ATTRIBUTE = lazy_pattern(r"""([^\s"'=<>/]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_CONFIGURATION = lazy_pattern(
    r"(?:MathJax\s*\.\s*Hub\s*\.\s*Config\s*\(\s*(?P<call>\{.*\})\s*\)|(?:window\s*\.\s*)?MathJax\s*=\s*(?P<object>\{.*\}))"
    r"\s*;?",
    re.DOTALL,
)
_OLD_ADDRESS = lazy_pattern(
    r"(?:https?:)?//(?:cdnjs\.cloudflare\.com/ajax/libs/mathjax/2[\w.]*|cdn\.jsdelivr\.net/npm/mathjax@2[\w.]*"
    r"|unpkg\.com/mathjax@2[\w.]*|cdn\.mathjax\.org/mathjax/(?:latest|2[\w.-]*))/(?:latest|MathJax)\.js"
    r"\?config=(?P<config>[\w-]+)",
    re.IGNORECASE,
)
_COMPONENTS = {
    "TeX-AMS_CHTML": "tex-chtml",
    "TeX-AMS_HTML": "tex-chtml",
    "TeX-AMS_SVG": "tex-svg",
    "TeX-AMS-MML_HTMLorMML": "tex-mml-chtml",
    "TeX-AMS-MML_SVG": "tex-mml-svg",
}
"""Combined configurations of version 2 and what loads the same in later ones (MathJax's converter)."""
_HUB = lazy_pattern(r"\bMathJax\s*\.\s*(?:Hub|Ajax|InputJax|OutputJax|Callback|Extension)\b")


class _Script(NamedTuple):
    start: int
    opened: int
    end: int
    attributes: dict[str, str]

    @property
    def address(self) -> str:
        return self.attributes.get("src", "")


def _scripts(text: str) -> Iterator[_Script]:
    at = 0
    while match := _SCRIPT.search(text, at):
        close = _CLOSE.search(text, match.end())
        if close is None:
            return
        at = close.end()
        found = _ATTRIBUTE.finditer(match[1])
        attributes = {each[1].lower(): (each[2] or "").strip("\"'") for each in found}
        yield _Script(match.start(), match.end(), close.start(), attributes)


def configuration_edits(text: str, at: int) -> tuple[Edit, ...] | None:
    """The edits for a configuration that stands at ``at``, where the same file loads a later version.

    ``None`` where something would be lost, or where it would come after what it configures.
    """
    scripts = list(_scripts(text))
    config = next((script for script in scripts if script.start <= at < script.end), None)
    loads = [script for script in scripts if "mathjax" in script.address.lower()]
    if config is None or len(loads) != 1 or not _reaches(config, loads[0]):
        return None
    return _converted(text, config, scripts, whole=False)


def upgrade_edits(text: str, at: int) -> tuple[Edit, ...] | None:
    """The edits for a file whose script tag at ``at`` loads MathJax 2, with its configuration beside it."""
    scripts = list(_scripts(text))
    loads = [script for script in scripts if "mathjax" in script.address.lower()]
    configs = [script for script in scripts if "MathJax" in text[script.opened : script.end]]
    if len(loads) != 1 or len(configs) != 1 or not loads[0].start <= at < loads[0].opened:
        return None
    component = new_component(loads[0].address)
    if not component or "integrity" in loads[0].attributes or not _reaches(configs[0], loads[0]):
        return None
    edits = _converted(text, configs[0], scripts, whole=True)
    where = text.find(loads[0].address, loads[0].start, loads[0].opened)
    if edits is None:
        return None
    return (*edits, Edit(Span(where, where + len(loads[0].address)), f"{NEWEST}{component}.js"))


def new_component(address: str) -> str:
    """The component of later versions that does what this address of MathJax 2 does; "" for none."""
    match = _OLD_ADDRESS.fullmatch(address.strip())
    return _COMPONENTS.get(match["config"].removesuffix("-full"), "") if match else ""


def _reaches(config: _Script, load: _Script) -> bool:
    """Whether a configuration is there before the engine runs: written before it, or the engine waits."""
    later = "defer" in load.attributes or load.attributes.get("type", "") == "module"
    return not config.address and (config.start < load.start or later)


def _converted(text: str, config: _Script, scripts: list[_Script], *, whole: bool) -> tuple[Edit, ...] | None:
    body = text[config.opened : config.end]
    others = (text[each.opened : each.end] for each in scripts if each is not config)
    match = _CONFIGURATION.fullmatch(body.strip())
    if match is None or "{{" in body or "{%" in body or any(map(_HUB.search, others)):
        return None
    if set(config.attributes) - {"type", "language"}:
        return None
    new = convert(match["call"] or match["object"], whole=whole)
    if new is None:
        return None
    before = line_before(text, config.start)
    indent = before if not before.strip() else ""
    lines = f"window.MathJax = {new};".replace("\n", f"\n{indent}")
    return (Edit(Span(config.start, config.end), f"<script>\n{indent}{lines}\n{indent}"),)
