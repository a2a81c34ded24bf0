"""Station names and categories as registers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.setup.categories import CATEGORIES
from zhilian_app.visits.importing.category_names import CategoryName, CategoryNames
from zhilian_app.visits.importing.station_names import StationFact, StationNames
from zhilian_app.visits.importing.testing import STATIONS, categories, stations

NINE = [name for name, *_rest in CATEGORIES]


@pytest.mark.parametrize(
    "written",
    [
        "长沙村",
        "长沙",
        " 长 沙 村 ",
        "赤溪镇长沙村",
        "赤溪长沙",
        "台山市赤溪镇长沙村",
        "长沙村委会",
        "长沙村民委员会",
        "长沙村驻点",
        "沙仔",
        "沙仔村",
    ],
)
def test_station_names(written):
    assert stations(*STATIONS, 长沙村="沙仔").find(written) == ("赤溪镇-长沙村", "")


def test_headings_name_a_station():
    names = stations()
    for written in ("一、田头社区", "(二)田头", "3.田头社区:", "赤溪镇-田头社区"):
        assert names.find(written)[0] == "赤溪镇-田头社区"


@pytest.mark.parametrize(
    "written", ["石头村", "赤溪镇", "村", "社区", "", None, "长沙村田头村", "赤溪镇组织办公室"]
)
def test_no_station(written):
    assert stations().find(written) == (None, "station_unknown")


def test_a_short_name_of_two_stations_is_ambiguous():
    names = stations("田头村", "田头社区")
    assert names.find("田头") == (None, "station_ambiguous")
    assert names.find("田头村") == ("赤溪镇-田头村", "")
    assert names.find("田头居委会") == (None, "station_ambiguous")


def test_a_full_name_goes_before_another_stations_alias():
    names = stations("田头村", "长沙村", 长沙村="田头村")
    assert names.find("田头村") == ("赤溪镇-田头村", "")


def test_town_with_a_note_in_brackets():
    names = StationNames([StationFact("1", "长沙村", "赤溪镇(演示)")])
    assert names.find("赤溪镇长沙村") == ("1", "")


@given(
    st.lists(st.sampled_from(NINE), min_size=1, max_size=4, unique=True),
    st.sampled_from(
        ["、", ",", "，", " ", "/", "；", "\n", "|", "+", "和", "\u3000", " 、 ", "及", ""]
    ),
)
def test_any_separator(names, separator):
    reading = categories().read(separator.join(names))
    assert reading.names == frozenset(names)
    assert not reading.unknown


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("残疾", {"残疾人"}),
        ("1.残疾人 2.优抚对象", {"残疾人", "优抚对象"}),
        ("(1)残疾人(2)优抚", {"残疾人", "优抚对象"}),
        ("残疾人、残疾人", {"残疾人"}),
        ("特困户", {"特困家庭"}),
        ("社区矫正", {"社区矫正人员"}),
    ],
)
def test_ways_of_writing(cell, names):
    reading = categories().read(cell)
    assert (reading.names, reading.unknown) == (frozenset(names), ())


def test_what_is_none_of_the_nine_is_told():
    reading = categories().read("低保户、残疾人")
    assert reading.names == {"残疾人"}
    assert reading.unknown == ("低保户",)
    # 困难 may be a family or a party member: nobody guesses
    assert categories().read("困难").unknown == ("困难",)


def test_details_in_brackets_are_noticed():
    reading = categories().read("残疾人(三级)")
    assert (reading.names, reading.unknown, reading.has_detail) == ({"残疾人"}, (), True)


def test_a_category_out_of_use():
    names = CategoryNames([CategoryName("残疾人"), CategoryName("失业人员", enabled=False)])
    reading = names.read("残疾人、失业人员")
    assert (reading.names, reading.disabled) == ({"残疾人"}, ("失业人员",))


@given(st.text())
def test_nothing_is_made_up(text):
    reading = categories().read(text)
    assert reading.names <= set(NINE)
