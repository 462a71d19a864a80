"""Seeded site variants: small sites that mix every setting that decides an address."""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

COUNT = 420
BUILD_TIME = "2026-06-15 12:00:00 +0000"
CHOICES: dict[str, list[Any]] = json.loads(
    Path(__file__).with_name("variant_choices.json").read_text("utf-8")
)
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


class Variant:
    """One generated site: its files, and what it sets."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)
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
        style = pick(CHOICES["styles"])
        if style is not None:
            config["permalink"] = style
        for key, values, probability in (
            ("baseurl", ("/base", "/deep/base", ""), 0.3),
            ("timezone", ("America/New_York", "Asia/Tokyo", "Europe/Rome", "UTC"), 0.5),
            ("future", (True, False), 0.4),
            ("show_drafts", (True,), 0.35),
            ("unpublished", (True,), 0.15),
            ("limit_posts", (2, 50), 0.15),
            ("include", CHOICES["includes"], 0.4),
            ("exclude", CHOICES["excludes"], 0.5),
            ("markdown_ext", ("md,txt", "markdown,md"), 0.15),
            ("collections_dir", ("content", "docs/colls"), 0.15),
            ("permalink", ("/:categories/:year/:title/",), 0.05),
        ):
            if self.chance(probability):
                config[key] = pick(values)
        config["collections"] = self._collections()
        if self.chance(0.6):
            sets = [
                {"scope": dict(pick(CHOICES["scopes"])), "values": dict(pick(CHOICES["values"]))}
                for _ in range(self.random.randint(1, 4))
            ]
            config["defaults"] = sets
        self._plugin_settings(config)
        return config

    def _collections(self) -> Any:
        labels = self.random.sample(
            ["books", "my_docs", "Talks.x", "empty", "pages"], self.random.randint(0, 3)
        )
        if self.chance(0.1):
            return labels
        found: dict[str, Any] = {}
        for label in labels:
            meta: dict[str, Any] = {}
            if self.chance(0.8):
                meta["output"] = self.chance(0.85)
            permalink = self.random.choice(CHOICES["collection_permalinks"])
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
                    {"path": "atom.xml"},
                    {"categories": ["news", "a b"]},
                    {"collections": ["books"]},
                    {"collections": {"books": {"path": "/b.xml", "categories": ["q"]}}},
                    {"tags": True},
                    {"tags": {"only": ["t1", "x-y"], "path": "tags/"}},
                )
            )
        if "jekyll-redirect-from" in self.plugins and self.chance(0.3):
            config["redirect_from"] = {"json": False}
        if "jekyll-paginate" in self.plugins:
            config["paginate"] = pick((1, 2, 3))
            config["paginate_path"] = pick(("/page:num", "/blog/page:num/", "/blog/p/:num", "page-:num/"))
        if "jekyll-archives" in self.plugins:
            config["jekyll-archives"] = pick(
                (
                    {"enabled": "all"},
                    {"enabled": ["categories", "tags"]},
                    {"enabled": ["year", "month"]},
                    {
                        "enabled": True,
                        "permalinks": {
                            "tag": "/t/:name",
                            "category": "/c/:name.html",
                            "year": "/:type/:year",
                        },
                    },
                )
            )
        if "jekyll-paginate-v2" in self.plugins:
            config["pagination"] = pick(
                (
                    {"enabled": True, "per_page": 2},
                    {"enabled": True, "per_page": 1, "permalink": "/p/:num/"},
                    {"enabled": True, "per_page": 2, "permalink": "/page:num.html", "limit": 2},
                    {"enabled": True, "per_page": 2, "indexpage": "index"},
                )
            )
            if self.chance(0.6):
                config["autopages"] = pick(
                    (
                        {"enabled": True},
                        {
                            "enabled": True,
                            "tags": {"permalink": "/t/:tag.html", "slugify": {"mode": "pretty"}},
                        },
                        {"enabled": True, "categories": {"layouts": ["default.html", "gone.html"]}},
                        {
                            "enabled": True,
                            "collections": {"enabled": False},
                            "tags": {"permalink": "t/:tag/"},
                        },
                        {"enabled": False},
                    )
                )
        for key in ("optional_front_matter", "readme_index"):
            if self.chance(0.2):
                config[key] = pick(
                    ({"remove_originals": True}, {"enabled": False}, {"with_frontmatter": True})
                )

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
        for name in self.random.sample(CHOICES["static"], self.random.randint(3, 12)):
            self.files.setdefault(name, f"SRC:{name}\n" if self.chance(0.8) else f"# Head\n\nSRC:{name}\n")
        if self.chance(0.7):
            matter = {"pagination": {"enabled": True}} if "jekyll-paginate-v2" in self.plugins else {}
            if self.chance(0.2):
                matter["permalink"] = "/list/"
            place = self.random.choice(("index.html", "blog/index.html"))
            self._put(place, matter)

    def _put(self, path: str, matter: dict[str, Any] | list[str]) -> None:
        lines = matter if isinstance(matter, list) else [f"{k}: {json.dumps(v)}" for k, v in matter.items()]
        if path in self.files or any(
            path.startswith(other + "/") or other.startswith(path + "/") for other in self.files
        ):
            return
        mark = f"/* SRC:{path}\n*/" if path.endswith(("css", "js")) else f"SRC:{path}"
        self.files[path] = "\n".join(["---", *lines, "---", mark, ""])

    def _name(self) -> str:
        ext = self.random.choice(CHOICES["extensions"])
        name = self.random.choice(CHOICES["names"])
        return f"{name}.{ext}" if ext else name

    def _page(self) -> None:
        folder = self.random.choice(CHOICES["folders"])
        name = self._name()
        matter: list[str] = []
        if self.chance(0.35):
            matter.append(
                f"permalink: {json.dumps(self.random.choice(CHOICES['page_permalinks']), ensure_ascii=False)}"
            )
        if self.chance(0.12):
            matter.append(f"published: {self.random.choice(CHOICES['published'])}")
        if self.chance(0.2):
            matter.append("layout: default")
        if self.chance(0.15):
            matter.append(
                f"redirect_from: {self.random.choice(('/old', '[/o1/, o2.html]', '/a b/', '', '/x.php'))}"
            )
        if self.chance(0.05):
            matter.append("title: A: B")
        self._put(f"{folder}/{name}" if folder else name, matter)

    def _post(self, prefix: str) -> None:
        above = self.random.choice(("", "", "", "cat", "Cat Two/sub", "blog", "en"))
        magic = "_drafts" if self.chance(0.15) else "_posts"
        below = self.random.choice(("", "", "", "2024", "deep/er", "_hidden"))
        date = self.random.choice(
            ("2024-01-31", "2023-12-31", "2024-2-3", "2027-05-05", "24-03-04", "2024-02-29")
        )
        stem = self.random.choice(CHOICES["names"])
        ext = self.random.choice(("md", "md", "markdown", "html", "txt", "textile"))
        name = f"{date}-{stem}.{ext}" if magic == "_posts" or self.chance(0.2) else f"{stem}.{ext}"
        if magic == "_posts" and self.chance(0.05):
            name = f"{stem}.{ext}"
        path = "/".join(part for part in (prefix.rstrip("/"), above, magic, below, name) if part)
        if self.chance(0.06):
            self.files.setdefault(path, f"SRC:{path}\n")
        else:
            self._put(path, self._post_matter(CHOICES["post_permalinks"]))

    def _post_matter(self, permalinks: tuple[str, ...]) -> list[str]:
        matter: list[str] = []
        for key, values, probability in (
            ("date", CHOICES["dates"], 0.35),
            ("categories", CHOICES["categories"], 0.3),
            ("category", ("single", "Two Words", "[x, y]", "null"), 0.15),
            ("tags", ("[a, B c]", "x y", "2024", "t1", "null"), 0.3),
            ("tag", ("solo",), 0.05),
            ("title", ("'A title'", "null", "'Ünï'", "42"), 0.3),
            ("slug", ("my-slug", "'My Slug Ü'", "2024", "'a.b'", "C++"), 0.2),
            ("published", CHOICES["published"], 0.12),
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
            self._put(path, self._post_matter(CHOICES["post_permalinks"]))
