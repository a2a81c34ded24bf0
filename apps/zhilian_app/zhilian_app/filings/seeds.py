"""The plan's own requirements, as each town begins with them; the town changes them in the desk.

The plan, 「定期上报资料制度」: 「①公开栏相片:每月3日前……②经费使用申请:……当月30日前……③台账资料:……在接到抽查通知的
一个星期内……④请党委会研究解决问题:每月30日前……⑤直联工作书面简要汇报材料」, and
「每月30日前将已走访登记的名册报送组织检查」.
"""

import frappe
from frappe.utils import cint, getdate

from zhilian_app import calendar
from zhilian_app.filings import requirements, rules, sources

HEADS, NOBODY = "Team Head or Station Leader", "Nobody"
SAME_MONTH = "Same Month"

SEEDS: tuple[dict, ...] = (
    {
        "title": "公开栏照片",
        "short_title": "公开栏",
        "counts": sources.BOARD,
        "signer": NOBODY,
        "needs_paper": 0,
        "rhythm": rules.EVERY_MONTH,
        "due_rule": rules.DAY_OF_MONTH,
        "due_day": 3,
        "guidance": "每月3日前报公开栏更新情况的远景、近景电子照片3张。",
    },
    {
        "title": "已走访登记名册",
        "short_title": "走访名册",
        "counts": requirements.REGISTER,
        "signer": HEADS,
        "needs_paper": 1,
        "rhythm": rules.EVERY_MONTH,
        "due_rule": rules.DAY_OF_MONTH,
        "due_day": 30,
        "guidance": "每月30日前将已走访登记的名册报送组织检查。名册由系统按走访记录生成，核对后签名即可。",
    },
    {
        "title": "提请党委会研究解决问题表",
        "short_title": "附件1",
        "counts": sources.REQUEST,
        "counts_from": sources.ACCEPTANCE,
        "signer": HEADS,
        "needs_paper": 1,
        "may_be_nil": 1,
        "rhythm": rules.EVERY_MONTH,
        "due_rule": rules.DAY_OF_MONTH,
        "due_day": 30,
        "guidance": "每月30日前报送附件1。本月没有提请事项的，请在此作零报告。",
    },
    {
        "title": "直联工作书面汇报材料",
        "short_title": "书面汇报",
        "counts": sources.REVIEW,
        "signer": HEADS,
        "needs_paper": 1,
        "rhythm": rules.EVERY_MONTH,
        "due_rule": rules.END_OF_MONTH,
        "guidance": "每月底前完成书面简要汇报材料。团队内部应加强传阅修订，通报刊印时不再修订编辑。",
    },
    {
        "title": "经费补贴项目进度登记表",
        "short_title": "附件2",
        "counts": requirements.ANNEX_2,
        "signer": HEADS,
        "needs_paper": 1,
        "rhythm": rules.AFTER_EVENT,
        "event": requirements.START,
        "due_rule": rules.END_OF_MONTH,
        "guidance": "确认项目启动后，当月底前报送附件2。登记表由系统按项目进度生成，核对后签名即可。",
    },
    {
        "title": "驻点台账资料",
        "short_title": "台账",
        "counts": requirements.BOOKS,
        "signer": HEADS,
        "needs_paper": 1,
        "rhythm": rules.AFTER_EVENT,
        "event": requirements.NOTICE,
        "due_rule": rules.DAYS_AFTER,
        "days_after": 7,
        "guidance": "接到抽查通知的一个星期内，将《驻点日志》《问题台账》《驻点团队记录本》交组织办公室。",
    },
)
# days of a Town that a requirement's due day is
TOWN_DAYS = {
    sources.BOARD: "board_photo_due_day",
    requirements.REGISTER: "register_due_day",
    sources.REQUEST: "request_due_day",
}


def seed_towns() -> None:
    """Each town that has no requirements yet begins with the plan's; idempotent, called on install and migrate."""
    known = set(frappe.get_all(requirements.REQUIREMENT, pluck="town", distinct=True))
    for town in frappe.get_all("Town", pluck="name", order_by="name asc"):
        if town not in known:
            seed_town(frappe.get_doc("Town", town))


def seed_town(town, method: str | None = None) -> None:
    """Town, after_insert: the plan's requirements from this month on, with the town's own days."""
    first = calendar.month_start(getdate(town.register_start or getdate()))
    for number, seed in enumerate(SEEDS, start=1):
        values = {"counts_from": "Signature", "due_in": SAME_MONTH, **seed}
        field = TOWN_DAYS.get(seed["counts"])
        if field and cint(town.get(field)):
            values["due_day"] = cint(town.get(field))
        if seed["counts"] == requirements.BOOKS and cint(town.book_handover_days):
            values["days_after"] = cint(town.book_handover_days)
        doc = frappe.get_doc(
            {
                "doctype": requirements.REQUIREMENT,
                "town": town.name,
                "from_date": max(first, calendar.month_start(getdate())),
                "sequence": number,
                **values,
            }
        )
        doc.flags.ignore_permissions = True
        doc.insert()
        # whose town it is, theirs are its requirements: also those of a town that was there before
        doc.db_set("owner", town.owner, update_modified=False)


def follow_town(town, method: str | None = None) -> None:
    """Town, on_update: a day that the town changes is the requirement's, too: one fact, wherever it is typed."""
    before = town.get_doc_before_save()
    if not before or town.flags.from_requirement:
        return
    days = {**TOWN_DAYS, requirements.BOOKS: "book_handover_days"}
    changed = {
        counts: cint(town.get(field))
        for counts, field in days.items()
        if cint(before.get(field)) != cint(town.get(field))
    }
    cutoff = cint(before.bulletin_cutoff_day) != cint(town.bulletin_cutoff_day)
    if not changed and not cutoff:
        return
    names = frappe.get_all(
        requirements.REQUIREMENT, filters={"town": town.name}, fields=["name", "counts"]
    )
    for row in names:
        if row.counts not in changed and not cutoff:
            continue
        doc = frappe.get_doc(requirements.REQUIREMENT, row.name)
        if row.counts in changed:
            field = "days_after" if row.counts == requirements.BOOKS else "due_day"
            doc.set(field, changed[row.counts])
        doc.flags.from_town = True
        doc.flags.ignore_permissions = True
        doc.save()
