"""Which language a page is in, as far as its front matter, its folder or its name says so."""

from __future__ import annotations

import re
from typing import Any

_CODES = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    " dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    " ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
    " lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
    " rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
    " ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
"""ISO 639-1."""
_NAMES = {
    name: code
    for code, names in {
        "ar": "arabic",
        "cs": "czech cesky česky",
        "da": "danish dansk",
        "de": "german deutsch",
        "el": "greek",
        "en": "english",
        "es": "spanish espanol español",
        "fi": "finnish suomi",
        "fr": "french francais français",
        "he": "hebrew",
        "hi": "hindi",
        "hu": "hungarian magyar",
        "id": "indonesian",
        "it": "italian italiano",
        "ja": "japanese 日本語",
        "ko": "korean 한국어",
        "nl": "dutch nederlands",
        "no": "norwegian norsk",
        "pl": "polish polski",
        "pt": "portuguese portugues português",
        "ru": "russian russkij русский",
        "sv": "swedish svenska",
        "tr": "turkish turkce türkçe",
        "uk": "ukrainian українська",
        "vi": "vietnamese",
        "zh": "chinese 中文",
    }.items()
    for name in names.split()
}
"""What folders of translations are called, in English and in the language itself."""
_SUFFIX = re.compile(r"(?:\A|[-_./])([a-z]{2}(?:[-_][a-z]{2,4})?)\.[a-z]+\Z", re.IGNORECASE)
_FOLDER = re.compile(r"_?([a-z]{2})(?:[-_][a-z]{2,4})?", re.IGNORECASE)


def language(path: str, data: Any) -> str:
    """The language of the page in the file ``path``; "" when nothing says it.

    Front matter (or a default) may say it, or a folder that is called by a language's code or name: ``de/``,
    ``_pt-br/`` (a collection), ``english/``, or the end of its name: ``notes-de.md``, ``notes.de.md``,
    ``notes/de.md``.
    """
    said = data.get("lang") or data.get("locale") or data.get("language")
    if said:
        return str(said).lower()
    for folder in path.split("/")[:-1]:
        if (named := _NAMES.get(folder.removeprefix("_").lower())) is not None:
            return named
        match = _FOLDER.fullmatch(folder)
        if match and f" {match[1].lower()} " in _CODES:
            return folder.removeprefix("_").lower()
    suffix = _SUFFIX.search(path)
    return suffix[1].lower() if suffix and f" {suffix[1][:2].lower()} " in _CODES else ""
