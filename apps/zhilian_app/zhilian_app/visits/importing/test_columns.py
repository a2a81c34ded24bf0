"""Finding the header, whatever the office calls its columns and wherever it puts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhilian_app.visits.importing import columns
from zhilian_app.visits.importing.columns import SHEET_TITLES, field_of, find_header
from zhilian_app.visits.importing.testing import TITLES, book
from zhilian_app.visits.importing.workbook import read_workbook


def header_of(*rows, merge=()):
    return find_header(read_workbook(book(rows, merge=merge))[0])


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("户主", "householder"),
        ("姓 名", "householder"),
        ("户主\n姓名", "householder"),
        ("身份证号", "id_number"),
        ("公民身份号码", "id_number"),
        ("身份证号码(18位)", "id_number"),
        ("住址", "address"),
        ("现家庭住址(门牌号)", "address"),
        ("手机", "phone"),
        ("联系电话*", "phone"),
        ("类别", "categories"),
        ("重点对象类别(可多选)", "categories"),
        ("组别", "group_name"),
        ("村(居)民小组", "group_name"),
        ("村(社区)", "station"),
        ("所属村", "station"),
        ("备 注", "remark"),
        ("走访日期", None),
        ("走访干部姓名", None),
        ("配偶身份证号", None),
        ("年龄", None),
        ("", None),
        (None, None),
    ],
)
def test_titles(title, field):
    assert field_of(title) == field


@given(st.permutations(TITLES))
def test_any_order(titles):
    header = header_of(["赤溪镇2017年直联重点走访登记册"], ["填报单位:组织办公室"], titles)
    assert header.first_row == 3
    assert {titles[column]: field for field, column in header.fields.items()} == {
        title: field for field, title in SHEET_TITLES.items()
    }


def test_header_of_two_rows():
    header = header_of(
        ["登记册"],
        ["序号", "基本情况", None, None, "重点对象类别"],
        [None, "户主姓名", "身份证号", "家庭住址", None],
        [1, "张三", "1", "一组", "残疾人"],
        merge=("A1:E1", "A2:A3", "B2:D2", "E2:E3"),
    )
    assert (header.first_row, header.last_row) == (2, 3)
    assert header.fields == {
        "serial": 0,
        "householder": 1,
        "id_number": 2,
        "address": 3,
        "categories": 4,
    }


def test_the_householder_goes_before_another_name():
    header = header_of(["姓名", "户主姓名", "住址", "类别"])
    assert header.fields["householder"] == 1
    assert header.unknown_titles() == ["姓名"]


def test_a_column_is_taken_once():
    header = header_of(["户主", "联系电话", "家属电话", "备用手机", "类别"])
    assert header.fields["phone"] == 1


def test_columns_we_write_ourselves_are_not_reported():
    header = header_of([*TITLES, "走访日期", "性别", "原行号", "原因"])
    assert header.unknown_titles() == ["性别"]


@pytest.mark.parametrize("rows", [[["一", "二"]], [["户主姓名"]], [["村", "电话", "备注"]], []])
def test_no_header(rows):
    assert header_of(*rows) is None


def test_header_again_on_the_next_page():
    sheet = read_workbook(book([TITLES, [1, "长沙村"], TITLES]))[0]
    header = find_header(sheet)
    assert [columns.repeats_header(row, header) for row in sheet.rows] == [True, False, True]
