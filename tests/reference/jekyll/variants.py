"""Seeded site variants: small sites that mix every setting that decides an address."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

COUNT = 420
BUILD_TIME = "2026-06-15 12:00:00 +0000"
MTIME = 1_750_000_000  # 2025-06-15

PLUGIN_SETS: tuple[tuple[str, ...], ...] = (
    (),
    ("jekyll-feed", "jekyll-sitemap"),
    ("jekyll-redirect-from", "jekyll-sitemap"),
    ("jekyll-optional-front-matter", "jekyll-readme-index", "jekyll-titles-from-headings"),
    ("jekyll-paginate", "jekyll-feed"),
    ("jekyll-archives",),
    ("jekyll-feed", "jekyll-redirect-from", "jekyll-optional-front-matter", "jekyll-readme-index"),
    ("jekyll-paginate-v2",),
)

STYLES: tuple[str | None, ...] = (
    None, "pretty", "none", "date", "ordinal", "weekdate", "/:categories/:title/", "/:title/",
    "/blog/:year/:month/:day/:title.html", "/:year/:i_month/:i_day/:slug",
    "/:slugified_categories/:short_year/:short_month/:long_month/:title:output_ext",
    "/w/:w_year/:week/:w_day/:short_day/:long_day/:y_day/:title", "/t/:hour/:minute/:second/:title/",
    "/:path/", "/p/:name", "/x/:collection/:slug/", "/:year_:month/:title",
)  # fmt: skip
NAMES = (
    "about", "Über uns", "a b c", "C++ & co", "it's", "index", "README", "contact.us", "two..dots", "UPPER",
    "日本語", "emoji 😀", "per%20cent", "plus+sign", "comma,here", "semi;colon", "at@home", "(paren)", "[x]",
    "tilde~x", "v1.2", "naïve café", "under_score", "dash--dash", "-lead", "hash#tag", "q?x", "equals=1",
    "İstanbul", "ΣΊΣΥΦΟΣ", "LICENSE", "feed", "404", "a'b\"c", "trail-", "x^y", "пример",
)  # fmt: skip
EXTENSIONS = (
    "md", "md", "md", "markdown", "mkd", "MD", "html", "html", "htm", "xhtml", "xml", "txt", "json", "css",
    "js", "scss", "", "svg", "yml",
)  # fmt: skip
FOLDERS = ("", "", "docs", "docs/guide", "Docs Ü", "blog", "a.b", "_pages", "_private", "tmp1", "x/y/z", "en")
PAGE_PERMALINKS = (
    "/custom/", "/custom/page", "/custom/page.html", "rel/ative", "/:path/:basename/", "/:basename:output_ext",
    "/:title/", "/dots/../up/", "//double//slash/", "/ünï cödé/", "/with%20escape/", "/a.b/", "/feed.php",
    "/", "/x/index.html", "/caps/PAGE", "/q?x=1", "/h#y", "/:path/static.xml",
)  # fmt: skip
POST_PERMALINKS = (
    "/:year/:title/", "/:categories/:title.html", "/fixed/", "/fixed.html", "/:slug", "news/:i_day-:i_month/:title/",
    "/:title:output_ext", "/:collection/:name/", "/x.y/:title", "/:short_year_:month_:day/",
)  # fmt: skip
COLLECTION_PERMALINKS = (
    None, None, "/:collection/:path/", "/:collection/:path:output_ext", "/:name", "/c/:title/", "/:path.html",
    "/:year/:title", "/:collection/:slug:output_ext", "/:categories/:title/", "pretty",
)  # fmt: skip
DATES: tuple[str, ...] = (
    "2024-02-03", "2024-02-03 23:30:00", "2024-02-03 01:00:00 +0900", "'2024-02-03 22:15'", "2024-1-2",
    "2024-12-30 23:59:59 -0800", "'Feb 3, 2024'", "'3 February 2024 10:00'", "20240203", "2024/02/03",
    "'03/02/2024'", "2024-02-30", "2024-07-01T00:30:00Z", "'2024-07-01T05:06+02:00'", "2027-01-01",
    "'2024-02-03 7:08 PM'", "'Sat Feb  3 10:11:12 CET 2024'", "'2024-02-03 10:00:00 EST'",
)  # fmt: skip
CATEGORIES = ("news", "News Ü", "[a, b]", "[A B, c/d]", "x y", "2024", "[1, true]", "''", "[]", "'a, b'", "null")
PUBLISHED = ("false", "true", "", "0", "'false'", "no")
INCLUDES = (
    ["_pages"], [".htaccess", ".well-known"], ["_private/keep.html"], ["*.bak~"], ["_pages/about.md"], [".x*"],
    ["_p*"], ["README.md"], [],
)  # fmt: skip
EXCLUDES = (
    ["docs"], ["docs/guide"], ["*.txt"], ["tmp"], ["**/*.json"], ["x/*/z"], ["README.md", "LICENSE"], ["blog/"],
    ["d?cs"], ["_posts/2024-*"], ["en/"], ["[a-b]*"], ["/docs/guide/"], ["vendor"], ["*.html"], ["_books/x*"],
)  # fmt: skip
SCOPES: tuple[dict[str, Any], ...] = (
    {"path": ""}, {"path": "docs"}, {"path": "docs/guide"}, {"path": "", "type": "posts"}, {"path": "_posts"},
    {"path": "", "type": "pages"}, {"path": "blog", "type": "posts"}, {"path": "_books", "type": "books"},
    {"path": "", "type": "books"}, {"path": "docs/*"}, {"path": "**/guide"}, {"path": "/docs"}, {"type": "page"},
    {"path": "docs/guide/*.md"}, {"path": "assets"}, {"path": "", "type": "drafts"}, {"path": "en", "type": "post"},
)  # fmt: skip
VALUES: tuple[dict[str, Any], ...] = (
    {"permalink": "/def/:basename/"}, {"permalink": "/def/:title/"}, {"layout": "default"}, {"published": False},
    {"categories": "def cat"}, {"categories": ["one", "Two"]}, {"tags": ["t1"]}, {"title": "Default title"},
    {"slug": "def-slug"}, {"permalink": "/d/:year/:title.html"}, {"nested": {"a": 1}}, {"redirect_from": "/from/"},
)  # fmt: skip
STATIC = (
    "assets/logo.png", "assets/a b.png", "assets/per%20cent.png", "robots.txt", ".htaccess", ".hidden", "x~",
    "#draft.txt", "~tilde", "two..dots.png", "noext", "assets/ü.svg", "vendor/bundle/x.js", "vendor/x.js",
    "node_modules/a/b.js", "Gemfile", "Gemfile.lock", "gemfiles/a", ".well-known/x.json", "docs/data.json",
    "_private/keep.html", "_pages/raw.html", "sitemap.xml", "a.b/c.d/e", "ends.", "docs/README.md", "README.md",
    "LICENSE.md", "docs/index.html", "plain.md", "en/readme.markdown", "CONTRIBUTING.md", "blog/notes.md",
)  # fmt: skip


class Variant:
    """One generated site: its files, and what it sets."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)  # noqa: S311
        self.plugins = PLUGIN_SETS[seed % len(PLUGIN_SETS)]
        self.files: dict[str, str] = {}
        self.config = self._config()
        self._contents()

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def write(self, root: Path) -> None:
        """Write the site below ``root``."""
        text = json.dumps(self.config, ensure_ascii=False, indent=1)
        for name, body in {"_config.yml": text, **self.files}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8", newline="")
            os.utime(path, (MTIME, MTIME))

    def _config(self) -> dict[str, Any]:
        pick, config = self.random.choice, {"plugins": list(self.plugins), "quiet": True}
        style = pick(STYLES)
        if style is not None:
            config["permalink"] = style
        for key, values, probability in (
            ("baseurl", ("/base", "/deep/base", ""), 0.3),
            ("timezone", ("America/New_York", "Asia/Tokyo", "Europe/Rome", "UTC"), 0.5),
            ("future", (True, False), 0.4),
            ("show_drafts", (True,), 0.35),
            ("unpublished", (True,), 0.15),
            ("limit_posts", (2, 50), 0.15),
            ("include", INCLUDES, 0.4),
            ("exclude", EXCLUDES, 0.5),
            ("markdown_ext", ("md,txt", "markdown,md"), 0.15),
            ("collections_dir", ("content", "docs/colls"), 0.15),
            ("permalink", ("/:categories/:year/:title/",), 0.05),
        ):
            if self.chance(probability):
                config[key] = pick(values)
        config["collections"] = self._collections()
        if self.chance(0.6):
            sets = [{"scope": dict(pick(SCOPES)), "values": dict(pick(VALUES))} for _ in range(self.random.randint(1, 4))]
            config["defaults"] = sets
        self._plugin_settings(config)
        return config

    def _collections(self) -> Any:
        labels = self.random.sample(["books", "my_docs", "Talks.x", "empty", "pages"], self.random.randint(0, 3))
        if self.chance(0.1):
            return labels
        found: dict[str, Any] = {}
        for label in labels:
            meta: dict[str, Any] = {}
            if self.chance(0.8):
                meta["output"] = self.chance(0.85)
            permalink = self.random.choice(COLLECTION_PERMALINKS)
            if permalink:
                meta["permalink"] = permalink
            if self.chance(0.2):
                meta["sort_by"] = "order"
            found[label] = meta
        if self.chance(0.1):
            found["posts"] = {"permalink": "/posts/:title/"}
        return found

    def _plugin_settings(self, config: dict[str, Any]) -> None:
        pick = self.random.choice
        if "jekyll-feed" in self.plugins and self.chance(0.5):
            config["feed"] = pick(
                (
                    {"path": "atom.xml"}, {"categories": ["news", "a b"]}, {"collections": ["books"]},
                    {"collections": {"books": {"path": "/b.xml", "categories": ["q"]}}}, {"tags": True},
                    {"tags": {"only": ["t1", "x-y"], "path": "tags/"}},
                )  # fmt: skip
            )
        if "jekyll-redirect-from" in self.plugins and self.chance(0.3):
            config["redirect_from"] = {"json": False}
        if "jekyll-paginate" in self.plugins:
            config["paginate"] = pick((1, 2, 3))
            config["paginate_path"] = pick(("/page:num", "/blog/page:num/", "/blog/p/:num", "page-:num/"))
        if "jekyll-archives" in self.plugins:
            config["jekyll-archives"] = pick(
                (
                    {"enabled": "all"}, {"enabled": ["categories", "tags"]}, {"enabled": ["year", "month"]},
                    {"enabled": True, "permalinks": {"tag": "/t/:name", "category": "/c/:name.html", "year": "/:type/:year"}},
                )  # fmt: skip
            )
        if "jekyll-paginate-v2" in self.plugins:
            config["pagination"] = pick(
                (
                    {"enabled": True, "per_page": 2}, {"enabled": True, "per_page": 1, "permalink": "/p/:num/"},
                    {"enabled": True, "per_page": 2, "permalink": "/page:num.html", "limit": 2},
                    {"enabled": True, "per_page": 2, "indexpage": "index"},
                )  # fmt: skip
            )
        for key in ("optional_front_matter", "readme_index"):
            if self.chance(0.2):
                config[key] = pick(({"remove_originals": True}, {"enabled": False}, {"with_frontmatter": True}))

    def _contents(self) -> None:
        base = self.config.get("collections_dir", "")
        prefix = f"{base}/" if base else ""
        self.files["_layouts/default.html"] = "{{ content }}"
        self.files["_layouts/autopage_tags.html"] = "{{ content }}"
        for _ in range(self.random.randint(4, 12)):
            self._page()
        for _ in range(self.random.randint(2, 8)):
            self._post(prefix)
        labels = self.config["collections"]
        for label in labels:
            if label not in ("posts", "empty"):
                for _ in range(self.random.randint(1, 4)):
                    self._document(f"{prefix}_{label}")
        for name in self.random.sample(STATIC, self.random.randint(3, 12)):
            self.files.setdefault(name, f"SRC:{name}\n" if self.chance(0.8) else f"# Head\n\nSRC:{name}\n")
        if self.chance(0.7):
            matter = {"pagination": {"enabled": True}} if "jekyll-paginate-v2" in self.plugins else {}
            if self.chance(0.2):
                matter["permalink"] = "/list/"
            place = self.random.choice(("index.html", "blog/index.html"))
            self._put(place, matter)

    def _put(self, path: str, matter: dict[str, Any] | list[str]) -> None:
        lines = matter if isinstance(matter, list) else [f"{k}: {json.dumps(v)}" for k, v in matter.items()]
        if path in self.files or any(path.startswith(other + "/") or other.startswith(path + "/") for other in self.files):
            return
        mark = f"/* SRC:{path}\n*/" if path.endswith(("css", "js")) else f"SRC:{path}"
        self.files[path] = "\n".join(["---", *lines, "---", mark, ""])

    def _name(self) -> str:
        ext = self.random.choice(EXTENSIONS)
        name = self.random.choice(NAMES)
        return f"{name}.{ext}" if ext else name

    def _page(self) -> None:
        folder = self.random.choice(FOLDERS)
        name = self._name()
        matter: list[str] = []
        if self.chance(0.35):
            matter.append(f"permalink: {json.dumps(self.random.choice(PAGE_PERMALINKS), ensure_ascii=False)}")
        if self.chance(0.12):
            matter.append(f"published: {self.random.choice(PUBLISHED)}")
        if self.chance(0.2):
            matter.append("layout: default")
        if self.chance(0.15):
            matter.append(f"redirect_from: {self.random.choice(('/old', '[/o1/, o2.html]', '/a b/', '', '/x.php'))}")
        if self.chance(0.05):
            matter.append("title: A: B")
        self._put(f"{folder}/{name}" if folder else name, matter)

    def _post(self, prefix: str) -> None:
        above = self.random.choice(("", "", "", "cat", "Cat Two/sub", "blog", "en"))
        magic = "_drafts" if self.chance(0.15) else "_posts"
        below = self.random.choice(("", "", "", "2024", "deep/er", "_hidden"))
        date = self.random.choice(("2024-01-31", "2023-12-31", "2024-2-3", "2027-05-05", "24-03-04", "2024-02-29"))
        stem = self.random.choice(NAMES)
        ext = self.random.choice(("md", "md", "markdown", "html", "txt", "textile"))
        name = f"{date}-{stem}.{ext}" if magic == "_posts" or self.chance(0.2) else f"{stem}.{ext}"
        if magic == "_posts" and self.chance(0.05):
            name = f"{stem}.{ext}"
        path = "/".join(part for part in (prefix.rstrip("/"), above, magic, below, name) if part)
        if self.chance(0.06):
            self.files.setdefault(path, f"SRC:{path}\n")
        else:
            self._put(path, self._post_matter(POST_PERMALINKS))

    def _post_matter(self, permalinks: tuple[str, ...]) -> list[str]:
        matter: list[str] = []
        for key, values, probability in (
            ("date", DATES, 0.35),
            ("categories", CATEGORIES, 0.3),
            ("category", ("single", "Two Words", "[x, y]", "null"), 0.15),
            ("tags", ("[a, B c]", "x y", "2024", "t1", "null"), 0.3),
            ("tag", ("solo",), 0.05),
            ("title", ("'A title'", "null", "'Ünï'", "42"), 0.3),
            ("slug", ("my-slug", "'My Slug Ü'", "2024", "'a.b'", "C++"), 0.2),
            ("published", PUBLISHED, 0.12),
            ("hidden", ("true", "false"), 0.1),
            ("order", ("1", "2", "'x'"), 0.2),
            ("redirect_from", ("/rf/", "[/rf1, rf2/]"), 0.1),
        ):
            if self.chance(probability):
                matter.append(f"{key}: {self.random.choice(values)}")
        if self.chance(0.25):
            matter.append(f"permalink: {json.dumps(self.random.choice(permalinks))}")
        if self.chance(0.04):
            matter.append("broken: [")
        return matter

    def _document(self, folder: str) -> None:
        below = self.random.choice(("", "", "sub", "a b/c", "_under", ".dot"))
        date = self.random.choice(("", "", "", "2024-03-04-"))
        path = "/".join(part for part in (folder, below, date + self._name()) if part)
        if self.chance(0.2):
            self.files.setdefault(path, f"SRC:{path}\n")
        else:
            self._put(path, self._post_matter(POST_PERMALINKS))
