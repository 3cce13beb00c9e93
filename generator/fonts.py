"""Which of the machine's fonts draws a character.

In: the folders in which systems keep fonts, a script, a locale. Out: the font files that may have it, best first, and
the Debian package to install where none is there. Files are known by their names, which are the same on every system;
a script is the first word of a character's Unicode name (`DEVANAGARI LETTER KA`), so no table of scripts is needed.
Refuses nothing: what is not there is not found.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

Style = Literal["serif", "sans"]

_CHINESE = ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "BOPOMOFO")
_EUROPEAN = ("LATIN", "GREEK", "CYRILLIC")
_COLLECTION = {"ja": 0, "ko": 1, "zh-Hans": 2, "zh-Hant": 3}
"""A locale's face inside the files of Noto CJK; the same character is drawn differently in each."""
_NAMES = ("Noto", "DejaVuSerif-Bold", "DejaVuSans-Bold", "DroidSansFallback")
_ENDINGS = ("ttf", "ttc", "otf")


@dataclass(frozen=True, slots=True)
class Face:
    """A font file, the number of the face in it, by how much it is to be enlarged to look as big as the others, and
    whether it has to be thickened to look bold."""

    path: str
    index: int = 0
    scale: float = 1.0
    thin: bool = False


@dataclass(frozen=True, slots=True)
class Fonts:
    """Name of a font file without its ending → where it is; `digest` stands for all of them."""

    files: Mapping[str, str]
    digest: str

    def faces(self, script: str, tag: str, style: Style) -> tuple[Face, ...]:
        """The faces that may draw a script in a locale, best first; signs may be in any of them."""
        index = _COLLECTION.get(tag, 0)
        others = ("LATIN",) if script else ("LATIN", "CJK", "ARABIC")
        names = [name for one in (script, *others) for name in _stems(one, style)]
        return tuple(_face(name, self.files[name], index) for name in dict.fromkeys(names) if name in self.files)


def font_folders() -> tuple[Path, ...]:
    """Where Linux, BSD and macOS keep fonts, for everybody and for one user."""
    shared = ("/usr/share", "/usr/local/share", "/usr/share/fonts-droid-fallback", str(Path.home() / ".local/share"))
    folders = [Path(place) / "fonts" for place in shared[:2]]
    folders += [Path(shared[2]), Path(shared[3]) / "fonts", Path.home() / ".fonts", Path("/Library/Fonts")]
    return (*folders, Path("/System/Library/Fonts"))


def find_fonts(folders: Iterable[Path]) -> Fonts:
    """The fonts below `folders` that this module knows by name; of two of one name the first."""
    files: dict[str, str] = {}
    for folder in folders:
        for place, inner, names in os.walk(folder):
            inner.sort()
            for name in sorted(names):
                stem, _, ending = name.rpartition(".")
                if ending in _ENDINGS and stem.startswith(_NAMES):
                    files.setdefault(stem, f"{place}/{name}")
    total = sha256()
    for stem, path in sorted(files.items()):
        total.update(f"{stem} {Path(path).stat().st_size}\n".encode())
    return Fonts(files, total.hexdigest())


def script_of(char: str) -> str:
    """The script of a letter (`LATIN`, `CJK`, `THAI`), of anything else an empty string."""
    if not unicodedata.category(char).startswith(("L", "M")):
        return ""
    return unicodedata.name(char, "").split(" ")[0].split("-")[0]


def package(script: str) -> str:
    """The Debian package with a font for a script."""
    return "fonts-droid-fallback" if script in _CHINESE else "fonts-noto-core"


def _face(name: str, path: str, index: int) -> Face:
    return Face(
        path, index if "CJK" in name else 0, 1.2 if name.startswith("NotoNaskh") else 1.0, name.startswith("Droid")
    )


def _stems(script: str, style: Style) -> tuple[str, ...]:
    """Names of font files for a script, best first."""
    first, second = ("Serif", "Sans") if style == "serif" else ("Sans", "Serif")
    if script in _CHINESE:
        noto = (f"Noto{first}CJK-Bold", f"Noto{second}CJK-Bold")
        return (*noto, "DroidSansFallbackFull", "DroidSansFallback")
    if script == "ARABIC":
        return ("NotoNaskhArabic-Bold", "NotoSansArabic-Bold", "DejaVuSans-Bold")
    if script in _EUROPEAN or not script:
        return (f"Noto{first}-Bold", f"Noto{second}-Bold", f"DejaVu{first}-Bold", "DejaVuSans-Bold")
    name = script.capitalize()
    return (f"Noto{first}{name}-Bold", f"Noto{second}{name}-Bold", "DejaVuSans-Bold")
