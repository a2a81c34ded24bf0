"""The faces of the bulletin's PDF, cut down to the characters that it uses.

A Chinese face has 65,000 characters. WeasyPrint finds out only at the end which ones it needs and then takes ten
seconds a face; cut down before, it is one or two.
"""

import io
import subprocess
from collections.abc import Iterable, Mapping

from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

# name in the style sheet: what fontconfig looks for, the first that the machine has
FACES = {
    "Bulletin Text": "仿宋_GB2312,FangSong_GB2312,FangSong,Noto Serif CJK SC,Noto Sans CJK SC",
    "Bulletin Head": "SimHei,Noto Sans CJK SC:bold",
    "Bulletin Title": "方正小标宋简体,Noto Serif CJK SC:bold",
}
SCHEME = "bulletin-face:"
# of the style sheet itself
ALWAYS = "0123456789第页共.…　 "
SECONDS_TO_LOOK = 10
_DROPPED = ("GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG")


def cut_faces(texts: Mapping[str, str]) -> dict[str, bytes]:
    """Font files by URL, each with the characters of its text alone; a face that cannot be cut is left out.

    Args:
        texts: what is set in each face of FACES.
    """
    found = {}
    for name, text in texts.items():
        try:
            found[_url(name)] = _cut(FACES[name], text + ALWAYS)
        except (OSError, subprocess.SubprocessError, TTLibError, ValueError):
            # the style sheet names the same faces after ours: it takes longer, and looks alike
            continue
    return found


def rules_of(urls: Iterable[str]) -> str:
    """Rules of a style sheet that bring the faces of ``cut_faces`` in."""
    return "".join(
        f'@font-face {{ font-family: "{name}"; src: url("{_url(name)}"); }}\n'
        for name in FACES
        if _url(name) in set(urls)
    )


def _url(name: str) -> str:
    return SCHEME + name.replace(" ", "-").lower()


def _cut(wanted: str, text: str) -> bytes:
    path, number = _place(wanted)
    with TTFont(path, fontNumber=number, lazy=True) as font:
        if "fvar" in font:
            raise ValueError("a variable face")
        options = subset.Options(hinting=False, layout_features=[], recalc_bounds=False)
        options.drop_tables += _DROPPED
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _place(wanted: str) -> tuple[str, int]:
    """File of a face, and its number in it."""
    answer = subprocess.run(
        ("fc-match", "-f", "%{file}|%{index}", wanted),
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS_TO_LOOK,
    ).stdout
    path, _bar, number = answer.rpartition("|")
    # the upper half of the number names a style of a variable face
    return path, int(number) & 0xFFFF
