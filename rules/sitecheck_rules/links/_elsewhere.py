"""Addresses on the site's host that another repository may serve."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import unquote, urljoin

from sitecheck.api import NamedTuple, ResolvedLink, SiteFacts, lazy_pattern

_SEVERAL = 3
"""So many links and images, to at least two addresses, below a folder of which the site has nothing, hint at
another deployment: one page that is gone is linked by one address."""
_PROJECT = lazy_pattern(r"[\w-]+")
"""What is more likely a project's name than a file's."""
_REPOSITORY = lazy_pattern(
    r"https?://(?:(?:www\.)?(?:github|gitlab)\.com/[\w-]+|[\w-]+\.(?:github|gitlab)\.io)/([\w-]+)(?:\.git)?(?![\w.-])",
    re.ASCII | re.IGNORECASE,
)
"""A repository, or the pages that are published of it."""
_OWNERS_HOSTS = (".github.io", ".gitlab.io", ".codeberg.page")
"""What the hosts end with on which each account has its own, and its projects a folder each."""


class Away(NamedTuple):
    """An address that another repository may serve."""

    folder: str
    """The folder beside the site's own that it leads through."""
    path: str
    """As it is written, without ``?…`` and ``#…``."""
    rule: str
    """The rule that tells of it."""

    @property
    def message(self) -> str:
        """What to say of it: the same of all links below a folder, so that reports tell them together."""
        return f"this leads below {self.folder}, where the site has nothing"

    @property
    def hint(self) -> str:
        """What to do about it."""
        written = self.folder if self.path.lower().startswith(self.folder) else self.path
        return f"if another repository serves it, set ignore: [{written}] for the rule {self.rule}"


class Elsewhere:
    """Tells ``rule`` which of the ``broken`` links of a site lead below folders that are not its own."""

    def __init__(self, site: SiteFacts, rule: str, broken: Iterable[ResolvedLink]) -> None:
        self._rule = rule
        self._site = site
        self._exact = _first_names(site)
        self._own = {name.lower() for name in self._exact}
        self._base = site.site.baseurl
        self._host = _is_shared(site)
        links: dict[str, set[object]] = {}
        targets: dict[str, set[str]] = {}
        for each in broken:
            path = _path(each)
            folder = self._folder(path)
            links.setdefault(folder, set()).add(each.link.place)
            targets.setdefault(folder, set()).add(path)
        self._several = {
            folder for folder, places in links.items() if len(places) >= _SEVERAL and len(targets[folder]) > 1
        }

    def away(self, resolved: ResolvedLink) -> Away | None:
        """What to say of an address that may be served from another repository: of the same owner, whose
        projects share the host, or of anybody to whom several links lead."""
        path, address = _path(resolved), self._address(resolved)
        if name := _sent_beside_itself(resolved, address):
            return Away(f"/{name}/", path, self._rule)
        folder = self._folder(address)
        beside = folder or self._project(address)
        is_several = path.startswith("/") and beside.lower() in self._several and self._is_foreign(beside)
        may_be = self._is_foreign(beside) or self._is_namesake(resolved, address)
        is_page = self.may_be_page(resolved) or _is_page_in_other_case(resolved, address)
        is_owners = self._host and may_be and not is_page
        is_away = is_several or is_owners or self._is_repository(address)
        return Away(beside, path, self._rule) if is_away else None

    def may_be_page(self, resolved: ResolvedLink) -> bool:
        """Whether the address is a page's at the top of the site but for the slash at its end: the page is
        likelier meant than a project of the owner that has its name, though no file tells."""
        page = resolved.verdict.nearest.removeprefix("/").removesuffix(".html")
        address = self._address(resolved)
        is_at_top = "/" not in page and address == f"/{page}/"
        return self._host and is_at_top and self._is_foreign(address)

    def _is_repository(self, address: str) -> bool:
        """Whether the address is a name alone and the site links to a repository of that name, its own
        mostly, which GitHub Pages serves below that name where nothing says another ``baseurl``."""
        name = address.strip("/").lower()
        is_open = not self._base and address.startswith("/") and _PROJECT.fullmatch(name) is not None
        return is_open and name not in self._own and name in self._repositories

    @cached_property
    def _repositories(self) -> frozenset[str]:
        return self._site.texts("repository", lambda each: "" if each.link.maybe else _repository(each))

    def _is_namesake(self, resolved: ResolvedLink, address: str) -> bool:
        """Whether the address is a project's home that has the name of a folder of the site but for upper and
        lower case, and nothing of the site is meant."""
        name = address.strip("/")
        meant = resolved.verdict.nearest.strip("/").lower() == name.lower()
        return _PROJECT.fullmatch(name) is not None and name not in self._exact and not meant

    def _is_foreign(self, folder: str) -> bool:
        return bool(folder) and folder.strip("/").split("/")[-1].lower() not in self._own

    def _address(self, resolved: ResolvedLink) -> str:
        """The address from the root of the host; "" for a relative one of which that is not sure."""
        path, target = _path(resolved), (resolved.verdict.target or "").partition("#")[0]
        if path.startswith("/"):
            return path
        try:
            joined = urljoin(f"{self._base}{resolved.url}", path)
        except ValueError:
            return ""
        return joined if unquote(joined) in (target, f"{self._base}{target}") else ""

    def _folder(self, path: str) -> str:
        """The first folder of the site (or of the host, beside ``baseurl``) that the address goes through,
        as an address of its own; "" for one without a folder."""
        base = self._base if path.startswith(f"{self._base}/") else ""
        first, slash, _ = path[len(base) :].removeprefix("/").partition("/")
        return f"{base}/{first}/".lower() if first and slash else ""

    def _project(self, path: str) -> str:
        """The folder of a project of the owner whose home page is linked to without its slash."""
        return f"{path}/" if _PROJECT.fullmatch(path.removeprefix("/")) else ""


def _repository(resolved: ResolvedLink) -> str:
    """The name of the repository to which a link leads, in lower case; "" for any other link."""
    found = _REPOSITORY.match(resolved.link.href or "")
    return found[1].lower() if found is not None else ""


def _is_page_in_other_case(resolved: ResolvedLink, address: str) -> bool:
    """Whether the site has a page at the address but for upper and lower case, with its ending or without."""
    page = resolved.verdict.nearest.removesuffix(".html")
    return page != address and page.lower() == address.lower()


def _sent_beside_itself(resolved: ResolvedLink, address: str) -> str:
    """The project whose home page a page at the top sends its readers to that has the same address but for
    upper and lower case: to itself it would not; "" for any other link."""
    name, own = address.strip("/"), resolved.url.removesuffix("index.html").strip("/")
    is_sent = resolved.link.element == "meta" and _PROJECT.fullmatch(name) is not None
    return name if is_sent and name != own and name.lower() == own.lower() else ""


def own_names(site: SiteFacts) -> set[str]:
    """With what the addresses of the site's own files begin, in lower case: folders, and files at the top."""
    return {name.lower() for name in _first_names(site)}


def _first_names(site: SiteFacts) -> set[str]:
    return {path.split("/")[0] for path in _paths(site)}


def _is_shared(site: SiteFacts) -> bool:
    """Whether the projects of the site's owner may be on its host: GitHub Pages serves the repository
    ``project`` of an account below ``/project/``, at ``name.github.io`` and at the host in its place; so do
    those of GitLab and Codeberg."""
    named = site.site.config["repository"]
    is_home = isinstance(named, str) and named.endswith(".github.io")
    may_be_home = is_home or not isinstance(named, str)
    at_root = (
        site.own_host.endswith(_OWNERS_HOSTS)
        or (is_home and not site.own_host)
        or (may_be_home and bool(site.site.domain))
    )
    return at_root and not site.site.baseurl


def _path(resolved: ResolvedLink) -> str:
    return (resolved.link.href or "").partition("#")[0].partition("?")[0]


def _paths(site: SiteFacts) -> Iterator[str]:
    """Whatever the site has, published or not: files, and the addresses that they get or would get."""
    yield from site.site.by_output
    yield from site.site.by_source
    yield from site.site.unpublished
    yield from (each.url.lstrip("/") for each in site.site.unpublished.values() if each.url)
