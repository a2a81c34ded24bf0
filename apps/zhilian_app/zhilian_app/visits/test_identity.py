"""Names, phones, addresses and ID numbers as people type them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from zhilian_app.visits import identity
from zhilian_app.visits.identity import (
    NOT_GIVEN,
    TO_VERIFY,
    VALID,
    address_key,
    check_id_number,
    id_key,
    normalise_address,
    normalise_name,
    normalise_phone,
    normalise_text,
    split_phones,
)

days = st.dates(
    min_value=identity.datetime.date(1900, 1, 1), max_value=identity.datetime.date(2020, 12, 31)
)


@st.composite
def valid_numbers(draw):
    bare = f"{draw(st.integers(110000, 659999))}{draw(days):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return bare + ric.calc_check_digit(bare + "0")


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 罗 玲少", "罗玲少"),
        ("罗\u3000玲少\u200b", "罗玲少"),
        ("阿卜杜•热合曼", "阿卜杜·热合曼"),
        ("阿卜杜.热合曼", "阿卜杜·热合曼"),
        ("John  Smith", "John Smith"),
        ("无", ""),
        (None, ""),
    ],
)
def test_names(typed, name):
    assert normalise_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        (18930666836.0, "18930666836"),
        (18930666836, "18930666836"),
        ("1.8930666836E+10", "18930666836"),
        ("189-3066-6836", "18930666836"),
        ("189 3066 6836", "18930666836"),
        ("+86 18930666836", "18930666836"),
        ("1８９３０６６６８３６", "18930666836"),
        ("0750-527 1234", "0750-5271234"),
        ("0750—5271234", "0750-5271234"),
        ("无", ""),
        (None, ""),
    ],
)
def test_phones(typed, phone):
    assert normalise_phone(typed) == phone


def test_several_phones_in_a_cell():
    both = ["13590830166", "13690830166"]
    for separator in "/、,; ，\n":
        assert split_phones(separator.join(both)) == both
    assert split_phones("0750 5271234") == ["07505271234"]
    assert split_phones("13590830166 13590830166") == ["13590830166"]


@given(valid_numbers())
def test_valid_number_in_any_spelling(number):
    for typed in (number, full_width(number), number.lower(), f" {number[:6]} {number[6:]}'"):
        assert check_id_number(typed) == (number, VALID, "")


@given(valid_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found_and_the_number_is_kept(number, place, by):
    wrong = f"{number[:place]}{(int(number[place]) + by) % 10}{number[place + 1 :]}"
    check = check_id_number(wrong)
    assert (check.number, check.status) == (wrong, TO_VERIFY)
    assert check.reason in (identity.WRONG_CHECK_DIGIT, identity.WRONG_DATE)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("440781198803253510", identity.WRONG_CHECK_DIGIT),
        ("440781198613182090", identity.WRONG_DATE),
        ("440781299901010000", identity.WRONG_DATE),
        ("44078119880325351", identity.WRONG_LENGTH),
        ("44078119880325A510", identity.WRONG_CHARACTER),
        ("440781880325351", identity.OLD_NUMBER),
        (440781198511020000, identity.LOST_DIGITS),
        (4.4078119851102e17, identity.LOST_DIGITS),
        ("待查", identity.WRONG_LENGTH),
    ],
)
def test_doubtful_numbers_are_kept_with_the_reason(typed, reason):
    check = check_id_number(typed)
    assert check.status == TO_VERIFY
    assert check.reason == reason
    assert check.number


def test_a_place_that_got_its_code_after_the_birth_is_no_error():
    # 440781 exists since 1992; whoever was born in 1941 got the number later
    assert check_id_number("440781194102015817").status == VALID


def test_no_number():
    for typed in (None, "", "  ", "无", "/", "-"):
        assert check_id_number(typed) == ("", NOT_GIVEN, "")


@given(valid_numbers().filter(lambda number: number[6:8] == "19"))
def test_old_number_stands_for_the_new_one(number):
    assert id_key(number[:6] + number[8:17]) == number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("田头社区三组58号", "赤溪镇田头社区第三村民小组58号"),
        ("田头社区三组58号", "3组５８号"),
        ("田头社区十二组1-2", "田头社区12组1－2"),
        ("二十三组6号", "23组 6号"),
    ],
)
def test_same_address(one, other):
    places = ("赤溪镇", "田头社区")
    assert address_key(one, places) == address_key(other, places)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("长沙村六组178号", "长沙村六组178号之二"),
        ("一组11号", "十一组1号"),
        ("一组1-12号", "一组11-2号"),
    ],
)
def test_different_addresses(one, other):
    assert address_key(one, ("长沙村",)) != address_key(other, ("长沙村",))


def test_the_village_alone_is_an_address():
    assert address_key("长沙村", ("赤溪镇", "长沙村")) == "长沙村"


# Signs that melt into the one before them are no part of names here.
texts = st.text(st.characters(exclude_categories=["M", "Sk", "Cs"]))
numbers = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
anything = st.one_of(texts, numbers, st.none(), st.dates())


@given(anything)
def test_cleaning_what_is_clean_changes_nothing(value):
    for clean in (normalise_text, normalise_name, normalise_address, normalise_phone):
        once = clean(value)
        assert clean(once) == once
        assert once == once.strip()
        assert unicodedata.is_normalized("NFC", once)


@given(anything)
def test_a_number_is_judged_the_same_when_read_back(value):
    once = check_id_number(value)
    again = check_id_number(once.number)
    assert again.number == once.number
    assert (once.status == NOT_GIVEN) == (not once.number)
