"""Rows of a register as lines: what is a row, what is in it, what is wrong with it."""

import datetime

import pytest

from zhilian_app.visits.importing.cleaning import join_remarks, title_year
from zhilian_app.visits.importing.columns import find_header
from zhilian_app.visits.importing.testing import TITLES, book, lines_of, register_book, row
from zhilian_app.visits.importing.workbook import read_workbook


def line(**cells):
    """The only line of a register whose first row is changed like this."""
    (only,) = lines_of(register_book([row(1, **cells)]))
    return only


def wrong(found) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in found.problems]


def test_an_ordinary_row():
    found = line(
        householder=" 罗 玲少", phone=18930666836.0, categories="残疾人 优抚对象", remark=" 独居 "
    )
    assert found.station == "赤溪镇-长沙村"
    assert (found.householder, found.phone, found.remark) == ("罗玲少", "18930666836", "独居")
    assert found.categories == {"残疾人", "优抚对象"}
    assert found.problems == []


def test_rows_that_are_none():
    rows = [
        row(1),
        [],
        [2, None, None, None, None, None, None, None, None],
        ["合计", None, None, "1户", None, None, None, None, None],
        [None, "长沙村小计", None, 1, None, None, None, None, None],
        TITLES,
        ["填表人:张三", None, None, "审核人:李四", None, None, None, None, "2017年6月"],
        ["注:本表一式两份", None, None, None, None, None, None, None, None],
        row(3),
    ]
    assert [found.householder for found in lines_of(register_book(rows))] == [row(1)[3], row(3)[3]]


def test_a_row_without_a_name_is_a_row_all_the_same():
    assert wrong(line(householder=None)) == [("householder", "name_missing")]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"station": "石头村"}, ("station", "station_unknown")),
        ({"station": None}, ("station", "station_missing")),
        ({"categories": "低保户"}, ("categories", "category_unknown")),
        ({"categories": "残疾人、低保户"}, ("categories", "category_unknown")),
        ({"categories": None}, ("categories", "category_missing")),
        ({"address": datetime.date(2017, 3, 5)}, ("address", "address_is_date")),
        ({"householder": "张" * 141}, ("householder", "too_long")),
    ],
)
def test_what_is_wrong(cells, problem):
    assert wrong(line(**cells)) == [problem]


def test_all_that_is_wrong_is_told_at_once():
    assert len(line(station="石头村", householder=None, categories="低保户").problems) == 3


def test_a_doubtful_number_is_no_reason_to_refuse():
    found = line(id_number="440781198803253510", remark="身份证待核")
    assert found.problems == []
    assert found.id_check.status == "To Verify"
    # the status says it, so the remark need not
    assert found.remark == ""


def test_a_remark_beside_the_mark_is_kept():
    assert (
        line(id_number="440781198803253510", remark="独居，需送药；身份证待核").remark
        == "独居，需送药"
    )
    assert line(remark="身份证待核").remark == "身份证待核"


def test_what_has_no_column_goes_into_the_remark():
    found = line(categories="残疾人(三级)", phone="找村长", remark="独居")
    assert (found.phone, found.remark) == ("", "独居；残疾人(三级)；找村长")


def test_several_phones_are_all_kept():
    assert line(phone="13590830166/13690830166").phone == "13590830166、13690830166"


def test_signs_of_html_are_taken_as_text():
    found = line(householder="<b>张三</b>", remark="<script>")
    assert found.householder == "〈b〉张三〈/b〉"
    assert "<" not in found.remark


class TestStationOfRowsWithoutOne:
    head = ("户主姓名", "家庭住址", "重点对象类别")
    body = ("张三", "一组1号", "残疾人")

    def stations(self, *rows, titles=("登记册",), default=None):
        return [found.station for found in lines_of(book(rows, titles=titles), default)]

    def test_from_the_sheets_name(self):
        assert self.stations(self.head, self.body, titles=("长沙村",)) == ["赤溪镇-长沙村"]

    def test_from_the_unit_above(self):
        assert self.stations(["填报单位:长沙村委会"], self.head, self.body) == ["赤溪镇-长沙村"]

    def test_from_headings_between(self):
        rows = (self.head, ["一、长沙村"], self.body, ["二、冲金村"], self.body)
        assert self.stations(*rows) == ["赤溪镇-长沙村", "赤溪镇-冲金村"]

    def test_from_the_choice_of_the_user(self):
        assert self.stations(self.head, self.body, default="赤溪镇-护岭村") == ["赤溪镇-护岭村"]

    def test_the_row_itself_goes_first(self):
        rows = (["驻点", *self.head], ["冲金村", *self.body])
        assert self.stations(*rows, titles=("长沙村",), default="赤溪镇-护岭村") == [
            "赤溪镇-冲金村"
        ]


def test_several_sheets_are_read():
    content = book([TITLES, row(1)], [TITLES, row(2)], [["目录"]], titles=("一", "二", "封面"))
    assert [found.source.sheet for found in lines_of(content)] == [0, 1]


def test_year_of_the_title():
    sheet = read_workbook(register_book([row(1)], year=2017))[0]
    assert title_year(sheet, find_header(sheet)) == 2017


def test_remarks_are_joined_without_repeating():
    assert join_remarks("独居，需送药", "独居,需送药", "", "需送药", "新") == "独居，需送药；新"
