"""IPTC ninjs 2 and 3 (JSON) → an article.

In: the bytes of a file. Out: `Handed`. ninjs 2 writes the names of its properties small, ninjs 3 with capitals inside;
they are read alike. The official JSON Schemas (`schemas/`) say what is valid. Of several bodies that are forms of one
text the richest is taken; descriptions and lower headlines make the summary; pictures come from associations.

Refuses, as `ReadError` with the place in the file: what the schema refuses, except for properties that it does not know
if the file says that it follows a later version or an extended schema; ninjs 1; items without a text.

Source: ninjs 2.2 and 3.1, https://iptc.org/std/ninjs/userguide/
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any, Final

from generator.errors import ReadError
from generator.portable import plain
from generator.read import hypertext, limits, nitf, text, xmltext
from generator.read.handed import Enclosed, Handed
from generator.read.item import Item, Picture, best, handed, opening, with_key
from generator.read.keys import key

SCHEMAS: Final = {"2": "2.2", "3": "3.1"}
"""Major version → the schema that is at hand, which takes the earlier ones of its series, too."""
UNKNOWN: Final = ("additionalProperties", "unevaluatedProperties")
FORMS: Final = {"text/html": 3, "application/xhtml+xml": 3, "application/nitf+xml": 2, "text/plain": 1, "": 1}
LOWER: Final = ("sub", "subtitle", "subhead", "subheadline", "deck")
"""Roles of headlines below the main one."""
LONGEST: Final = 160
"""Characters of what the schema says that are passed on."""


def convert(data: bytes, name: PurePosixPath) -> tuple[Handed, ...]:
    """The article of a ninjs file, or those of a list of items, each with a key made of its URI. Raises `ReadError`."""
    found = limits.data(data, name)
    valid = [_valid(one, name) for one in (found if isinstance(found, list) else [found])]
    items = [_item(one, name) for one in valid]
    if isinstance(found, list):
        items = [with_key(item, key(one["uri"])) for item, one in zip(items, valid, strict=True)]
    return tuple(handed(item, name) for item in items)


def _valid(found: Any, name: PurePosixPath) -> dict[str, Any]:
    if not isinstance(found, dict) or "uri" not in found:
        raise ReadError("this is no ninjs item", path=name, hint="It needs a 'uri'")
    if {"body_text", "body_html", "body_xhtml", "headline"} & found.keys():
        raise ReadError("this is ninjs 1", path=name, hint="Ask for ninjs 2 or 3")
    _validate(found, name)
    small: dict[str, Any] = _small(found)
    return small


def _validate(found: dict[str, Any], name: PurePosixPath) -> None:
    """Refuse what the schema of its series refuses. Without a version, either schema will do."""
    standard = found.get("standard")
    given = standard if isinstance(standard, dict) else {}
    version, schema = str(given.get("version", "")), str(given.get("schema", ""))
    series = [SCHEMAS[version[:1]]] if version[:1] in SCHEMAS else list(SCHEMAS.values())
    extended = (bool(schema) and "iptc.org/std" not in schema) or any(_later(version, known) for known in series)
    worst = min((_faults(found, known, extended=extended) for known in series), key=len)
    if worst:
        place, message = (_line(part)[:LONGEST] for part in worst[0])
        hint = "Ask whoever sent it for an item that follows the standard"
        raise ReadError(f"the ninjs item is not valid: {place}: {message}", path=name, hint=hint)


def _later(version: str, known: str) -> bool:
    """Whether a version of the standard, such as `3.3`, is later than a known one of its series."""
    numbers = [[int(part) for part in one.split(".")[:2] if part.isdecimal()] for one in (version, known)]
    return len(numbers[0]) == 2 and numbers[0] > numbers[1]


def _faults(found: dict[str, Any], version: str, *, extended: bool) -> list[tuple[str, str]]:
    """Where and what a schema refuses; unknown properties last, as any other fault makes known ones unknown."""
    from jsonschema import Draft202012Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    path = Path(__file__).parent / "schemas" / f"ninjs-{version}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    anything = DRAFT202012.create_resource({})
    elsewhere: Registry[Any] = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", anything)
    every = sorted(
        Draft202012Validator(schema, registry=elsewhere).iter_errors(found),
        key=lambda fault: (fault.validator in UNKNOWN, str(fault.json_path)),
    )
    return [(fault.json_path, fault.message) for fault in every if not (extended and fault.validator in UNKNOWN)]


def _small(value: Any) -> Any:
    """Data with the names of ninjs 2 for those of ninjs 3, and without the halves of characters that JSON may have."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key.lower().removesuffix("until"): _small(inner) for key, inner in value.items()}
    return [_small(inner) for inner in value] if isinstance(value, list) else value


def _item(data: dict[str, Any], name: PurePosixPath) -> Item:
    canceled = data.get("pubstatus") == "canceled"
    headline = _headline(data, name)
    body, enclosed = _body(data.get("bodies", []), name)
    if not canceled and not body.strip():
        kind = data.get("type", "item")
        raise ReadError(
            f"the ninjs {kind} has no text", path=name, hint="Send the text with its pictures as associations"
        )
    return Item(
        headline=headline,
        text=body,
        language=data.get("language", ""),
        summary=_summary(data, headline, body, name),
        byline=data.get("by", ""),
        place=data.get("located", ""),
        created=data.get("firstcreated", "") or data.get("contentcreated", ""),
        changed=data.get("versioncreated", ""),
        embargo=data.get("embargoed", "") if not canceled else "",
        held=data.get("pubstatus") == "withheld",
        canceled=canceled,
        topics=tuple(_line(subject["name"]) for subject in data.get("subjects", []) if subject.get("name", "").strip()),
        pictures=tuple(_pictures(data.get("associations", []), name)),
        enclosed=enclosed,
    )


def _headline(data: dict[str, Any], name: PurePosixPath) -> str:
    """The headline in the role `main`, else one without or of any other role, else the title."""
    lines = [(one.get("role", ""), _words(one, name)) for one in data.get("headlines", [])]
    ranked = sorted(lines, key=lambda pair: (pair[0] != "main", pair[0] != "", pair[0] in LOWER))
    return next((line for _, line in ranked if line), "") or _line(data.get("title", ""))


def _summary(data: dict[str, Any], headline: str, body: str, name: PurePosixPath) -> str:
    """Lower headlines and the first description that the text does not begin with."""
    lower = [_words(one, name) for one in data.get("headlines", []) if one.get("role", "").lower() in LOWER]
    begun = opening(body)
    told = [_words(one, name) for one in data.get("descriptions", []) if one.get("role", "") != "caption"]
    told = [line for line in told if line and line[:LONGEST] not in begun][:1]
    lines = [line for line in (*lower, *told) if line and line != headline]
    return " ".join(line if line.endswith((".", "!", "?", "…")) else f"{line}." for line in lines)


def _words(one: dict[str, Any], name: PurePosixPath) -> str:
    """What a headline or description says, on one line."""
    value = str(one.get("value", ""))
    return _line(plain(hypertext.markdown(value, name)) if "html" in one.get("contenttype", "") else value)


def _line(value: str) -> str:
    return " ".join(value.split())


def _body(bodies: list[dict[str, Any]], name: PurePosixPath) -> tuple[str, tuple[Enclosed, ...]]:
    """The text in its richest form, and others in that form if they say something else, such as a box beside it."""
    ranked = [(FORMS.get(one.get("contenttype", "").partition(";")[0].strip().lower(), 0), one) for one in bodies]
    highest = max((rank for rank, _ in ranked), default=0)
    texts: list[str] = []
    pictures: list[Enclosed] = []
    for rank, one in ranked:
        if rank == highest:
            made, enclosed = _markdown(one, rank, name)
            if made.strip() and not any(_repeats(made, other) for other in texts):
                texts.append(made.strip("\n"))
                pictures += enclosed
    return "\n\n".join(texts), tuple(pictures)


def _markdown(one: dict[str, Any], rank: int, name: PurePosixPath) -> tuple[str, tuple[Enclosed, ...]]:
    value = str(one.get("value", ""))
    if rank == FORMS["text/html"]:
        return hypertext.illustrated(value, name)
    if rank == FORMS["application/nitf+xml"]:
        return nitf.markdown(xmltext.tree(value, name), name), ()
    return text.markdown(value), ()


def _repeats(one: str, other: str) -> bool:
    """Whether a text is another form of one that is there: most of its words stand in that."""
    first, second = opening(one).split(), set(opening(other, 10_000).split())
    return sum(word in second for word in first) > 0.8 * len(first)


def _pictures(associations: list[dict[str, Any]], name: PurePosixPath) -> list[Picture]:
    found = []
    for one in associations:
        if one.get("type") not in ("picture", "graphic") and not one.get("renditions"):
            continue
        caption = next(filter(None, (_words(each, name) for each in one.get("descriptions", []))), "")
        alt, credit = _headline(one, name), one.get("by", "") or one.get("copyrightholder", "")
        forms = [
            (each.get("width", 0), Picture(each["href"], alt, caption or "", credit))
            for each in one.get("renditions", [])
            if each.get("href") and str(each.get("contenttype", "image/")).startswith("image/")
        ]
        chosen = best(forms)
        found += [chosen] if chosen else []
    return found
