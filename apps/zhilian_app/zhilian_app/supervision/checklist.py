"""The checklist of a town: what a check looks at, as the office keeps it."""

import frappe

from zhilian_app.supervision import states
from zhilian_app.supervision.books import LEDGER, LOG, RECORD

ITEM = "Checklist Item"
PATROL, MEETING = "Patrol", "Meeting"
OF_KIND = {
    states.BOOKS: (LOG, LEDGER, RECORD),
    states.FULL: (LOG, LEDGER, RECORD),
    states.PATROL: (PATROL,),
    states.MEETING: (MEETING, RECORD),
}
# the plan: 「详细记录,内容填写要完整、不漏填、不应付」, 「限时办结,及时反馈办理结果给群众」,
# 「查看驻点团队会议记录情况、签到情况等」
SEEDS = (
    (LOG, "走访记录内容具体，不应付", 10),
    (LOG, "走访进度达到每月要求", 10),
    (LOG, "没有漏填、集中补填", 10),
    (LEDGER, "问题登记完整，类别和级别准确", 10),
    (LEDGER, "限时办结，没有超期未办的问题", 10),
    (LEDGER, "办理结果及时反馈群众", 10),
    (RECORD, "每周按时召开碰头会", 10),
    (RECORD, "会议记录完整，签到齐全", 10),
    (RECORD, "月尾有小结，提请事项有记录", 10),
    (PATROL, "驻点干部按时下乡", 10),
    (PATROL, "团队入户走访，不走过场", 10),
    (MEETING, "例会按时召开，由分管领导牵头", 10),
    (MEETING, "会议内容联系上次走访和台账问题", 10),
)


def items(town: str, kind: str) -> list[dict]:
    """Lines of a check of this kind: book, question and points."""
    rows = frappe.get_all(
        ITEM,
        filters={"town": town, "book": ["in", OF_KIND[kind]], "is_active": 1},
        fields=["book", "question", "points"],
        order_by="sequence asc, creation asc",
    )
    order = OF_KIND[kind]
    return sorted(rows, key=lambda row: order.index(row.book))


def seed_towns() -> None:
    """Each town that has no checklist yet begins with this one; idempotent, called on install and migrate."""
    known = set(frappe.get_all(ITEM, pluck="town", distinct=True))
    for town in frappe.get_all("Town", pluck="name", order_by="name asc"):
        if town not in known:
            seed_town(frappe._dict(name=town))


def seed_town(town, method: str | None = None) -> None:
    """Town, after_insert: the lines that follow from the plan."""
    for number, (book, question, points) in enumerate(SEEDS, start=1):
        doc = frappe.get_doc(
            {
                "doctype": ITEM,
                "town": town.name,
                "book": book,
                "question": question,
                "points": points,
                "sequence": number,
                "is_active": 1,
            }
        )
        doc.insert(ignore_permissions=True)
