"""What is typed is text in an exported file, whatever it begins with."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from zhilian_app.plain_exports import plain_csv, plain_workbook


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("-5", "-5"),
        ("+8613912345678", "+8613912345678"),
        ("-", "-"),
        ("张三", "张三"),
    ],
)
def test_csv(cell, written):
    assert plain_csv(f'"1","{cell}"\r\n') == f'"1","{written}"\r\n'


def test_csv_with_another_separator_and_lines_within_cells():
    assert plain_csv('1;"=a\nb"\r\n', ";") == '"1";"\'=a\nb"\r\n'


def test_workbook():
    book = Workbook()
    book.active.append(["=1+1", 5, "张三"])
    out = BytesIO()
    book.save(out)
    cells = next(load_workbook(BytesIO(plain_workbook(out.getvalue()))).active.iter_rows())
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        (5, "n"),
        ("张三", "s"),
    ]


def test_a_workbook_without_any_comes_back_as_it_was():
    out = BytesIO()
    Workbook().save(out)
    assert plain_workbook(out.getvalue()) == out.getvalue()
