"""Jekyll's objects as Liquid asks them: documents, static files, collections and the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from sitecheck.jekyll.addresses.slug import strip_dots
from sitecheck.jekyll.configuration.pages_gem import kramdown_on_github_pages
from sitecheck.jekyll.generators.archives import ARCHIVES
from sitecheck.jekyll.generators.archives_v2 import ARCHIVES_V2
from sitecheck.jekyll.generators.languages import language_settings
from sitecheck.jekyll.records import Record, StaticFile
from sitecheck.jekyll.ruby import extname, falsy
from sitecheck.jekyll.templates.theme_table import may_set
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid import BuildMoment, Drop, LastMoment, Unknown
from sitecheck.liquid.values import TextHolder, scalar_text, to_text
from sitecheck.model.unknown import ReasonKind, Reasons, because

if TYPE_CHECKING:
    from sitecheck.jekyll.site import Site

_SHOWN_RELATED = 10


_CONTENT = because(ReasonKind.CONTENT)
_TIME = because(ReasonKind.TIME)
_WITH_ARCHIVES = frozenset({ARCHIVES, ARCHIVES_V2})
_MACHINE = because(ReasonKind.MACHINE)


class LayersDrop(Drop):
    """Front matter of layouts, the innermost first, which goes over that of the others."""

    def __init__(self, layers: Sequence[Mapping[Any, Any]]) -> None:
        self._layers = layers

    def holder(self, key: object) -> Mapping[Any, Any] | None:
        """The front matter that gives a key its value; ``None`` when none does."""
        return next((layer for layer in self._layers if layer.get(key) is not None), None)

    def liquid_get(self, key: str) -> object:
        """What the innermost layout says that says it; mappings of several are merged."""
        found = [layer[key] for layer in self._layers if layer.get(key) is not None]
        if not found or not isinstance(found[0], dict):
            return found[0] if found else None
        mappings = [value for value in found if isinstance(value, dict)]
        return LayersDrop(mappings) if len(mappings) > 1 else mappings[0]

    def liquid_keys(self) -> Iterable[str]:
        """The keys of all."""
        return dict.fromkeys(key for layer in reversed(self._layers) for key in layer if isinstance(key, str))


class PageTexts(Protocol):
    """Knows what pages show."""

    def content(self, document: Record, *, as_it_was: bool = False) -> object:
        """``content`` of a document as the page that is being rendered sees it; ``as_it_was``: before that
        page was rendered."""
        ...

    def start(self, document: Record, size: int, *, as_it_was: bool = False) -> object:
        """How that begins, ``size`` characters of its source or more; ``None`` where no less than all of it
        is known."""
        ...

    def output(self, document: Record) -> object:
        """``output`` of a document, with its layouts, as the page that is being rendered sees it."""
        ...

    def excerpt(self, document: Record) -> object:
        """The excerpt that Jekyll makes of a document."""
        ...


class SiteValues(PageTexts, Protocol):
    """What the drops of one site ask of each other and of the lists that are gathered."""

    @property
    def site(self) -> Site:
        """The site that is shown."""
        ...

    @property
    def groups(self) -> Mapping[str, Mapping[object, list[object]]]:
        """``site.categories`` and ``site.tags``."""
        ...

    def why_front_matter(self, key: str) -> Reasons:
        """Why the value of a page's key is not what its file says."""
        ...

    @property
    def set_settings(self) -> Mapping[str, Reasons]:
        """The keys of the site that plugins set, and which."""
        ...

    def drop(self, document: Record) -> object:
        """A page, post or document as Liquid sees it."""
        ...

    def collection(self, label: str) -> list[object]:
        """The documents of a collection."""
        ...

    def files(self, label: str) -> list[object]:
        """The static files of a collection."""
        ...

    def neighbour(self, document: Record, step: int) -> object:
        """The document that stands ``step`` after another in its collection."""
        ...


_BEFORE_NAMES = lazy_pattern(r"[0-3]\.|4\.[0-2]\b")
_NAMES_FROM = (4, 3)
"""The releases of Jekyll in which posts and documents have no ``name``, and the first in which they do."""


class DocumentDrop(Drop, TextHolder):
    """A post or a document of another collection."""

    __slots__ = ("_values", "document")
    is_mapping = False

    def __init__(self, values: SiteValues, document: Record) -> None:
        self._values = values
        self.document = document

    def liquid_get(self, key: str) -> object:
        """A key of the document: what Jekyll computes, else front matter."""
        document = self.document
        if key not in COMPUTED and (reasons := self._values.why_front_matter(key)):
            return Unknown(reasons)
        made = _DOCUMENT.get(key)
        if made is None and key not in _MADE_LATE:
            return document.data.get(key)
        if key == "date" and self._is_undated:
            return (BuildMoment if self._values.site.config["future"] else LastMoment)(_TIME)
        if made is not None:
            return made(document)
        if key in ("next", "previous"):
            return self._values.neighbour(document, 1 if key == "next" else -1)
        if key == "name" and document.data.get("name") is None:
            return self._name
        if key == "excerpt":
            own = document.data.get("excerpt")
            return self._values.excerpt(document) if falsy(own) else scalar_text(own)
        if key == "content":
            return self._values.content(document)
        return self._values.output(document) if key == "output" else document.data.get(key)

    @property
    def _name(self) -> object:
        """The name of its file, which templates are told from Jekyll 4.3 on (#8761 of Jekyll)."""
        site = self._values.site
        locked, demand = site.gems.get("jekyll", ""), site.demanded.get("jekyll")
        if locked:
            return None if _BEFORE_NAMES.match(locked) else self.document.name
        is_known = demand is not None and demand.has_newest_since(_NAMES_FROM)
        if is_known and "github-pages" not in site.demanded:  # which has Jekyll 3
            return self.document.name
        return Unknown(because(ReasonKind.VERSION))

    def text_start(self, size: int) -> object:
        """How its content begins."""
        return self._values.start(self.document, size)

    @property
    def _is_undated(self) -> bool:
        """Whether its date is the moment of the build (``Document#date``; not of drafts)."""
        document = self.document
        return not document.dated and document.data.get("date") is None and document.collection != "posts"

    def liquid_text(self) -> str:
        """A document prints as its output (``Document#to_s``)."""
        return to_text(self._values.output(self.document))

    def liquid_keys(self) -> Iterable[str]:
        """All keys."""
        return dict.fromkeys((*_KEYS_OF_DOCUMENTS, *self.document.data))


class PageValues(dict[object, object], TextHolder):
    """``page`` for a page: a mapping whose ``content`` is worked out when it is asked for."""

    __slots__ = ("_as_it_was", "_values", "document")

    def __init__(
        self,
        values: SiteValues,
        document: Record,
        own: dict[object, object],
        *,
        as_it_was: bool = False,
    ) -> None:
        """``as_it_was``: when the page began to be rendered (``page``), not now (in ``site.pages``)."""
        super().__init__(own)
        self._values = values
        self._as_it_was = as_it_was
        self.document = document

    def as_it_was(self) -> PageValues:
        """The same when the page began to be rendered."""
        return PageValues(self._values, self.document, dict(self.items()), as_it_was=True)

    def __getitem__(self, key: object) -> object:
        if key == "content" and super().__getitem__(key) is not None:
            return self._values.content(self.document, as_it_was=self._as_it_was)
        if reasons := self._why_set(key):
            return Unknown(reasons)
        found = super().__getitem__(key)
        is_made = key == "excerpt" and type(found) is Unknown and falsy(self.document.data.get(key))
        return self._values.excerpt(self.document) if is_made else found

    def __contains__(self, key: object) -> bool:
        return super().__contains__(key) or bool(self._why_set(key))

    def text_start(self, size: int) -> object:
        """How its content begins."""
        has_one = super().__getitem__("content") is not None
        return self._values.start(self.document, size, as_it_was=self._as_it_was) if has_one else None

    def _why_set(self, key: object) -> Reasons:
        """Why the front matter's key may be another on the built site; empty when it is not."""
        return () if key in COMPUTED_OF_PAGES else self._values.why_front_matter(str(key))


def _date(document: Record) -> object:
    if document.dated:
        return document.date
    written = document.data.get("date")  # a YAML file's date stays as it is written
    return Unknown(_TIME) if written is None or isinstance(written, datetime) else written


def _url(document: Record) -> object:
    return document.url if document.sure else Unknown(_TIME)


def _id(document: Record) -> object:
    if not document.sure:
        return Unknown(_TIME)
    folder = document.url.rstrip("/").rpartition("/")[0]
    slug = document.data.get("slug")
    stem = document.name[: len(document.name) - len(document.ext)] if document.ext else document.name
    return f"{folder}/{stem if slug in (None, False) else slug}"


def _content(_: Record) -> object:
    return Unknown(_CONTENT)


COMPUTED = frozenset(
    {"id", "url", "dir", "path", "relative_path", "name", "collection", "content", "output", "to_s", "next",
     "previous", "date"}
)  # fmt: skip
"""Keys of documents that Jekyll works out: front matter that a plugin sets does not change them."""
COMPUTED_OF_PAGES = frozenset({"content", "dir", "name", "path", "url"})
"""The same of pages (``Page::ATTRIBUTES_FOR_LIQUID``, 4.3.4)."""
_MADE_LATE = frozenset({"next", "previous", "name", "excerpt", "content", "output"})
"""Keys of documents that are worked out when they are asked for; the others of front matter are looked up."""
_KEYS_OF_DOCUMENTS = (
    *("name", "date", "path", "previous", "id", "output", "content", "relative_path", "collection", "title"),
    *("categories", "url", "tags", "excerpt", "next"),
)
"""What a loop gets of a document before its front matter, in the order of Jekyll 4.3."""
_DOCUMENT: dict[str, Callable[[Record], object]] = {
    "id": _id,
    "url": _url,
    "date": _date,
    "path": lambda document: document.relative_path,
    "relative_path": lambda document: document.relative_path,
    "collection": lambda document: document.collection,
    "title": lambda document: document.data.get("title"),
    "categories": lambda document: document.data.get("categories"),
    "tags": lambda document: document.data.get("tags"),
    "to_s": _content,
}


class StaticDrop(Drop):
    """A file that is copied."""

    __slots__ = ("_file",)
    is_mapping = False

    def __init__(self, file: StaticFile) -> None:
        self._file = file

    def liquid_get(self, key: str) -> object:
        """A key of the file: its names, else the defaults of the configuration."""
        name = self._file.path.rpartition("/")[2]
        ext = extname(name)
        if key == "modified_time":
            return Unknown(_MACHINE)
        known: dict[str, object] = {
            "path": self._file.relative_path,
            "name": name,
            "extname": ext,
            "basename": strip_dots(name.removesuffix(ext)),
            "collection": self._file.collection or None,
        }
        return known[key] if key in known else self._file.data.get(key)

    def liquid_keys(self) -> Iterable[str]:
        """All keys."""
        made = ("name", "collection", "path", "modified_time", "basename", "extname")
        return dict.fromkeys((*made, *self._file.data))


class CollectionDrop(Drop):
    """A collection, as ``site.collections`` lists it."""

    __slots__ = ("_label", "_values")
    is_mapping = False

    def __init__(self, values: SiteValues, label: str) -> None:
        self._values = values
        self._label = label

    def liquid_get(self, key: str) -> object:
        """A key of the collection: documents and files, else its settings."""
        site = self._values.site
        meta = site.config.collections.get(self._label, {})
        if key == "docs":
            return self._values.collection(self._label)
        if key == "files":
            return self._values.files(self._label)
        if key == "directory":
            return Unknown(_MACHINE)
        if key == "output":
            return not falsy(meta.get("output"))
        if key in ("label", "relative_directory"):
            return self._label if key == "label" else f"_{self._label}"
        return meta.get(key)


class SiteDrop(Drop):
    """``site``. Collections by their label, then what Jekyll gathers, then the configuration."""

    __slots__ = ("_document", "_values")
    is_mapping = False

    def __init__(self, values: SiteValues, document: Record | None) -> None:
        self._values = values
        self._document = document

    def liquid_get(self, key: str) -> object:
        """A key of the site."""
        values = self._values
        if key != "posts" and key in values.site.collections:
            return values.collection(key)
        if key in _GATHERED:
            return getattr(values, key)
        if key in _GROUPED:
            return values.groups[key]
        if key == "related_posts":
            return self._related()
        if key in ("time", "source", "destination"):
            return BuildMoment(_TIME) if key == "time" else Unknown(_MACHINE)
        if key == "config":
            return None
        return self._setting(key)

    def liquid_has(self, key: str) -> bool:
        """Whether the site answers to the key; what plugins add to the configuration is not known."""
        site = self._values.site
        own = key in _GATHERED | _GROUPED | _MADE or key in site.collections
        return own or key in site.config.values or bool(site.config.plugins or site.liquid_names.reasons)

    def _setting(self, key: str) -> object:
        site = self._values.site
        value: Any = site.config.values.get(key)
        own = site.own_ruby
        if reasons := own.why(own.settings, key) or self._values.set_settings.get(key, ()):
            return Unknown(reasons)
        if key == "archives" and not is_setting(site, key):
            archives = (page for page in site.pages if page.plugin in _WITH_ARCHIVES)
            return [self._values.drop(page) for page in archives]
        if key == "baseurl" and site.sets_baseurl:
            return ""  # a folder of the host stays away, as where the setting is blank (``project_base``)
        if key in _LANGUAGES:
            return language_settings(site.config, site.running).get(key, value)
        if key == "github" and (value is None or isinstance(value, dict)):
            # jekyll-github-metadata adds to what the configuration says; all but a mapping it leaves alone
            filled = {"url": Unknown(because(ReasonKind.SITE_ROOT, site.baseurl)), **(value or {})}
            return PartlyKnown(filled, because(ReasonKind.GITHUB))
        if key == "safe" and not site.config.is_on(key) and site.may_be_built_by_github_pages:
            return self._if_on_github_pages(True)  # which always builds so
        if key == "kramdown" and isinstance(value, dict) and site.may_be_built_by_github_pages:
            forced = kramdown_on_github_pages().items()
            sets = {key: self._if_on_github_pages(each) for key, each in forced if value.get(key) != each}
            return {**value, **sets}
        if key in _FROM_HOST and (value is None or value in _OFF_STAGE):
            return Unknown(because(ReasonKind.MACHINE))
        if value is None and site.theme is None and may_set(site.config["theme"], key):
            return Unknown(because(ReasonKind.THEME_VALUE))
        if value is None and site.config.unread:
            return Unknown(because(ReasonKind.UNREAD_CONFIG, site.config.unread))
        return value

    def _if_on_github_pages(self, value: object) -> object:
        """A value that GitHub Pages sets whatever the configuration says, where it may build the site."""
        return value if self._values.site.on_github_pages else Unknown(because(ReasonKind.GITHUB))

    def _related(self) -> object:
        document = self._document
        if document is None or self._values.site.config.is_on("lsi"):
            return Unknown(because(ReasonKind.PAGE))
        if not document.collection:
            return None
        latest = self._values.site.posts[-_SHOWN_RELATED - 1 :]
        if len(self._values.site.posts) < 2:
            return []
        return [self._values.drop(post) for post in reversed(latest) if post is not document][:_SHOWN_RELATED]


_GATHERED = frozenset({"posts", "pages", "html_pages", "static_files", "documents", "collections", "data"})
_MADE = frozenset({"related_posts", "time", "source", "destination", "config", "github"})
_GROUPED = frozenset({"categories", "tags"})
_FROM_HOST = frozenset({"branch", "env", "environment"})
"""Settings that say where a build runs: cloud.gov Pages writes the first into the configuration, and what a
site's owner tells it (``env: production``) beside it."""
_OFF_STAGE = ("dev", "development", "local")
"""What the configuration says there is no site's that is published: another file or the host overrides it."""
_LANGUAGES = frozenset({"active_lang", "baseurl_root", "default_lang", "lang", "languages", "translations"})


def is_setting(site: Site, key: str) -> bool:
    """Whether ``site`` answers to ``key`` with the configuration alone."""
    if key == "archives" and not site.config.plugins.isdisjoint(_WITH_ARCHIVES):
        return False
    lists = _GATHERED | _GROUPED | {"related_posts"}
    return key not in lists and key not in site.collections


class PartlyKnown(Drop):
    """A mapping of which something else may know more keys."""

    __slots__ = ("_known", "_reasons")

    def __init__(self, known: dict[Any, Any], reasons: Reasons) -> None:
        self._known = known
        self._reasons = reasons

    def liquid_get(self, key: str) -> object:
        """A known key, or unknown; nothing has an empty name, as that of a variable which is not set."""
        if key in self._known:
            return self._known[key]
        return Unknown(self._reasons) if key else None
