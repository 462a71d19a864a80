"""What a script writes: files that it opens, copies, moves, and what commands write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from sitecheck.jekyll.plugins.names import ANYTHING, SEGMENT, Name
from sitecheck.jekyll.plugins.scripts.plugin_file import PAGE_CLASSES, PluginFile, Reader, block_parameters
from sitecheck.jekyll.plugins.scripts.statements import (
    Tokens,
    arguments,
    is_operator,
    statement,
    text_at,
)
from sitecheck.jekyll.plugins.scripts.values import Names
from sitecheck.jekyll.plugins.scripts.words import words
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby import Kind

READING_COMMAND = lazy_pattern(
    r"\s*(?:git\s+(?:-C\s+\S+\s+)?(?:log|rev-parse|describe|show(?:-ref)?|ls-(?:files|remote|tree)|"
    r"config\s+--get\S*|status|diff(?:-\w+)?|blame|rev-list|branch|tag|remote|shortlog)|git\Z|"
    r"basename|cat|date|dirname|du|echo|file|grep|head|hostname|identify|ls|md5sum|nproc|pwd|realpath|"
    r"sha\d+sum|stat|tail|uname|wc|which|whoami)(?!\S)(?:(?!\s(?:--output|-write)\b|<\()[^>|;&`$\n])*"
    r"(?:2>\s*(?:&1|/dev/null)[ \t]*)?(?:\n\s*)?\Z"
)
"""A command that only asks; the program alone where its arguments are given one by one. A line behind it is
another command, ``git diff --output=x`` and ``identify -write x`` write, and ``ls-lint`` is not ``ls``."""
_HANDLES = words("handles")
_COPIES = words("copies")
_NO_FILES = words("no_files")
_FILE_COPIES = frozenset({"copy", "copy_file", "cp", "install"})
"""Copies that take no folders."""
_READING_MODES = lazy_pattern(r"(?:[rb]+|r\+b?|rb\+)(?::.*)?")
"""Those in which a file is opened that is there."""
_OF_PAGES = frozenset({"", "htm", "html", "markdown", "md"})
"""Endings of what may be a page; none where it is not told."""
_WRITING_MODE = lazy_pattern(r"(?:[aw]b?\+?|r\+b?|rb\+)(?::.*)?")
_STREAMS = frozenset({"$stderr", "$stdout", "STDERR", "STDOUT", "StringIO", "nil"})


class WrittenFiles:
    """Looks at the words that write files."""

    def __init__(self, file: PluginFile) -> None:
        self._file = file
        self._handles = frozenset(self._open_handles())

    def readers(self) -> Mapping[str, Reader]:
        """What looks at which word."""
        return {
            "File": self._on_file,
            "IO": self._on_file,
            "GzipWriter": self._on_store,
            "Logger": self._on_store,
            "PStore": self._on_store,
            "Store": self._on_store,
            "open": self._on_kernel_open,
            "FileUtils": self._on_file_utils,
        }

    def on_shell(self, tokens: Tokens, at: int) -> None:
        values = arguments(tokens, at)
        if not values or is_operator(tokens, at + 1, "=") or is_operator(tokens, at - 1, "|"):
            return
        first = values[0]
        command = " ".join(each[0].literal or "?" for each in values if len(each) == 1) or (
            first[0].literal or ""
        )
        is_put_together = any(is_operator(first, number, "+", "<<", "%") for number in range(1, len(first)))
        if is_put_together or any(
            "out" in (each.text, each.literal) for value in values[1:] for each in value
        ):
            command = ""  # ``"cat " + files + " > all.css"``, and ``out: "all.css"``
        if not READING_COMMAND.fullmatch(command):
            self._file.make(ANYTHING)

    def on_write(self, tokens: Tokens, at: int) -> None:
        """``x.write(…)``: counted already for what ``File.open`` gave and for ``File.write``."""
        owner = text_at(tokens, at - 2)
        if text_at(tokens, at - 3) == "def" or self._is_own(tokens[at].text, owner):
            return  # ``def self.save``, ``Index.save``: what it does is in the script
        into = arguments(tokens, at)[1:]  # ``formatter.write(document, file)``
        if any(len(each) == 1 and each[0].text in self._handles for each in into):
            return
        made = self._file.own_pages | (PAGE_CLASSES - {"Collection"})
        if owner in _HANDLES | self._handles:
            return
        if not self._file.values.made_by(owner, made) or not self._is_in_place(arguments(tokens, at)):
            self._file.make(ANYTHING)

    def _is_in_place(self, values: Sequence[Tokens]) -> bool:
        """Whether a page is written to the folder of the built site, where its address says."""
        return len(values) == 1 and self._file.named(values) == (Name(("",)),)

    def _is_own(self, method: str, owner: str) -> bool:
        """Whether a method is one that the script defines in the module or class ``owner``."""
        defined = self._file.methods.named(method)
        return owner[:1].isupper() and any(each.owner == owner for each in defined)

    def _on_file(self, tokens: Tokens, at: int) -> None:
        """``File.write(…)``, ``File.open(…, "w")``."""
        if not is_operator(tokens, at + 1, ".", "&."):
            return
        method = text_at(tokens, at + 2)
        values = arguments(tokens, at + 2)
        if method in ("write", "binwrite"):
            self._written(self._file.named(values))
        elif method in ("open", "new", "for_fd", "sysopen"):
            self._opened(values)
        elif method in ("rename", "link", "symlink", "copy_stream"):
            self._file.outputs(*self._file.named(values, -1))

    def _opened(self, values: Sequence[Tokens]) -> None:
        modes = [each for each in values[1:] if each[0].kind is not Kind.LABEL or each[0].text == "mode"]
        mode = modes[0][-1].literal if modes else "r"
        if mode is None or not _READING_MODES.fullmatch(mode):
            self._written(self._file.named(values))

    def _written(self, names: Names) -> None:
        """Files that the script writes: one in the source may be a page whose front matter moves it."""
        self._file.outputs(*names)
        endings = {name.texts[-1].rpartition(".")[2] for name in names}
        if self._writes_permalinks and not endings.isdisjoint(_OF_PAGES):
            self._file.make(ANYTHING)

    @cached_property
    def _writes_permalinks(self) -> bool:
        """Whether a text of the script has an address in front matter: ``"---\\npermalink: /x/\\n---"``."""
        parts = (part for tokens in self._file.script.code for token in tokens for part in token.parts)
        return any(isinstance(part, str) and "permalink:" in part for part in parts)

    def _on_store(self, tokens: Tokens, at: int) -> None:
        """``Zlib::GzipWriter.open(path)``, ``Logger.new(path)``, ``YAML::Store.new(path)``: they write a file
        without being told so."""
        values = arguments(tokens, at + 2) if text_at(tokens, at + 2) in ("new", "open") else []
        if not values or not is_operator(tokens, at + 1, ".") or values[0][0].text in self._handles:
            return
        if values[0][0].text not in _STREAMS:
            self._file.outputs(*self._file.named(values))

    def _on_kernel_open(self, tokens: Tokens, at: int) -> None:
        is_called = is_operator(tokens, at - 1, ".", "&.", "::")
        values = arguments(tokens, at)
        if is_called and not text_at(tokens, at - 2)[:1].isupper() and _says_mode(values):
            self._file.make(ANYTHING)  # ``path.open("w")``
        elif not is_called or (
            text_at(tokens, at - 2) not in ("File", "IO", "URI", "OpenURI", "Tempfile", "Nokogiri")
        ):
            self._opened(values)

    def _on_file_utils(self, tokens: Tokens, at: int) -> None:
        method = text_at(tokens, at + 2) if is_operator(tokens, at + 1, ".", "::") else ""
        if method in _NO_FILES:
            return
        values = (
            [each for each in arguments(tokens, at + 2) if each[0].kind is not Kind.LABEL] if method else []
        )
        for target in self._file.named(values, -1) if method in _COPIES else (ANYTHING,):
            self._file.outputs(target)
            inside = Name((SEGMENT,)) if method in _FILE_COPIES else ANYTHING
            self._file.outputs(inside.below(target) if target.texts != ("",) else inside)

    def _open_handles(self) -> Iterator[str]:
        """Names of files that are open: what is written to them is counted where they are opened."""
        for name in ("open", "new", "create"):
            for tokens, at in self._file.where.get(name, ()):
                if is_operator(tokens, at - 1, ".") and text_at(tokens, at - 2) not in _HANDLES:
                    continue
                head = statement(tokens, at)
                begin = block_parameters(head)
                yield from (each.text for each in head[begin + 1 : begin + 2])
                if is_operator(tokens, at - 3, "="):
                    yield text_at(tokens, at - 4)


def _says_mode(values: Sequence[Tokens]) -> bool:
    """Whether a file is opened for writing whose name is what ``open`` is called on."""
    first = values[0] if values else ()
    return len(first) == 1 and _WRITING_MODE.fullmatch(first[0].literal or "") is not None
