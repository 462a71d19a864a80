"""The contract of a rule: a pure function over one document or over the whole site's facts."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal

from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.span import Place
from sitecheck.rule.options import NoOptions

if TYPE_CHECKING:
    from typing_extensions import TypeVar

    from sitecheck.document import Document, Kind, SiteFacts
    from sitecheck.model.fix import Fix
    from sitecheck.rule.example import Invalid, Valid

    OptionsT = TypeVar("OptionsT", default=NoOptions)
else:
    from typing import TypeVar

    OptionsT = TypeVar("OptionsT")

Preset = Literal["recommended", "strict"]


@cache
def _unindented(docstring: str) -> str:
    return inspect.cleandoc(docstring)


class Rule(Generic[OptionsT]):
    """Base of every rule; use :class:`FileRule` or :class:`SiteRule`.

    A rule lives in a module of its own. The module's name gives the rule's id (``broken_link.py`` →
    ``broken-link``), the package it lies in its group. The class docstring is the rule's page: its first
    line the summary, then Markdown sections.

    A rule reads no file, opens no connection and asks no clock.
    """

    id: ClassVar[str] = ""
    group: ClassVar[str] = ""

    severity: ClassVar[Severity] = Severity.WARNING
    since: ClassVar[str] = "0.1.0"
    preset: ClassVar[Preset] = "recommended"
    network: ClassVar[bool] = False
    """The rule's findings need answers from the network; it is skipped, and counted, without them."""
    Options: ClassVar[type[Any]] = NoOptions
    valid: ClassVar[tuple[Valid, ...]] = ()
    invalid: ClassVar[tuple[Invalid, ...]] = ()

    def __init__(self, options: OptionsT | None = None) -> None:
        self.options: OptionsT = self.Options() if options is None else options

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        package, _, module = cls.__module__.rpartition(".")
        cls.id = module.replace("_", "-")
        cls.group = package.rpartition(".")[2].replace("_", "-")

    @classmethod
    def documentation(cls) -> str:
        """The docstring without its indentation."""
        return _unindented(cls.__doc__ or "")

    @classmethod
    def summary(cls) -> str:
        """The first line of the documentation."""
        return cls.documentation().partition("\n")[0]

    @classmethod
    def fixable(cls) -> Literal["never", "sometimes", "always"]:
        """How often the rule offers a fix, as its invalid examples show."""
        fixed = [example.fixed is not None for example in cls.invalid]
        return "never" if not any(fixed) else "always" if all(fixed) else "sometimes"

    def finding(
        self,
        message: str,
        place: Place,
        *,
        help: str = "",
        fix: Fix | None = None,
        related: Iterable[Related] = (),
        severity: Severity | None = None,
        pages: int = 1,
    ) -> Finding:
        """A finding of this rule; ``severity`` overrides the rule's own for this one finding.

        Raises :class:`TypeError` for a ``place`` that names no file: ``doc.at`` and ``doc.place`` make one.
        """
        if not isinstance(place, Place):
            raise TypeError(f"a finding needs a Place, not {place!r}")
        return Finding(
            rule=self.id,
            severity=self.severity if severity is None else severity,
            message=message,
            place=place,
            help=help,
            related=tuple(related),
            fix=fix,
            pages=pages,
        )


class FileRule(Rule[OptionsT]):
    """A rule that judges one file by itself; runs in a worker and its findings are cached with the file."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({"page", "post", "document"})
    """Which kinds of file the rule is given."""
    needs_page: ClassVar[bool] = True
    """Whether the rule asks about what a page shows. Of a document without a page, or of a page that is
    replaced by a redirect, only faults in front matter and Liquid count, which may stop the build."""
    needs_whole: ClassVar[bool] = False
    """Whether the rule looks for what is absent: its findings on a file that is read in part are dropped."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """The findings of ``doc``."""
        raise NotImplementedError


class EngineRule(Rule[OptionsT]):
    """A rule whose findings the engine itself makes, such as an unreadable file."""


class SiteRule(Rule[OptionsT]):
    """A rule that judges the site as a whole, from the facts of all its files."""

    by_page: ClassVar[bool] = False
    """Whether each page is judged by itself, by its links and ids and by what they lead to: from the facts of
    one page (:meth:`SiteFacts.of_page`) the rule tells what it tells of it among all, but for how bad it
    is."""
    reads_heads: ClassVar[bool] = False
    """Whether the rule asks for the heads of pages, and of files for no more than
    :meth:`SiteFacts.of_heads` knows; on a large site those that do run beside the others."""
    needs_alternates: ClassVar[bool] = False
    """Whether the rule asks for the languages that heads name, which are read for it alone."""

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        """The findings of ``site``."""
        raise NotImplementedError


RuleType = type[Rule[Any]]
