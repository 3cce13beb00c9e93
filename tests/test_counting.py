"""Numbers in words, put together as each language does, and what they are numbers of."""

from __future__ import annotations

import pytest

from generator.translate.counting import counted
from generator.translate.measures import currencies, measures


@pytest.mark.parametrize(
    ("text", "tag", "values"),
    [
        ("un miliardo e duecento milioni", "it", [1_200_000_000]),
        ("centomila", "it", [100_000]),
        ("centocinquantamila", "it", [150_000]),
        ("mille miliardi", "it", [10**12]),
        ("due milioni e mezzo", "it", [2_500_000]),
        ("un mezzo milione", "it", [500_000]),
        ("tre e quattro", "it", [3, 4]),
        ("a hundred and fifty thousand", "en", [150_000]),
        ("one and a half million", "en", [1_500_000]),
        ("half a million", "en", [500_000]),
        ("a multi-million three-year deal", "en", [1, 3]),
        ("mille cinq cents milliards", "fr", [1_500 * 10**9]),
        ("quatre-vingt mille", "fr", [80_000]),
        ("zweitausendfünfhundert", "de", [2_500]),
        ("eine halbe Milliarde", "de", [500_000_000]),
        ("diez mil millones", "es", [10**10]),
        ("doscientas", "es", [200]),
        ("quinhentos mil", "pt", [500_000]),
        ("deu mil milions", "ca", [10**10]),
        ("3 milioni, 3,5 miliardi", "it", []),
        ("milioni di persone", "it", []),
        ("мост и десять", "ru", []),
    ],
)
def test_words_that_belong_together_are_one_number(text: str, tag: str, values: list[int]) -> None:
    assert [number.value for number in counted(text, tag)] == values


@pytest.mark.parametrize(
    ("text", "tag", "senses"),
    [
        ("300 euro e tre metri", "it", [{"euro"}, {"m"}]),
        ("80 metri quadrati, 80 m²", "it", [{"m2"}, {"m2"}]),
        ("€3.5 million, US$20, R$ 5", "en", [{"euro"}, {"dollar", "peso"}, {"real"}]),
        ("a five-minute walk at 40 km/h", "en", [{"min"}, {"km"}]),
        ("Of the ten, five won.", "en", []),
        ("3,5 millions d’euros", "fr", [{"euro"}]),
        ("3 livres et 20 livres sterling", "fr", [{"pound", "book"}, {"pound"}]),
        ("zwei Milliarden Pfund", "de", [{"pound"}]),
        ("mil millones de dólares", "es", [{"dollar"}]),
        ("15h30, à 9 h", "fr", [{"h"}]),
        ("300 рублей, 20 $", "ru", [{"dollar", "peso"}]),
    ],
)
def test_a_number_stands_before_its_unit(text: str, tag: str, senses: list[set[str]]) -> None:
    assert [set(measure.senses) for measure in measures(text, tag)] == senses


def test_currencies_are_named_without_numbers_too() -> None:
    assert currencies("Dal dollaro all’euro, in EUR", "it") == {"dollar", "euro"}
    assert currencies("Der Rand und der Europarat", "de") == {"rand"}
