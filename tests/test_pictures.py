"""Pictures: what is made of them, what never leaves the newsroom, what is refused, and that work is done once."""

from __future__ import annotations

import io
import json
import random
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from generator import files, notes
from generator.errors import ReadError
from generator.write import decoding, pictures
from generator.write.pictures import WIDTHS, base, prepare

FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}
RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 30), (30, 30, 200), (255, 255, 255)
SECRET = b"Via-Segreta-7"


def photo(width: int, height: int) -> Image.Image:
    """Something like a photograph: soft shapes and some grain."""
    chance = random.Random(7)
    coarse, fine = (
        Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).resize((width, height), 2)
        for side in (5, 150)
    )
    return Image.blend(coarse, fine, 0.2)


def quarters(width: int = 400, height: int = 200) -> Image.Image:
    """Red, green, blue and white, from the upper left corner in reading order."""
    image = Image.new("RGB", (width, height), WHITE)
    draw = ImageDraw.Draw(image)
    for place, colour in (((0, 0), RED), ((1, 0), GREEN), ((0, 1), BLUE)):
        left, top = place[0] * width // 2, place[1] * height // 2
        draw.rectangle((left, top, left + width // 2 - 1, top + height // 2 - 1), fill=colour)
    return image


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    with io.BytesIO() as file:
        image.save(file, form, **options)
        return file.getvalue()


def corners(image: Image.Image) -> list[str]:
    """The names of the colours in the four quarters, in reading order."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    plain = image.convert("RGB")
    found = []
    for y, x in product((1, 3), (1, 3)):
        pixel = plain.getpixel((plain.width * x // 4, plain.height * y // 4))
        found.append(min(names, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, names[name], strict=True))))
    return found


def near(image: Image.Image, colour: tuple[int, ...], place: tuple[int, int] = (5, 5), by: int = 12) -> bool:
    pixel = image.getpixel(place)
    return len(pixel) == len(colour) and all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))


class Desk:
    """A folder with pictures and a cache."""

    def __init__(self, root: Path) -> None:
        self.root, self.cache = root, root / "cache"

    def put(self, data: bytes, name: str = "foto.jpg") -> Path:
        path = self.root / name
        path.write_bytes(data)
        return path

    def variants(self, data: bytes, name: str = "foto.jpg") -> dict[str, Image.Image]:
        """The opened variants of a picture by their file names, its base under the name of its format."""
        path = self.put(data, name)
        made = prepare(path, self.cache)
        files = {file.name: file.read_bytes() for file in sorted((self.cache / made.id).iterdir())}
        assert files.keys() == {f"{width}.{ending}" for width in made.widths for ending in FORMATS}
        opened = {file: Image.open(io.BytesIO(content)) for file, content in files.items()}
        opened["base"] = Image.open(io.BytesIO(base(path, self.cache, made)))
        return opened

    def files(self) -> dict[str, tuple[int, int, bytes]]:
        """Inode, time and contents of every file of the cache but the locks."""
        found = [path for path in self.cache.rglob("*") if path.is_file() and path.suffix != ".lock"]
        return {str(p.relative_to(self.cache)): (p.stat().st_ino, p.stat().st_mtime_ns, p.read_bytes()) for p in found}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- what is made ----------------------------------------------------------------------------------------------------


def test_a_photograph_becomes_four_widths_in_three_formats(desk: Desk) -> None:
    path = desk.put(saved(photo(2000, 1500), "JPEG"))
    made = prepare(path, desk.cache)
    assert (made.width, made.height, made.widths) == (1600, 1200, WIDTHS)
    assert len(made.id) == 12
    assert int(made.id, 16) >= 0
    for width, (ending, form) in product(WIDTHS, FORMATS.items()):
        with Image.open(desk.cache / made.id / f"{width}.{ending}") as image:
            assert (image.format, image.size) == (form, (width, width * 3 // 4))


def test_the_modern_formats_are_smaller(desk: Desk) -> None:
    made = prepare(desk.put(saved(photo(2000, 1500), "JPEG")), desk.cache)
    sizes = {ending: (desk.cache / made.id / f"1600.{ending}").stat().st_size for ending in FORMATS}
    assert max(sizes["avif"], sizes["webp"]) < 0.8 * sizes["jpg"]


@given(width=st.integers(1, 2600), height=st.integers(1, 1200))
@settings(max_examples=25)
def test_no_variant_is_wider_than_the_picture(
    width: int, height: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("sizes"))
    made = prepare(desk.put(saved(Image.new("RGB", (width, height), RED), "PNG"), "a.png"), desk.cache)
    assert made.widths == (tuple(one for one in WIDTHS if one <= width) or (width,))
    assert made.width == made.widths[-1]
    for one, (ending, form) in product(made.widths, FORMATS.items()):
        with Image.open(desk.cache / made.id / f"{one}.{ending}") as image:
            image.load()
            assert (image.format, image.width) == (form, one)
            assert abs(image.height - height * one / width) <= 1
            assert one != made.width or image.height == made.height
    with Image.open(io.BytesIO(base(desk.root / "a.png", desk.cache, made))) as image:
        assert image.size == (made.width, made.height)
    shutil.rmtree(desk.root)


TURNED = {
    1: ["red", "green", "blue", "white"],
    2: ["green", "red", "white", "blue"],
    3: ["white", "blue", "green", "red"],
    4: ["blue", "white", "red", "green"],
    5: ["red", "blue", "green", "white"],
    6: ["blue", "red", "white", "green"],
    7: ["white", "green", "blue", "red"],
    8: ["green", "white", "red", "blue"],
}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", TURNED)
def test_every_variant_is_upright(desk: Desk, orientation: int, form: str) -> None:
    """The table is that of Exif: where the 0th row and column of the stored picture are shown."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    for image in desk.variants(saved(quarters(), form, exif=exif), f"foto.{form.lower()}").values():
        assert corners(image) == TURNED[orientation]
        assert image.size == ((200, 400) if orientation > 4 else (400, 200))
        assert image.getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.jpg", "JPEG"), ("a.JPEG", "JPEG"), ("a.png", "PNG"), ("a.gif", "GIF"), ("a.WebP", "WEBP"), ("a.avif", "AVIF")],
)
@pytest.mark.parametrize("stored", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_the_base_is_what_its_name_says(desk: Desk, name: str, form: str, stored: str) -> None:
    """Also where the file was something else under that name."""
    path = desk.put(saved(quarters(1800, 90), stored), name)
    made = prepare(path, desk.cache)
    with Image.open(io.BytesIO(base(path, desk.cache, made))) as image:
        assert (image.format, image.size) == (form, (1600, 80))
        assert corners(image) == TURNED[1]


# --- kinds of pixels -------------------------------------------------------------------------------------------------


def test_what_shines_through_is_white_in_jpeg_and_stays_elsewhere(desk: Desk) -> None:
    image = Image.new("RGBA", (200, 100), (*RED, 0))
    ImageDraw.Draw(image).rectangle((100, 0, 199, 99), fill=(*BLUE, 255))
    made = desk.variants(saved(image, "PNG"), "logo.png")
    assert near(made["200.jpg"], WHITE)
    assert near(made["200.jpg"], BLUE, (150, 50))
    for name in ("200.avif", "200.webp", "base"):
        assert made[name].mode == "RGBA", name
        assert made[name].getpixel((5, 5))[3] == 0, name
        assert near(made[name], (*BLUE, 255), (150, 50)), name


def test_half_transparent_is_half_white(desk: Desk) -> None:
    made = desk.variants(saved(Image.new("RGBA", (60, 60), (0, 0, 0, 128)), "PNG"), "logo.png")
    assert near(made["60.jpg"], (127, 127, 127))


def test_an_opaque_alpha_channel_is_dropped(desk: Desk) -> None:
    made = desk.variants(saved(Image.new("RGBA", (60, 60), (*RED, 255)), "PNG"), "a.png")
    assert {image.mode for image in made.values()} == {"RGB"}


def test_edges_of_a_cut_out_do_not_take_the_colour_of_what_is_hidden(desk: Desk) -> None:
    image = Image.new("RGBA", (960, 64), (0, 255, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 0, 480, 63), fill=(255, 255, 255, 255))
    made = desk.variants(saved(image, "PNG"), "a.png")
    row = made["480.jpg"].convert("RGB").crop((0, 16, 480, 17)).tobytes()
    assert min(row) > 240, "white on white"


def _palette(**options: object) -> bytes:
    return saved(Image.new("RGB", (60, 60), RED).quantize(8), "PNG", **options)


def _wide_grey() -> bytes:
    return saved(Image.new("I;16", (60, 60), 200 * 257), "PNG")


def _deep_colour() -> bytes:
    """A PNG of sixteen bits per channel, which Pillow does not write."""
    row = b"\0" + struct.pack(">3H", *(value * 257 for value in RED)) * 60

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", 60, 60, 16, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 60)) + chunk(b"IEND", b"")


def _animation() -> bytes:
    frames = [Image.new("RGB", (60, 60), colour) for colour in (RED, GREEN, BLUE)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0)


@pytest.mark.parametrize(
    ("data", "name", "colour"),
    [
        (_palette(), "a.png", RED),
        (_wide_grey(), "a.png", (200, 200, 200)),
        (_deep_colour(), "a.png", RED),
        (_animation(), "a.gif", RED),
        (saved(Image.new("1", (60, 60), 1), "PNG"), "a.png", WHITE),
        (saved(Image.new("L", (60, 60), 90), "JPEG"), "a.jpg", (90, 90, 90)),
        (saved(Image.new("CMYK", (60, 60), (0, 255, 255, 0)), "JPEG"), "a.jpg", (255, 0, 0)),
    ],
    ids=["palette", "16-bit grey", "16-bit colour", "animation", "1 bit", "grey", "cmyk"],
)
def test_every_kind_of_pixel_becomes_eight_bits_of_red_green_and_blue(
    desk: Desk, data: bytes, name: str, colour: tuple[int, ...]
) -> None:
    for file, image in desk.variants(data, name).items():
        assert getattr(image, "n_frames", 1) == 1
        assert near(image.convert("RGB"), colour), file
        assert file == "base" or image.mode == "RGB", file


def test_a_transparent_colour_of_a_palette_is_transparent(desk: Desk) -> None:
    made = desk.variants(_palette(transparency=0), "a.png")
    assert made["60.webp"].getpixel((5, 5))[3] == 0
    assert near(made["60.jpg"], WHITE)


def _wide_gamut() -> bytes:
    """sRGB's profile with red and green colorants exchanged, so that it cannot be mistaken for the real one."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for number in range(int.from_bytes(profile[128:132])):
        entry = 132 + 12 * number
        swap = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}
        profile[entry : entry + 4] = swap.get(bytes(profile[entry : entry + 4]), profile[entry : entry + 4])
    return bytes(profile)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_colours_are_brought_into_srgb_and_the_profile_is_dropped(desk: Desk, form: str) -> None:
    data = saved(Image.new("RGB", (60, 60), (200, 0, 0)), form, icc_profile=_wide_gamut())
    for name, image in desk.variants(data, f"a.{form.lower()}").items():
        assert near(image, (0, 200, 0), by=16), name
        assert "icc_profile" not in image.info


def _other_channels() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


@pytest.mark.parametrize("profile", [b"no profile at all", _wide_gamut()[:200], _other_channels()])
def test_a_broken_profile_is_ignored(desk: Desk, profile: bytes) -> None:
    made = desk.variants(saved(Image.new("RGB", (60, 60), RED), "JPEG", icc_profile=profile))
    assert all(near(image, RED) for image in made.values())


# --- what never leaves the newsroom ----------------------------------------------------------------------------------


def _secretive() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = exif[0x8298] = SECRET.decode()
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (44.0, 29.0, 38.0), 3: "E", 4: (11.0, 20.0, 34.0), 27: b"ASCII\0\0\0" + SECRET}
    )
    exif.get_ifd(0x8769).update({0xA431: SECRET.decode(), 0x9003: "2026:11:16 10:11:12"})
    return exif


def _told(form: str) -> bytes:
    """A picture that says in every way its format has where it was taken, and by whom."""
    from PIL.PngImagePlugin import PngInfo

    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a exif:GPSLatitude="' + SECRET + b'"/></x:xmpmeta>'
    profile = _wide_gamut() + SECRET
    options: dict[str, object] = {"exif": _secretive(), "icc_profile": profile}
    if form == "PNG":
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", SECRET.decode())  # type: ignore[attr-defined]
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", xmp.decode())  # type: ignore[attr-defined]
    elif form == "GIF":
        options = {"comment": SECRET}
    else:
        options["xmp"] = xmp
    if form == "JPEG":
        options["comment"] = SECRET
    data = saved(quarters(), form, **options)
    if form != "JPEG":
        return data
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET) + 5) + b"\x1c\x02\x5a\0\x0d" + SECRET
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:] + SECRET


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.gif", "a.webp", "a.avif"])
def test_nothing_but_pixels_is_left(desk: Desk, form: str, name: str) -> None:
    data = _told(form)
    assert data.count(SECRET) >= {"JPEG": 8, "GIF": 1}.get(form, 5), "the secret is there to be found"
    path = desk.put(data, name)
    made = prepare(path, desk.cache)
    beside = base(path, desk.cache, made)
    outputs = [*(content for *_, content in desk.files().values()), beside]
    assert len(outputs) >= 5
    for output in outputs:
        assert SECRET not in output
        assert not any(
            mark in output for mark in (b"Exif\0", b"adobe", b"8BIM", b"ICC_PROFILE", b"iCCP", b"acsp", b"GPS")
        )
    for file in (desk.cache / made.id).iterdir():
        with Image.open(file) as image:
            assert not image.getexif()
            assert image.info.keys() <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progression",
                "progressive",
            } | {"loop", "background", "timestamp", "duration"}, file


# --- what is refused -------------------------------------------------------------------------------------------------


def _bomb() -> bytes:
    """A PNG of a few hundred bytes that says it has 400 million pixels."""
    data = bytearray(saved(Image.new("L", (8, 8)), "PNG"))
    data[16:24] = struct.pack(">2I", 20_000, 20_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


JPEG = saved(photo(300, 200), "JPEG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
FAULTS = {
    "empty": (b"", "an empty file"),
    "svg": (SVG, "no AVIF, GIF, JPEG, PNG or WebP"),
    "text": ("Pechino, 4 settembre – Il presidente".encode(), "no AVIF, GIF, JPEG, PNG or WebP"),
    "tiff": (saved(quarters(), "TIFF"), "no AVIF, GIF, JPEG, PNG or WebP"),
    "head": (JPEG[:100], "damaged: Truncated File Read"),
    "signature": (JPEG[:3], "or only a piece of one"),
    "half": (JPEG[: len(JPEG) // 2], "damaged: image file is truncated"),
    "half a png": (saved(photo(300, 200), "PNG")[:9000], "damaged: image file is truncated"),
    "half a gif": (saved(photo(300, 200), "GIF")[:9000], "damaged: image file is truncated"),
    "bomb": (_bomb(), "more than 100 million pixels"),
    "large": (saved(Image.new("1", (10_001, 10_000)), "PNG"), "more than 100 million pixels"),
    "plain": (saved(Image.new("L", (6_000, 5_000)), "PNG"), "more than 200 a byte"),
    "tall": (saved(Image.new("L", (4, 17_000)), "PNG"), "4 × 17000 pixels is too tall"),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_used_is_refused_in_one_line(desk: Desk, fault: str) -> None:
    data, words = FAULTS[fault]
    path = desk.put(data)
    with pytest.raises(ReadError) as refused:
        prepare(path, desk.cache)
    assert words in str(refused.value)
    assert refused.value.path == path
    assert refused.value.hint
    assert "\n" not in str(refused.value)
    assert desk.files() == {}


def test_a_file_of_more_than_100_megabytes_is_not_read(desk: Desk) -> None:
    path = desk.root / "foto.jpg"
    with path.open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(ReadError, match="has 1,000,000 MB; 50 are allowed"):
        prepare(path, desk.cache)


def test_a_file_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(ReadError, match="cannot be opened: No such file"):
        prepare(desk.root / "foto.jpg", desk.cache)


def test_a_tall_picture_that_becomes_small_enough_is_taken(desk: Desk) -> None:
    tall = Image.new("L", (2000, 20_000))
    tall.paste(Image.effect_noise((2000, 400), 60))  # of one colour alone it would be a bomb
    made = prepare(desk.put(saved(tall, "PNG")), desk.cache)
    assert (made.width, made.height) == (1600, 16_000)


def test_a_whole_picture_with_broken_exif_is_taken(desk: Desk) -> None:
    data = saved(quarters(), "WEBP", exif=_secretive())
    made = desk.variants(data.replace(b"MM\0*", b"MM\0?"), "a.webp")
    assert all(corners(image) == TURNED[1] for image in made.values())


@given(st.data())
@settings(max_examples=150)
@pytest.mark.filterwarnings("error")
def test_damage_is_refused_or_survived(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "AVIF"]))
    options = {} if form == "GIF" else {"exif": _secretive()}
    content = bytearray(saved(quarters(40, 20), form, **options))
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), max_size=9)
    ):
        content[place] = value
    end = data.draw(st.integers(1, len(content)))
    try:
        image = decoding.in_srgb(decoding.upright(bytes(content[:end]), Path("foto.jpg")))
    except ReadError as refused:
        assert "\n" not in str(refused)
    else:
        assert image.mode in ("RGB", "RGBA")


# --- work is done once -----------------------------------------------------------------------------------------------


def _folder(desk: Desk) -> Path:
    (folder,) = (path for path in desk.cache.iterdir() if path.is_dir())
    return folder


def test_a_known_picture_is_not_opened_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    path = desk.put(saved(quarters(), "PNG"), "foto.png")
    first = prepare(path, desk.cache)
    beside = base(path, desk.cache, first)
    before = desk.files()

    def opened(*_: object) -> None:
        raise AssertionError("the picture was opened")

    monkeypatch.setattr(Image, "open", opened)
    assert prepare(path, desk.cache) == first
    assert base(path, desk.cache, first) == beside
    assert desk.files() == before


def test_a_build_without_new_pictures_does_not_even_load_pillow(desk: Desk) -> None:
    path = desk.put(saved(quarters(), "JPEG"))
    made = prepare(path, desk.cache)
    script = (
        "import sys; from pathlib import Path; from generator.write.pictures import base, prepare\n"
        "path, cache = map(Path, sys.argv[1:]); base(path, cache, prepare(path, cache))\n"
        "assert 'PIL' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, str(path), str(desk.cache)], check=True)
    assert prepare(path, desk.cache) == made


def test_another_picture_under_the_same_name_is_another_picture(desk: Desk) -> None:
    first = prepare(desk.put(saved(quarters(), "JPEG")), desk.cache)
    second = prepare(desk.put(saved(quarters().rotate(180), "JPEG")), desk.cache)
    assert first.id != second.id


@pytest.mark.parametrize("what", ["WIDTHS", "_SAVING"])
def test_another_recipe_makes_new_variants(desk: Desk, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    path = desk.put(saved(quarters(600, 300), "JPEG"))
    first = prepare(path, desk.cache)
    changed = {"WIDTHS": (320,), "_SAVING": pictures._SAVING | {"jpg": ("JPEG", {"quality": 10})}}
    monkeypatch.setattr(pictures, what, changed[what])
    second = prepare(path, desk.cache)
    assert first.id != second.id
    assert (desk.cache / first.id / "480.jpg").read_bytes() != (
        desk.cache / second.id / f"{second.width}.jpg"
    ).read_bytes()


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    """In another folder, under another name, in another process with another hash seed, on one core or on all, one
    variant after the other or several at a time."""
    results = []
    for number in ("1", "2"):
        desk = Desk(tmp_path / number)
        desk.root.mkdir()
        path = desk.put(saved(photo(900, 700), "PNG"), f"{number}.png")
        script = (
            "import os, sys; from pathlib import Path; from generator.write.pictures import base, prepare\n"
            "if sys.argv[1] == '1': os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])\n"
            "path, cache = map(Path, sys.argv[2:]); base(path, cache, prepare(path, cache, int(sys.argv[1])))"
        )
        command = [sys.executable, "-c", script, number, str(path), str(desk.cache)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": number})
        results.append({name: content for name, (*_, content) in desk.files().items()})
    assert results[0] == results[1]
    assert len(results[0]) == 2 * len(FORMATS) + 2


def _lost_note(desk: Desk) -> None:
    _folder(desk).with_suffix(".json").unlink()


def _broken_note(desk: Desk) -> None:
    _folder(desk).with_suffix(".json").write_text('{"width": 4')


def _lost_variant(desk: Desk) -> None:
    (_folder(desk) / "400.webp").unlink()


def _short_variant(desk: Desk) -> None:
    (_folder(desk) / "400.avif").write_bytes(b"")


def _killed_while_writing(desk: Desk) -> None:
    _lost_note(desk)
    (_folder(desk) / "400.webp").unlink()
    (_folder(desk) / ".400.webp.new").write_bytes(b"half")


def _killed_once_more(desk: Desk) -> None:
    _lost_note(desk)
    (_folder(desk) / ".400.webp.new").write_bytes(b"half")


DAMAGES: list[Callable[[Desk], None]] = [
    _lost_note,
    _broken_note,
    _lost_variant,
    _short_variant,
    _killed_while_writing,
    _killed_once_more,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_not_whole_is_made_again(desk: Desk, damage: Callable[[Desk], None]) -> None:
    path = desk.put(saved(quarters(), "JPEG"))
    first = prepare(path, desk.cache)
    whole = {name: content for name, (*_, content) in desk.files().items()}
    damage(desk)
    assert prepare(path, desk.cache) == first
    assert {name: content for name, (*_, content) in desk.files().items()} == whole


@pytest.mark.parametrize("threads", [1, 3])
def test_the_note_is_written_last(desk: Desk, monkeypatch: pytest.MonkeyPatch, threads: int) -> None:
    """Killed after any number of files, the next run makes all of them."""
    path = desk.put(saved(quarters(900, 400), "JPEG"))
    whole = len(FORMATS) * 2 + 1
    for survived in range(whole):
        written: list[Path] = []

        def dying(target: Path, data: bytes | str, *, done: list[Path] = written, last: int = survived) -> bool:
            if len(done) == last:
                raise KeyboardInterrupt
            done.append(target)
            return files.write(target, data)

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(pictures, "write", dying)
            patch.setattr(notes, "write", dying)
            prepare(path, desk.cache, threads)
        assert not list(desk.cache.glob("*.json"))
    made = prepare(path, desk.cache)
    assert json.loads((desk.cache / f"{made.id}.json").read_text())["note"]["widths"] == [480, 800]
    assert len(desk.files()) == whole


def test_one_picture_asked_for_many_times_at_once_is_made_once(desk: Desk) -> None:
    paths = [desk.put(saved(quarters(900, 400), "PNG"), f"{number}.png") for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda path: prepare(path, desk.cache), paths))
        beside = list(pool.map(lambda path: base(path, desk.cache, made[0]), paths))
    assert len(set(made)) == 1
    assert len(set(beside)) == 1
    assert not list(desk.cache.rglob("*.new"))
