"""Whole Jekyll sites from a seed, and edits of them.

``make_site(folder, seed)`` writes a site of some twenty files that hang together: configuration, plugins,
Gemfile, data, layouts, includes, collections, posts (some due within seconds), drafts, pages, files that are
copied, settings of sitecheck, and links from one place of the site to another. The same seed and moment give
the same site. ``edit_site(folder, random)`` changes something in it and says what.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from random import Random

from tests.fuzz.contents import AROUND, Names, front_matter, text_of

USUAL = (
    *("_config.yml", "index.md", "about.md", "_layouts/default.html", "_layouts/page.html"),
    *("_includes/nav.html", "_data/links.yml", "_posts/2020-01-01-first.md", "_posts/2021-02-03-second.md"),
)
"""Files that nearly every site has."""

PATHS = (
    *USUAL,
    *(".sitecheck.yml", "Gemfile", "Gemfile.lock", "site.gemspec", "_config.toml", "CNAME", "package.json"),
    *("_plugins/hook.rb", "_plugins/deep/made.rb", "lib/made.rb"),
    *("_data/nav.json", "_data/people.csv", "_data/flags.yml", "_data/sub/deep.yml", "_data/t.tsv"),
    *("_layouts/post.html", "_layouts/math.html", "_layouts/deep/one.html"),
    *("_includes/head.html", "_includes/deep/leaf.html", "_includes/.hidden.html", "_includes/math.html"),
    *("_includes/note.md", "inc/nav.html", "parts/x.html"),
    *("_docs/one.md", "_docs/two.md", "_docs/sub/three.html", "_docs/raw.txt", "_docs/four.yml"),
    *("_events/undated.md", "_events/2020-01-01-dated.md", "_tags/a.md", "all/_docs/one.md"),
    *("_posts/2022-03-04-third.html", "_posts/2019-01-01-data.yml", "_posts/sub/2020-05-05-deep.md"),
    *("_posts/2999-01-01-far.md", "_posts/not-a-post.md", "blog/_posts/2020-06-06-blog.md"),
    *("all/_posts/2020-07-07-all.md", "_drafts/idea.md", "blog/_drafts/other.md"),
    *("index.html", "404.html", "tags.html", "feed.xml", "notes.txt", "plain.md", "README.md", "side.md"),
    *("docs/index.html", "docs/guide.md", "docs/README.md", "docs/sub/side.md", "blog/index.html"),
    *(
        "css/main.scss",
        "_sass/part.scss",
        "assets/math.js",
        "assets/dyn.js",
        "img/logo.png",
        "static/page.html",
    ),
    *("_pages/inner.md", ".hidden.md", ".well-known/x.md", "~backup.md", "sub/side.md", "robots.txt"),
    *("node_modules/pkg/readme.md", "node_modules/pkg/index.js", "node_modules/top.md"),
    *("vendor/bundle/x.md", "vendor/theme/x.md", "_site/index.html", ".git/config", "src/index.md"),
    *("src/_layouts/default.html", "out/page.html", ".jekyll-cache/x.md", "docs/_posts/2020-08-08-docs.md"),
    *AROUND,
)
"""Files that a site may have; each is made by its name (:mod:`tests.fuzz.contents`)."""

LINKS = (
    *(
        ("link.md", "about.md"),
        ("linked-docs", "docs"),
        ("nm", "node_modules/pkg"),
        ("dangling.md", "gone.md"),
    ),
    *(("_includes/linked", "../parts"), ("_layouts/other.html", "page.html"), ("loop", ".")),
    *(("_data/other.yml", "links.yml"), ("vendored", "vendor/bundle"), ("_posts/more", "../blog/_posts")),
)
"""Symbolic links that a site may have, and where they lead."""


def make_site(folder: Path, seed: int, now: datetime | None = None) -> None:
    """Writes the site that ``seed`` names into ``folder``; posts that are due soon are due after ``now``."""
    random = Random(seed)
    paths = [*USUAL, *random.sample(PATHS[len(USUAL) :], random.randint(5, 20))]
    names = Names(paths, now or datetime.now(timezone.utc))
    for path in paths:
        if random.random() < 0.97:
            _write(folder / path, text_of(path, random, names))
    for path, target in random.sample(LINKS, random.choice((0, 0, 1, 2))):
        _link(folder / path, target)


def edit_site(folder: Path, random: Random, now: datetime | None = None) -> str:
    """Changes something in the site at ``folder`` and says what, in a few words."""
    names = Names(sorted(_files(folder)), now or datetime.now(timezone.utc))
    while True:
        (edit,) = random.choices(tuple(_EDITS), tuple(_EDITS.values()))
        if said := edit(folder, random, names):
            return f"{edit.__name__.lstrip('_')} {said}"


def _files(folder: Path) -> Iterator[str]:
    """Every file and link below ``folder``."""
    for above, folders, files in os.walk(folder):
        for name in (*files, *(each for each in folders if os.path.islink(os.path.join(above, each)))):
            yield os.path.relpath(os.path.join(above, name), folder).replace(os.sep, "/")


def _write(path: Path, data: bytes) -> bool:
    """Writes a file where no file stands in the way; whether it did."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError:  # a file in the place of a folder, a link that leads nowhere, a pipe
        return False
    return True


def _link(path: Path, target: str) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)
    except OSError:
        return False
    return True


def _regular(folder: Path, random: Random, names: Names) -> str:
    """A regular file of the site, those that matter to many more often; "" when there is none."""
    paths = [path for path in names.paths if (folder / path).is_file() and not (folder / path).is_symlink()]
    shaping = [path for path in paths if path.startswith((*"_.G",))]
    return random.choice(shaping if shaping and random.random() < 0.5 else paths) if paths else ""


# edits: each says what it changed, "" when there was nothing to change


def _rewrite(folder: Path, random: Random, names: Names) -> str:
    path = _regular(folder, random, names)
    return path if path and _write(folder / path, text_of(path, random, names)) else ""


def _create(folder: Path, random: Random, names: Names) -> str:
    path = random.choice([path for path in PATHS if path not in names.paths] or [""])
    return path if path and _write(folder / path, text_of(path, random, names)) else ""


def _create_beside(folder: Path, random: Random, names: Names) -> str:
    """A new file in a folder that has others, under a name of its own."""
    path = _regular(folder, random, names)
    above, _, name = path.rpartition("/")
    new = f"{above}/{random.randint(0, 9)}-{name}".lstrip("/")
    return new if path and _write(folder / new, text_of(new, random, names)) else ""


def _delete(folder: Path, random: Random, names: Names) -> str:
    path = random.choice(names.paths or [""])
    if not path or len(names.paths) < 6:
        return ""
    (folder / path).unlink()
    return path


def _rename(folder: Path, random: Random, names: Names) -> str:
    path = _regular(folder, random, names)
    target = random.choice(PATHS)
    if not path or path == target or (folder / target).is_dir():
        return ""
    try:
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).replace(folder / target)
    except OSError:
        return ""
    return f"{path} to {target}"


def _rename_folder(folder: Path, random: Random, names: Names) -> str:
    folders = sorted({path.split("/")[0] for path in names.paths if "/" in path})
    if not folders:
        return ""
    path, target = (
        random.choice(folders),
        random.choice(("docs", "_docs", "_pages", "vendor", "src", "node_modules")),
    )
    if os.path.lexists(folder / target) or (folder / path).is_symlink():
        return ""
    (folder / path).rename(folder / target)
    return f"{path} to {target}"


def _swap(folder: Path, random: Random, names: Names) -> str:
    """Two files change places: names, sizes and times stay, each at the other's."""
    one, two = _regular(folder, random, names), _regular(folder, random, names)
    if not one or one == two:
        return ""
    between = folder / "between.tmp"
    (folder / one).replace(between)
    (folder / two).replace(folder / one)
    between.replace(folder / two)
    return f"{one} and {two}"


def _flip(folder: Path, random: Random, names: Names) -> str:
    """One letter becomes another: the same size, and the same modification time, too."""
    path = _regular(folder, random, names)
    data = bytearray((folder / path).read_bytes()) if path else bytearray()
    letters = [at for at, byte in enumerate(data) if chr(byte).isalnum()]
    if not letters:
        return ""
    at = random.choice(letters)
    data[at] = (
        ord("2" if data[at] == ord("1") else "1") if chr(data[at]).isdigit() else 97 + (data[at] - 96) % 26
    )
    before = os.stat(folder / path)
    (folder / path).write_bytes(data)
    os.utime(folder / path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return f"{path} at {at}"


def _rematter(folder: Path, random: Random, names: Names) -> str:
    """New front matter on the same body."""
    path = _regular(folder, random, names)
    text = (folder / path).read_bytes() if path.endswith((".md", ".html", ".txt", ".xml")) else b""
    if not text:
        return ""
    parts = text.split(b"---\n", 2) if text.startswith(b"---\n") else [text]
    _write(folder / path, front_matter(random, names).encode() + parts[-1])
    return path


def _mix(folder: Path, random: Random, names: Names) -> str:
    """Lines of one file in another, or none in their place: a link, a heading, a condition, a setting."""
    one, two = _regular(folder, random, names), _regular(folder, random, names)
    if not one:
        return ""
    given, lines = (Path(folder, each).read_bytes().split(b"\n") for each in (one, two))
    start, at = random.randrange(len(given)), random.randrange(len(lines))
    lines[at : at + random.choice((0, 1, 3))] = given[start : start + random.choice((0, 1, 1, 4))]
    _write(folder / two, b"\n".join(lines))
    return f"{one} from {start} into {two} at {at}"


def _truncate(folder: Path, random: Random, names: Names) -> str:
    path = _regular(folder, random, names)
    if not path:
        return ""
    data = (folder / path).read_bytes()
    _write(folder / path, data[: random.randint(0, len(data))])
    return path


def _touch(folder: Path, random: Random, names: Names) -> str:
    """Another modification time, the content stays: the date of a draft."""
    path = _regular(folder, random, names)
    if path:
        moment = names.now.timestamp() + random.choice((-500_000_000, -5, 5, 5_000_000))
        os.utime(folder / path, (moment, moment))
    return path


def _to_folder(folder: Path, random: Random, names: Names) -> str:
    """A folder in the place of a file, with a file in it."""
    path = _regular(folder, random, names)
    if not path:
        return ""
    (folder / path).unlink()
    _write(folder / path / "index.md", text_of("index.md", random, names))
    return path


def _to_file(folder: Path, random: Random, names: Names) -> str:
    """A file in the place of a folder."""
    folders = sorted({path.split("/")[0] for path in names.paths if "/" in path})
    path = random.choice(folders or [""])
    if not path or (folder / path).is_symlink() or len(names.paths) < 12:
        return ""
    shutil.rmtree(folder / path)
    _write(folder / path, text_of("plain.md", random, names))
    return path


def _to_link(folder: Path, random: Random, names: Names) -> str:
    """A link to another file or folder in the place of a file or link."""
    path = random.choice(names.paths or [""])
    target = random.choice((*names.paths, *(each.split("/")[0] for each in names.paths), "gone"))
    if not path or path == "_config.yml":
        return ""
    (folder / path).unlink()
    up = "../" * path.count("/")
    return f"{path} to {target}" if _link(folder / path, up + target) else f"{path} to nothing"


def _new_link(folder: Path, random: Random, names: Names) -> str:
    path, target = random.choice(LINKS)
    return path if not os.path.lexists(folder / path) and _link(folder / path, target) else ""


def _new_folder(folder: Path, random: Random, names: Names) -> str:
    path = random.choice(
        ("docs", "_plugins", "_data/sub", "_includes", "empty", "_layouts", "src", "_drafts")
    )
    if os.path.lexists(folder / path) or not (folder / path).parent.is_dir():
        return ""
    (folder / path).mkdir()
    return path


def _pipe(folder: Path, random: Random, names: Names) -> str:
    """A pipe, from which nobody may ever read."""
    path = random.choice(PATHS)
    if not hasattr(os, "mkfifo") or os.path.lexists(folder / path) or not (folder / path).parent.is_dir():
        return ""
    os.mkfifo(folder / path)
    return path


Edit = Callable[[Path, Random, Names], str]

_EDITS: dict[Edit, int] = {
    _rewrite: 30,
    _rematter: 12,
    _flip: 12,
    _mix: 12,
    _create: 14,
    _create_beside: 4,
    _delete: 8,
    _rename: 6,
    _swap: 3,
    _truncate: 3,
    _touch: 4,
    _to_folder: 1,
    _to_file: 1,
    _to_link: 2,
    _new_link: 2,
    _new_folder: 1,
    _rename_folder: 1,
    _pipe: 1,
}
