"""The register's sheet: the office's layout, safe to open, and read back without a change."""

import datetime
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zhilian_app.visits.importing.matching import Known
from zhilian_app.visits.importing.planning import KnownEntry
from zhilian_app.visits.importing.testing import id_number, plan_of
from zhilian_app.visits.register_sheet import HEADINGS, SheetEntry, sort_entries, write_register

TODAY = datetime.date(2026, 11, 23)
BAD_ID = "440781198803253510"


def entry(**fields) -> SheetEntry:
    values = {
        "station": "长沙村",
        "group_name": "第三村民小组",
        "householder": "张三",
        "id_number": id_number(1),
        "id_status": "Valid",
        "address": "长沙村三组1号",
        "phone": "13590830166",
        "categories": "残疾人、优抚对象",
    }
    return SheetEntry(**(values | fields))


def sheet_of(*entries: SheetEntry):
    return load_workbook(BytesIO(written(*entries))).active


def written(*entries: SheetEntry) -> bytes:
    return write_register(entries, "赤溪镇", 2026, "长沙村", TODAY)


def test_layout():
    sheet = sheet_of(
        entry(visited_on=datetime.date(2026, 3, 5), remark="独居"), entry(householder="李四")
    )
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert rows[0][0] == "赤溪镇2026年直联重点走访登记册"
    assert (rows[1][0], rows[1][8]) == ("填报单位:赤溪镇长沙村驻点", "填报日期:2026年11月")
    assert tuple(rows[2]) == HEADINGS
    assert rows[3][:5] == [1, "长沙村", "第三村民小组", "张三", id_number(1)]
    assert rows[3][8:] == [datetime.datetime(2026, 3, 5), "独居"]
    assert rows[4][8:] == [None, None]
    assert str(sheet.merged_cells) == "A1:J1"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_numbers_are_text():
    sheet = sheet_of(entry())
    assert (sheet["E4"].data_type, sheet["G4"].data_type) == ("s", "s")


def test_formulas_are_text():
    sheet = sheet_of(entry(householder='=HYPERLINK("http://x")', remark="+1"))
    for cell in (sheet["D4"], sheet["J4"]):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_doubtful_numbers_are_marked():
    sheet = sheet_of(entry(id_number=BAD_ID, id_status="To Verify", remark="独居"))
    assert sheet["J4"].value == "独居；身份证待核"


def test_groups_are_in_the_order_of_their_numbers():
    groups = ["第十村民小组", "第二村民小组", "第十二村民小组", "", "第一村民小组"]
    ordered = [e.group_name for e in sort_entries(entry(group_name=group) for group in groups)]
    assert ordered == ["", "第一村民小组", "第二村民小组", "第十村民小组", "第十二村民小组"]


names = st.text("张王李赵\u3007 ·=+-@<&\"'", min_size=1, max_size=4).filter(
    lambda text: text.strip()
)


@given(names.map(str.strip), st.sampled_from(["", "独居", "独居，需送药", "a;b"]), st.booleans())
def test_what_is_handed_in_is_read_back_without_a_change(name, remark, doubtful):
    clean = plan_of(written(entry(householder=name))).targets
    if not clean:
        return
    name = clean[0].values["householder"]
    number, status = (BAD_ID, "To Verify") if doubtful else (id_number(1), "Valid")
    row = entry(householder=name, remark=remark, id_number=number, id_status=status)
    known = Known(
        "H1", "赤溪镇-长沙村", name, row.address, row.group_name, row.phone, number, status
    )
    entries = {"H1": KnownEntry("E1", frozenset({"残疾人", "优抚对象"}), remark)}
    assert plan_of(written(row), [known], entries).counts()["unchanged_rows"] == 1
