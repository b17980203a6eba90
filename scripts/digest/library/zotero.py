"""The newest papers of a Zotero library, or of some of its collections; read anew each time, and kept nowhere."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from digest.config.schema import Zotero
from digest.library.papers import Item, item
from digest.library.zotero_api import PAGE, Unread, ZoteroApi

NOT_PAPERS = ("attachment", "note", "annotation")
MOST_COLLECTIONS = 30
"""So many are read, each in a request at least."""
_LOOKED_AT = 3
"""Objects that are looked at for each paper that is wanted: notes and files stand among papers."""
_PLACES = ("DOI", "url", "extra", "publicationTitle", "number", "reportNumber")


def api_of(zotero: Zotero, url: str, key: str, pause: Callable[[float], None]) -> ZoteroApi:
    """The library that config.yml names."""
    kind, number = ("user", zotero.user) if zotero.user else ("group", zotero.group)
    return ZoteroApi(address=f"{url}/{kind}s/{number}", name=f"{kind} {number}", key=key, pause=pause)


def newest(api: ZoteroApi, zotero: Zotero) -> tuple[Item, ...]:
    """The papers that came last, newest first. Raises Unread."""
    paths = [f"collections/{key}/items/top" for key in wanted(api, zotero)] if zotero.collections else ["items/top"]
    there: dict[str, Mapping[str, Any]] = {}
    for path in paths:
        for data in islice(_papers(api, path, zotero.newest), zotero.newest):
            there.setdefault(str(data.get("key")), data)
    ordered = sorted(there.items(), key=lambda pair: (_text(pair[1], "dateAdded"), pair[0]), reverse=True)
    return tuple(paper(data) for _, data in ordered[: zotero.newest])


def _papers(api: ZoteroApi, path: str, count: int) -> Iterator[Mapping[str, Any]]:
    objects = api.objects(path, sort="dateAdded", direction="desc")
    for data in islice(objects, max(PAGE, _LOOKED_AT * count)):
        if data.get("itemType") not in NOT_PAPERS:
            yield data


def wanted(api: ZoteroApi, zotero: Zotero) -> tuple[str, ...]:
    """The keys of the collections whose paths fit. Raises Unread, also where a pattern fits none."""
    paths = paths_of(list(api.objects("collections")))
    keys = dict[str, None]()
    for pattern in zotero.collections:
        fitting = [key for key, path in sorted(paths.items(), key=lambda pair: pair[1]) if fits(path, pattern)]
        if not fitting:
            raise Unread(
                "no_collection",
                f"no collection fits “{pattern}” of `library.zotero.collections` in config.yml: write the names from "
                'the top, as in "LLM/Agents", "LLM/*" or "LLM/**"',
            )
        keys |= dict.fromkeys(fitting)
    if len(keys) > MOST_COLLECTIONS:
        raise Unread(
            "no_collection",
            f"{len(keys)} collections fit `library.zotero.collections` in config.yml, of which {MOST_COLLECTIONS} can "
            "be read: name fewer, or none for the whole library",
        )
    return tuple(keys)


def paths_of(collections: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The paths of collections from the top, by key: names with a slash between; of a broken tree, what there is."""
    by_key = {str(data.get("key")): data for data in collections}

    def path(key: str) -> str:
        names, above = list[str](), set[str]()
        while key in by_key and key not in above:
            above.add(key)
            names.append(_text(by_key[key], "name").strip())
            key = str(by_key[key].get("parentCollection"))
        return "/".join(reversed(names))

    return {key: path(key) for key in by_key}


def fits(path: str, pattern: str) -> bool:
    """Whether a path fits a pattern, in letters of any case: `*` is any text in one name, `**` any path."""
    parts = re.split(r"(\*+)", pattern.strip().strip("/").casefold())
    written = "".join(re.escape(part) if "*" not in part else ".*" if len(part) > 1 else "[^/]*" for part in parts)
    return bool(re.fullmatch(written, path.casefold(), re.DOTALL))


def paper(data: Mapping[str, Any]) -> Item:
    """An item as a paper."""
    return item(
        _text(data, "title"),
        _text(data, "abstractNote"),
        [_text(data, name) for name in _PLACES] + [_text(data, "archiveID")],
        [_text(data, "archiveID")],
        _day(_text(data, "dateAdded")),
    )


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
