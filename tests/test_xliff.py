"""XLIFF 2.1 as it is written, and as programs give it back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from strategies import INLINE, MESS

from generator.errors import RecordError
from generator.exchange import Code, Document, Inline, Note, ReturnedDocument, ReturnedUnit, Term, Unit
from generator.exchange.inline import codes, fault, flat, markdown, with_texts
from generator.exchange.markup import DEEPEST
from generator.exchange.returned import LARGEST, read
from generator.exchange.xliff import NAMESPACE, write
from generator.interchange.inline import source_of, target_of
from generator.portable import plain, portable

SCHEMAS = Path("/usr/share/php/Symfony/Component/Translation/Resources/schemas")
"""Debian's php-symfony-translation has the core schema of OASIS, which XLIFF 2.0 and 2.1 share, and W3C's xml.xsd."""

FILE = PurePosixPath("back.xlf")
TEXT = INLINE.map(lambda text: portable(text).strip()).filter(lambda text: "\n" not in text)
"""Inline Markdown as a segment has it."""


class Nearby(etree.Resolver):
    """Gives the schema its copy of xml.xsd instead of one from the network."""

    def resolve(self, url: str, public_id: str, context: object) -> object:
        return self.resolve_filename(str(SCHEMAS / "xml.xsd"), context) if url.endswith("xml.xsd") else None


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    """The XML Schema of XLIFF 2's core; without it the test is skipped, but fails where the CI must have it."""
    path = SCHEMAS / "xliff-core-2.0.xsd"
    if not path.exists():
        message = "the XLIFF schema is not installed (Debian package php-symfony-translation; see apt-test.txt)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Nearby())
    return etree.XMLSchema(etree.parse(path, parser))


def unit(text: str = "Il *ponte*", translation: str = "Le *pont*", **values: object) -> Unit:
    source = source_of(text, {})
    known: dict[str, object] = {
        "id": "u1-0",
        "key": "paragraph-1",
        "kind": "paragraph",
        "source": source,
        "target": target_of(translation, source),
        "state": "translated" if translation else "initial",
    }
    return Unit(**(known | values))  # type: ignore[arg-type]


def document(*units: Unit) -> Document:
    return Document("2025.09.04.ponte", PurePosixPath("content/articles/ponte.md"), "it", "fr", units)


def again(*units: Unit) -> tuple[ReturnedUnit, ...]:
    """Units written and read."""
    (returned,) = read(write(document(*units)).encode(), FILE)
    return returned.units


def filled(inline: Inline, asked: Unit) -> str:
    """The Markdown of a text that has come back."""
    return markdown(
        with_texts(inline, {(code.role, code.id): code.text for code in codes(asked.source + asked.target)})
    )


def returned(body: str, attributes: str = 'srcLang="it" trgLang="fr"', space: str = NAMESPACE) -> ReturnedDocument:
    """A file with one document, whose units are `body`."""
    text = f'<xliff xmlns="{space}" version="2.1" {attributes}><file id="f">{body}</file></xliff>'
    return read(text.encode(), FILE)[0]


def code_unit(segments: str) -> ReturnedUnit:
    return returned(f'<unit id="u1-0" name="k">{segments}</unit>').units[0]


def said(inline: Inline) -> str:
    """A text with its codes as `{role id}`."""
    return "".join(part if isinstance(part, str) else f"{{{part.role} {part.id}}}" for part in flat(inline))


def constraints(root: etree._Element) -> Iterator[str]:
    """What the standard demands beyond its schema and this program could break (4.3.1.18 id, dataRef; 1.3 subState)."""
    name = f"{{{NAMESPACE}}}"
    ids = [node.get("id") for node in root.iter(f"{name}unit")]
    if len(ids) != len(set(ids)):
        yield "two units with one id"
    for node in root.iter(f"{name}unit"):
        data = [item.get("id") for item in node.iter(f"{name}data")]
        own = [item.get("id") for item in node.iter(f"{name}segment")]
        for side in ("source", "target"):
            parts = [part for text in node.iter(f"{name}{side}") for part in text.iter(f"{name}*")][1:]
            inline = own + [part.get("id") for part in parts if part.get("id")]
            if len(inline) != len(set(inline)):
                yield f"two parts of one {side} with one id"
            for part in parts:
                wanted = [value for key, value in part.items() if str(key).startswith("dataRef")]
                if not set(wanted) <= set(data):
                    yield "a code without its data"
        if len(data) != len(set(data)):
            yield "two data with one id"


@given(TEXT, TEXT | st.just(""))
def test_every_text_is_written_as_the_standard_demands(schema: etree.XMLSchema, text: str, translation: str) -> None:
    made = unit(
        text, translation, notes=(Note("comment", f"{text} & <b>", 1),), remark="machine" if translation else ""
    )
    tree = etree.fromstring(write(document(made, unit(translation, text, id="u2-0"))).encode())
    schema.assertValid(tree)
    assert not list(constraints(tree))


@given(TEXT, TEXT)
def test_what_is_written_is_read_again(text: str, translation: str) -> None:
    made = unit(text, translation)
    (back,) = again(made)
    assert filled(back.source, made) == markdown(made.source)
    assert filled(back.target, made) == markdown(made.target)
    assert (back.id, back.key, back.state, back.partial) == ("u1-0", "paragraph-1", "translated", False)


@given(TEXT)
def test_a_text_shows_the_same_words_as_before(text: str) -> None:
    assert plain(markdown(source_of(text, {}))).split() == plain(text).split()


@given(st.text(min_size=1) | MESS)
def test_typed_text_is_shown_as_it_was_typed(typed: str) -> None:
    typed = " ".join(typed.encode("utf-8", "ignore").decode().replace("\0", "").split())
    made = unit("Il ponte", "", target=(typed,), state="translated")
    if typed:
        (back,) = again(made)
        assert flat(back.target) == (typed,)
        assert plain(markdown(back.target)) == typed


def test_characters_that_xml_cannot_hold_come_back() -> None:
    (back,) = again(unit("a", "", target=("a\x01b\ufffec\rd\x1f",)))
    assert "".join(str(part) for part in back.target) == "a\x01b\ufffec\rd\x1f"


@pytest.mark.parametrize("number", ["D800", "110000", "", "-1", "zz", "0x41", "10000000000"])
def test_a_number_that_is_no_character_is_shown_as_none(number: str) -> None:
    assert said(code_unit(f"<segment><source>a<cp hex='{number}'/></source></segment>").source) == "a\ufffd"


def test_links_formatting_code_and_notes_are_codes_and_escapes_are_letters() -> None:
    text = r"Il \[vero\] **ponte** di [Roma](https://x.example/a_b), `x < y`,[^1] 5 &lt; 6 &amp; &copy;<br>"
    shown = said(source_of(text, {}))
    assert shown == (
        "Il [vero] {open c1}ponte{close c1} di {open c2}Roma{close c2}, {keep c3},{keep c4} 5 < 6 & ©{keep c5}"
    )


def test_names_and_terms_are_marked_and_figures_are_words() -> None:
    source = source_of("Anna Neri va a Pechino", {"Pechino": "Pékin"}, {"Anna Neri"})
    assert source == (Term("m1", "Anna Neri", "Anna Neri"), " va a ", Term("m2", "Pechino", "Pékin"))
    written = write(document(unit(source=source, target=())))
    assert '<mrk id="m1" translate="no">Anna Neri</mrk> va a <mrk id="m2" type="term">Pechino</mrk>' in written


def test_ids_of_codes_do_not_depend_on_names() -> None:
    text = "Anna Neri è *qui* con `x`"
    named = source_of(text, {}, {"Anna Neri"})
    assert list(codes(named)) == list(codes(source_of(text, {})))


def test_a_translation_bears_the_numbers_of_its_source() -> None:
    source = source_of("*Qui* e [là](a.md), `x`", {})
    assert said(target_of("`x`, [là-bas](a.md) et *ici* et **plus**", source)) == (
        "{keep c3}, {open c2}là-bas{close c2} et {open c1}ici{close c1} et {open t4}plus{close t4}"
    )


def test_a_split_unit_is_joined_with_the_space_between() -> None:
    back = code_unit(
        "<segment state='final'><source>Uno.</source><target>Un.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment state='reviewed'><source>Due.</source><target>Deux.</target></segment>"
    )
    assert (said(back.source), said(back.target), back.state) == ("Uno. Due.", "Un. Deux.", "reviewed")


def test_the_order_of_the_translation_is_its_own() -> None:
    back = code_unit(
        "<segment state='final'><source>Uno.</source><target order='3'>Un.</target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment state='final'><source>Due.</source><target order='1'>Deux.</target></segment>"
    )
    assert (said(back.source), said(back.target)) == ("Uno. Due.", "Deux. Un.")


def test_a_pair_split_over_two_segments_is_a_pair_again() -> None:
    back = code_unit(
        "<segment><source><sc id='c1' isolated='yes'/>Uno. </source></segment>"
        "<segment><source>Due.<ec id='c1' isolated='yes'/> <sc id='c2'/>x<ec startRef='c2'/></source></segment>"
    )
    assert said(back.source) == "{open c1}Uno. Due.{close c1} {open c2}x{close c2}"


def test_a_half_translated_unit_says_so() -> None:
    back = code_unit(
        "<segment state='final'><source>Uno. </source><target>Un. </target></segment>"
        "<segment><source>Due.</source></segment>"
    )
    assert back.partial and back.state == "initial"


def test_annotations_modules_and_extensions_are_passed_over() -> None:
    segment = (
        "<segment state='final'><source><mrk id='m9' type='comment' value='?'>Uno<sm id='m2'/></mrk><em startRef='m2'/>"
        "</source><target>Un<x:y xmlns:x='urn:x'>lost</x:y></target></segment>"
    )
    match = f"<m:match xmlns:m='urn:m'><source xmlns='{NAMESPACE}'>no</source></m:match>"
    body = (
        f"<group id='g'><unit id='u1-0' name='k'><m:matches xmlns:m='urn:m'>{match}</m:matches>{segment}</unit></group>"
    )
    back = returned(body).units[0]
    assert (said(back.source), said(back.target)) == ("Uno", "Un")


def test_xliff_2_0_and_2_2_are_read_too() -> None:
    body = "<unit id='u1-0' name='k'><segment><source>a</source></segment></unit>"
    assert returned(body, space="urn:oasis:names:tc:xliff:document:2.2").units[0].key == "k"


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<xliff xmlns="{NAMESPACE}" version="2.1" srcLang="it" trgLang="fr"><file id="f">&b;</file></xliff>'
)
OUTSIDE = BOMB.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/hostname"')
HEAD = f'<xliff xmlns="{NAMESPACE}" version="2.1" srcLang="it" trgLang="fr">'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "back.xlf:1: the file has a document type declaration"),
        (OUTSIDE, "back.xlf:1: the file has a document type declaration"),
        (f"{HEAD}\n<file id='f'>\n</xliff>", "back.xlf:3: the file is not well-formed XML"),
        (f"{HEAD}\n<file id='f'>&eacute;</file></xliff>", "back.xlf:2: the file is not well-formed XML"),
        ("", "the file is not well-formed XML"),
        ("<a>" * (DEEPEST + 1), f"elements are nested more than {DEEPEST} deep"),
        ("\n<xliff xmlns='urn:oasis:names:tc:xliff:document:1.2'/>", "back.xlf:2: the file is not XLIFF 2"),
        (HEAD.replace('trgLang="fr"', "") + "</xliff>", "back.xlf:1: the file does not name its languages"),
        (f"{HEAD}<!--{'x' * LARGEST}--></xliff>", "the file has more than 10 MB"),
    ],
    ids=lambda value: value[:50],
)
def test_a_file_that_cannot_be_trusted_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        read(text.encode(), FILE)
    assert message in str(caught.value)
    assert caught.value.hint and "\n" not in str(caught.value)


@given(st.binary(max_size=80) | st.text("<>/ax='\"&;:!-[]?", max_size=60).map(lambda text: f"{HEAD}{text}".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read(data, FILE)
    except RecordError as fault:
        assert fault.path == FILE


SOURCE = source_of("Il *ponte* di [Roma](r.md), `x`", {})


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("`x`: le *pont* de [Rome](r.md)", ""),
        ("Le *pont* de [Rome](r.md)", "the code “`x`” is missing"),
        ("Le *pont* de [Rome](r.md), `x` `x`", "it has a code 't4' that the source does not have"),
    ],
)
def test_the_codes_of_the_source_are_all_wanted_once(target: str, message: str) -> None:
    assert fault(target_of(target, SOURCE), SOURCE, ()) == message


def test_a_translation_may_keep_the_codes_that_it_has() -> None:
    present = target_of("Le pont de [Rome](r.md)", SOURCE)
    changed = target_of("Un pont de [Rome](r.md)", SOURCE)
    assert fault(changed, SOURCE, present) == ""
    assert fault(("Un pont",), SOURCE, ()) == "the code “*” is missing"


OPEN, CLOSE = Code("open", "c1", "*"), Code("close", "c1", "*")
LINK, END = Code("open", "c2", "["), Code("close", "c2", "](r.md)")


@pytest.mark.parametrize(
    ("target", "source", "message"),
    [
        (("a ", OPEN, OPEN, "b", CLOSE), (OPEN, "x", CLOSE), "the code “*” is there more than once"),
        ((OPEN, "a", LINK, "b", CLOSE, "c", END), (OPEN, "x", CLOSE, LINK, "y", END), "the code “*” crosses another"),
        (("a", CLOSE, "b", OPEN, "c"), (OPEN, "x", CLOSE), "the code “*” crosses another"),
        (("a", OPEN, CLOSE, "b"), (OPEN, "x", CLOSE), "its codes stand where Markdown does not read them"),
        (("a", OPEN, "«b»", CLOSE, "c"), (OPEN, "x", CLOSE), "its codes stand where Markdown does not read them"),
        (("a", OPEN, " b ", CLOSE, "c"), (OPEN, "x", CLOSE), ""),
        (("a\0",), ("x",), "it has the control character U+0000"),
        (("a\U0010ff00",), ("x",), "it has the control character U+10FF00"),
        (("a\u200f\u2028b",), ("x",), ""),
    ],
)
def test_codes_that_would_show_are_refused(target: Inline, source: Inline, message: str) -> None:
    assert fault(target, source, ()).startswith(message) and bool(fault(target, source, ())) == bool(message)


def test_space_at_the_edge_of_a_pair_goes_outside() -> None:
    assert markdown(("a", LINK, OPEN, " b  c ", CLOSE, END, "d")) == "a [*b c*](r.md) d"


def test_states_and_notes_stand_in_the_file() -> None:
    notes = (Note("finding", "flag: a figure <b>", 3),)
    text = write(document(unit(state="final", remark="stale", notes=notes, date=date(2025, 9, 4))))
    assert '<segment id="s1" state="final" subState="newsroom:stale">' in text
    assert '<note id="n2" category="finding" priority="3">flag: a figure &lt;b&gt;</note>' in text
    assert '<unit id="u1-0" name="paragraph-1" type="newsroom:paragraph">' in text
