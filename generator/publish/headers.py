"""HTTP headers for hosts that read `site/_headers`: Netlify, Cloudflare Pages and others.

In: the theme. Out: the file's text: what pages may load (CSP Level 3), what browsers may tell and use, how long files
keep. Refuses nothing. The policy names no other host, so that not even a mistake in a page can ask one; of inline code
it allows the theme's one script and the alignments of table cells, each by its hash.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

HEADERS = "_headers"
SCRIPT = "partials/scheme.js"
"""The theme's inline script, which runs before the page is drawn."""
ALIGNMENTS = tuple(f"text-align: {side};" for side in ("left", "center", "right"))
"""The `style` of cells in Python-Markdown's tables."""
_YEAR, _DAY = 31_536_000, 86_400
_FOREVER = f"public, max-age={_YEAR}, immutable"
_KEEPING = (
    ("/pictures/*", _FOREVER),  # named by what they show
    ("/share/*", f"public, max-age={_DAY}"),
    *(
        (f"/pagefind/{kind}/*", _FOREVER) for kind in ("filter", "fragment", "index", "meta", "order")
    ),  # named by their bytes
)


def headers(theme: Path) -> str:
    """The text of `_headers`."""
    common = {
        "Content-Security-Policy": content_security_policy(theme),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    lines = ["/*", *(f"  {name}: {value}" for name, value in common.items())]
    for place, keeping in _KEEPING:
        lines += [place, f"  Cache-Control: {keeping}"]
    return "\n".join(lines) + "\n"


def content_security_policy(theme: Path) -> str:
    """The value of the header. Pagefind's search is WebAssembly and runs in a worker from the site itself."""
    styles = " ".join(_hash(style) for style in ALIGNMENTS)
    directives = (
        "default-src 'none'",
        " ".join(["script-src 'self' 'wasm-unsafe-eval'", *(_hash(script) for script in _scripts(theme))]),
        f"style-src 'self' 'unsafe-hashes' {styles}",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return "; ".join(directives)


def _scripts(theme: Path) -> list[str]:
    """The inline script as pages have it: Jinja drops the line end that ends an included file."""
    path = theme / SCRIPT
    return [path.read_text(encoding="utf-8").removesuffix("\n")] if path.exists() else []


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
