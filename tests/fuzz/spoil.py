"""Makes a site hostile: what a pull request can put into files, names, settings and folders."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Callable, Sequence
from pathlib import Path

NAMES = (
    "::error::x.md", "a\nb.md", "\x1b[31mred.md", "\u202egnp.md", "##[group]x.md", "##vso[task]x.md", "%0A.md",
    "{{ x }}.md", "{% include a %}.md", "a'b\"c.md", "-n.md", " .md", "..md", "a b&c;d|e.md", "\u0130I\u0131.md",
    "a" * 250, "con.md", "ａ.md", "e\u0301.md", "\u00e9.md", "2024-13-45-x.md", "x.md.md", "_x.md", "#x.md", "~",
)  # fmt: skip
VALUES = (
    "", "~", "no", "0x1F", "1e400", "2024-02-30", ".inf", "[[[[[[", "{a: {b: {c: [1, 2]}}}", "'unclosed", "*nowhere",
    "&a [*a, *a]", "!ruby/object:Gem::Installer {i: x}", "!!python/object/apply:os.system ['true']", "\t- x",
    "::error::x", "\"\\e[31m\"", "\u202eabc", "https://u:p@x.org/?access_token=s3cr3t#id_token=t", "- - - - - - x",
    "9" * 5000, "a: b: c", "? x", "<<: *x", "|\n  text", "2024-01-01 25:61:61 +99:99", "/\\//..//../etc", "\x00",
    "{{ page }}", "a" * 70_000,
)  # fmt: skip
KEYS = (
    "title", "layout", "permalink", "date", "categories", "tags", "published", "redirect_from", "redirect_to",
    "description", "image", "lang", "excerpt_separator", "slug", "::add-mask::", "\u202ekey", "defaults", "url",
    "baseurl", "plugins", "collections", "include", "exclude", "kramdown", "markdown_ext", "timezone", "paginate",
    "paginate_path", "source", "layouts_dir", "includes_dir", "data_dir", "plugins_dir", "collections_dir",
    "destination", "feed", "relative_links", "theme", "future", "safe", "whitelist", "strict_front_matter",
)  # fmt: skip
LIQUID = (
    "{{ page | jsonify }}", "{{ site | inspect }}", "{% for p in site.pages %}{{ p.content | markdownify }}{% endfor %}",
    "{% for i in (1..1000000000) %}{{ i }}{% endfor %}", "{% tablerow i in (1..100000000) %}x{% endtablerow %}",
    "{% include {{ page.title }} %}", "{% include a.html a={{ b }} %}", "{% if site.posts.first contains site.data %}",
    "{{ 'a' | append: site | times: 1e99 | split: '' | sort | group_by: 'x' | join: site.data }}", "{% raw %}", "{%",
    "{{ 1 | divided_by: 0 }}", "{{ site.time | date: '%10000000d' }}", "{% capture x %}{{ x }}{{ x }}{% endcapture %}",
    "{{ page.url | relative_url | absolute_url | slice: -9, 99999999999999999999 }}", "{% link ../../etc/passwd %}",
    "{% post_url x %}", "{% unknown_tag %}", "{% cycle a, b %}{% increment a %}", "{{ site.data[site.data] }}",
    "{% assign a = site.pages | where: site.data, site.posts | map: nil | uniq | sort: 'x' %}{{ a }}",
    "{% for a in site.pages reversed limit:site offset:page %}{% break %}{% endfor %}", "{{ nil | where_exp: 'x', 'x >' }}",
)  # fmt: skip
MARKDOWN = (
    "[" * 3000, "> " * 2000 + "x", "*" * 5000, "- " * 1000 + "x", "<div>" * 2000, "`" * 3001, "$$" + "{" * 3000, "|a" * 2000,
    "[^1]" * 500, "![](" * 500, "&#x110000;&#0;&nosuch;", "{::options auto_ids=\"x\" /}", "{:toc}\n* x\n{:toc}",
    "$$\\def\\a{\\a\\a}\\a$$", "$$\\ce{" + "a" * 3000 + "}$$", "<!-- sitecheck: ignore[" + "x," * 500 + "] -->",
    "<!-- sitecheck: ignore[broken-link] -->", "<script src='https://cdn.mathjax.org/x.js'></script>", "\r\r\n\n\r",
    "[x](http://[::1]:99999/%zz?access_token=abc#a#b)", "[x](\u202ehttps://x.org)", "[x](<a\tb>)", "<a href='\x01'>x</a>",
    "# \u202ex {#a b}\n# x {: #a}\n# x", "x\ufeff\u2028y", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "*[a]: b\n" * 300 + "a " * 300, "~~~ ruby\n", "term\n: def\n" * 300, "a  \n" * 2000, "\\(" * 900,
)  # fmt: skip
SETTINGS = (
    "select: [all]\n", "select: [nothing]\n", "plugins: [antigravity]\n", "exclude: ['" + "**/" * 25 + "x']\n",
    "overrides: [{files: ['" + "*a" * 25 + "'], ignore: [broken-link]}]\n", "rules: {title-length: {max: -1}}\n",
    "math: {engine: katex, macros: {'::error::': '\\\\x'}}\n", "math: {macros: {a: ['#1', 9]}}\n", "a: &a [*a]\n",
    "external: {exclude: ['(a+)+$']}\n", "jekyll: {drafts: true, future: true, github-pages: true}\n", "- x\n",
    "fail-on: \"\\e[31m\"\n", "rules: {\"\\u202ex\": error}\n", "{\n", "\x00", "jekyll: 3\n", "overrides: {}\n",
)  # fmt: skip


def spoil(folder: Path, random_: random.Random) -> list[str]:
    """Spoils the site at ``folder`` in one to five ways; what was done, for the report."""
    ways = random_.choices(_WAYS, k=random_.randint(1, 5))
    for way in ways:
        with contextlib.suppress(OSError):  # no such name on this file system; an earlier way is in the way
            way(folder, random_)
    return [way.__name__.strip("_") for way in ways]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _folders(folder: Path) -> list[Path]:
    return [folder, *sorted(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())]


def _text(random_: random.Random) -> str:
    parts = [random_.choice(random_.choice((LIQUID, MARKDOWN, VALUES))) for _ in range(random_.randint(1, 6))]
    return random_.choice(("\n\n", "\n", " ", "")).join(parts)


def _matter(random_: random.Random) -> str:
    lines = [f"{random_.choice(KEYS)}: {random_.choice(VALUES)}" for _ in range(random_.randint(0, 5))]
    return "---\n" + "\n".join(lines) + random_.choice(("\n---\n", "\n...\n", "\n", "\n--- \n"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _odd_name(folder: Path, random_: random.Random) -> None:
    place = random_.choice(_folders(folder))
    Path(place, random_.choice(NAMES)).write_bytes(_bytes(_matter(random_) + _text(random_)))


def _raw_name(folder: Path, random_: random.Random) -> None:
    name = (
        os.fsencode(random_.choice(_folders(folder)))
        + b"/"
        + random_.randbytes(3).replace(b"/", b"x")
        + b"\xff.md"
    )
    with open(name.replace(b"\0", b"y"), "wb") as file:
        file.write(_bytes(_matter(random_)))


def _odd_folder(folder: Path, random_: random.Random) -> None:
    place = Path(random_.choice(_folders(folder)), random_.choice(NAMES))
    place.mkdir()
    Path(place, "index.md").write_bytes(_bytes(_matter(random_) + _text(random_)))


def _hostile_page(folder: Path, random_: random.Random) -> None:
    target = random_.choice(_files(folder))
    target.write_bytes(_bytes(_matter(random_) + _text(random_)))


def _more_text(folder: Path, random_: random.Random) -> None:
    target = random_.choice(_files(folder))
    target.write_bytes(target.read_bytes() + _bytes("\n" + _text(random_) + "\n"))


def _damaged(folder: Path, random_: random.Random) -> None:
    target = random_.choice(_files(folder))
    data = bytearray(target.read_bytes() or b"x")
    for _ in range(random_.randint(1, 20)):
        data[random_.randrange(len(data))] = random_.randrange(256)
    target.write_bytes(
        bytes(data[: random_.randint(0, len(data))]) if random_.random() < 0.3 else bytes(data)
    )


def _mixed_up(folder: Path, random_: random.Random) -> None:
    first, second = (random_.choice(_files(folder)) for _ in range(2))
    data = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(data)


def _encoded(folder: Path, random_: random.Random) -> None:
    target = random_.choice(_files(folder))
    text = target.read_bytes().decode("utf-8", "replace")
    target.write_bytes(text.encode(random_.choice(("utf-16", "utf-8-sig", "latin-1", "utf-32")), "replace"))


def _regular(folder: Path, name: str) -> Path:
    """A file to write; raises :class:`OSError` for a pipe, at which the writer would wait for ever."""
    path = Path(folder, name)
    if path.is_fifo():
        raise FileExistsError(path)
    return path


def _config(folder: Path, random_: random.Random) -> None:
    lines = [f"{random_.choice(KEYS)}: {random_.choice(VALUES)}\n" for _ in range(random_.randint(1, 6))]
    with _regular(folder, "_config.yml").open("ab") as file:
        file.write(_bytes("\n" + "".join(lines)))


def _settings(folder: Path, random_: random.Random) -> None:
    _regular(folder, ".sitecheck.yml").write_bytes(
        _bytes("".join(random_.sample(SETTINGS, random_.randint(1, 2))))
    )


def _linked(folder: Path, random_: random.Random) -> None:
    targets = ("..", "/", "/etc/hostname", "nowhere", ".", str(folder), str(random_.choice(_files(folder))))
    link = Path(
        random_.choice(_folders(folder)), random_.choice(("l", "_includes", "_data", "x.md", ".sitecheck"))
    )
    link.symlink_to(random_.choice(targets))


def _pipe(folder: Path, random_: random.Random) -> None:
    if hasattr(os, "mkfifo"):  # Windows has none
        name = random_.choice(("pipe.md", ".sitecheck.yml", "_config.yml"))
        os.mkfifo(Path(random_.choice(_folders(folder)), name))


def _turned(folder: Path, random_: random.Random) -> None:
    target = random_.choice(_files(folder))
    target.unlink()
    target.mkdir()


def _deep(folder: Path, random_: random.Random) -> None:
    place = folder
    for _ in range(random_.randint(20, 120)):
        place = place / random_.choice(("d", "_posts", "e f"))
    place.mkdir(parents=True)
    Path(place, "2024-01-01-x.md").write_bytes(_bytes(_matter(random_)))


def _many(folder: Path, random_: random.Random) -> None:
    for number in range(random_.randint(20, 60)):
        Path(folder, f"many{number}.md").write_bytes(_bytes(_matter(random_) + random_.choice(LIQUID)))


def _data(folder: Path, random_: random.Random) -> None:
    place = Path(folder, "_data")
    place.mkdir(exist_ok=True)
    name = random_.choice(("x.yml", "x.json", "x.csv", "x.tsv", "\u202e.yml"))
    Path(place, name).write_bytes(_bytes(random_.choice(("[" * 2000, 'a,b\n"', '{"a": 1e999}', *VALUES))))


def _repository(folder: Path, random_: random.Random) -> None:
    for name in ("objects", "refs"):
        Path(folder, name).mkdir(exist_ok=True)
    Path(folder, "HEAD").write_text("ref: refs/heads/main\n")
    Path(folder, "config").write_text("[core]\n\tbare = false\n\tfsmonitor = false\n")


_WAYS: Sequence[Callable[[Path, random.Random], None]] = (
    _odd_name, _raw_name, _odd_folder, _hostile_page, _hostile_page, _hostile_page, _more_text, _more_text,
    _more_text, _damaged, _damaged, _mixed_up, _encoded, _config, _config, _settings, _linked, _pipe, _turned,
    _deep, _many, _data, _repository,
)  # fmt: skip
