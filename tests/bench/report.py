"""Measured figures → tables in Markdown: each target with what was measured, each size with its times; the README's
part between its marks.

In: the results of `building.py` as plain mappings, of one size or of all. Out: text. Refuses (ValueError) a README
without the marks.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
PICTURE = "docs/build-times.svg"
Results = Mapping[str, Any]
Row = tuple[str, str, str, str]

SMALL, MIDDLE, LARGE = "500", "2000", "10000"


def machine() -> str:
    """The machine's cores, processor, memory and Python."""
    cores = os.cpu_count() or 1
    model = _named("/proc/cpuinfo", r"model name\s*: (.*)") or platform.machine()
    memory = int(_named("/proc/meminfo", r"MemTotal:\s*(\d+) kB") or 0) / 1024 / 1024
    return f"{cores} cores ({model}), {memory:.0f} GB of memory, Python {platform.python_version()}"


def tables(results: Results) -> str:
    """What the figures were measured on, the targets that can be judged by them, and the times of every size."""
    targets = [row for rows in TARGETS for row in rows(results)]
    sizes = [_size(one) for one in results["sizes"].values()]
    told = f"Measured on {results['date']} with {results['machine']}; medians where a thing was done several times."
    heads = ((("work", "target", "measured", "met"), targets), (SIZE_COLUMNS, sizes))
    return "\n\n".join((told, *(_table(head, rows) for head, rows in heads if rows)))


def into_readme(readme: str, results: Results) -> str:
    """The README with the tables and the plot between its marks."""
    before, mark, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not mark or not end:
        raise ValueError(f"the README has no {BEGIN} … {END}")
    alt = "Seconds of a full build against the number of articles, for this generator and for mkdocs-static-i18n"
    return f"{before}{BEGIN}\n\n{tables(results)}\n\n![{alt}]({PICTURE})\n\n{END}{after}"


def _named(file: str, pattern: str) -> str:
    path = Path(file)
    match = re.search(pattern, path.read_text()) if path.exists() else None
    return match[1].strip() if match else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


SIZE_COLUMNS = (
    "articles × locales",
    "full build",
    "pages per second",
    "mkdocs-static-i18n",
    "nothing to do",
    "article added",
    "with a photograph of 12 megapixels",
    "recent edit",
    "edit of two years ago",
    "largest process",
)


def _size(one: Results) -> list[str]:
    rival = f"{_s(one['rival'])} ({median(one['rival']) / median(one['full']):.1f} ×)" if one["rival"] else "—"
    return [
        f"{one['articles']:,} × {one['locales']}",
        _s(one["full"]),
        f"{one['articles'] * one['locales'] / median(one['full']):.0f}",
        rival,
        *(_s(one[work]) for work in ("nothing", "added", "photographed", "recent", "old")),
        f"{one['peak']:.0f} MB",
    ]


def _s(seconds: Sequence[float]) -> str:
    middle = median(seconds)
    return f"{middle:.0f} s" if middle >= 100 else f"{middle:.1f} s" if middle >= 10 else f"{middle:.2f} s"


def _met(*conditions: bool) -> str:
    return "yes" if all(conditions) else "no"


def _of(results: Results, *sizes: str) -> tuple[Results, ...]:
    """What was measured at these sizes; nothing where one of them is missing."""
    return tuple(results["sizes"][size] for size in sizes) if all(size in results["sizes"] for size in sizes) else ()


def _changes(results: Results) -> Iterator[Row]:
    for one in _of(results, MIDDLE):
        added, recent, old, nothing, full = (
            median(one[work]) for work in ("added", "recent", "old", "nothing", "full")
        )
        worst = max(added, recent)
        measured = f"{_s([added])}, {_s([recent])}: 1/{full / worst:.0f}"
        target = "≤ 3 s and ≤ 1/20 of the full build"
        yield "an article added, a recent one edited, 2,000 × 6", target, measured, _met(worst <= 3, worst <= full / 20)
        yield "one two years old edited", "≤ 8 s", _s([old]), _met(old <= 8)
        yield "nothing to do", "≤ 1 s", _s([nothing]), _met(nothing <= 1)
        page, front, finished = (median(one["serve"][what]) for what in ("page", "front", "finished"))
        measured = f"{_s([page])}; {_s([front])}, {_s([finished])}"
        target = "page ≤ 1 s; front page, whole site ≤ 3 s"
        yield (
            "`make serve`, from saving to what a browser shows",
            target,
            measured,
            _met(page <= 1, front <= 3, finished <= 3),
        )


def _rival(results: Results) -> Iterator[Row]:
    for one in _of(results, SMALL):
        ratio = median(one["full"]) / median(one["rival"])
        measured = f"{_s(one['full'])} to {_s(one['rival'])}: {ratio:.2f}"
        yield "full build, 500 × 6, to mkdocs-static-i18n's", "≤ 1/3", measured, _met(ratio <= 1 / 3)
        share = median(one["own"]) / median(one["full"])
        measured = f"{_s(one['own'])}: {share:.0%}"
        yield "of that reading to writing, the generator's own stages", "≤ 15 %", measured, _met(share <= 0.15)


def _growth(results: Results) -> Iterator[Row]:
    for small, middle in [found] if len(found := _of(results, SMALL, MIDDLE)) == 2 else []:
        times = median(middle["full"]) / median(small["full"])
        yield "full build, 2,000 × 6 to 500 × 6", "≤ 4.4 times", f"{times:.1f} times", _met(times <= 4.4)
    for small, large in [found] if len(found := _of(results, SMALL, LARGE)) == 2 else []:
        a_page = median(large["full"]) / large["articles"] / (median(small["full"]) / small["articles"])
        measured = f"{_s(large['full'])}; {a_page:.2f} times; {large['peak']:.0f} MB"
        target = "time per page ≤ 1.2 times that of 500 × 6; largest process ≤ 600 MB"
        yield "full build, 10,000 × 6", target, measured, _met(a_page <= 1.2, large["peak"] <= 600)


def _reader(results: Results) -> Iterator[Row]:
    for one in _of(results, LARGE):
        first, after = (max(cost[what] for cost in one["queries"]) for what in ("first", "next"))
        target = "≤ 250 KB; ≤ 100 KB"
        work = "a reader's first query among 10,000 articles, and the next (the dearest of five)"
        yield work, target, f"{first:.0f} KB; {after:.0f} KB", _met(first <= 250, after <= 100)


def _offline(results: Results) -> Iterator[Row]:
    if one := results.get("offline"):
        cores = os.cpu_count() or 1
        work = f"{one['articles']} new articles into 5 locales by Apertium"
        target = "≥ 90 % of processor time in its processes, all cores"
        measured = f"{_s([one['seconds']])}: {one['share']:.0%}, {one['cores']:.1f} of {cores} cores"
        yield work, target, measured, _met(one["share"] >= 0.9, one["cores"] >= 0.9 * cores)


TARGETS: tuple[Callable[[Results], Iterator[Row]], ...] = (_changes, _rival, _growth, _reader, _offline)
"""What was promised, in its order; a row that lacks its sizes is left out."""
