"""The workbook of rows not taken: what is in it, and that it can be corrected and imported."""

from io import BytesIO

from openpyxl import load_workbook

from zhilian_app.visits.importing.columns import REASON_TITLE, SOURCE_ROW_TITLE
from zhilian_app.visits.importing.reading import read_register
from zhilian_app.visits.importing.rejects import write_rejects
from zhilian_app.visits.importing.testing import TITLES, book, lines_of, plan_of, register_book, row


def rejects_of(content: bytes, allowed=None) -> bytes:
    file = read_register(content)
    rejected = plan_of(content, allowed=allowed).rejected
    return write_rejects(
        file.sheets, file.headers, rejected, lambda problem: f"{problem.field}!{problem.code}"
    )


def sheet_of(content: bytes, index: int = 0):
    return load_workbook(BytesIO(content)).worksheets[index]


def rows_of(sheet) -> list[tuple]:
    return [tuple(cell.value for cell in cells) for cells in sheet.iter_rows()]


def test_rows_as_they_were_with_reason_and_number():
    bad = row(2, categories="低保户", phone=18930666836.0, householder=" 罗 玲少")
    rows = rows_of(sheet_of(rejects_of(register_book([row(1), bad, row(3)]))))
    assert rows[0][0] == "赤溪镇2026年直联重点走访登记册"
    assert rows[2] == (*TITLES, SOURCE_ROW_TITLE, REASON_TITLE)
    assert rows[3] == (*bad, 5, "categories!category_unknown")
    assert len(rows) == 4


def test_wrong_cells_are_coloured_and_explained():
    sheet = sheet_of(
        rejects_of(register_book([row(1, station="石头村", categories="低保户、五保户")]))
    )
    marked = {cell.coordinate: cell.comment.text for cell in sheet[4] if cell.comment}
    assert marked == {
        "B4": "station!station_unknown",
        "H4": "categories!category_unknown\ncategories!category_unknown",
    }
    coloured = [cell.coordinate for cell in sheet[4] if cell.fill.fill_type == "solid"]
    assert coloured == ["B4", "H4"]


def test_a_missing_cell_is_coloured_too():
    sheet = sheet_of(rejects_of(register_book([row(1, householder=None)])))
    assert sheet["D4"].fill.fill_type == "solid"


def test_what_looks_like_a_formula_stays_text():
    evil = '=HYPERLINK("http://x","看")'
    cell = sheet_of(
        rejects_of(
            register_book([row(1, householder=f" {evil}", categories="低保户", address="@SUM(A1)")])
        )
    )["F4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("@SUM(A1)", "s", True)


def test_corrected_it_can_be_imported():
    content = rejects_of(
        register_book([row(1), row(2, categories="低保户"), row(3, householder=None)])
    )
    corrected = load_workbook(BytesIO(content))
    corrected.active["H4"] = "特困家庭"
    corrected.active["D5"] = "张三"
    out = BytesIO()
    corrected.save(out)
    plan = plan_of(out.getvalue())
    assert plan.rejected == []
    assert plan.counts()["new_entries"] == 2


def test_rejected_again_it_keeps_one_reason_column():
    once = rejects_of(register_book([row(1, categories="低保户")]))
    again = rows_of(sheet_of(rejects_of(once)))
    assert again[2] == (*TITLES, SOURCE_ROW_TITLE, REASON_TITLE)
    assert again[3][-2:] == (4, "categories!category_unknown")


def test_each_sheet_keeps_its_name_and_its_headings():
    head, body = ("户主姓名", "家庭住址", "重点对象类别"), ("张三", "一组1号", "低保户")
    content = book(
        [head, body], [head, ["一、冲金村"], body, ["二、护岭村"], body], titles=("长沙村", "其他")
    )
    rejected = rejects_of(content)
    assert load_workbook(BytesIO(rejected)).sheetnames == ["长沙村", "其他"]
    assert [line.station for line in lines_of(rejected)] == [
        "赤溪镇-长沙村",
        "赤溪镇-冲金村",
        "赤溪镇-护岭村",
    ]
