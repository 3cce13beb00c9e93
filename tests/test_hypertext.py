"""HTML from anybody becomes Markdown that shows the same words, with the same marks."""

from __future__ import annotations

from base64 import b64encode
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring
from strategies import MESS, PLAIN

from generator.errors import ReadError
from generator.portable import parser, portable
from generator.read.hypertext import illustrated, markdown

BLOCKS = ("p", "div", "h2", "blockquote", "ul", "ol", "td", "figure", "section")
MARKS = ("b", "em", "i", "strong", "code", "sub", "a", "span", "mark")


def shown(text: str) -> str:
    """All that a Markdown text shows, without spaces: how often they stand is the browser's matter."""
    html = parser().render(portable(text))
    return _bare("".join(fragment_fromstring(html, create_parent="div").itertext()))


def _bare(text: str) -> str:
    return "".join(text.split())


def _inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    marked = st.builds(lambda tag, text: f"<{tag} href='/x'>{text}</{tag}>", st.sampled_from(MARKS), inner)
    return marked | st.lists(inner, min_size=1, max_size=4).map("".join)


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = st.builds(_element, st.sampled_from(BLOCKS), inner)
    return wrapped | st.lists(inner, min_size=1, max_size=4).map("".join)


def _element(tag: str, inner: str) -> str:
    if tag in ("ul", "ol"):
        return f"<{tag}><li>{inner}</li><li>{inner}</li></{tag}>"
    return f"<table><tr><td>{inner}<td>{inner}</table>" if tag == "td" else f"<{tag}>{inner}</{tag}>"


WORDS = st.one_of(PLAIN, MESS, st.sampled_from([" ", "\n", "!", "l’", ". ", "è", "ि"])).map(escape)
LINE = st.recursive(WORDS, _inline, max_leaves=6)
PAGE = st.recursive(LINE.map(lambda line: f"<p>{line}</p>") | LINE, _block, max_leaves=5)


def said(html: str) -> str:
    """What a browser shows of a fragment, without spaces."""
    return _bare("".join(fragment_fromstring(html, create_parent="div").itertext()))


@given(PAGE)
def test_no_word_is_lost_and_no_mark_is_shown(html: str) -> None:
    assert shown(markdown(html)) == said(html)


@given(st.text(max_size=80) | st.text("<>/=&;#'\" abipul!-[]\0\x01\r\n\ud800", max_size=80))
def test_nothing_stops_it(html: str) -> None:
    assert portable(markdown(html)) is not None


@given(st.lists(st.tuples(st.sampled_from(["", "b", "em", "code"]), st.sampled_from(["uno", "due.", "«tre»", "l’4"]))))
def test_marks_lie_on_the_words_they_lay_on(words: list[tuple[str, str]]) -> None:
    html = " ".join(f"<{tag}>{word}</{tag}>" if tag else word for tag, word in words)
    tree = fragment_fromstring(parser().render(portable(markdown(f"<p>x {html}</p>"))) or "<p/>", create_parent="div")
    for tag, name in (("b", "strong"), ("em", "em"), ("code", "code")):
        assert _bare("".join("".join(part.itertext()) for part in tree.iter(name))) == _bare(
            "".join(word for mark, word in words if mark == tag)
        )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Il <b>ponte:</b>riapre", "Il **ponte**:riapre"),
        ("<b>Il</b><b> ponte</b>", "**Il ponte**"),
        ("<b>Il <i>ponte</i></b>", "**Il *ponte***"),
        ("<p>uno<br>due<br><br>tre</p>", "uno<br>due\n\ntre"),
        ("<a href='https://news.example/a (1)'>qui</a>", "[qui](https://news.example/a%20%281%29)"),
        ("<a href='javascript:alert(1)'>qui</a>", "qui"),
        ("Ecco!<a href='/a'>qui</a>", "Ecco&#33;[qui](/a)"),
        ("<a href='/a'><h3>Titolo</h3><p>Testo</p></a>", "### [Titolo](/a)\n\n[Testo](/a)"),
        ("<b><p>uno</p><p>due</p></b>", "**uno**\n\n**due**"),
        ("<h2>C#</h2>", "## C\\#"),
        ("<p>1986. Un anno</p>", "1986\\. Un anno"),
        ("<ul><li>uno<ul><li>due</ul><li><p>tre</ul>", "-   uno\n    -   due\n-   tre"),
        ("<ul><li>uno</li><ul><li>due</li></ul></ul>", "-   uno\n    -   due"),
        ("<ol start=99><li>a<li><p>b</p><p>c</p></ol>", "99. a\n\n100. b\n\n     c"),
        ("<blockquote><p>uno</p><p>due</p></blockquote>", "> uno\n>\n> due"),
        ("<pre><code class=language-sh>a\n b</code></pre>", "```sh\na\n b\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<code>a`b</code>", "``a`b``"),
        ("<table><tr><th>A<th>B<tr><td colspan=2>x|y</table>", "| A | B |\n| --- | --- |\n| x\\|y |  |"),
        ("<table><tr><td><p>uno</p><p>due</p></table>", "uno\n\ndue"),
        ("<figure><img src=foto.jpg alt='Un [ponte]'><figcaption>Qui</figcaption></figure>",
         "![Un \\[ponte\\]](foto.jpg)\n\nQui"),
        ("<img src='https://news.example/foto.jpg'>", "[foto.jpg](https://news.example/foto.jpg)"),
        ("<script>a()</script><style>b</style>testo<!-- c --><svg><text>d</text></svg>", "testo"),
        ("<p onclick='a()'>uno</p><iframe src='/x'>due</iframe>", "uno"),
        ("<dl><dt>uno<dd>due</dl>", "uno\n\ndue"),
        ("", ""),
    ],
)  # fmt: skip
def test_elements(html: str, expected: str) -> None:
    assert markdown(html).strip("\n") == expected


@pytest.mark.parametrize(
    "html",
    [
        '<p>Testo<sup><a href="#n1" id="r1">[1]</a></sup>.</p>'
        '<ol><li id="n1"><p>La nota. <a href="#r1">↑</a></p></li></ol>',
        '<p>Testo<a href="#sdfootnote1sym" name="sdfootnote1anc"><sup>1</sup></a>.</p>'
        '<div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a> La nota.</p></div>',
        '<p>Testo<a href="#_ftn1" name="_ftnref1">[1]</a>.</p><p><a href="#_ftnref1" name="_ftn1">[1]</a> La nota.</p>',
    ],
    ids=["mammoth", "LibreOffice", "Word"],
)
def test_footnotes(html: str) -> None:
    assert markdown(html) == "Testo[^1].\n\n[^1]: La nota.\n"


def test_a_place_in_the_text_is_no_footnote() -> None:
    assert markdown('<ul><li><a href="#a">Uno</a></ul><p id="a">Testo</p>') == "-   Uno\n\nTesto\n"


def test_pictures_given_as_data() -> None:
    data = b64encode(b"GIF89a").decode()
    text, pictures = illustrated(f'<p><img src="data:image/gif;base64,{data}" alt="Un ponte"> qui</p>')
    assert [picture.data for picture in pictures] == [b"GIF89a"]
    assert text == f"![Un ponte]({pictures[0].name}) qui\n"
    assert markdown(f'<img src="data:image/gif;base64,{data}" alt="Un ponte">') == "Un ponte\n"


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "image/gif;charset=x"])
def test_other_data_is_no_picture(kind: str) -> None:
    assert illustrated(f'<img src="data:{kind};base64,R0lG" alt="Un ponte">') == ("Un ponte\n", ())


def test_a_pit_of_elements_is_refused() -> None:
    with pytest.raises(ReadError, match="nested more than 64 levels"):
        markdown("<div>" * 5_000 + "x")


def test_a_short_word_that_leads_to_a_note_and_one_that_leads_back_are_words() -> None:
    note = '<p>riapre <a name="n" href="#m">torna</a></p>'
    assert markdown(f'<p>un <a href="#n">ponte</a></p>{note}') == "un ponte\n\nriapre torna\n"
    assert markdown(f'<p>un <a href="#n">1</a></p>{note}') == "un [^1]\n\n[^1]: riapre torna\n"
