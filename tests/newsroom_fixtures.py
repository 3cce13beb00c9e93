"""The newsroom of `tests/newsroom/`, in many scripts, copied into a temporary folder and built offline.

Its records hold every translation but one, so that no engine is asked: the article on tide tables, written in Arabic,
has no Greek edition. One article is withdrawn, one a draft, one under embargo until 2030.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from site_fixtures import Shipped, build_copy

NEWSROOM = Path(__file__).parent / "newsroom"

LIBRARY = "2026/10/09/library-open-late/"
LIGHTHOUSE = "2025/03/14/lighthouse-seen-from-far/"
TIDES = "2026/02/03/reading-tide-tables/"
BEES = "2026/05/20/city-bees/"
BRIDGE = "2025/11/18/swing-bridge-reopens/"
LEAVES = "2026/11/22/leaves-change-colour/"
FERRIES = "2026/06/15/ferries-every-hour/"
ARTICLES = (LEAVES, LIBRARY, BEES, TIDES, BRIDGE, LIGHTHOUSE)
"""What readers find, newest first."""
PAGES = ("about/", "corrections/", "translations/")
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


@dataclass(frozen=True)
class Newsroom(Shipped):
    """The finished newsroom, as `Shipped` describes it."""


def build_newsroom(root: Path) -> Newsroom:
    """Copy the newsroom to `root`, with the theme where it is, and build."""
    return Newsroom(**build_copy(NEWSROOM, ("content",), root))
