"""Pictures of the board and what a month of them needs, without a site."""

import io
import random
import struct
import unittest
import zlib
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from zhilian_app.stations import board_image, board_rules
from zhilian_app.stations.board_rules import FAR, NEAR, Lacks, Numbers, Used

ORIENTATION, GPS = 0x0112, 0x8825


def drawn(seed: int, size=(640, 480)) -> Image.Image:
    """A wall, a board, and papers on it."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randint(90, 240) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(16):
        left, top = chance.randint(-50, size[0] - 60), chance.randint(-50, size[1] - 60)
        box = (left, top, left + chance.randint(40, 280), top + chance.randint(40, 220))
        draw.rectangle(box, fill=tuple(chance.randint(0, 255) for _ in range(3)))
    return image


def saved(image: Image.Image, kind: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


class TestCleaning(unittest.TestCase):
    def photo(self, **exif) -> bytes:
        """As a phone makes it: lying on its side, with day and place in it."""
        image = Image.new("RGB", (2400, 1200), "white")
        ImageDraw.Draw(image).rectangle((0, 0, 300, 1200), fill="black")
        tags = Image.Exif()
        tags[ORIENTATION] = 6
        tags[0x010F] = "Telephone of Li"
        tags[board_image.EXIF_POINTER] = {0x9003: exif.get("day", "2026:11:02 09:30:00")}
        tags[GPS] = {1: "N", 2: (21.0, 58.0, 12.0), 3: "E", 4: (112.0, 53.0, 7.0)}
        return saved(image, exif=tags, comment=b"Li was here")

    def test_a_phones_picture_stands_upright_and_tells_no_place(self):
        content = self.photo()
        self.assertTrue(opened(content).getexif().get_ifd(GPS))
        cleaned = board_image.clean(content)
        image = opened(cleaned.content)
        self.assertEqual(("JPEG", (800, 1600)), (image.format, image.size))
        # what was left is now on top
        self.assertLess(image.getpixel((400, 50))[0], 40)
        self.assertFalse(dict(image.getexif()))
        self.assertNotIn(b"Exif", cleaned.content)
        self.assertNotIn(b"Li was", cleaned.content)
        self.assertEqual(date(2026, 11, 2), cleaned.taken_on)

    def test_what_is_clean_stays_byte_for_byte(self):
        content = saved(drawn(3))
        self.assertEqual(content, board_image.clean(content).content)
        for more in (
            saved(drawn(3), comment=b"Li was here"),
            saved(drawn(3), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"),
            content + b"Li was here",
        ):
            cleaned = board_image.clean(more).content
            self.assertNotIn(b"Li was", cleaned)
            self.assertNotIn(b"Exif", cleaned)

    def test_a_day_that_cannot_be_is_none(self):
        for day in ("0000:00:00 00:00:00", "2026:13:45 09:00:00", "gestern"):
            self.assertIsNone(board_image.clean(self.photo(day=day)).taken_on)

    def test_a_small_picture_stays_as_large_as_it_is(self):
        cleaned = board_image.clean(saved(drawn(1, (320, 240)), "PNG"))
        self.assertEqual((320, 240), opened(cleaned.content).size)

    def test_what_one_can_see_through_becomes_white(self):
        clear = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
        image = opened(board_image.clean(saved(clear, "PNG")).content)
        self.assertGreater(min(image.getpixel((100, 50))), 245)

    def test_what_is_no_picture_is_refused(self):
        whole = saved(drawn(2))
        for content in (b"", b"<svg/>", b"%PDF-1.4", whole[:40]):
            with self.assertRaises(board_image.NoPicture):
                board_image.clean(content)
        # a picture of a kind that browsers here do not show
        with self.assertRaises(board_image.NoPicture):
            board_image.clean(saved(drawn(2), "TIFF"))

    def test_a_bomb_is_refused_unopened(self):
        """A PNG of a few hundred bytes that says it is 60,000 × 60,000."""
        head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
        content = b"\x89PNG\r\n\x1a\n"
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")):
            content += struct.pack(">I", len(data)) + kind + data
            content += struct.pack(">I", zlib.crc32(kind + data))
        with self.assertRaises(board_image.PictureTooLarge):
            board_image.clean(content)

    @settings(max_examples=50)
    @given(st.binary(max_size=300))
    def test_any_bytes_are_a_picture_or_refused(self, content):
        for start in (b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBPVP8 "):
            with self.assertRaises((board_image.NoPicture, board_image.PictureTooLarge)):
                board_image.clean(start + content)


class TestTheSamePicture(unittest.TestCase):
    """「同一张照片」 is found however it was saved; another board is not."""

    def used(self, image: Image.Image, station="甲", month=date(2026, 10, 1)) -> Used:
        return Used(station, station, month, board_image.clean(saved(image)).fingerprint)

    # at half the size and a quality of 40, the farthest of these pictures differs in 22 bits of the 40 allowed; at a
    # third of the size and a quality of 25, two of 401 differ in more
    @settings(max_examples=40)
    @given(
        st.integers(0, 400),
        st.sampled_from((0, 90, 180, 270)),
        st.integers(50, 100),
        st.integers(40, 95),
    )
    def test_turned_smaller_and_saved_anew(self, seed, turn, scale, quality):
        image = drawn(seed)
        size = tuple(side * scale // 100 for side in image.size)
        other = image.resize(size).rotate(turn, expand=True)
        again = board_image.clean(saved(other, quality=quality)).fingerprint
        self.assertTrue(board_rules.used_before(again, [self.used(image)], "甲"))

    @settings(max_examples=40)
    @given(st.integers(0, 400), st.integers(0, 400))
    def test_another_board(self, one, other):
        new = board_image.clean(saved(drawn(one))).fingerprint
        found = board_rules.used_before(new, [self.used(drawn(other))], "甲")
        self.assertEqual(one == other, bool(found))

    def test_the_stations_own_and_the_latest_is_named(self):
        image = drawn(7)
        known = [
            self.used(image, "甲", date(2026, 3, 1)),
            self.used(image, "甲", date(2026, 9, 1)),
            self.used(image, "乙", date(2026, 10, 1)),
        ]
        new = board_image.clean(saved(image)).fingerprint
        self.assertEqual(known[1], board_rules.used_before(new, known, "甲"))
        self.assertEqual(known[2], board_rules.used_before(new, known, "丙"))


class TestWhatAMonthNeeds(unittest.TestCase):
    def test_three_with_one_from_afar_and_one_from_near(self):
        for views, lack in (
            ([FAR, NEAR, NEAR], Lacks()),
            ([FAR, FAR], Lacks(pictures=1, near=1)),
            ([FAR, FAR, FAR], Lacks(near=1)),
            ([FAR, NEAR, ""], Lacks(unmarked=1)),
            ([], Lacks(pictures=3, far=1, near=1)),
            ([None, "Sideways", FAR, NEAR], Lacks(unmarked=2)),
            (["", "", ""], Lacks(unmarked=3)),
            ([""], Lacks(pictures=2, far=1, near=1, unmarked=1)),
        ):
            self.assertEqual(lack, board_rules.lacks(views, Numbers()), views)
            self.assertEqual(lack == Lacks(), not lack)

    @given(
        st.lists(st.sampled_from((FAR, NEAR, "", None)), max_size=8),
        st.builds(Numbers, *[st.integers(0, 5)] * 3),
    )
    def test_who_adds_what_lacks_is_done(self, views, numbers):
        views = list(views)
        while "" in views or None in views:
            views[next(at for at, view in enumerate(views) if not view)] = FAR
        lack = board_rules.lacks(views, numbers)
        views += [FAR] * lack.far + [NEAR] * lack.near
        views += [NEAR] * max(0, numbers.pictures - len(views))
        self.assertFalse(board_rules.lacks(views, numbers))

    def test_the_third_and_in_a_short_month_the_last(self):
        self.assertEqual(date(2026, 11, 3), board_rules.due_on(date(2026, 11, 1), 3))
        self.assertEqual(date(2028, 2, 29), board_rules.due_on(date(2028, 2, 1), 31))
