"""`mkdocs.yml` → a frozen `Site`: the only configuration of the project.

In: the project's folder. Out: what the generator needs to know, checked. Refuses, all faults in one report and
each with its line: unknown keys under `extra.newsroom` (the nearest valid name is offered), locales that Babel
or the theme does not know, engines that do not exist, a `site_url` that is not the address of the source edition.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from generator.engine_settings import EngineSetting, Fault, engine_settings
from generator.errors import ConfigError, ConfigFaults, nearest
from generator.yamlfile import Document, parse, text_of

FILE = "mkdocs.yml"

LOCALE_KEYS = ("site_name", "site_description")
KEYS = ("locales", "engines", "sections", "send_embargoed", "fetch")
FETCH_KEYS = ("private_hosts",)


@dataclass(frozen=True, slots=True)
class Locale:
    """One language of the site: its BCP 47 tag, and the site's name and description in it."""

    tag: str
    site_name: str
    site_description: str


@dataclass(frozen=True, slots=True)
class Site:
    """The checked configuration. `root` is the project's folder, `url` the address above all locales; `footnotes` says
    whether `markdown_extensions` is a mapping with that key, into which an edition can put its own words; `sections`
    are the slugs of the topics that every page offers; `send_embargoed` allows online engines to see articles before
    they are published; from `private_hosts` feeds are fetched although they are machines of this network; `digest` is
    one of the file as it was read, which may be saved again while a build runs."""

    root: Path
    url: str
    default: str
    locales: tuple[Locale, ...]
    engines: tuple[EngineSetting, ...]
    nav: tuple[str, ...]
    footnotes: bool = False
    sections: tuple[str, ...] = ()
    send_embargoed: bool = False
    private_hosts: tuple[str, ...] = ()
    digest: str = ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The BCP 47 tags in the configured order."""
        return tuple(locale.tag for locale in self.locales)

    @property
    def content(self) -> Path:
        """What people write."""
        return self.root / "content"

    @property
    def docs(self) -> Path:
        """What is published, as Markdown."""
        return self.root / "docs"

    @property
    def output(self) -> Path:
        """The finished site."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self.root / ".cache"

    @property
    def pictures(self) -> Path:
        """Pictures made ready, a folder each."""
        return self.cache / "pictures"


def theme_folder() -> Path:
    """The theme that ships with the generator."""
    return Path(__file__).parent / "theme"


def load(root: Path) -> Site:
    """Read `root`/mkdocs.yml. Raises `ConfigFaults` with every fault found."""
    path = PurePosixPath(FILE)
    try:
        text = text_of(root / FILE, path=path, error=ConfigError)
    except FileNotFoundError:
        hint = "Run the command in the project's folder, or name it with --root"
        raise ConfigError(f"there is no {FILE} in {root}", hint=hint) from None
    document = parse(text, path=path, error=ConfigError)
    faults: list[ConfigError] = []

    def fault(message: str, *keys: str | int, hint: str = "") -> None:
        faults.append(ConfigError(message, path=path, line=document.line(*keys), hint=hint))

    newsroom = _newsroom(document, fault)
    locales = _locales(document.data, newsroom, fault)
    default = str(_mapping(document.data.get("theme")).get("language", ""))
    if locales and default not in [locale.tag for locale in locales]:
        fault(
            f"theme.language is '{default}', which is not among the locales",
            "theme",
            "language",
            hint="It is the locale of the source edition; add it under extra.newsroom.locales",
        )
    engines = engine_settings(newsroom, fault)
    url = _url(document.data, default, fault)
    nav = tuple(item for item in document.data.get("nav") or () if isinstance(item, str))
    extensions = document.data.get("markdown_extensions")
    footnotes = isinstance(extensions, dict) and "footnotes" in extensions
    sections = _sections(newsroom, fault)
    allowed = newsroom.get("send_embargoed", False)
    if not isinstance(allowed, bool):
        fault("send_embargoed must be true or false", "extra", "newsroom", "send_embargoed")
    hosts = _private_hosts(newsroom, fault)
    if faults:
        raise ConfigFaults(faults)
    digest = sha256(text.encode()).hexdigest()
    return Site(root, url, default, locales, engines, nav, footnotes, sections, bool(allowed), hosts, digest)


def _mapping(value: Any) -> dict[str, Any]:
    """A mapping, or nothing where somebody wrote a word or a list."""
    return value if isinstance(value, dict) else {}


def _newsroom(document: Document, fault: Fault) -> dict[str, Any]:
    newsroom = _mapping(document.data.get("extra")).get("newsroom")
    if not isinstance(newsroom, dict):
        fault("extra.newsroom is missing", "extra", hint="It lists the locales and engines; see the README")
        return {}
    for key in newsroom:
        if key not in KEYS:
            fault(f"unknown key 'extra.newsroom.{key}'", "extra", "newsroom", key, hint=nearest(str(key), KEYS))
    return newsroom


def _locales(data: dict[str, Any], newsroom: dict[str, Any], fault: Fault) -> tuple[Locale, ...]:
    given = newsroom.get("locales")
    if not isinstance(given, dict) or not given:
        fault("extra.newsroom.locales must list at least one locale", "extra", "newsroom", "locales")
        return ()
    supported = sorted(path.stem for path in (theme_folder() / "strings").glob("*.html"))
    name, description = str(data.get("site_name", "")), str(data.get("site_description") or "")
    locales = []
    for tag, settings in given.items():
        place = ("extra", "newsroom", "locales", tag)
        if str(tag) not in supported:
            fault(
                f"the theme has no interface strings for the locale '{tag}'", *place, hint=nearest(str(tag), supported)
            )
            continue
        texts = settings if isinstance(settings, dict) else {}
        for key in texts:
            if key not in LOCALE_KEYS:
                fault(f"unknown key '{key}' for the locale '{tag}'", *place, key, hint=nearest(str(key), LOCALE_KEYS))
        locales.append(
            Locale(str(tag), str(texts.get("site_name", name)), str(texts.get("site_description", description)))
        )
    return tuple(locales)


def _sections(newsroom: dict[str, Any], fault: Fault) -> tuple[str, ...]:
    given = newsroom.get("sections") or []
    if not isinstance(given, list) or not all(isinstance(slug, str) for slug in given):
        hint = "Write sections: [one, two], with the keys of content/topics.yml"
        fault("extra.newsroom.sections must be a list of topics", "extra", "newsroom", "sections", hint=hint)
        return ()
    return tuple(dict.fromkeys(given))


def _private_hosts(newsroom: dict[str, Any], fault: Fault) -> tuple[str, ...]:
    place = ("extra", "newsroom", "fetch")
    given = newsroom.get("fetch") or {}
    hint = "Write fetch: {private_hosts: [cms.example]}"
    if not isinstance(given, dict):
        fault("extra.newsroom.fetch must hold settings", *place, hint=hint)
        return ()
    for key in given:
        if key not in FETCH_KEYS:
            fault(f"unknown key 'extra.newsroom.fetch.{key}'", *place, key, hint=nearest(str(key), FETCH_KEYS))
    hosts = given.get("private_hosts") or []
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        fault("extra.newsroom.fetch.private_hosts must be a list of hosts", *place, "private_hosts", hint=hint)
        return ()
    return tuple(host.lower() for host in hosts)


def _url(data: dict[str, Any], default: str, fault: Fault) -> str:
    address = str(data.get("site_url") or "")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or not address.endswith(f"/{default}/"):
        fault(
            f"site_url is '{address}'",
            "site_url",
            hint=f"It must be the address of the source edition, such as https://example.org/{default}/",
        )
        return ""
    return address.removesuffix(f"{default}/")
