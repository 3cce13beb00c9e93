"""Lighthouse on a telephone: home page and articles of both built sites, served compressed as hosts do."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import serving
from newsroom_fixtures import LIGHTHOUSE, Newsroom
from site_fixtures import Shipped

pytestmark = [pytest.mark.site, pytest.mark.browser]

FULL = ("accessibility", "best-practices", "seo")
FAST = 95
"""Points for performance that a page must reach."""
TRIES = 3
"""Performance is measured on a machine that does other things, too; the best of so many counts."""
SUMMIT = "2025/09/04/xi-jinping-accoglie-kim-jong-un-a-pechino-e-promette-appoggio-a-pyongyang/"


@pytest.fixture(scope="module")
def hosts(shipped: Shipped, newsroom: Newsroom) -> Iterator[dict[str, str]]:
    with serving(shipped.site) as first, serving(newsroom.site, "/news") as second:
        yield {"shipped": first, "newsroom": second}


def audit(lighthouse: list[str], chromium: str, address: str, report: Path, *categories: str) -> dict[str, Any]:
    """Lighthouse's report on an address, in its mobile profile."""
    options = ["--quiet", "--output=json", f"--output-path={report}", f"--only-categories={','.join(categories)}"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    done = subprocess.run(
        [*lighthouse, address, *options, flags],
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    values = json.loads(report.read_text(encoding="utf-8"))
    assert isinstance(values, dict)
    assert "runtimeError" not in values, values["runtimeError"]
    return values


def lacking(report: dict[str, Any], category: str) -> list[str]:
    """The audits that cost points in a category."""
    every = report["categories"][category]["auditRefs"]
    ids = [reference["id"] for reference in every if reference["weight"]]
    scores = {name: report["audits"][name]["score"] for name in ids}
    return [
        f"{name}: {report['audits'][name].get('displayValue', '')}" for name in ids if scores[name] not in (None, 1)
    ]


@pytest.mark.parametrize(
    ("site", "place"),
    [("shipped", "it/"), ("shipped", f"en/{SUMMIT}"), ("newsroom", f"ar/{LIGHTHOUSE}")],
    ids=["home", "article", "Arabic article"],
)
def test_lighthouse_has_little_to_ask_for(
    hosts: dict[str, str], lighthouse: list[str], chromium: str, tmp_path: Path, site: str, place: str
) -> None:
    report = audit(lighthouse, chromium, f"{hosts[site]}/{place}", tmp_path / "report.json", *FULL, "performance")
    assert [f"{name}: {what}" for name in FULL for what in lacking(report, name)] == []
    best = report["categories"]["performance"]["score"]
    for _ in range(TRIES - 1):
        if 100 * best < FAST:
            report = audit(lighthouse, chromium, f"{hosts[site]}/{place}", tmp_path / "report.json", "performance")
            best = max(best, report["categories"]["performance"]["score"])
    assert 100 * best >= FAST, lacking(report, "performance")
