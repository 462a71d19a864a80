"""Makes records of files: reads them, merges their data, computes address and output."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime
from typing import Any

from sitecheck.jekyll.addresses import url as urls
from sitecheck.jekyll.addresses.slug import strip_dots
from sitecheck.jekyll.configuration.clock import Clock
from sitecheck.jekyll.configuration.config import Config
from sitecheck.jekyll.dates import parse_date
from sitecheck.jekyll.deep_merge import deep_merge
from sitecheck.jekyll.files.entry_filter import EntryFilter
from sitecheck.jekyll.files.file_tree import FileTree
from sitecheck.jekyll.intake.collection_documents import (
    ID_PLUGIN,
    DocumentData,
    Placeholders,
    cleaned_path,
    document_url,
    folders_above,
)
from sitecheck.jekyll.intake.defaults import Defaults
from sitecheck.jekyll.intake.source_file import KnownHeaders, SourceFile, locate, modified, read_header
from sitecheck.jekyll.intake.unread_text import stops_without_liquid
from sitecheck.jekyll.plugins.plugin_table import is_listed, plugin_facts
from sitecheck.jekyll.records import HTML_EXTENSIONS, Layout, Record, SiteProblem, StaticFile
from sitecheck.jekyll.ruby import extname, falsy
from sitecheck.jekyll.unpublished import Unpublished, WhyNot
from sitecheck.text.front_matter import FrontMatters
from sitecheck.text.yaml_tree import Entry, load_yaml

_HEAD = 2_000

_YAML = (".yml", ".yaml")


class RecordFactory:
    """Builds the records of one site."""

    def __init__(
        self,
        tree: FileTree,
        config: Config,
        defaults: Defaults,
        entries: EntryFilter,
        earlier: FrontMatters | None,
        *,
        bundled: frozenset[str],
        headers: KnownHeaders | None,
    ) -> None:
        """``earlier`` is the front matter of the same site as it was read before, ``bundled`` are plugins
        that run besides those of the configuration; ``headers`` knows what earlier runs read."""
        self.tree = tree
        self.entries = entries
        self.config = config
        self.defaults = defaults
        self.problems: list[SiteProblem] = []
        self._askers: dict[tuple[str, str], set[str]] = {}
        """The files for which each permalink of the configuration is told."""
        self.clock = Clock(config)
        self.front_matters = FrontMatters(config.zone, earlier)
        self._headers = headers
        self._markdown = config.markdown_ext
        self._converters = _converters(config.plugins | bundled)
        folders = () if config.is_on("safe") else config.plugin_folders
        running = config.plugins | bundled
        self._placeholders = {**config.placeholders, **({"id": "id"} if ID_PLUGIN in running else {})}
        self._unknown_code = any(tree.kind(folder) == "folder" for folder in folders) or any(
            not is_listed(name) and "theme" not in name for name in running
        )
        """Whether plugins run that may bring placeholders of their own."""

    def is_markdown(self, ext: str) -> bool:
        """Whether the Markdown converter takes files with this extension."""
        return ext.lower() in self._markdown

    def head(self, path: str) -> str:
        """The beginning of a file's body, read anew."""
        return read_header(self.tree.root, path, self.front_matters, need_header=False).body[:_HEAD]

    def layout(self, name: str, path: str) -> Layout:
        """The layout of that name."""
        source = self._read(path, need_header=False)
        data = source.data or {}
        if data.get("permalink") == "":
            self._problem(path, "invalid-permalink", "permalink", "permalink is empty")
        return Layout(name, path, data, source.mapping)

    def page_or_static(self, path: str) -> Record | StaticFile | Unpublished:
        """The record of a file outside of collections."""
        source = self._read(path)
        if not source.header:
            if not source.text_ok:
                return Unpublished(path, WhyNot.UNREADABLE)
            return self.static(path)
        return self.page(path, source)

    def opened(self, path: str) -> SourceFile:
        """The front matter that a page made of a copied file has: it is opened as ``bom|utf-8``, so that what
        kept Jekyll from taking it for a page is no more in the way."""
        return SourceFile(header=True, data=self._read(path, need_header=False).data or {})

    def _read(self, path: str, need_header: bool = True) -> SourceFile:
        headers = self._headers if extname(path) not in _YAML else None  # of YAML the body counts, too
        full, zone = self.tree.root / path, self.config.zone
        known = headers.header(full, zone, needed=need_header) if headers is not None else None
        if known is not None:
            return known
        source = read_header(self.tree.root, path, self.front_matters, need_header)
        if headers is not None:
            headers.learn_header(full, zone, source, needed=need_header)
        if source.problem:
            # A post that cannot be read is skipped without a word.
            stops = source.problem.fatal or stops_without_liquid(path, self.config)
            self.problems.append(source.problem._replace(fatal=need_header and stops))
        self.problems += (SiteProblem(path, "lost-address", each) for each in source.lost)
        return source

    def _problem(self, path: str, kind: str, key: str, message: str, fatal: bool = True) -> None:
        self.problems.append(self.problem(path, kind, key, message, fatal))

    def problem(self, path: str, kind: str, key: str, message: str, fatal: bool = True) -> SiteProblem:
        """What is wrong with the value that the front matter of a file has under ``key``."""
        span = locate(self.tree.root, path, key, self.front_matters) if key else None
        return SiteProblem(path, kind, message, span, fatal=fatal)

    def static(self, path: str) -> StaticFile:
        """``StaticFile`` outside of collections: its address is its path, which Jekyll 4 unescapes, and
        without periods before the extension; Jekyll 3 copies a file under its own name."""
        ext = extname(path)
        is_kept = self.config.before_jekyll_4
        url = "/" + (path if is_kept else strip_dots(path.removesuffix(ext)) + ext)
        hidden = falsy(self.defaults.all(url, None).get("published", True))
        return StaticFile(
            path=path,
            relative_path="/" + path,
            url=url,
            output=urls.output_path(url if is_kept else urls.unescape_path(url)),
            data=self.defaults.all(path, None),
            why_not=WhyNot.UNPUBLISHED_BY_DEFAULT if hidden else None,
        )

    def page(self, path: str, source: SourceFile, permalink: str | None = None) -> Record | Unpublished:
        """``Page``: ``permalink`` overrides the front matter's, as jekyll-readme-index does."""
        data = dict(source.data or {})
        if not source.mapping:
            message = "front matter that is no mapping stops the build"
            self._problem(path, "no-mapping", "", message)
        if permalink is not None:
            data["permalink"] = permalink
        elif data.get("permalink") == "":  # ``validate_permalink!`` looks at the front matter alone
            self._problem(path, "invalid-permalink", "permalink", "permalink is empty")
        name = path.rpartition("/")[2]
        ext = extname(name)
        published = not falsy(data.get("published", True)) or self.config.is_on("unpublished")
        # Jekyll: it finds the default of one key otherwise than it gathers all of them for Liquid.
        defaults, found = self.defaults.both(path, "pages")
        # Jekyll: a null in front matter hides the default from Jekyll itself, yet Liquid finds the default.
        unseen = {key: None for key, value in data.items() if value is None}
        unseen |= {key: value for key, value in found.items() if key not in data}
        data = {**deep_merge(defaults, data), **unseen}
        for_liquid = {key: defaults[key] for key in unseen if key in defaults}
        url, output = self.page_address(path, data)
        if not published:
            return Unpublished(path, _says_so(data["published"]), url=urls.unescape_path(url))
        return Record(
            path=path,
            relative_path=path,
            name=name,
            ext=ext,
            url=url,
            output=output,
            data=data,
            markdown=self.is_markdown(ext),
            for_liquid=for_liquid,
        )

    def without_file(self, plugin: str, path: str, data: dict[str, Any], *, at_top: bool = False) -> Record:
        """A page at ``path`` that a plugin makes of ``data``; ``at_top``: as one in no folder."""
        url, output = self.page_address(path, data, at_top=at_top)
        return Record(
            path=None,
            relative_path=path,
            name=path.rpartition("/")[2],
            ext=extname(path),
            url=url,
            output=output,
            data=data,
            plugin=plugin,
        )

    def page_address(self, path: str, data: dict[str, Any], *, at_top: bool = False) -> tuple[str, str]:
        """Address and output of a page; ``at_top``: of one in no folder, with a name of several parts."""
        folder, _, name = ("", "", path) if at_top else path.rpartition("/")
        ext = extname(name)
        basename = strip_dots(name.removesuffix(ext))
        permalink = self._page_permalink(path, data.get("permalink"))
        output_ext = self.output_ext(permalink, ext)
        template = permalink if permalink is not None else self._page_template(output_ext, basename)
        pairs = (("path", f"/{folder}" if folder else ""), ("basename", basename), ("output_ext", output_ext))
        try:
            url = urls.from_pairs(template, pairs)
        except urls.PermalinkError as error:
            self._problem(path, "invalid-permalink", "permalink", str(error))
            url = urls.sanitize(path)
        return url, urls.page_output(url, output_ext)

    def _page_permalink(self, path: str, permalink: Any) -> str | None:
        if falsy(permalink):
            return None
        if not isinstance(permalink, str):
            self._bad_permalink(path, permalink, f"permalink must be text, not {permalink!r}")
            return None
        return permalink

    def _page_template(self, output_ext: str, basename: str) -> str:
        if output_ext not in HTML_EXTENSIONS:
            return "/:path/:basename:output_ext"
        if basename == "index":
            return "/:path/"
        return urls.with_suffix("/:path/:basename", self.config.permalink_style)

    def output_ext(self, permalink: str | None, ext: str) -> str:
        """``Renderer#output_ext``: the permalink's extension, else what the converter makes."""
        if permalink and not permalink.endswith("/"):
            own = extname(permalink)
            if own:
                return own
        if self.is_markdown(ext):
            return ".html"
        return self._converters.get(ext.lower(), ext)

    def collection_file(
        self, path: str, label: str, collections_dir: str
    ) -> Record | StaticFile | Unpublished:
        """The record of a file in a collection's folder."""
        source = self._read(path)
        if not source.header:
            if not source.text_ok:
                return Unpublished(path, WhyNot.UNREADABLE)
            return self._collection_static(path, label, collections_dir)
        return self.document(path, label, collections_dir, False, source)

    def _collection_static(self, path: str, label: str, collections_dir: str) -> StaticFile:
        relative = path[len(collections_dir) + 1 :] if collections_dir else path
        name = path.rpartition("/")[2]
        ext = extname(name)
        stem = strip_dots(name.removesuffix(ext))
        pairs = (
            ("collection", label),
            ("path", cleaned_path(relative, ext, f"_{label}")),
            ("output_ext", ""),
            ("name", stem),
            ("title", ""),
        )
        try:
            url = urls.from_pairs(self.template(label), pairs).removesuffix("/") + ext
        except urls.PermalinkError as error:
            self._no_address(path, label, None, error)
            url = "/" + relative
        return StaticFile(
            path=path,
            relative_path=relative,
            url=url,
            output=urls.output_path(urls.unescape_path(url)),
            collection=label,
            data=self.defaults.all(relative, label),
            why_not=self._why_not_copied(label, url),
        )

    def _why_not_copied(self, label: str, url: str) -> WhyNot | None:
        if falsy(self.defaults.all(url, label).get("published", True)):
            return WhyNot.UNPUBLISHED_BY_DEFAULT
        return None if self.config.is_written(label) else WhyNot.NO_OUTPUT

    def template(self, label: str) -> str:
        """``Collection#url_template``."""
        meta = self.config.collections.get(label, {})
        if meta.get("permalink") is not None:
            return str(meta["permalink"])
        return urls.with_suffix("/:collection/:path", self.config.permalink_style)

    def document(
        self, path: str, label: str, collections_dir: str, draft: bool, source: SourceFile | None = None
    ) -> Record | Unpublished:
        """A post, a draft or a document of another collection; a draft that is not asked for is hidden."""
        if source is None:
            source = self._read(path, need_header=False)
        if not source.text_ok:
            return Unpublished(path, WhyNot.NOT_UTF8)
        relative = path.removeprefix(f"{collections_dir}/")
        name = path.rpartition("/")[2]
        ext = extname(name)
        folder = "_drafts" if draft else f"_{label}"
        gathered = DocumentData(relative, folders_above(relative, folder, name), draft, self.config.zone)
        if ext in _YAML:
            self._yaml_document(path, gathered, source)
        else:
            matter = source.data if source.mapping else None
            gathered.read(self.defaults.all(relative, label), matter, self.clock)
        hidden = self._hidden(label, gathered.data, draft)
        if gathered.is_refused and label == "posts" and hidden is not WhyNot.DRAFT:
            return Unpublished(path, WhyNot.REFUSED_DEFAULT)  # ``PostReader#processable?``: it has no content
        if gathered.problem and not gathered.is_told and hidden is not WhyNot.DRAFT:
            self._problem(path, *gathered.problem)
        document = self._address(path, label, relative, gathered, draft, quiet=hidden is not None)
        if hidden is None:
            return document
        day = str(gathered.data["date"].date()) if hidden is WhyNot.FUTURE else ""
        return Unpublished(path, hidden, day, url=urls.unescape_path(document.url))

    def _yaml_document(self, path: str, gathered: DocumentData, source: SourceFile) -> None:
        """A YAML file in a collection is all data; an error in it stops the build."""
        # All of it is YAML: a second fence only ends what counts.
        fenced = source.header and not source.body.startswith("---")
        value = source.data if fenced else load_yaml(source.body, zone=self.config.zone).value
        if value is None and source.header:
            message = "a YAML file of a collection cannot be read"
            self._problem(path, "invalid-data", "", message)
        data = dict(value) if isinstance(value, dict) else {}
        gathered.data = data if data.get("date") else {"draft": False, **data}

    def _hidden(self, label: str, data: dict[str, Any], draft: bool) -> WhyNot | None:
        """Why Jekyll drops a document while it reads, if it does."""
        if draft and not self.config.is_on("show_drafts"):
            return WhyNot.DRAFT
        published = data.get("published", True)
        # Jekyll: Publisher hides a post whose `published:` is left empty; other documents only for false.
        drops = (None, False) if label == "posts" else (False,)
        if any(published is value for value in drops) and not self.config.is_on("unpublished"):
            return _says_so(published)
        if label == "posts" and not self.config.is_on("future") and self._in_future(data.get("date")):
            return WhyNot.FUTURE
        return None

    def _in_future(self, date: Any) -> bool:
        return isinstance(date, datetime) and self.clock.is_future(date)

    def _address(
        self, path: str, label: str, relative: str, gathered: DocumentData, draft: bool, quiet: bool
    ) -> Record:
        data, name = gathered.data, path.rpartition("/")[2]
        ext, own_date = extname(name), data.get("date")
        why_not = self._why_not_written(label, data)
        dated, when = isinstance(own_date, date), self._when(path, draft, gathered)
        self.clock.is_future(when)  # until then it is listed after those that have no date
        if label == "posts" and not self.config.is_on("future"):
            data["date"] = when  # Publisher asks for the date, and asking sets it
        permalink = data.get("permalink")
        lookup = Placeholders(
            label=label,
            path=cleaned_path(relative, ext, f"_{label}"),
            name=name,
            ext=ext,
            data=data,
            date=when,
            brought=self._placeholders,
            is_jekyll_4=not self.config.before_jekyll_4,
        )
        lookup.output_ext = self.output_ext(permalink if isinstance(permalink, str) else None, ext)
        try:
            url = document_url(self.template(label), permalink, lookup)
        except urls.PermalinkError as error:
            own = isinstance(error, urls.PlaceholderError) and self._unknown_code
            if why_not is None and not quiet and not own:
                self._no_address(path, label, permalink, error)
            url = urls.sanitize(relative)
        message = self._misdated(own_date, lookup.used_date) if ext in _YAML else ""
        if message and why_not is None and not quiet:
            self._problem(path, "invalid-date", "date", message)
        if not dated and not draft and (lookup.used_date or label == "posts"):
            self.clock.show(to_the_second=lookup.used_clock)
        return Record(
            path=path,
            relative_path=relative,
            name=name,
            ext=ext,
            url=url,
            output=urls.document_output(url, lookup.output_ext),
            collection=label,
            data=data,
            date=when,
            markdown=self.is_markdown(ext),
            why_not=why_not,
            sure=dated or not lookup.used_date,
            dated=dated,
            is_unread=gathered.is_refused,
        )

    def _no_address(self, path: str, label: str, permalink: object, error: urls.PermalinkError) -> None:
        """Tell why a document has no address: what no document can fill in once, where it is configured."""
        is_shared = permalink is None and isinstance(error, urls.PlaceholderError)
        keys = (("collections", label, "permalink"), ("permalink",)) if is_shared else ()
        settings = filter(None, (self.config.entry(*key) for key in keys))
        is_its_own = isinstance(error, urls.PlaceholderError) or not isinstance(permalink, str)
        self._bad_permalink(path, permalink if is_its_own else None, str(error), *settings)

    def _bad_permalink(
        self, path: str, permalink: object, message: str, *settings: tuple[str, Entry]
    ) -> None:
        """Tell what is wrong with a permalink: where the front matter of the file writes it, or once where
        the configuration gives it to many, by its defaults or by one of ``settings``; ``permalink`` is
        ``None`` where something else of the file is wrong, as its ``slug``."""
        own = self.problem(path, "invalid-permalink", "permalink", message)
        defaults = self.config.default_entries.get("permalink", ())
        given = [each for each in defaults if permalink is not None and each[1].data == permalink]
        file, entry = next(iter((*given, *settings)), (path, None))
        if own.span is not None or entry is None:
            self.problems.append(own)
            return
        if (file, message) not in self._askers:
            self.problems.append(SiteProblem(file, own.kind, message, entry.value, fatal=True))
        self._askers.setdefault((file, message), set()).add(path)

    def drop_addresses(self, paths: Set[str]) -> None:
        """Forget what is wrong with the addresses of files of which Jekyll asks for none."""
        self.problems[:] = [
            each
            for each in self.problems
            if each.kind != "invalid-permalink"
            or not self._askers.get((each.path, each.message), {each.path}) <= paths
        ]

    def _misdated(self, written: object, used: bool) -> str:
        """Why Jekyll stops at the date of a YAML file, which stays as YAML has it; "" where it goes on."""
        if isinstance(written, datetime):
            return ""
        if isinstance(written, date) and not self.config.is_on("future"):  # ``Date`` has no ``to_i``
            return f"in a YAML file a date needs a time: {written} 00:00:00"
        if isinstance(written, (str, int, float)) and used:  # nor have these ``strftime``
            return f"the address needs a date, and {written!r} is none; in a YAML file write no quotes"
        return ""

    def _when(self, path: str, draft: bool, gathered: DocumentData) -> datetime:
        own = gathered.data.get("date")
        if isinstance(own, date):  # a day without a time stays one in a YAML file
            return own if isinstance(own, datetime) else parse_date(own, self.config.zone)
        if gathered.sorts_as is not None:
            return gathered.sorts_as
        if draft:
            return datetime.fromtimestamp(modified(self.tree.root, path), self.config.zone)
        return self.config.time

    def _why_not_written(self, label: str, data: dict[str, Any]) -> WhyNot | None:
        if label != "posts" and not self.config.is_written(label):
            return WhyNot.NO_OUTPUT
        published = data.get("published", True)
        if falsy(published) and not self.config.is_on("unpublished"):
            return _says_so(published)
        if not self.config.is_on("future") and self._in_future(data.get("date")):
            return WhyNot.FUTURE
        return None


def _converters(plugins: frozenset[str]) -> dict[str, str]:
    """The extensions that plugins convert, and of what they become; Sass comes with Jekyll itself."""
    running = ("jekyll-sass-converter", *sorted(plugins))
    return {old: new for name in running for old, new in plugin_facts(name).converts.items()}


def _says_so(published: object) -> WhyNot:
    """Why a value of ``published`` that is false to Ruby hides what has it."""
    return WhyNot.EMPTY_PUBLISHED if published is None else WhyNot.UNPUBLISHED
