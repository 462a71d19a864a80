"""Templates, and the files that stand whole in a page: every value escaped, every script and style hashed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from sitecheck.errors import UsageError
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import one_line
from sitecheck.package_data import package_text

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from markupsafe import Markup

EARLY = "document.documentElement.classList.add('js')"
"""Runs before the first paint, so that what scripts show one by one does not flash by all at once."""


class Policy(NamedTuple):
    """What a page may do: run its own scripts, use its own styles, and show some pictures."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    images: str

    @property
    def text(self) -> str:
        """The content security policy (W3C CSP 3): nothing but what has these hashes."""
        scripts = " ".join(map(_hash, self.scripts)) or "'none'"
        styles = " ".join(map(_hash, self.styles))
        return (
            f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src {self.images}; "
            "base-uri 'none'; form-action 'none'"
        )


def template(name: str) -> Template:
    """The template of that name; raises :class:`UsageError` where Jinja2 is not installed."""
    return _environment().get_template(name)


def page_of(
    page: Template, *, styles: Iterable[str], scripts: Iterable[str], images: str, **values: Any
) -> str:
    """The text of a page with the files of ``styles`` and ``scripts`` in it; ``images`` may be shown."""
    from markupsafe import Markup

    style = "\n".join(map(asset, styles))
    script = "\n".join(map(asset, scripts))
    script = f'(() => {{\n"use strict";\n{script}\n}})();' if script else ""
    policy = Policy((EARLY, script) if script else (), (style,), images)
    text = page.render(
        policy=policy.text,
        style=Markup(style),  # noqa: S704 - a file of this package
        early=Markup(EARLY),  # noqa: S704 - written above
        script=Markup(script),  # noqa: S704 - files of this package
        **values,
    )
    return f"{text}\n"


@cache
def asset(name: str) -> str:
    """The text of a file of ``assets/``."""
    return package_text(__package__, f"assets/{name}").strip()


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise UsageError(
            "a page to look at needs Jinja2, which is not installed: pip install 'jekyll-sitecheck[html]'"
        ) from error
    environment = Environment(
        loader=PackageLoader("sitecheck.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = _counted
    environment.filters["plural"] = _plural
    return environment


def _harmless(value: object) -> object:
    """What a page shows of a value: text of a site without controls and what nobody sees."""
    return one_line(value) if type(value) is str else value


def _counted(number: int) -> str:
    return f"{number:,}"


def _plural(number: int, noun: str, nouns: str = "") -> str:
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def markup(text: str) -> Markup:
    """Text that is HTML already and was made by code that escapes."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 - see the callers
