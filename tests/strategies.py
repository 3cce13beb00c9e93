"""Generated Markdown: what people write, and what they only mistype."""

from __future__ import annotations

from hypothesis import strategies as st

SPECIAL = "\\`*_{}[]()<>#+-.!|~^$&;:=\"'/@?,"
ODD = ["a_b_c", "#1", ">1", "5 € < 6", "R&D", "AT&T;", "3*4*5", "[sic]", "x^2", "~10", "1.", "e-mail"]
WORDS = st.sampled_from(["ponte", "Il", "città", "2025", "L’acqua", *ODD])
PROSE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
MESS = st.text(st.sampled_from(f"abé1 {SPECIAL}"), min_size=1, max_size=12)
CALM = PROSE.filter(lambda text: "*" not in text)
LETTERS = st.text("abcdè", min_size=1, max_size=6)

PLAIN = (
    st.one_of(
        PROSE,
        MESS,
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"]), min_size=1, max_size=20),
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
"""One line of plain text, special characters included."""

LABELS = st.sampled_from(["1", "2", "nota", "a-b"])
TARGETS = st.sampled_from(
    [
        "https://news.example/a_b?c=1&d=2",
        "altro.md",
        "../foto (1).jpg".replace(" (1)", ""),
        "#sezione",
        "https://x.example/(y)",
    ]
)


def _link(words: str, target: str, title: str) -> str:
    return f"[{words}]({target}{title})"


def _inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda text: f"*{text}*"),
        inner.map(lambda text: f"_{text}_"),
        inner.map(lambda text: f"**{text}**"),
        inner.map(lambda text: f"__{text}__"),
        st.builds(_link, inner, TARGETS, st.sampled_from(["", ' "Titolo"', " 'Uno \"due\"'"])),
    )


TIDY = st.one_of(
    CALM,
    LETTERS,
    LETTERS.map(lambda text: f"`{text} < *b*`"),
    st.builds("![{}]({})".format, LETTERS, st.sampled_from(["foto.jpg", "a/b.png"])),
    LABELS.map("testo[^{}]".format),
    st.sampled_from(
        ["<https://news.example/>", "\\*non enfasi\\*", "&copy;", "&amp;lt;", "H<sub>2</sub>O", "`` a`b ``"]
    ),
)
INLINE = st.lists(st.recursive(TIDY, _inline, max_leaves=3), min_size=1, max_size=3).map(" ".join)
"""Inline Markdown on one line, as people write it."""

SOURCE_LINES = st.lists(INLINE, min_size=1, max_size=3)
PARAGRAPH = SOURCE_LINES.map("\n".join) | SOURCE_LINES.map("  \n".join)
HASHES = st.sampled_from(["#", "##", "###", "######"])
HEADING = st.builds("{} {}{}".format, HASHES, INLINE, st.sampled_from(["", " ##"]))
SETEXT = st.builds("{}\n{}".format, LETTERS, st.sampled_from(["===", "---"]))
RULE = st.sampled_from(["---", "***", "* * *", "___"])
FENCE = st.builds(
    "{0}{1}\n{2}\n{0}".format,
    st.sampled_from(["```", "~~~", "````"]),
    st.sampled_from(["", "python"]),
    st.sampled_from(["a = 1", "if x < 1:\n    y = *z*\n\nprint(y)", "", "- no\n- list", "<b>&amp;</b>"]),
)
CELL = st.one_of(CALM, LETTERS, LETTERS.map(lambda text: f"**{text}**"), LETTERS.map(lambda text: f"`{text}`"))


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(1, 3))
    row = st.lists(CELL | st.just(""), min_size=width, max_size=width).map(lambda cells: f"| {' | '.join(cells)} |")
    rule = "|".join(draw(st.lists(st.sampled_from([" --- ", ":---", "---:", ":--:"]), min_size=width, max_size=width)))
    head = st.lists(CELL, min_size=width, max_size=width).map(lambda cells: f"| {' | '.join(cells)} |")
    return "\n".join([draw(head), f"|{rule}|", *draw(st.lists(row, max_size=3))])


def _indent(text: str, by: int) -> str:
    return "\n".join(f"{' ' * by}{line}" if line else "" for line in text.split("\n"))


@st.composite
def lists(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """A bullet or numbered list, tight or loose, with paragraphs and other blocks inside its items."""
    number = draw(st.none() | st.integers(0, 12))
    bullet = draw(st.sampled_from("-*+"))
    stop = draw(st.sampled_from(".)"))
    wide = draw(st.integers(1, 3))
    items = []
    for place in range(draw(st.integers(1, 3))):
        marker = f"{number + place}{stop}" if number is not None else bullet
        marker += " " * wide
        text = draw(INLINE)
        for block in draw(st.lists(inner, max_size=1)):
            text += draw(st.sampled_from(["\n", "\n\n"])) + block
        items.append(marker + _indent(text, len(marker)).lstrip())
    return draw(st.sampled_from(["\n", "\n\n"])).join(items)


def _quote(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


LEAF = st.one_of(PARAGRAPH, HEADING, FENCE, tables())
BLOCK = st.one_of(
    PARAGRAPH,
    HEADING,
    SETEXT,
    RULE,
    FENCE,
    tables(),
    st.recursive(LEAF, lambda inner: lists(inner) | inner.map(_quote), max_leaves=3),
    lists(lists(PARAGRAPH)),
)
NOTES = """

[^1]: La prima nota.

[^2]: La seconda *nota*.

[^nota]: Una nota.

    Con due capoversi.

[^a-b]: Un’altra.
"""


def _page(parts: list[str]) -> str:
    """Blocks one below the other, two quotes never directly."""
    text = ""
    for part in parts:
        quotes = part.startswith(">") and text.rsplit("\n", 1)[-1].startswith(">")
        text += ("\n\nE poi:\n\n" if quotes else "\n\n" if text else "") + part
    return text + NOTES


DOCUMENT = st.lists(BLOCK, min_size=1, max_size=5).map(_page)
"""A Markdown text of every kind of block, with the footnotes that it may refer to."""

PIECES = [
    "- ",
    "1. ",
    "> ",
    "\n",
    "\n\n",
    "    ",
    "| ",
    "```",
    "~~~",
    "[^1]",
    "[^1]: ",
    "^[",
    "[a](b)",
    "---",
    "*",
    "a",
]
SCRAWL = st.one_of(
    st.text(st.sampled_from(f"ab1 \n\t{SPECIAL}"), max_size=60),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.text(max_size=60),
).filter(lambda text: "^[" not in text and text.count("]:") < 2)
"""Any text, most of it full of Markdown's marks."""
