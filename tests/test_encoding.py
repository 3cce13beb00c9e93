"""The bytes that agencies send become text, or one clear refusal."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.errors import ReadError
from generator.read.encoding import decode

FILE = PurePosixPath("content/articles/wire.txt")

TEXTS = {
    "it": "La città è già più tranquilla, perché il maltempo è passato. «Meglio», dice l’oste – a 5 €.\n",
    "fr": "L’été dernier, le préfet a reçu les élus à Besançon : « Ça ne suffit pas », a-t-il répété, à 19 heures.\n",
    "es": "¿Qué pasó ayer? El señor Núñez dijo que “mañana” habrá más información sobre el túnel de Logroño…\n",
    "pt": "A reunião começou às três; não há decisões, mas o ministro falou de «avanços» e de cooperação económica.\n",
    "ca": "L’alcaldessa va dir que la il·luminació de la plaça costarà 3 000 € i que s’acabarà abans de l’estiu.\n",
    "de": "Die Brücke über die Fulda wird für den Verkehr geöffnet – „endlich“, sagt Bürgermeisterin Jäger.\n",
}


def read(data: bytes) -> str:
    return decode(data, FILE)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_agencies_send(language: str, encoding: str) -> None:
    text = TEXTS[language] * 4
    assert read(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(encoding: str) -> None:
    text = TEXTS["it"] * 4
    assert read(text.encode(encoding)) == text


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_either_byte_order(order: str) -> None:
    assert read("\ufeff".encode(order) + TEXTS["es"].encode(order)) == TEXTS["es"]


@pytest.mark.parametrize("line", list(TEXTS.values()))
def test_a_single_line_of_windows_1252(line: str) -> None:
    assert read(line.encode("cp1252")) == line


def test_typographic_marks_of_windows_1252_are_not_control_characters() -> None:
    text = "“Sì”, dice l’uomo – e poi… tace. Costa 20 €.\n" * 3
    assert read(text.encode("cp1252")) == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_become_one(end: str) -> None:
    assert read(f"uno{end}due{end}{end}tre{end}".encode()) == "uno\ndue\n\ntre\n"


def test_a_form_feed_ends_a_line() -> None:
    assert read(b"page one\x0cpage two") == "page one\npage two"


@pytest.mark.parametrize("data", [b"", b"\n \r\n\t", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe \0\n\0", b"\0\0\0"])
def test_an_empty_file(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert str(caught.value) == f"{FILE}: the file is empty. Write the article, or remove the file"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\x01\0\x01\0",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"PK\x03\x04\x14\0\x06\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x1f\x8b\x08\0\0\0\0\0",
        b"\x7fELF\x02\x01\x01",
        b"plain words\0\x01\x02 and then not",
        bytes(range(256)),
    ],
)
def test_a_binary_file(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert caught.value.path == FILE
    assert caught.value.hint


def test_an_encoding_that_cannot_be_read_names_the_line() -> None:
    data = "Первая строка\n".encode() + b"\x81\x8d\x8f\x90\x9d broken\n"
    with pytest.raises(ReadError) as caught:
        read(data)
    assert "encoding" in caught.value.message
    assert (caught.value.line, caught.value.hint) == (2, "Save the file as UTF-8")


WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), min_size=1)


@given(WRITTEN)
@example("\ufeffx")
def test_utf_8_is_read_as_it_is(text: str) -> None:
    if not text.strip("\ufeff\0 \t\r\n"):
        return
    assert read(text.encode("utf-8-sig")) == text.removeprefix("\ufeff")


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = read(data)
    except ReadError as fault:
        assert fault.path == FILE
        assert fault.hint
    else:
        assert text.strip()
        assert "\r" not in text
