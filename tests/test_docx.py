"""Word files of LibreOffice, pandoc and python-docx, and what only looks like one."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from conftest import picture
from docx import Document
from docx.document import Document as Writing

from generator.errors import ReadError
from generator.portable import parser
from generator.read import convert as any_format
from generator.read.docx import convert
from generator.read.handed import Handed, written

DOCUMENTS = Path(__file__).parent / "documents"
NAME = PurePosixPath("content/articles/mercato.docx")
WRITERS = ["libreoffice.docx", "libreoffice.html", "pandoc.docx", "pandoc.html"]
TEXT = (
    "VERONA, 4 settembre 2025 – Il mercato **coperto** riapre *sabato mattina*, con "
    "[ottanta banchi](https://mercato.example/banchi)[^1]. L’ingresso è da via dell’Orto.\n\n"
    "# Che cosa si trova\n\n-   pesce di lago\n-   verdura\n    -   anche di stagione\n\n"
    "## Come si entra\n\n1.  Si prende il numero all’ingresso.\n2.  Si aspetta il proprio turno.\n\n"
    "> Non vedevamo l’ora di tornare qui.\n\n"
    "| Giorno | Apertura |\n| --- | --- |\n| sabato | 7–13 |\n\n"
)


def read(data: bytes) -> Handed:
    (handed,) = convert(data, NAME)
    return handed


def made(write: Callable[[Writing], None]) -> bytes:
    document, saved = Document(), BytesIO()
    write(document)
    document.save(saved)
    return saved.getvalue()


def words(text: str) -> Counter[str]:
    return Counter("".join(sign if sign.isalnum() else " " for sign in text).split())


def shown(markdown: str) -> str:
    tree = ElementTree.fromstring(f"<a>{parser().render(markdown)}</a>")
    return " ".join(tree.itertext())


def written_by_hand(name: str) -> str:
    """The words that the document was written with: of LibreOffice in its own format, of pandoc in Markdown."""
    if name.startswith("pandoc"):
        head, _, body = (DOCUMENTS / "mercato.md").read_text("utf-8").removeprefix("---\n").partition("---\n")
        return f"{' '.join(line.partition(': ')[2] for line in head.splitlines()[:2])} {shown(body)}"
    tree = ElementTree.parse(DOCUMENTS / "mercato.fodt")
    body = tree.find(".//{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body")
    assert body is not None
    names = ("binary-data", "note-citation", "title", "desc")
    return " ".join(part.text or "" for part in body.iter() if not part.tag.endswith(names)) + " ".join(
        part.tail or "" for part in body.iter()
    )


@pytest.mark.parametrize("name", WRITERS)
def test_every_word_of_a_document_is_carried_over(name: str) -> None:
    (handed,) = any_format((DOCUMENTS / name).read_bytes(), PurePosixPath(name))
    values = f"{handed.values.get('title', '')} {handed.values.get('summary', '')} {handed.values.get('byline', '')}"
    lost = words(written_by_hand(name)) - words(f"{values} {shown(handed.markdown)}")
    assert not lost


@pytest.mark.parametrize("name", WRITERS)
def test_marks_lists_quotes_tables_and_notes_are_carried_over(name: str) -> None:
    (handed,) = any_format((DOCUMENTS / name).read_bytes(), PurePosixPath(name))
    assert TEXT in handed.markdown
    assert handed.markdown.endswith("\n\n[^1]: Erano sessanta prima dei lavori.\n")
    assert (handed.values["title"], handed.values["byline"]) == ("Il mercato coperto riapre sabato", "Anna Neri")


def test_styles_at_the_top_are_headline_and_summary() -> None:
    handed = read((DOCUMENTS / "libreoffice.docx").read_bytes())
    assert handed.values["summary"] == "Ottanta banchi dopo un anno di lavori"
    assert handed.markdown.startswith("VERONA, 4 settembre")


def test_pictures_come_with_what_they_show() -> None:
    handed = read((DOCUMENTS / "libreoffice.docx").read_bytes())
    (inside,) = handed.pictures
    assert inside.data.startswith(b"\x89PNG")
    assert f"![La pianta del mercato]({inside.name})" in handed.markdown


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_still_writes_what_is_read_here(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    form = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path), str(DOCUMENTS / "mercato.fodt")]
    subprocess.run(["soffice", profile, "--headless", *form], check=True, capture_output=True, timeout=120)
    fresh, kept = read((tmp_path / "mercato.docx").read_bytes()), read((DOCUMENTS / "libreoffice.docx").read_bytes())
    assert written(fresh) == written(kept)


@pytest.mark.parametrize(
    ("title", "heading", "expected", "rest"),
    [
        ("Il ponte riapre", "Che cosa cambia", "Il ponte riapre", "# Che cosa cambia\n\nIl testo.\n"),
        ("Il ponte riapre", "Il ponte riapre", "Il ponte riapre", "Il testo.\n"),
        ("Microsoft Word - bozza 3", "Il ponte riapre", None, "# Il ponte riapre\n\nIl testo.\n"),
        ("", "Il ponte riapre", None, "# Il ponte riapre\n\nIl testo.\n"),
    ],
)
def test_the_title_in_the_properties(title: str, heading: str, expected: str | None, rest: str) -> None:
    def write(document: Writing) -> None:
        document.core_properties.title = title
        document.core_properties.author = "Microsoft Office User"
        document.add_heading(heading, 1)
        document.add_paragraph("Il testo.")

    handed = read(made(write))
    assert (handed.values.get("title"), handed.markdown) == (expected, rest)
    assert "byline" not in handed.values


def test_lists_of_word_that_are_made_by_styles_alone() -> None:
    def write(document: Writing) -> None:
        for style in ("List Bullet", "List Bullet 2", "List Bullet", "List Number"):
            document.add_paragraph(style, style=style)

    assert read(made(write)).markdown == (
        "-   List Bullet\n    -   List Bullet 2\n-   List Bullet\n\n1.  List Number\n"
    )


def test_a_picture_that_browsers_do_not_know_leaves_its_words() -> None:
    def write(document: Writing) -> None:
        document.add_paragraph("Il testo.")
        document.add_picture(BytesIO(picture(40, "red", "TIFF")))
        document.inline_shapes[0]._inline.docPr.set("descr", "Il ponte")

    handed = read(made(write))
    assert (handed.pictures, handed.markdown) == ((), "Il testo.\n\nIl ponte\n")


def packed(**parts: bytes) -> bytes:
    saved = BytesIO()
    with ZipFile(saved, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return saved.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "the archive is damaged"),
        (b"Il testo.", "the archive is damaged"),
        (packed(**{"a.xml": b"<a/>"}), "this is no Word file"),
        (packed(**{"word/document.xml": b"<a"}), "the Word file is damaged"),
        (packed(**{"word/document.xml": b"<a>" * 20_000 + b"</a>" * 20_000}), "nested too deeply"),
        (packed(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "declares entities"),
        (packed(**{"word/document.xml": '<!DOCTYPE a SYSTEM "b"><a/>'.encode("utf-16")}), "declares entities"),
        (packed(**{"word/document.xml": b"0" * 60_000_000}), "times its size"),
        (packed(**{"../../x.xml": b"<a/>"}), "leads out of its folder"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        convert(data, NAME)
    assert caught.value.hint
