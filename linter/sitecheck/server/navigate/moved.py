"""Files and folders that get another place: what else has to change so that no link breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitecheck.document import SiteReader
from sitecheck.engine.edits.redirect_edit import edit_for_redirects
from sitecheck.jekyll import Route
from sitecheck.jekyll.site import REDIRECT_FROM
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.fix import apply_edits
from sitecheck.model.origin import LinkValue
from sitecheck.model.span import Place
from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.addresses import Addresses, Stand, address_of, with_path
from sitecheck.server.navigate.edits import Edits
from sitecheck.server.navigate.path_uses import PathUses
from sitecheck.server.navigate.planned import Plan, plan
from sitecheck.server.navigate.uses import Use, uses
from sitecheck.text.source import Source
from sitecheck.warm.site_view import SiteView

_LIQUID = lazy_pattern(r"\{[{%]")
_MOST_CHECKED = 300
"""So many pages whose links Liquid makes are read anew, to see that these still lead where they did."""


def moved(view: SiteView, moves: Mapping[str, str]) -> SiteEdit:
    """The edits to make when files or folders are moved, each old path to a new one, both from the site's
    folder: links to them, relative links in them, what names them, and ``redirect_from`` for old addresses.

    Raises :class:`UsageError` for what cannot be moved so.
    """
    planned = plan(view, moves)
    return edits_for(planned).result(planned.files)


def edits_for(planned: Plan) -> Edits:
    """The edits that a plan asks for."""
    edits = Edits(planned.view)
    if not planned.files:
        return edits
    PathUses(planned, edits).run()
    links = _Links(planned, edits)
    links.run()
    _redirects(planned, edits)
    _check(planned, edits, links)
    return edits


class _Links:
    """Rewrites links to pages whose addresses change, and relative links on them."""

    def __init__(self, planned: Plan, edits: Edits) -> None:
        self._plan = planned
        self._view = planned.view
        self._edits = edits
        self._addresses = Addresses(planned)
        self.to_check: dict[str, None] = {}
        """Pages with links that Liquid makes."""
        self.has_values = False
        """Whether values of front matter, data or the configuration are changed."""

    def run(self) -> None:
        """All links of the site."""
        stay: list[Use] = []
        for use in uses(self._view):
            if self._concerns(use.path) or (use.link.plain and use.route is None):
                self._use(use, self._route(use))
            elif use.route is not None and self._concerns(use.route.source):
                self._use(use, use.route)
            else:
                stay.append(use)
        for use in stay:
            if self._edits.has(use.link.place):
                self._use(use, use.route)
        self._redirected()

    def _concerns(self, path: str | None) -> bool:
        """Whether a file or its address is changed."""
        return path is not None and (path in self._plan.files or path in self._plan.changed)

    def _route(self, use: Use) -> Route | None:
        return use.route or self._plan.route_before(use.url, use.link)

    def _use(self, use: Use, was: Route | None) -> None:
        href = (use.link.href or "").strip()
        if was is None or not href or href[0] in "#?":
            return
        now = self._plan.route(was)
        if now is None:
            return
        on = Stand(use.path, use.url, self._plan.url(use.path, use.url))
        written = self._edits.written(use.link.place)
        if not _LIQUID.search(written) and self._literal(use, was, now, on, written):
            return
        if (was.url, was.output) == (now.url, now.output) and href.startswith(("/", "http", "//")):
            return
        done = self._values(use, was, now) or self._within(use.link.place, was, now)
        if not done or not use.of_layout:
            self.to_check[use.path] = None

    def _literal(self, use: Use, was: Route, now: Route, on: Stand, written: str) -> bool:
        """Whether a link that is written as it is could be given its new address."""
        path = self._addresses.path(use.link, was, now, on)
        new = with_path(written, use.link, path) if path is not None else None
        if new is None:
            return False
        everywhere = with_path(written, use.link, self._addresses.absolute(now))
        return self._edits.add(use.link.place, new, everywhere or "")

    def _within(self, place: Place, was: Route, now: Route) -> bool:
        if self._edits.has(place):
            return True
        new = self._addresses.within(self._edits.written(place), was, now)
        return new is not None and self._edits.add(place, new)

    def _values(self, use: Use, was: Route, now: Route) -> bool:
        """Whether the address is a value of front matter, data or the configuration, which was changed."""
        done = False
        for value in use.link.values:
            place = self._place_of(use, value)
            if place is not None and place.span != WHOLE_FILE and self._within(place, was, now):
                done = True
                self.has_values = self.has_values or bool(value.origin.keys)
        return done

    def _place_of(self, use: Use, value: LinkValue) -> Place | None:
        shown = (use.link.href or "")[value.start : value.end]
        origin = value.origin.on(use.path)
        if origin.span is not None:
            return Place(origin.path, origin.span)
        return self._view.facts.value_place(origin.path, origin.keys, shown)

    def _redirected(self) -> None:
        """What ``redirect_to`` names."""
        leads = self._view.facts.leads
        for redirect in self._view.facts.redirects:
            if redirect.moved:
                continue
            was = leads("/", self._view.site.baseurl + redirect.target).route
            if was is not None and was.source in self._plan.changed:
                now = self._plan.route(was)
                place = self._view.facts.value_place(redirect.source, redirect.keys, redirect.written)
                if now is not None and place.span != WHOLE_FILE:
                    self._within(place, was, now)


def _redirects(planned: Plan, edits: Edits) -> None:
    """``redirect_from`` for the addresses that pages lose."""
    has_plugin = planned.after.makes_redirects
    lost: list[str] = []
    for path, (was, now) in planned.changed.items():
        if now is None:
            why = planned.after.why(planned.new_path(path))
            edits.note(f"{was.url} is gone: {why}")
            continue
        if was.output in planned.after.by_output or was.output == now.output:
            continue
        if _returned(planned, edits, path, was, now):
            continue
        if was.kind == "static" or not has_plugin or not _redirect(planned, edits, path, was):
            lost.append(was.url)
    if lost:
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        why = "" if has_plugin else f": without {REDIRECT_FROM} there is no redirect"
        edits.note(f"who asks for {', '.join(lost[:3])}{more} finds nothing any more{why}")


def _returned(planned: Plan, edits: Edits, path: str, was: Route, now: Route) -> bool:
    """Whether a page takes an address that redirects: if its own, the one that it leaves is named instead."""
    for redirect in planned.view.facts.redirects:
        if redirect.output != now.output or not redirect.moved:
            continue
        place = planned.view.facts.value_place(redirect.source, redirect.keys, redirect.written)
        if redirect.source == path and redirect.written in edits.written(place):
            return edits.add(place, address_of(was))
        edits.note(f"{redirect.source} names {now.url} in redirect_from: take it out")
    return False


def _redirect(planned: Plan, edits: Edits, path: str, was: Route) -> bool:
    text, record = edits.text(path), planned.records_after.get(planned.new_path(path))
    edit = edit_for_redirects(text, [was.url], record.data if record is not None else None)
    if edit is None:
        return False
    if "\r\n" in text:
        edit = edit._replace(text=edit.text.replace("\r\n", "\n").replace("\n", "\r\n"))
    return edits.add(Place(path, edit.span), edit.text)


def _check(planned: Plan, edits: Edits, links: _Links) -> None:
    """Tells of the links that Liquid makes and that will not lead where they did."""
    wanted = [*links.to_check][:_MOST_CHECKED]
    before = {path: list(_targets(planned, path)) for path in wanted}
    texts = {path: apply_edits(edits.text(path), edits.of(path)) for path in edits.paths}
    with planned.carried_out(texts):
        reader = planned.opened() if links.has_values and wanted else planned.reader
        reader = reader.with_steps(planned.view.reader.page_steps, planned.view.reader.content_steps)
        for path in wanted:
            after = list(_targets_after(planned, reader, path))
            if len(after) != len(before[path]):
                continue
            for (place, was), (_, now) in zip(before[path], after, strict=True):
                expected = planned.route(was) if was is not None else None
                if expected is not None and (now is None or now.output != expected.output):
                    line = edits.text(place.path).count("\n", 0, place.span.start) + 1
                    edits.note(f"{place.path}:{line}: change this link to {expected.url} by hand")


_Targets = Iterator[tuple[Place, "Route | None"]]


def _targets(planned: Plan, path: str) -> _Targets:
    document = planned.view.document(path)
    url = planned.view.facts.url(path) or "/"
    for link in document.links if document is not None else ():
        yield link.place, planned.route_before(url, link)


def _targets_after(planned: Plan, reader: SiteReader, path: str) -> _Targets:
    kind = planned.view.kind(path)
    try:
        source = reader.source(planned.new_path(path))
    except OSError:
        return
    if kind is None or not isinstance(source, Source):
        return
    route = planned.after.by_source.get(source.path)
    for link in reader.document(source, kind).links:
        url = route.url if route is not None else "/"
        yield link.place, planned.resolver.resolve(url, link.href, link.plain).route
