"""What a person types as a name, phone, address or ID number, made comparable.

Pure functions: no database, no translation. Offices keep these cells in every shape that Excel
allows (full-width digits, floats, blanks inside a name), and the import, the forms and the search
must agree on what is the same.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

NOT_GIVEN = "Not Given"
VALID = "Valid"
TO_VERIFY = "To Verify"

# English sources of the reasons; whoever shows one passes it through _().
OLD_NUMBER = "It is an old number of 15 digits"
WRONG_LENGTH = "It does not have 18 characters"
WRONG_CHARACTER = "It holds something that is not a digit"
WRONG_DATE = "The date of birth in it does not exist"
WRONG_CHECK_DIGIT = "The check digit is wrong"
LOST_DIGITS = "Excel kept it as a number and lost its last digits"
ID_REASONS = (
    OLD_NUMBER,
    WRONG_LENGTH,
    WRONG_CHARACTER,
    WRONG_DATE,
    WRONG_CHECK_DIGIT,
    LOST_DIGITS,
)

MAX_ID_LENGTH = 140
EARLIEST_BIRTH_YEAR = 1880
# A float keeps 15 digits, so a longer number read from a number cell is not what was typed.
EXACT_DIGITS = 15
NOTHING = frozenset({"", "-", "--", "/", "\\", "无", "没有", "不详", "未知", "暂无", "空"})

_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b-\u200f\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANK_BY_HAN = re.compile(rf"(?<=[{_HAN}·])\s+|\s+(?=[{_HAN}·])")
_MIDDLE_DOTS = re.compile(r"[•‧∙⋅・.](?=\w)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc—~-]+")
_ADDRESS_NOISE = re.compile(r"[\s,。、;:'\"()\[\]【】《》〈〉.]+")
_NUMBER_BEFORE_UNIT = re.compile(r"[一二三四五六七八九十]+(?=[组队社巷号栋座幢楼层户村街路单])")
_LONG_GROUP = re.compile(r"第?([0-9]+)(?:村民小组|居民小组|村民组|居民组|小组)")
_PHONE_SPLIT = re.compile(r"[、,;/\\|\n]+|(?<=\d{7})\s+(?=\+?\d{7})|或|和")
# As Excel writes a long number: 1.8930666836E+10, or with a useless .0
_EXPONENT = re.compile(r"\d\.\d+[eE]\+?\d{1,2}|\d+\.0+")
_HAN_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", start=1)}


class IdCheck(NamedTuple):
    """An ID number as it is kept, its status, and why it must be verified ("" if it need not)."""

    number: str
    status: str
    reason: str


def normalise_text(value: object) -> str:
    """Text in half width (NFKC), without invisible signs, blanks at the ends or runs of blanks.

    Number cells lose the ".0" that Excel adds; days become yyyy-mm-dd; None becomes "".
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", _as_text(value)))
    return _BLANKS.sub(" ", text).strip()


def normalise_name(value: object) -> str:
    """A person's name: as normalise_text, and without blanks beside Chinese characters."""
    name = _BLANK_BY_HAN.sub("", normalise_text(value))
    if re.search(rf"[{_HAN}]", name):
        name = _MIDDLE_DOTS.sub("·", name)
    return "" if name in NOTHING else name


def normalise_address(value: object) -> str:
    """An address as it is kept: as normalise_text, and without blanks beside Chinese characters."""
    address = _BLANK_BY_HAN.sub("", normalise_text(value))
    return "" if address in NOTHING else address


def address_key(address: object, places: Iterable[str] = ()) -> str:
    """What two spellings of one address have in common, for comparing inside one station.

    `places` are names of the town and the station: an address may begin with them or not.
    一组 and 1组 and 第一村民小组 are the same; 178号 and 178号之二 are not.
    """
    key = _ADDRESS_NOISE.sub("", normalise_text(address)).lower()
    key = _DASHES.sub("-", key)
    key = _without_places(key, sorted({place for place in places if place}, key=len, reverse=True))
    key = _NUMBER_BEFORE_UNIT.sub(lambda match: _han_number(match.group()), key)
    return _LONG_GROUP.sub(r"\1组", key)


def _without_places(key: str, places: list[str]) -> str:
    # Only in front, and never down to nothing: the address may be the village alone.
    while place := next((p for p in places if key.startswith(p) and len(key) > len(p)), None):
        key = key[len(place) :]
    return key


def split_phones(value: object) -> list[str]:
    """The phone numbers in a cell, each as normalise_phone gives it, in order, without repeats."""
    text = (
        normalise_text(value) if _EXPONENT.fullmatch(_as_text(value).strip()) else _as_text(value)
    )
    parts = _PHONE_SPLIT.split(unicodedata.normalize("NFKC", text).strip())
    phones = [normalise_phone(part) for part in parts]
    return list(dict.fromkeys(phone for phone in phones if phone))


def normalise_phone(value: object) -> str:
    """A phone number without blanks, dashes, brackets or +86; "" if there is no digit.

    A land line (it begins with 0) keeps one dash after its area code if it had one.
    """
    text = normalise_text(value)
    if _EXPONENT.fullmatch(text):
        text = _plain_number(text)
    text = re.sub(r"^(?:\+|00)86[\s-]*(?=\d)", "", text)
    text = _DASHES.sub("-", re.sub(r"[^\d+\-\u2010-\u2015\u2212—]", "", text)).strip("-")
    if not any(char.isdigit() for char in text):
        return ""
    if land_line := re.fullmatch(r"(0\d{2,3})-(\d[\d-]*)", text):
        return f"{land_line[1]}-{land_line[2].replace('-', '')}"
    return text.replace("-", "")


def check_id_number(value: object) -> IdCheck:
    """The resident ID number in a cell and whether it can be right (length, day, check digit).

    A wrong number is kept and marked, not dropped. The region is not judged: the code is that of
    the place and day of issue, not of birth, so a table of regions by year of birth refuses
    people who are right. An old number of 15 digits has no check digit and is to be verified.
    """
    number = _compact_id(value)
    if number in NOTHING:
        return IdCheck("", NOT_GIVEN, "")
    reason = _id_problem(value, number)
    return IdCheck(number[:MAX_ID_LENGTH], TO_VERIFY if reason else VALID, reason)


def id_key(number: str) -> str:
    """The number to compare by: an old number of 15 digits becomes the 18 it was replaced with."""
    if re.fullmatch(r"\d{15}", number):
        longer = f"{number[:6]}19{number[6:]}"
        return longer + ric.calc_check_digit(longer + "0")
    return number


def _id_problem(value: object, number: str) -> str:
    if _lost_digits(value, number):
        return LOST_DIGITS
    if re.fullmatch(r"\d{15}", number):
        return OLD_NUMBER
    if len(number) != 18:
        return WRONG_LENGTH
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return WRONG_CHARACTER
    if not _is_birth_date(number):
        return WRONG_DATE
    if ric.calc_check_digit(number) != number[-1]:
        return WRONG_CHECK_DIGIT
    return ""


def _lost_digits(value: object, number: str) -> bool:
    """Whether Excel cut a number cell. A program may write all 18 digits; Excel leaves zeros behind."""
    if len(number) <= EXACT_DIGITS:
        return False
    return isinstance(value, float) or (isinstance(value, int) and number.endswith("000"))


def _is_birth_date(number: str) -> bool:
    try:
        born = ric.get_birth_date(number)
    except (ValidationError, ValueError):
        return False
    return born.year >= EARLIEST_BIRTH_YEAR and born <= datetime.date.today()


def _compact_id(value: object) -> str:
    number = normalise_text(value)
    if _EXPONENT.fullmatch(number):
        number = _plain_number(number)
    number = re.sub(r"^(?:公民)?身份证(?:号码|号)?:?", "", number)
    # Signs that people type for the last X: a multiplication sign, a Cyrillic Ha.
    return re.sub(r"[\s'\"`_.,-]", "", number).upper().replace("×", "X").replace("Х", "X")


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def _plain_number(text: str) -> str:
    try:
        return str(int(Decimal(text)))
    except (InvalidOperation, ValueError, OverflowError):
        return text


def _han_number(text: str) -> str:
    """一 to 九十九 as digits; anything else as it is."""
    match = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", text)
    if not match or (match[1] and match[3] and not match[2]):
        return text
    if not match[2]:
        return str(_HAN_DIGITS[match[1] or match[3]])
    return str(_HAN_DIGITS.get(match[1], 1) * 10 + _HAN_DIGITS.get(match[3], 0))
