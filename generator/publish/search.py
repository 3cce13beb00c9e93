"""The search index: Pagefind over the finished pages, one index per language.

In: `site/`. Out: `site/pagefind/`, loaded by the reader's browser in small pieces. Only what a template marks with
`data-pagefind-body` is indexed, in the language of the page's `<html lang>`. Refuses, as `PublishError` with what
Pagefind said.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from generator.config import Site
from generator.errors import PublishError
from generator.files import alone, mirror, write


def index(site: Site, *, anew: bool) -> int:
    """Index the site if something changed or there is no index. Returns the number of pages that can be found."""
    made = site.cache / "pagefind"
    done = site.cache / "pagefind.count"
    target = site.output / "pagefind"
    if not anew and done.exists() and target.is_dir():
        return int(done.read_text())
    done.unlink(missing_ok=True)
    with alone(site.cache / "pagefind.lock") as lock:
        shutil.rmtree(made, ignore_errors=True)
        said = _pagefind(site, made, lock)
    _in_order(made / "pagefind-entry.json")
    mirror(made, target)
    pages = re.search(r"Indexed (\d+) pages?", said)
    count = int(pages[1]) if pages else 0
    write(done, str(count))
    return count


def _pagefind(site: Site, made: Path, lock: int) -> str:
    """Let Pagefind write its index to `made`; returns what it said. Raises `PublishError`."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site.output), "--output-path", str(made)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=site.root, pass_fds=(lock,))
    if ran.returncode:
        said = [line for line in (ran.stderr + ran.stdout).splitlines() if line.strip()]
        hint = "The pages are published, the search index is the old one"
        raise PublishError(f"Pagefind failed: {said[-1] if said else 'no reason given'}", hint=hint)
    return ran.stdout


def _in_order(entry: Path) -> None:
    """Pagefind lists the languages in another order every time; the same site shall give the same bytes."""
    if entry.exists():
        values = json.loads(entry.read_text(encoding="utf-8"))
        write(entry, json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
