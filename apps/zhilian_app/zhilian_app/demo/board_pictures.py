"""Pictures of public boards for the demo, drawn: from afar and from near, each with its station and month on it."""

import io
from datetime import date
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (800, 600)
FACES = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
)
HEADINGS = ("政策宣传", "驻点团队", "走访情况", "问题办理", "经费项目", "民情联系卡")
PAPERS = ((250, 246, 232), (240, 247, 252), (252, 238, 236), (238, 248, 238))
RED, INK = (178, 34, 34), (70, 70, 70)


def board_picture(station: str, month: date, number: int) -> bytes:
    """The ``number``-th picture (0 is the far view) of a station's board in a month; the same every time."""
    chance = Random(f"{station}-{month}-{number}")
    image = Image.new("RGB", SIZE, (206, 220, 232))
    draw = ImageDraw.Draw(image)
    _draw_far(draw, chance, station, month) if number == 0 else _draw_near(
        draw, chance, station, month, number
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return out.getvalue()


def _draw_far(draw, chance: Random, station: str, month: date) -> None:
    wall = tuple(chance.randint(170, 235) for _ in range(3))
    top = chance.randint(120, 200)
    draw.rectangle((0, top, 800, 470), fill=wall)
    draw.rectangle((0, 470, 800, 600), fill=(150, 150, 144))
    left = chance.randint(90, 250)
    draw.rectangle((left, 200, left + 440, 440), fill=(250, 250, 246), outline=RED, width=10)
    draw.rectangle((left, 200, left + 440, 246), fill=RED)
    _write(draw, (left + 18, 206), "驻点直联公开栏", 28, (255, 240, 200))
    for at in range(8):
        x, y = left + 22 + (at % 4) * 104, 258 + (at // 4) * 88
        draw.rectangle((x, y, x + 92, y + 78), fill=chance.choice(PAPERS), outline=INK)
        for line in range(chance.randint(2, 5)):
            draw.line(
                (x + 8, y + 14 + line * 12, x + chance.randint(40, 84), y + 14 + line * 12), INK
            )
    for _ in range(3):
        x, size = chance.randint(0, 780), chance.randint(40, 90)
        draw.ellipse((x, 440 - size, x + size, 480), fill=(96, chance.randint(120, 160), 84))
    _write(draw, (20, 552), f"{station}　{month:%Y-%m}", 28, (255, 255, 255))


def _draw_near(draw, chance: Random, station: str, month: date, number: int) -> None:
    draw.rectangle((0, 0, *SIZE), fill=(244, 240, 230))
    draw.rectangle((0, 0, 800, 74), fill=RED)
    _write(draw, (24, 14), f"{station}驻点直联公开栏", 36, (255, 240, 200))
    for at in range(4):
        x, y = 24 + (at % 2) * 388 + chance.randint(-6, 6), 92 + (at // 2) * 244
        draw.rectangle((x, y, x + 364, y + 226), fill=chance.choice(PAPERS), outline=INK, width=2)
        _write(draw, (x + 16, y + 8), chance.choice(HEADINGS), 28, RED)
        for line in range(chance.randint(4, 7)):
            end = x + chance.randint(150, 340)
            draw.line((x + 18, y + 62 + line * 22, end, y + 62 + line * 22), INK, 3)
        if chance.random() < 0.5:
            shade = tuple(chance.randint(90, 220) for _ in range(3))
            draw.rectangle((x + 210, y + 110, x + 346, y + 210), fill=shade)
    _write(draw, (560, 562), f"{month:%Y-%m}　第{number}处", 24, INK)


def _write(draw, at: tuple[int, int], text: str, size: int, fill) -> None:
    draw.text(at, text, font=_face(size), fill=fill)


@cache
def _face(size: int):
    for path in FACES:
        try:
            return ImageFont.truetype(path, size)
        except OSError:
            continue
    return ImageFont.load_default(size)
