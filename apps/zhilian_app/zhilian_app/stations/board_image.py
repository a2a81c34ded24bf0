"""Pictures of the public board as the system keeps them. Pure: bytes in, bytes out; no database here.

The plan: 「将公开栏更新情况以电子照片的方式报镇组织」. A phone writes into a picture where it was taken and whose it
is; none of that is the town's business, and a picture of the camera's full size only fills the disk.
"""

import io
import warnings
from dataclasses import dataclass
from datetime import date, datetime

import dhash
from PIL import Image, ImageOps

LONGEST_SIDE = 1600
QUALITY = 82
# a phone's largest picture; beyond that it is a bomb or a scan that nobody asked for
MOST_PIXELS = 120_000_000
MOST_BYTES = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
END_OF_JPEG = b"\xff\xd9"
PAPER = (255, 255, 255)
EXIF_POINTER = 0x8769
HASHED_SIDE = 256
# fine enough to tell papers on a board apart: with the usual 8 all boards of one make look the same
GRID = 16
TURNS = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
# when the shutter opened; when it was made digital; when the file was written
EXIF_DAYS = (0x9003, 0x9004)
EXIF_WRITTEN = 0x0132


class NoPicture(ValueError):
    """The bytes are no picture that can be read."""


class PictureTooLarge(ValueError):
    """The picture has more pixels or bytes than a phone's camera makes."""


@dataclass(frozen=True)
class Cleaned:
    """A picture as it is kept: a JPEG that stands upright and says nothing but what one sees.

    ``fingerprint`` is the hash of what one sees, in hexadecimal; ``taken_on`` is the camera's day, or None.
    """

    content: bytes
    taken_on: date | None
    fingerprint: str


def clean(content: bytes) -> Cleaned:
    """Turn a picture upright, bring its longer side to at most 1600 pixels, and drop all that is written into it.

    One that is like this already, as the phone sends it, comes back byte for byte: saved anew it would only get worse.

    Raises:
        NoPicture: it is no JPEG, PNG or WebP, or it is broken.
        PictureTooLarge: too many pixels or bytes; none of them has been unpacked.
    """
    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    try:
        with warnings.catch_warnings():
            # Pillow warns of what may be a bomb and goes on; the number of pixels is looked at below
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise PictureTooLarge
                taken_on = _taken_on(image)
                is_clean = _says_nothing(image, content)
                kept = _upright(image)
    except Image.DecompressionBombError as error:
        raise PictureTooLarge from error
    # a broken file makes Pillow raise any of these
    except (OSError, SyntaxError, EOFError, ValueError, TypeError, ArithmeticError) as error:
        if isinstance(error, PictureTooLarge):
            raise
        raise NoPicture from error
    return Cleaned(content if is_clean else _jpeg(kept), taken_on, fingerprint_of(kept))


def fingerprint_of(image: Image.Image) -> str:
    """Hashes of what one sees, upright and turned by 90, 180 and 270 degrees: four times 128 signs in one.

    The same picture smaller, or saved anew, has nearly the same ones; see board_rules.differing_bits.
    """
    small = image.convert("L")
    small.thumbnail((HASHED_SIDE, HASHED_SIDE))
    turned = (small, *(small.transpose(turn) for turn in TURNS))
    return "".join(dhash.format_hex(*dhash.dhash_row_col(one, GRID), GRID) for one in turned)


def for_paper(content: bytes, side: int, quality: int = 80) -> bytes:
    """A kept picture as a smaller JPEG of at most ``side`` pixels, for a sheet with many of them.

    Raises:
        NoPicture: it cannot be read.
    """
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            image.draft("RGB", (side, side))
            small = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, Image.DecompressionBombError) as error:
        raise NoPicture from error
    small.thumbnail((side, side))
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    # a JPEG can be unpacked at a half or a quarter of its size
    image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.mode or "transparency" in upright.info:
        layer = upright.convert("RGBA")
        sheet = Image.new("RGB", layer.size, PAPER)
        sheet.paste(layer, mask=layer.getchannel("A"))
        upright = sheet
    upright = upright.convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return upright


def _says_nothing(image: Image.Image, content: bytes) -> bool:
    """Whether a picture is kept as it came: a JPEG of our size with not a word in it, before, between or behind."""
    segments = {name for name, _data in getattr(image, "applist", ())}
    return (
        image.format == "JPEG"
        and image.mode == "RGB"
        and max(image.size) <= LONGEST_SIDE
        and segments <= {"APP0"}
        and content.endswith(END_OF_JPEG)
    )


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    # drawn onto a new sheet: what the file said besides the picture stays behind
    sheet = Image.new("RGB", image.size)
    sheet.paste(image)
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _taken_on(image: Image.Image) -> date | None:
    """The camera's day; none where there is none, or where it cannot be."""
    try:
        exif = image.getexif()
        details = exif.get_ifd(EXIF_POINTER)
    # what a camera wrote there wrongly does not spoil its picture
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, AttributeError):
        return None
    for value in (*(details.get(tag) for tag in EXIF_DAYS), exif.get(EXIF_WRITTEN)):
        try:
            found = datetime.strptime(str(value)[:10], "%Y:%m:%d").date()
        except ValueError:
            continue
        if found.year > 1990:
            return found
    return None
