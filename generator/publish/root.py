"""The page above all editions, and the 404 page that hosts show for any address.

In: the configuration and the theme. Out: `index.html` and `404.html`, both listing every language by its own name.
They send nobody anywhere and need no script. Refuses nothing.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from generator import strings
from generator.config import Site


def root_pages(site: Site, theme: Path) -> dict[str, str]:
    """File name → HTML. Links are relative on the root page; the 404 page, which may be shown at any depth, uses the
    path of the configured address."""
    environment = Environment(loader=FileSystemLoader(theme), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    locales = []
    for locale in site.locales:
        texts = strings.load(theme, locale.tag)
        locales.append(
            {
                "tag": locale.tag,
                "autonym": texts["autonym"],
                "direction": texts["direction"],
                "site_name": locale.site_name,
                "site_description": locale.site_description,
                "choose": texts["choose"],
                "not_found": texts["not_found"],
            }
        )
    path = urlsplit(site.url).path
    pages = {"index.html": ("root.html", ""), "404.html": ("root404.html", path)}
    return {
        name: environment.get_template(template).render(locales=locales, default=site.default, base=base)
        for name, (template, base) in pages.items()
    }
