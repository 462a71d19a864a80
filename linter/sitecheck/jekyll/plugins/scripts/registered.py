"""What a script registers: hooks, tags and filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitecheck.jekyll.plugins.scripts.given_values import note_context, note_payload
from sitecheck.jekyll.plugins.scripts.plugin_file import PluginFile, Reader, block_parameters
from sitecheck.jekyll.plugins.scripts.statements import (
    Tokens,
    arguments,
    is_operator,
    literal,
    statement,
    text_at,
)
from sitecheck.ruby import Kind


class Registered:
    """Looks at the words that register something; ``hooks`` are the owners of hooks, and ``events`` what
    these wait for."""

    def __init__(self, file: PluginFile) -> None:
        self._file = file
        self.hooks: set[str] = set()
        self.events: set[str] = set()
        heads = (statement(tokens, at + 1, 6) for tokens, at in file.where.get("module", ()))
        self._modules = frozenset(each.text for head in heads for each in head)

    def readers(self) -> Mapping[str, Reader]:
        """What looks at which word."""
        return {
            "register": self._on_hooks,
            "register_tag": self._on_register_tag,
            "context": self._on_context,
            "@context": self._on_context,
            "register_filter": self._on_register_filter,
            "global_filter": self._on_strainer,
            "StrainerFactory": self._on_strainer,
        }

    def _on_hooks(self, tokens: Tokens, at: int) -> None:
        """``Jekyll::Hooks.register :posts, :pre_render do |post, payload| … end``."""
        if text_at(tokens, at - 2) != "Hooks":
            return
        values = arguments(tokens, at)
        if len(values) < 2 or any(each.kind is Kind.NAME for value in values[:2] for each in value):
            self._file.facts.anything()
            return
        first = values[0]
        given = [
            part for each in first for part in (each.parts if each.kind is Kind.WORDS else (each.literal,))
        ]
        owners = {str(word) for word in given if word}
        self.events.add(literal(values[1]) or "*")
        self.hooks |= {"*"} if owners & {"site", "clean"} or not owners else owners
        self._payload(statement(tokens, at))

    def _payload(self, hook: Tokens) -> None:
        """The second parameter of a hook is what Liquid will see."""
        begin = block_parameters(hook)
        if is_operator(hook, begin + 2, ",") and begin + 3 < len(hook):
            note_payload(self._file, hook[begin + 3].text)

    def _on_register_tag(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        names = self._file.tag_names(values)
        if names is None:
            self._file.facts.unknown_liquid = True
        else:
            self._file.facts.tags.update(names)
            self._file.facts.works_out_tags |= any(each.kind is Kind.NAME for each in values[0])

    def _on_context(self, tokens: Tokens, at: int) -> None:
        if "register_tag" in self._file.where:
            note_context(self._file, tokens, at)

    def _on_register_filter(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        module = values[0][-1].text if values else ""
        if module not in self._modules:
            self._file.facts.unknown_liquid = True

    def _on_strainer(self, tokens: Tokens, at: int) -> None:
        self._file.facts.unknown_liquid = True

    def methods(self) -> Iterator[str]:
        """The methods that may be filters. Those of a class are none, which no module can include; Liquid's
        own class of filters may be opened anew."""
        where = self._file.where
        is_asked = "class" in where and where.keys().isdisjoint(("Strainer", "StrainerTemplate"))
        in_classes = {
            (id(tokens), at)
            for tokens in (self._file.script.code if is_asked else ())
            for at in self._file.classes.definitions(tokens)
        }
        for tokens, at in where.get("def", ()):
            is_named = at + 1 < len(tokens) and not is_operator(tokens, at + 2, ".")
            if is_named and (id(tokens), at) not in in_classes:
                yield tokens[at + 1].text

    def opens_filters(self) -> bool:
        """``module Jekyll::Filters`` opened anew: its methods are filters."""
        places = self._file.where.get("Filters", ())
        return any(text_at(tokens, at - 1) in ("module", "::") for tokens, at in places)
