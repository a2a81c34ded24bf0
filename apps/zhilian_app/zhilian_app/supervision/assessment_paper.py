"""年度考核结果 as a paper, from what is stored: for its print format. The words of the paper are Chinese."""

import json
from dataclasses import dataclass

from frappe import _
from frappe.utils import cint, flt, getdate

from zhilian_app.meetings.request_paper import day_text
from zhilian_app.supervision import assessing


@dataclass(frozen=True)
class PaperRow:
    """A subject; ``points`` in the order of the columns, a dash where there was nothing to do."""

    place: int
    name: str
    score: str
    points: tuple[str, ...]


@dataclass(frozen=True)
class Paper:
    """年度考核结果."""

    title: str
    subject: str
    columns: tuple[str, ...]
    rows: tuple[PaperRow, ...]
    weights: str
    day: str
    state: str
    signed: str
    check_sum: str


def assessment_paper(doc) -> Paper:
    """年度考核结果 of an Annual Assessment.

    Raises:
        frappe.PermissionError: the reader may not read it.
    """
    doc.check_permission("read")
    weights = json.loads(doc.weights or "[]")
    measures = [row["measure"] for row in weights]
    announced = doc.announced_on
    kind = "驻点" if doc.subject == assessing.STATION else "驻点干部"
    return Paper(
        title=f"{doc.town}{doc.year}年{kind}直联工作年度考核结果",
        subject="驻点村（社区）" if doc.subject == assessing.STATION else "姓名",
        columns=tuple(_(name, lang="zh") for name in measures),
        rows=tuple(_row(row, measures) for row in doc.scores),
        weights="、".join(f"{_(row['measure'], lang='zh')} {row['weight']:g}" for row in weights),
        day=day_text(getdate(announced or doc.computed_on)) if doc.computed_on else "",
        state="公布日期" if announced else "未公布，统计日期",
        signed=doc.announced_by_name or "",
        check_sum=(doc.content_hash or "")[:16],
    )


def _row(row, measures: list[str]) -> PaperRow:
    points = {one["measure"]: one for one in json.loads(row.points or "[]")}
    return PaperRow(
        cint(row.place),
        row.subject_name,
        f"{flt(row.score):.2f}",
        tuple(_points(points.get(name)) for name in measures),
    )


def _points(one: dict | None) -> str:
    if not one or one["share"] is None:
        return "—"
    return f"{one['points']:.1f}/{one['most']:.1f}"
