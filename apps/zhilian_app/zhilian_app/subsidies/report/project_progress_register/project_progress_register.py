"""附件2, 直联工作专项经费补贴项目进度登记表: the year's projects with the progress of a month."""

from frappe import _

from zhilian_app.subsidies.annex2_rows import MONEY, PROGRESS, PROJECT, annex2_rows, totals
from zhilian_app.subsidies.report_columns import MONEY_COLUMN, columns_of


def execute(filters: dict | None = None):
    """Frappe's entry point: columns and rows, under the reader's own rows; a line of the sums."""
    rows = annex2_rows(filters or {})
    shown = [_shown(row) for row in rows]
    if len(rows) > 1:
        sums = {key: float(value) for key, value in totals(rows).items()}
        shown.append({"title": _("Total"), **sums, "bold": 1, "links": {}})
    return columns(), shown


def _shown(row: dict) -> dict:
    """A row with its links: the project, and this month's progress or where it is to be written."""
    links = {"title": {"doctype": PROJECT, "name": row["name"]}}
    if row["progress"]:
        links["words"] = {"doctype": PROGRESS, "name": row["progress"]}
    words = _("Not handed in yet") if row["missing"] else row["words"]
    money = {key: float(row[key]) for key in MONEY}
    return {**row, **money, "words": words, "links": links}


def columns() -> list[dict]:
    """The columns of the paper."""
    return columns_of(
        (
            ("number", _("No."), "Int", 60),
            ("title", _("Project Name"), "Data", 170),
            ("station_name", _("Station"), "Data", 100),
            ("resolution", _("Resolution and Date"), "Data", 170),
            ("total_budget", _("Total Budget"), MONEY_COLUMN, 100),
            ("amount_asked", _("Amount Asked from the Town"), MONEY_COLUMN, 100),
            ("approved_amount", _("Approved Amount"), MONEY_COLUMN, 100),
            ("paid", _("Paid"), MONEY_COLUMN, 100),
            ("started_on", _("Work Started On"), "Date", 100),
            ("words", _("Work of This Month"), "Data", 220),
            ("percent", _("Progress in Percent"), "Int", 80),
            ("expected_finish", _("Expected Finish"), "Date", 100),
            ("finished_on", _("Finished On"), "Date", 100),
            ("remark", _("Remark"), "Data", 160),
            ("signature", _("Signature"), "Data", 80),
        )
    )
