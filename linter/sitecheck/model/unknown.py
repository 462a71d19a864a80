"""Why something cannot be known without building the site: kinds to compare, words for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from sitecheck.named_tuple import NamedTuple

MAX_REASONS = 16
"""So many reasons are kept where several meet; hostile pages could bring any number."""
MAX_DETAIL = 200
"""So many characters of a name or a message are kept."""
_MAX_INTERNED = 4096


class ReasonKind(Enum):
    """What stands in the way of knowing. :data:`_WORDS` says it for people, ``{}`` being the detail."""

    # known to the build alone
    CONTENT = "content"
    EXCERPT = "excerpt"
    TIME = "time"
    MACHINE = "machine"
    VERSION = "version"
    GITHUB = "github"
    SITE_ROOT = "site-root"
    PAGE = "page"
    # files that are not here
    THEME_VALUE = "theme-value"
    THEME_INCLUDE = "theme-include"
    THEME_LAYOUT = "theme-layout"
    THEME_FILE = "theme-file"
    LINK_OUT = "link-out"
    SUBMODULE = "submodule"
    GIT_IGNORED = "git-ignored"
    UNREAD_CONFIG = "unread-config"
    WORKFLOW = "workflow"
    SCRIPT_FILE = "script-file"
    OTHER_PROGRAM = "other-program"
    SERVER = "server"
    # plugins
    PLUGIN_TAG = "plugin-tag"
    PLUGIN_FILTER = "plugin-filter"
    PLUGIN_PAGES = "plugin-pages"
    GEMFILE_PLUGIN = "gemfile-plugin"
    OWN_PLUGIN = "own-plugin"
    OWN_TEXT = "own-text"
    OWN_VALUE = "own-value"
    PLUGIN_SCRIPT = "plugin-script"
    ACTIVE_SUPPORT = "active-support"
    # Liquid and what is made of its output
    BRANCH = "branch"
    ERROR = "error"
    REFUSED = "refused"
    INCLUDE_ERROR = "include-error"
    ENDLESS_INCLUDE = "endless-include"
    CONVERTER = "converter"
    HIGHLIGHTER = "highlighter"
    UNDECIDED = "undecided"
    # a page as a whole
    HEADING_ID = "heading-id"
    OUTPUT = "output"
    LIMIT = "limit"
    ADDRESS = "address"
    SCRIPT_ADDRESS = "script-address"
    EMPTY_SCRIPT = "empty-script"
    EMPTY_FILE = "empty-file"
    FALLBACK = "fallback"
    CAUGHT = "caught"
    POSTED = "posted"
    SCRIPT_VALUE = "script-value"
    PATTERN = "pattern"
    TEMPLATE = "template"
    # any of these
    MORE = "more"


_WORDS: Mapping[ReasonKind, str] = {
    ReasonKind.CONTENT: "the content of a page is known only once it is built",
    ReasonKind.EXCERPT: "an excerpt is known only once its page is built",
    ReasonKind.TIME: "it depends on the time of the build",
    ReasonKind.MACHINE: "it depends on the machine that builds the site",
    ReasonKind.VERSION: "it hangs on the version of Jekyll",
    ReasonKind.GITHUB: "GitHub Pages fills it in",
    ReasonKind.SITE_ROOT: "GitHub Pages fills it in",
    ReasonKind.PAGE: "it depends on the page",
    ReasonKind.THEME_VALUE: "the theme may set it",
    ReasonKind.THEME_INCLUDE: "the include {} is not here; the theme may bring it",
    ReasonKind.THEME_LAYOUT: "the layout {} is not among the files",
    ReasonKind.THEME_FILE: "the theme {} may bring it",
    ReasonKind.LINK_OUT: "{} is a link that leads out of the site",
    ReasonKind.SUBMODULE: "the submodule {} is not here",
    ReasonKind.GIT_IGNORED: "{} leaves it out of the repository, so that another program may make it",
    ReasonKind.UNREAD_CONFIG: "{} cannot be read, so that nobody knows what it sets",
    ReasonKind.SERVER: "{} has the server lead it elsewhere",
    ReasonKind.SCRIPT_FILE: "{} names it, and may make it",
    ReasonKind.OTHER_PROGRAM: "{} writes it, beside Jekyll",
    ReasonKind.WORKFLOW: "{} brings files there, of other repositories or made by it",
    ReasonKind.PLUGIN_TAG: "a plugin makes the output of the tag '{}'",
    ReasonKind.PLUGIN_FILTER: "a plugin makes the filter '{}'",
    ReasonKind.PLUGIN_PAGES: "the plugin {} may make it",
    ReasonKind.GEMFILE_PLUGIN: "the plugin {} may make it, where it runs",
    ReasonKind.OWN_PLUGIN: "the site's own plugin {} may make it",
    ReasonKind.OWN_TEXT: "the site's own plugin {} may change the text of the page",
    ReasonKind.OWN_VALUE: "the site's own plugin {} may set it",
    ReasonKind.PLUGIN_SCRIPT: "the plugin {} may bring one",
    ReasonKind.ACTIVE_SUPPORT: "'blank' works only when a plugin loads ActiveSupport",
    ReasonKind.BRANCH: "a branch may not run",
    ReasonKind.ERROR: "Liquid fails here: {}",
    ReasonKind.REFUSED: "Liquid cannot read what stands here: {}",
    ReasonKind.INCLUDE_ERROR: "Liquid fails here: {}",
    ReasonKind.ENDLESS_INCLUDE: "an include that includes itself, perhaps without end",
    ReasonKind.CONVERTER: "the result of the filter '{}' is not worked out",
    ReasonKind.HIGHLIGHTER: "the colours of the code in {} are made by the highlighter",
    ReasonKind.UNDECIDED: "{}",
    ReasonKind.HEADING_ID: "the id of a heading is made by the build",
    ReasonKind.OUTPUT: "part of the page is made by the build",
    ReasonKind.LIMIT: "{}",
    ReasonKind.ADDRESS: "its address is made by the build",
    ReasonKind.SCRIPT_ADDRESS: "the address of a script is made by the build",
    ReasonKind.EMPTY_SCRIPT: "the script {} is empty here",
    ReasonKind.EMPTY_FILE: "the file {} is empty here",
    ReasonKind.SCRIPT_VALUE: "a script fills it in",
    ReasonKind.PATTERN: "it stands in a <template>, of which a script makes something",
    ReasonKind.TEMPLATE: "the file is a template of another program",
    ReasonKind.FALLBACK: "a script of the page stands in for it (onerror)",
    ReasonKind.CAUGHT: "a script answers to a click on it",
    ReasonKind.POSTED: "a form is posted there, to which a program answers",
    ReasonKind.MORE: "and more that is not known",
}


class Reason(NamedTuple):
    """Why something is not known. Programs compare ``kind``; nothing else is for them.

    ``SITE_ROOT`` is that of an address which leads to the root of this very site, whatever its host is; its
    ``detail`` is the site's ``baseurl``.

    ``detail`` is the name concerned (of a tag, a plugin, a file), or the words for people where the kind has
    none of its own. ``page`` is the page whose text was shown, if the reason came with it.
    """

    kind: ReasonKind
    detail: str = ""
    page: str = ""

    @property
    def words(self) -> str:
        """The reason in words for people."""
        words = _WORDS[self.kind].replace("{}", self.detail)
        return f"in {self.page}, {words}" if self.page else words


Reasons: TypeAlias = tuple[Reason, ...]
"""All reasons that meet at one thing, in the order they were met, each once; empty for what is known."""


@lru_cache(maxsize=_MAX_INTERNED)
def because(kind: ReasonKind, detail: str = "", page: str = "") -> Reasons:
    """One reason, as values and pieces carry it: the same object for the same reason."""
    if len(detail) > MAX_DETAIL:
        detail = f"{detail[:MAX_DETAIL]}…"
    return (Reason(kind, detail, page),)


_MORE = Reason(ReasonKind.MORE)


def joined(one: Reasons, other: Reasons) -> Reasons:
    """Both groups of reasons: of more than :data:`MAX_REASONS` the first, and :attr:`ReasonKind.MORE`."""
    if not other or one is other:
        return one
    if not one:
        return other
    new = tuple(reason for reason in other if reason not in one)
    if not new or one[-1].kind is ReasonKind.MORE:
        return one
    found = one + new
    return found if len(found) <= MAX_REASONS else (*found[:MAX_REASONS], _MORE)


def all_of(groups: Iterable[Reasons]) -> Reasons:
    """The reasons of all groups; see :func:`joined`. No more groups are asked for than can add one."""
    found: Reasons = ()
    for group in groups:
        found = joined(found, group)
        if len(found) > MAX_REASONS:
            break
    return found


def words(reasons: Reasons) -> str:
    """Why something is not known, for people: the first of its reasons; empty for what is known."""
    return reasons[0].words if reasons else ""


def may_be(reasons: Reasons, kinds: Collection[ReasonKind]) -> bool:
    """Whether one of ``reasons`` is of ``kinds``, or may be: not all are kept."""
    return any(reason.kind in kinds or reason.kind is ReasonKind.MORE for reason in reasons)


def shown_on(reasons: Reasons, page: str) -> Reasons:
    """``reasons`` as they are told where the text of ``page`` is shown on another page."""
    return tuple(reason if reason.page else reason._replace(page=page) for reason in reasons)
