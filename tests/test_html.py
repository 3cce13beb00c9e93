"""Every page of both built sites before the Nu HTML checker."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from site_fixtures import Shipped

pytestmark = pytest.mark.site

REVIEWED = (
    # Material's base.html: the two hidden boxes by which its own drawer and search would open without a script.
    r"Attribute “autocomplete” is only allowed when the input type is “color”, .*",
)
"""Errors that were looked at and are to stay, as regular expressions of the whole message; each with its reason."""


def errors(nu: list[str], *places: Path) -> list[dict[str, Any]]:
    """What the checker calls an error in the HTML files below `places`."""
    command = [*nu, "--format", "json", "--errors-only", "--skip-non-html", *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    assert isinstance(messages, list)
    return [message for message in messages if message["type"] != "info"]


@pytest.mark.parametrize("name", ["shipped", "newsroom"])
def test_the_html_checker_finds_no_error(request: pytest.FixtureRequest, nu: list[str], name: str) -> None:
    site: Shipped = request.getfixturevalue(name)
    found = [
        f"{error['url'].rpartition('/site/')[2]}, line {error.get('lastLine')}: {error['message']}"
        for error in errors(nu, site.site)
        if not any(re.fullmatch(pattern, error["message"]) for pattern in REVIEWED)
    ]
    assert found == []


def test_the_html_checker_can_find_something(nu: list[str], tmp_path: Path) -> None:
    """The test above would be worth nothing if the checker did not run."""
    page = "<!DOCTYPE html><html lang=en><title>Test</title><h1>Test</h1><p><div>No paragraph holds this.</div></p>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert [error["message"] for error in errors(nu, tmp_path)] == ["No “p” element in scope but a “p” end tag seen."]
