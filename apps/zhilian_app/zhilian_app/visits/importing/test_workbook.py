"""Files from outside: what is read of them, and what is refused."""

import datetime
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from zhilian_app.visits.importing import workbook
from zhilian_app.visits.importing.testing import book
from zhilian_app.visits.importing.workbook import UnreadableWorkbook, read_workbook


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as caught:
        read_workbook(content)
    return caught.value.code


def repacked(content: bytes, name: str, change) -> bytes:
    """The same archive with one part changed, or added."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        parts = {info.filename: old.read(info) for info in old.infolist()}
        parts[name] = change(parts.get(name, b""))
        for part, data in parts.items():
            new.writestr(part, data)
    return out.getvalue()


def test_merged_cells_are_filled_down_and_blank_rows_left_out():
    rows = [
        ["村", "名"],
        ["长沙村", "甲"],
        [None, "乙"],
        [None, None],
        [None, "丙"],
        ["冲金村", "丁"],
    ]
    sheet = read_workbook(book(rows, merge=("A2:A5",)))[0]
    assert [(row.number, row.values) for row in sheet.rows] == [
        (1, ("村", "名")),
        (2, ("长沙村", "甲")),
        (3, ("长沙村", "乙")),
        (5, ("长沙村", "丙")),
        (6, ("冲金村", "丁")),
    ]


def test_formulas_are_read_as_what_excel_showed():
    content = book([["姓名", "电话"], ["甲", "=A1"]])
    stored = repacked(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>42</v>").replace(
            b"<f>A1</f><v />", b"<f>A1</f><v>42</v>"
        ),
    )
    assert read_workbook(stored)[0].rows[1].values == ("甲", 42)


def test_error_values_are_blank():
    rows = read_workbook(book([["甲", "#N/A"], ["乙", "#REF!"]]))[0].rows
    assert [row.values for row in rows] == [("甲", None), ("乙", None)]


def test_dates_and_hidden_sheets_are_told():
    workbook_ = Workbook()
    workbook_.active.append([datetime.date(2017, 3, 5)])
    workbook_.create_sheet("旧").sheet_state = "hidden"
    out = BytesIO()
    workbook_.save(out)
    first, second = read_workbook(out.getvalue())
    assert first.rows[0].values[0].date() == datetime.date(2017, 3, 5)
    assert (first.hidden, second.hidden) == (False, True)


def test_a_wrong_extent_does_not_cut_the_sheet():
    # WPS and some programs write one cell as the whole extent
    content = repacked(
        book([["甲", "乙"], ["丙", "丁"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'),
    )
    assert [row.values for row in read_workbook(content)[0].rows] == [("甲", "乙"), ("丙", "丁")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_xlsx"),
        ("姓名,电话\n甲,1".encode("gb18030"), "not_xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook" * 100, "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_other_files_are_refused(content, code):
    assert refusal(content) == code


def test_another_archive_is_refused():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("读我.txt", "不是表格")
    assert refusal(out.getvalue()) == "not_xlsx"


def test_a_damaged_file_is_refused():
    content = book([["甲"]])
    assert (
        refusal(repacked(content, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]))
        == "damaged"
    )
    assert refusal(content[: len(content) // 2]) == "not_xlsx"


def test_a_zip_bomb_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_UNZIPPED_BYTES", 5 * 1024 * 1024)
    bomb = repacked(book([["甲"]]), "xl/media/image1.png", lambda _none: b"\0" * (6 * 1024 * 1024))
    assert len(bomb) < 50_000
    assert refusal(bomb) == "too_large"


def test_an_entity_bomb_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet/>'
    assert (
        refusal(repacked(book([["甲"]]), "xl/worksheets/sheet1.xml", lambda _xml: bomb))
        == "damaged"
    )


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    assert len(read_workbook(book([["甲"]] * 4, [["乙"]] * 6))) == 2
    assert refusal(book([["甲"]] * 5, [["乙"]] * 6)) == "too_many_rows"


def test_a_million_blank_rows_cost_nothing(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_BLANK_RUN", 50)
    content = book([["甲"]])
    large = load_workbook(BytesIO(content))
    large.active.cell(row=1000, column=1, value="远处")
    out = BytesIO()
    large.save(out)
    assert [row.values[0] for row in read_workbook(out.getvalue())[0].rows] == ["甲"]


def test_texts_and_merged_cells_without_end_are_refused(monkeypatch):
    """Reading them takes a processor's minute and a gigabyte where the file itself is small."""
    monkeypatch.setattr(workbook, "MAX_STRINGS_BYTES", 1000)
    strings = b"<sst>" + b"<si><t>x</t></si>" * 100 + b"</sst>"
    shared = repacked(book([["甲"]]), "xl/strings.xml", lambda _none: strings)
    assert refusal(shared) == "too_large"
    monkeypatch.setattr(workbook, "MAX_MERGES", 1)
    assert (
        refusal(book([["甲"], [None], ["乙"], [None]], merge=("A1:A2", "A3:A4")))
        == "too_many_merges"
    )
