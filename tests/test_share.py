"""Share pictures: lines, scripts, what is drawn where, and what is drawn again."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from publishing import NAMES, site, story

from generator import notes
from generator.files import write
from generator.fonts import Fonts, find_fonts, font_folders, package, script_of
from generator.model import Rendition, Story
from generator.publish.addresses import real
from generator.publish.cards import drawing, remove_others, share
from generator.publish.cards.card import HEIGHT, WIDTH, Card, draw
from generator.publish.cards.lines import wrap, wrap_anyhow
from generator.publish.cards.pen import Pen
from generator.stamps import digest
from generator.workers import workers

RTL = frozenset({"ar"})
HEADLINES = {
    "it": "Xi Jinping accoglie Kim Jong-un a Pechino e promette appoggio",
    "el": "Ο Σι Τζινπίνγκ υποδέχθηκε τον Κιμ Γιονγκ-ουν στο Πεκίνο",
    "ru": "Си Цзиньпин принял Ким Чен Ына в Пекине",
    "vi": "Tập Cận Bình tiếp Kim Jong-un tại Bắc Kinh",
    "hi": "शी जिनपिंग ने बीजिंग में किम जोंग-उन का स्वागत किया",
    "th": "สี จิ้นผิง ต้อนรับคิม จอง อึน ที่ปักกิ่ง",
    "ar": "الرئيس الصيني يستقبل كيم جونغ أون في بكين",
    "he": "שי ג'ינפינג אירח את קים ג'ונג און",
    "fa": "شی جین‌پینگ از کیم جونگ اون استقبال کرد",
    "ur": "شی جن پنگ نے کم جونگ ان کا استقبال کیا",
    "zh-Hans": "习近平在北京会见金正恩，承诺支持平壤",
    "ja": "「友好は世代を超えて」習近平氏が北京で会談",
    "ko": "시진핑, 베이징에서 김정은 만나",
}


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """The machine's fonts; the tests need those of apt.txt."""
    found = find_fonts(font_folders())
    if not {"NotoSerif-Bold", "DroidSansFallback"} <= found.files.keys():
        message = "the fonts of apt.txt are not installed (fonts-noto-core, fonts-droid-fallback)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def card(tag: str, **values: object) -> Card:
    way = "rtl" if tag in ("ar", "he", "fa", "ur") else "ltr"
    known: dict[str, object] = {"tag": tag, "way": way, "site": "Prova", "kicker": "", "headline": HEADLINES[tag]}
    return Card(**(known | values))  # type: ignore[arg-type]


def picture(drawn: bytes) -> Image.Image:
    return Image.open(BytesIO(drawn)).convert("RGB")


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int] | None:
    """The first and last column in a box that holds something else than the ground."""
    ground = Image.new("RGB", image.size, image.getpixel((2, 2)))
    difference = Image.composite(image, ground, Image.new("L", image.size, 255)).convert("L").crop(box)
    level = ground.convert("L").getpixel((0, 0))
    found = difference.point([0 if abs(value - level) < 40 else 255 for value in range(256)]).getbbox()
    return (found[0] + box[0], found[2] + box[0]) if found else None


# --- lines -----------------------------------------------------------------------------------------------------------


def measure(text: str) -> float:
    return len(text)


def test_words_are_kept_whole_and_lines_are_balanced() -> None:
    text = "one two three four five six seven"
    assert wrap(text, measure, 20, 3) == ["one two three four", "five six seven"]
    assert wrap(text, measure, 20, 1) is None
    assert wrap("indivisible", measure, 8, 3) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("習近平、会談。", ["習近平、", "会談。"]),
        ("「友好」を語る", ["「友好」", "を語る"]),
        ("金氏がウクライナへ", ["金氏が", "ウクライナ", "へ"]),
        ("記者：2025年に", ["記者：", "2025年", "に"]),
    ],
)
def test_chinese_and_japanese_break_where_punctuation_allows(text: str, expected: list[str]) -> None:
    lines = wrap(text, measure, max(len(line) for line in expected), len(expected))
    assert lines is not None
    assert "".join(lines) == text
    for line in lines:
        assert line[0] not in "、。」）ー"
        assert line[-1] not in "「（"
    assert lines == expected


def test_thai_breaks_between_phrases_and_before_leading_vowels_where_it_must() -> None:
    assert wrap("สี จิ้นผิง ต้อนรับคิม", measure, 12, 3) == ["สี จิ้นผิง", "ต้อนรับคิม"]
    lines = wrap("และให้คำมั่นว่าจะสนับสนุนเปียงยาง", measure, 26, 3)
    assert lines is not None
    assert len(lines) == 2
    assert all(line[0] in "เแโใไ" for line in lines)


def test_what_is_too_long_is_broken_then_left_out() -> None:
    assert wrap_anyhow("Rindfleischetikettierung", measure, 12, 2) == ["Rindfleische", "tikettierung"]
    lines = wrap_anyhow("x" * 100, measure, 10, 2)
    assert len(lines) == 2
    assert all(len(line) <= 10 for line in lines)
    assert lines[-1].endswith("…")


# --- fonts and scripts -----------------------------------------------------------------------------------------------


def test_every_script_has_a_font_and_a_package(fonts: Fonts) -> None:
    for tag, text in HEADLINES.items():
        assert Pen(fonts, tag, "ltr").missing(text, "serif") == frozenset(), tag
    assert {script_of(char) for char in "aя漢ابक 1."} == {"LATIN", "CYRILLIC", "CJK", "ARABIC", "DEVANAGARI", ""}
    assert package("HANGUL") == "fonts-droid-fallback"
    assert package("THAI") == "fonts-noto-core"


def test_fonts_are_found_by_name_and_the_first_of_two_counts(tmp_path: Path) -> None:
    for place in ("a/NotoSerif-Bold.ttf", "b/NotoSerif-Bold.ttf", "a/Other.ttf", "a/NotoSerif-Bold.txt"):
        write(tmp_path / place, place)
    found = find_fonts([tmp_path / "a", tmp_path / "b", tmp_path / "none"])
    assert found.files == {"NotoSerif-Bold": str(tmp_path / "a/NotoSerif-Bold.ttf")}
    write(tmp_path / "a/NotoSansThai-Bold.ttf", "another")
    assert find_fonts([tmp_path / "a"]).digest != found.digest


def test_letters_that_join_are_joined(fonts: Fonts) -> None:
    pen = Pen(fonts, "ar", "rtl")
    apart = sum(pen.width(letter, 60, "serif") for letter in "بببب")
    assert pen.width("بببب", 60, "serif") < apart * 0.8


@pytest.mark.parametrize("sentence", ["אבגד abc def", "אבגד 12", "אבגד (abc)"])
def test_a_line_from_the_right_begins_at_the_right(fonts: Fonts, sentence: str) -> None:
    """Its first word stands at its right end, whatever runs the other way behind it."""
    pen = Pen(fonts, "he", "rtl")

    def drawn(text: str) -> Image.Image:
        canvas = Image.new("L", (800, 120))
        pen.draw(canvas, (780 - pen.width(text, 60, "serif"), 80), text, 60, "serif")
        return canvas

    wide = int(pen.width("אבגד", 60, "serif"))
    box = (780 - wide, 0, 800, 120)
    first = drawn("אבגד").crop(box)
    assert first.getbbox()
    whole = drawn(sentence)
    assert ink_overlap(first, whole.crop(box)) > 0.8
    assert whole.crop((0, 0, 780 - wide - 8, 120)).getbbox()


def ink_overlap(one: Image.Image, other: Image.Image) -> float:
    """The share of one drawing's strong pixels that are strong in the other, too, give or take a pixel."""
    near = [other.transform(other.size, Image.Transform.AFFINE, (1, 0, by, 0, 1, 0)) for by in (-1, 0, 1)]
    pixels = [index for index, value in enumerate(one.tobytes()) if value > 160]
    return sum(any(image.tobytes()[index] > 90 for image in near) for index in pixels) / len(pixels)


def test_latin_words_in_an_arabic_line_keep_their_order(fonts: Fonts) -> None:
    pen = Pen(fonts, "ar", "rtl")
    canvas, plain = Image.new("L", (900, 120)), Image.new("L", (900, 120))
    pen.draw(canvas, (20, 80), "وفق BBC News", 60, "serif")
    pen.draw(plain, (20, 80), "BBC News", 60, "serif")
    box = (0, 0, int(20 + pen.width("BBC News", 60, "serif")), 120)
    assert ink_overlap(plain.crop(box), canvas.crop(box)) > 0.95


def test_signs_that_no_font_has_are_left_out(fonts: Fonts) -> None:
    pen = Pen(fonts, "it", "ltr")
    assert pen.width("ponte 🦄", 60, "serif") == pen.width("ponte ", 60, "serif")
    assert pen.missing("ponte 🦄", "serif") == frozenset()


# --- one picture -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", HEADLINES)
def test_a_headline_is_drawn_in_its_script_from_its_side(fonts: Fonts, tag: str) -> None:
    made = card(tag)
    drawn = draw(made, Pen(fonts, tag, made.way))
    assert drawn == draw(made, Pen(fonts, tag, made.way))
    assert len(drawn) < 40_000
    image = picture(drawn)
    assert image.size == (WIDTH, HEIGHT)
    left, right = ink(image, (0, 160, WIDTH, HEIGHT)) or (0, 0)
    assert right - left > 400
    if made.way == "ltr":
        assert left in range(60, 84)  # some letters reach out to the left
    else:
        assert right in range(WIDTH - 84, WIDTH - 60)
    assert left >= 60
    assert right <= WIDTH - 60


def test_a_longer_headline_is_drawn_smaller_and_never_outside(fonts: Fonts) -> None:
    for text in ("Neve", "Neve in città " * 4, "Neve in città " * 30, "Neve" * 60):
        image = picture(draw(card("it", headline=text, kicker="Tempo"), Pen(fonts, "it", "ltr")))
        assert ink(image, (0, 600, WIDTH, HEIGHT)) is None
        left, right = ink(image, (0, 160, WIDTH, HEIGHT)) or (0, 0)
        assert 60 <= left < right <= WIDTH - 60


def test_kicker_and_headline_have_their_own_colours(fonts: Fonts) -> None:
    colours = {colour for _, colour in picture(draw(card("it", kicker="Esteri"), Pen(fonts, "it", "ltr"))).getcolors()}
    assert {(0, 89, 79), (255, 255, 255), (163, 221, 210)} <= colours
    without = picture(draw(card("it"), Pen(fonts, "it", "ltr"))).getcolors()
    assert (163, 221, 210) not in {colour for _, colour in without}


@pytest.mark.parametrize(("tag", "column"), [("it", WIDTH - 100), ("ar", 100)])
def test_the_picture_of_an_article_stands_where_its_lines_end(
    fonts: Fonts, tmp_path: Path, tag: str, column: int
) -> None:
    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (900, 600), (200, 40, 40)).save(photo, "JPEG", quality=95)
    made = card(tag, photo=str(photo))
    image = picture(draw(made, Pen(fonts, tag, made.way)))
    red, green, _ = image.getpixel((column, 300))
    assert red > 180
    assert green < 70
    assert image.getpixel((WIDTH - column, 620)) == (0, 89, 79)
    assert ink(image, (0, 160, 700, HEIGHT) if tag == "it" else (500, 160, WIDTH, HEIGHT))


# --- all pictures ----------------------------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The headlines that are drawn, in their order; they are drawn as ever."""
    seen: list[str] = []

    def counting(made: Card, pen: Pen, photo: Image.Image | None) -> bytes:
        seen.append(made.headline)
        return draw(made, pen, photo)

    monkeypatch.setattr(drawing, "draw", counting)
    return seen


def names(root: Path) -> set[str]:
    folder = root / "site/share"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def run(root: Path, *stories: Story, tags: tuple[str, ...] = ("it",)) -> tuple[int, tuple[str, ...]]:
    made = site(root, tags)
    every, fonts = {tag: real(stories) for tag in tags}, find_fonts(font_folders())
    shared = share(made, every, RTL, fonts, ThreadPoolExecutor(1)).finish()
    return shared.changed + remove_others(made, shared, thorough=False), shared.notices


def test_every_article_and_the_site_have_a_picture_in_every_locale(fonts: Fonts, tmp_path: Path) -> None:
    changed, notices = run(tmp_path, story(), story("lent", state="fallback"), tags=("it", "ar", "zh-Hans"))
    assert notices == ()
    expected = {f"{tag}/{name}.png" for tag in ("it", "ar", "zh-Hans") for name in ("2026/11/23/il-ponte", "site")}
    assert names(tmp_path) == expected
    assert changed == len(expected)
    for name in expected:
        with Image.open(tmp_path / "site/share" / name) as image:
            assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))


def test_nothing_is_drawn_twice(fonts: Fonts, tmp_path: Path, counted: list[str]) -> None:
    one, two = story("uno", title="Uno"), story("due", title="Due")
    assert run(tmp_path, one, two)[0] == 3
    counted.clear()
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "site/share").rglob("*.png")}
    assert run(tmp_path, one, two)[0] == 0
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert counted == []
    assert run(tmp_path, replace(one, title="Tre"), two)[0] == 1
    assert counted == ["Tre"]


def test_a_lost_site_is_filled_from_what_was_drawn(fonts: Fonts, tmp_path: Path, counted: list[str]) -> None:
    run(tmp_path, story())
    path = tmp_path / "site/share/it/2026/11/23/il-ponte.png"
    drawn = path.read_bytes()
    path.unlink()
    counted.clear()
    assert run(tmp_path, story())[0] == 1
    assert path.read_bytes() == drawn
    assert counted == []


def test_pictures_of_articles_that_are_gone_go(fonts: Fonts, tmp_path: Path) -> None:
    run(tmp_path, story("uno"), story("due"))
    assert run(tmp_path, story("due"))[0] == 1
    assert names(tmp_path) == {"it/site.png", "it/2026/11/23/due.png"}
    kept = list((tmp_path / ".cache/share").rglob("*.png"))
    assert len(kept) == 2


def test_the_picture_follows_topic_site_name_and_photograph(fonts: Fonts, tmp_path: Path, counted: list[str]) -> None:
    rendition = Rendition("0a1b", 900, 600, (480, 900))
    write(tmp_path / ".cache/pictures/0a1b/900.jpg", _jpeg())
    notes.save(tmp_path / ".cache/pictures/0a1b.json", {"files": {"900.jpg": digest(_jpeg())}})
    seen = set()
    for one in (story(), story(topics=(("a", "Esteri"),)), story(rendition=rendition)):
        assert run(tmp_path, one)[0] >= 1
        seen.add((tmp_path / "site/share/it/2026/11/23/il-ponte.png").read_bytes())
    assert len(seen) == 3


def _jpeg() -> bytes:
    written = BytesIO()
    Image.new("RGB", (900, 600), (10, 20, 200)).save(written, "JPEG")
    return written.getvalue()


def test_two_machines_with_the_same_fonts_draw_the_same(fonts: Fonts, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(tmp_path / name, story(), tags=tuple(NAMES))
    for name in names(tmp_path / "one"):
        assert (tmp_path / "one/site/share" / name).read_bytes() == (tmp_path / "two/site/share" / name).read_bytes()


def test_many_pictures_are_drawn_by_several_processes_as_by_one(fonts: Fonts, tmp_path: Path) -> None:
    many = [story(f"s{number}", title=f"Il ponte {number}") for number in range(220)]
    assert run(tmp_path / "many", *many)[0] == 221
    run(tmp_path / "few", *many[:5])
    for number in range(5):
        place = f"site/share/it/2026/11/23/s{number}.png"
        assert (tmp_path / "many" / place).read_bytes() == (tmp_path / "few" / place).read_bytes()


def test_a_script_without_a_font_is_named_with_its_package(fonts: Fonts, tmp_path: Path) -> None:
    """Only Latin is there: Arabic headlines give way to the site's name, and the locale is told once."""
    poor = tmp_path / "fonts"
    write(poor / "NotoSerif-Bold.ttf", Path(fonts.files["NotoSerif-Bold"]).read_bytes())
    stories = {"ar": [story("uno", title="الجسر"), story("due", title="الميناء")], "it": [story("uno")]}
    shared = share(site(tmp_path, ("it", "ar")), stories, RTL, find_fonts([poor]), ThreadPoolExecutor(1)).finish()
    (notice,) = shared.notices
    assert "'ar'" in notice
    assert "Arabic" in notice
    assert "fonts-noto-core" in notice
    one, two = ((tmp_path / f"site/share/ar/2026/11/23/{name}.png").read_bytes() for name in ("uno", "due"))
    assert one == two
    again = share(site(tmp_path, ("it", "ar")), stories, RTL, find_fonts([poor]), ThreadPoolExecutor(1)).finish()
    assert (again.changed, again.notices) == (0, shared.notices)
    mended = share(site(tmp_path, ("it", "ar")), stories, RTL, fonts, ThreadPoolExecutor(1)).finish()
    assert mended.notices == ()
    assert len({(tmp_path / f"site/share/ar/2026/11/23/{name}.png").read_bytes() for name in ("uno", "due")}) == 2


def test_without_any_font_there_are_still_pictures(tmp_path: Path) -> None:
    shared = share(site(tmp_path, ("it",)), {"it": [story()]}, RTL, find_fonts([]), ThreadPoolExecutor(1)).finish()
    assert len(shared.notices) == 1
    assert names(tmp_path) == {"it/site.png", "it/2026/11/23/il-ponte.png"}


def test_pictures_of_a_process_that_was_ended_are_drawn_here(fonts: Fonts, tmp_path: Path) -> None:
    made = site(tmp_path, ("it",))
    stories = {"it": [story(f"ponte-{number}") for number in range(30)]}
    with workers() as pool:
        with suppress(BrokenProcessPool):
            pool.submit(os._exit, 1).result()
        shared = share(made, stories, RTL, fonts, pool).finish()
    assert shared.changed == len(names(tmp_path)) == 31
