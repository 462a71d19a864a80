"""Makes a large site of real text: 5,300 Markdown files of 13 million characters.

    SITECHECK_CORPUS=… python benchmarks/large_site.py FOLDER [--files 5300] [--characters 13000000]

The frame is that of a real site with several languages (``opensource-guide``): its configuration, layouts,
includes, data and assets. Its pages are the Markdown of all sites of the corpus, as often as it takes, each
under one address in every language. Links within a site lead to neighbours, so that findings do not pile up.
The same call makes the same site.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

FRAME = "opensource-guide"
SITES = ("opensource-guide", "rails", "mathjax-web", "rubygems-guides", "cs231n", "devoto")
MARKDOWN = (".md", ".markdown")
FENCE = re.compile(r"\A---\s*\n.*?^---\s*$\n?", re.DOTALL | re.MULTILINE)
TITLE = re.compile(r"^title:.*$", re.MULTILINE)
INNER = re.compile(r"(!?)(\[[^\]\n]*\])\((?!https?:|mailto:|#)[^)\s]*")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
IMAGE = "/assets/images/cards/default.png"


class Page(NamedTuple):
    """The text of a page, and the line of front matter that says its title."""

    title: str
    body: str


def pages(corpus: Path) -> list[Page]:
    """The Markdown of all sites without their Liquid, whose includes are not here."""
    found = []
    for site in SITES:
        for path in sorted((corpus / site).rglob("*")):
            if path.suffix in MARKDOWN and path.is_file() and "_includes" not in path.parts:
                text = path.read_text("utf-8", "replace")
                fence = FENCE.match(text)
                title = TITLE.search(fence[0]) if fence else None
                body = TAGS.sub("", text[fence.end() if fence else 0 :])
                if title and len(body) > 200:
                    found.append(Page(title[0], body))
    return found


def cut(body: str, length: int) -> str:
    """The beginning of ``body``, up to the end of the paragraph in which ``length`` characters are full."""
    end = body.find("\n\n", length)
    return body if end < 0 else body[: end + 1]


def written(page: Page, number: int, length: int, languages: Sequence[str]) -> str:
    """The file of a page; its links lead to the pages around it."""
    language = languages[number % len(languages)]
    neighbours = itertools.count(max(0, number - 5))

    def inner(match: re.Match[str]) -> str:
        if match[1]:
            return f"!{match[2]}({IMAGE}"
        near = min(next(neighbours), number)
        return f"{match[2]}({address(near, languages)}"

    body = INNER.sub(inner, cut(page.body, length))
    return (
        f"---\nlang: {language}\nlayout: article\n{page.title}\n"
        f"permalink: {address(number, languages)}\ndescription: Page {number}\n---\n{body}"
    )


def address(number: int, languages: Sequence[str]) -> str:
    """The address of a page; that of English names no language."""
    language = languages[number % len(languages)]
    return (
        f"/p{number // len(languages)}/" if language == "en" else f"/{language}/p{number // len(languages)}/"
    )


def make(corpus: Path, folder: Path, files: int, characters: int) -> Iterator[int]:
    """Write the site; gives the length of each page."""
    ignored = shutil.ignore_patterns("*.md", "_site", ".git", "_articles", "_posts")
    shutil.copytree(corpus / FRAME, folder, ignore=ignored, dirs_exist_ok=True)
    for image in [folder / IMAGE.lstrip("/")]:
        image.parent.mkdir(parents=True, exist_ok=True)
        image.touch()
    source = pages(corpus)
    languages = sorted(path.stem for path in (folder / "_data" / "locales").iterdir())
    left = characters
    for number in range(files):
        text = written(source[number * 7 % len(source)], number, left * 5 // (files - number) // 4, languages)
        left -= len(text)
        target = folder / "pages" / languages[number % len(languages)] / f"p{number}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        yield len(text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=5300)
    parser.add_argument("--characters", type=int, default=13_000_000)
    arguments = parser.parse_args()
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        parser.error("SITECHECK_CORPUS names no folder of real sites")
    lengths = list(make(Path(corpus), arguments.folder, arguments.files, arguments.characters))
    print(f"{arguments.folder}: {len(lengths)} Markdown files, {sum(lengths) / 1e6:.1f} million characters")


if __name__ == "__main__":
    main()
