"""TMX 1.4b: the structure that the standard demands, and what a memory holds."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from lxml import etree
from strategies import INLINE

from generator.exchange import Document, Unit
from generator.exchange.inline import markdown
from generator.exchange.tmx import write
from generator.interchange.inline import source_of, target_of

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

STRUCTURE = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="tmx"><attribute name="version"><value>1.4</value></attribute>
    <element name="header">
      <attribute name="creationtool"/><attribute name="creationtoolversion"/>
      <attribute name="segtype">
        <choice><value>block</value><value>paragraph</value><value>sentence</value><value>phrase</value></choice>
      </attribute>
      <attribute name="o-tmf"/><attribute name="adminlang"/><attribute name="srclang"/><attribute name="datatype"/>
      <ref name="properties"/>
    </element>
    <element name="body"><zeroOrMore><element name="tu">
      <optional><attribute name="tuid"/></optional><optional><attribute name="srclang"/></optional>
      <ref name="properties"/>
      <oneOrMore><element name="tuv">
        <attribute name="xml:lang"><data type="language"/></attribute>
        <optional><attribute name="changedate">
          <data type="string"><param name="pattern">\\d{8}T\\d{6}Z</param></data>
        </attribute></optional>
        <ref name="properties"/>
        <element name="seg"><zeroOrMore><choice><text/>
          <element name="bpt"><ref name="number"/><ref name="match"/><text/></element>
          <element name="ept"><ref name="number"/><text/></element>
          <element name="ph"><ref name="match"/><text/></element>
        </choice></zeroOrMore></element>
      </element></oneOrMore>
    </element></zeroOrMore></element>
  </element></start>
  <define name="properties">
    <zeroOrMore><element name="prop"><attribute name="type"/><text/></element></zeroOrMore>
  </define>
  <define name="number"><attribute name="i"><data type="positiveInteger"/></attribute></define>
  <define name="match"><attribute name="x"><data type="positiveInteger"/></attribute></define>
</grammar>
"""
"""The part of TMX 1.4b that the generator uses, written down from the specification's sections 3.3 to 3.6."""


@pytest.fixture(scope="session")
def structure() -> etree.RelaxNG:
    return etree.RelaxNG(etree.fromstring(STRUCTURE))


def unit(text: str = "Il *ponte*", translation: str = "Le *pont*", **values: object) -> Unit:
    source = source_of(text, {})
    known: dict[str, object] = {
        "id": "u1-0",
        "key": "paragraph-1",
        "kind": "paragraph",
        "source": source,
        "target": target_of(translation, source),
        "state": "translated",
    }
    return Unit(**(known | values))  # type: ignore[arg-type]


def memory(*units: Unit, approver: str = "") -> etree._Element:
    file = PurePosixPath("content/articles/ponte.md")
    return etree.fromstring(write([Document("ponte", file, "it", "pt-BR", units, approver)], "1.0").encode())


@given(INLINE, INLINE)
def test_every_pair_has_the_structure_of_the_standard(structure: etree.RelaxNG, text: str, translation: str) -> None:
    made = unit(text, translation, date=date(2025, 9, 4), engine="apertium", route="it-ca-fr")
    tree = memory(made)
    structure.assertValid(tree)
    for segment, side in zip(tree.iter("seg"), (made.source, made.target), strict=True):
        opened = [part.get("i") for part in segment.iter("bpt")]
        assert sorted(opened) == sorted(part.get("i") for part in segment.iter("ept"))
        assert len(set(opened)) == len(opened)
        assert markdown(source_of(markdown(side), {})) == markdown(side)


def test_the_same_code_has_the_same_number_in_both_languages() -> None:
    tree = memory(unit("*Qui* e [là](a.md)", "[Là](a.md) et *ici*"))
    numbers = [[part.get("x") for part in segment.iter("bpt")] for segment in tree.iter("seg")]
    assert numbers == [["1", "2"], ["2", "1"]]


def test_a_pair_says_who_made_it_and_who_approved_it() -> None:
    machine = unit(engine="apertium", route="it-ca-fr", date=date(2025, 9, 4))
    tree = memory(machine, unit(state="final"), approver="Anna Bianchi")
    properties = [{part.get("type"): part.text for part in tuv.iter("prop")} for tuv in tree.iter("tuv")]
    assert properties[1] == {"x-engine": "apertium", "x-route": "it-ca-fr", "x-approved": "no"}
    assert properties[3] == {"x-approved": "yes", "x-approver": "Anna Bianchi"}
    dates = [tuv.get("changedate") for tuv in tree.iter("tuv")]
    assert dates == [None, "20250904T000000Z", None, None]
    assert [tuv.get(LANGUAGE) for tuv in tree.iter("tuv")] == ["it", "pt-BR", "it", "pt-BR"]


def test_a_text_without_a_translation_is_no_pair() -> None:
    assert not list(memory(unit(translation=""), unit(target=())).iter("tu"))


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert next(memory(unit("a\x01b", "c")).iter("seg")).text == "ab"
