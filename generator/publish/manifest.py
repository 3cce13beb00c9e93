"""The web manifest of every locale: its name and icons, for readers who keep the site among their programs.

In: the configuration and the theme's words. Out: `manifest.webmanifest` after the W3C's Web Application
Manifest; addresses are relative to it, so that it is right under any path. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.config import Locale, Site

MANIFEST = "manifest.webmanifest"
GROUND, ACCENT = "#ffffff", "#00594f"
"""The theme's paper and accent in light colours; a manifest cannot have two."""


def manifests(site: Site, words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Path below `site/` → a manifest."""
    return {f"{locale.tag}/{MANIFEST}": _manifest(locale, words[locale.tag]["direction"]) for locale in site.locales}


def _manifest(locale: Locale, way: str) -> str:
    values = {
        "name": locale.site_name,
        "short_name": locale.site_name,
        "description": locale.site_description or locale.site_name,
        "lang": locale.tag,
        "dir": way,
        "start_url": ".",
        "scope": ".",
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": ACCENT,
        "icons": [
            {"src": "assets/favicon.svg", "sizes": "any", "type": "image/svg+xml"},
            {"src": "assets/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "assets/icon-512.png", "sizes": "512x512", "type": "image/png"},
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
