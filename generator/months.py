"""The names of the months as they stand alone: `listopad`, where a date has `listopada`.

In: a BCP 47 tag. Out: number → name, after Unicode CLDR. Refuses nothing but an unknown tag (Babel's `ValueError` and
`UnknownLocaleError`).

Where a locale's names are the same inside a date, CLDR has an alias. Babel 2.18 puts what an alias first leads to in
its place, in data that locales share: once Hebrew has been asked for, Chinese months are Hebrew. So names of a locale's
own are read from Babel's files, and all others are those inside a date, which are right in every order.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale, localedata


@cache
def months_alone(tag: str, width: str) -> Mapping[int, str]:
    """The months of a locale; `width` is `wide` or `abbreviated`."""
    locale = Locale.parse(tag, sep="-")
    above = () if locale.script else (locale.language,)  # one with a script of its own inherits nothing
    names = dict(locale.months["format"].get(width, {}))
    for name in (*above, str(locale)):
        names |= _own(name).get(width, {})
    return names


@cache
def _own(name: str) -> Mapping[str, Mapping[int, str]]:
    data = pickle.loads(Path(localedata.resolve_locale_filename(name)).read_bytes())
    found: Mapping[str, Mapping[int, str]] = data.get("months", {}).get("stand-alone", {})
    return found
