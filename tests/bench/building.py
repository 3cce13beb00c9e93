"""How long builds of a newsroom take, beside mkdocs-static-i18n on the same pages, and what a search costs a reader.

In: the sizes to measure, how often, the date of the run. Out: tables on stdout, every figure in
`.cache/bench/results.json`; after a run of all sizes also the README's table and `docs/build-times.svg`. Refuses
(SystemExit) a build that fails or does not show what was changed. Run it by `make bench`, or `make bench SIZE=500`.

Full builds alternate with those of mkdocs-static-i18n, so that a slow moment of the machine meets both.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from dataclasses import asdict
from statistics import median
from typing import Any

from bench import builds, newsroom, offline, plot, reading, report, rival, serving
from bench.aside import put_aside, sweep
from bench.newsroom import SHIPPED, TAGS

ROUNDS = {500: 3, 2_000: 1, 10_000: 1}
"""Size → full builds; whatever other size somebody asks for is built once."""
RIVAL_UP_TO = 2_000
"""Beyond that mkdocs-static-i18n would take longer than all else together."""
ARTICLES_OFFLINE = 500
CACHE = SHIPPED / ".cache/bench"
ENVIRONMENT, RIVAL = "i18n-venv", "i18n"


def size(articles: int, rounds: int, repeats: int) -> dict[str, Any]:
    """Everything that is measured at one size."""
    root = CACHE / f"newsroom-{articles}"
    put_aside(root)
    _say(f"{articles} articles: making them")
    made = newsroom.make(root, articles)
    found: dict[str, Any] = {"articles": articles, "locales": len(TAGS), "rival": [], "rival_again": []}
    full = []
    for turn in range(rounds):
        _say(f"{articles} articles: full build {turn + 1} of {rounds}")
        full.append(builds.full(made, turn))
        if articles <= RIVAL_UP_TO:
            _say(f"{articles} articles: mkdocs-static-i18n")
            found["rival"].append(_rival(made))
    if found["rival"]:
        pages = CACHE / RIVAL
        rival.edit(made, pages)
        found["rival_again"].append(rival.build(rival.environment(CACHE / ENVIRONMENT), pages).seconds)
    found["full"] = [ran.seconds for ran in full]
    found["own"] = [ran.until("write") for ran in full]
    found["stages"] = [line for _, line in full[-1].lines]
    again = defaultdict(list)
    for name, ran in builds.changes(made, repeats, rounds):
        _say(f"{articles} articles: {name} {ran.seconds:.2f} s")
        again[name].append(ran)
    found |= {name: [ran.seconds for ran in runs] for name, runs in again.items()}
    found["peak"] = max(ran.peak for ran in [*full, *(ran for runs in again.values() for ran in runs)])
    with reading.chromium() as browser:
        _say(f"{articles} articles: searches")
        found["queries"] = [asdict(cost) for cost in reading.costs(made, browser)]
        _say(f"{articles} articles: serve")
        seen = [asdict(one) for one in serving.seen(made, browser, repeats)]
    found["serve"] = {what: [one[what] for one in seen] for what in seen[0]}
    return found


def _rival(made: newsroom.Newsroom) -> float:
    """Seconds of mkdocs-static-i18n for the pages that were just built."""
    python = rival.environment(CACHE / ENVIRONMENT)
    return rival.build(python, rival.project(made, CACHE / RIVAL)).seconds


def curves(results: report.Results) -> list[plot.Curve]:
    """What the picture shows: full builds of both, and an article added."""
    named = (("full", "full build"), ("rival", "mkdocs-static-i18n"), ("added", "an article added"))
    return [
        plot.Curve(name, tuple((one["articles"], median(one[key])) for one in results["sizes"].values() if one[key]))
        for key, name in named
    ]


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure builds.")
    parser.add_argument("--date", required=True, help="the day of the run, for the table")
    parser.add_argument("--size", type=int, help="measure this number of articles alone")
    parser.add_argument("--rounds", type=int, help="full builds per size (default: 3 of the smallest, else 1)")
    parser.add_argument("--repeats", type=int, default=5, help="builds per kind of change (default: 5)")
    parser.add_argument("--offline", type=int, help=f"articles that Apertium translates (default: {ARTICLES_OFFLINE})")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # by default Python keeps what it compiled, for both sides
    results: dict[str, Any] = {"date": options.date, "machine": report.machine(), "sizes": {}}
    for articles in [options.size] if options.size else ROUNDS:
        rounds = options.rounds or ROUNDS.get(articles, 1)
        results["sizes"][str(articles)] = size(articles, rounds, options.repeats)
    wanted = options.offline or (0 if options.size else ARTICLES_OFFLINE)
    if wanted:
        _say(f"{wanted} articles for Apertium")
        results["offline"] = asdict(offline.measure(CACHE / "offline", wanted))
    sweep(CACHE)
    (CACHE / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    print(report.tables(results))
    if not options.size:
        readme = SHIPPED / "README.md"
        readme.write_text(report.into_readme(readme.read_text(encoding="utf-8"), results), encoding="utf-8")
        (SHIPPED / report.PICTURE).write_text(plot.draw(curves(results)), encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
