"""Bylines of persons and of newsrooms, told apart by how several languages write them."""

from __future__ import annotations

import pytest

from generator.write.byline import is_collective


@pytest.mark.parametrize(
    ("bylines", "collective"),
    [
        (["Anna Rossi"], False),
        (["Maria de Souza"], False),
        (["Anna Rossi e Marco Bianchi"], False),
        (["ANNA ROSSI"], False),
        (["La redazione"], True),
        (["Redaktion"], True),
        (["ANSA"], True),
        (["هيئة التحرير", "The newsroom", "Η σύνταξη", "Редакция", "编辑部"], True),
        (["Die Redaktion", "La redazione", "La rédaction"], True),
        (["Огюстен Френель", "奥古斯丁·菲涅耳", "Augustin Fresnel"], False),
        (["آنا روسي", "张伟"], False),
        (["", ""], False),
    ],
)
def test_capitals_tell_persons_from_newsrooms(bylines: list[str], collective: bool) -> None:
    assert is_collective(bylines) is collective
