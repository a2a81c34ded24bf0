"""The tables of docs/permissions.md, made from the DocTypes and the row rules.

``python -m zhilian_app.tests.permissions_doc --write`` (in apps/zhilian_app) writes them anew.
"""

import json
import sys
from collections.abc import Iterable

from zhilian_app.setup.roles import ROLES
from zhilian_app.tests.strings import APP, rows

DOC = APP.parents[2] / "docs" / "permissions.md"
BEGIN, END = "<!-- 由程序生成:{} -->", "<!-- 生成结束:{} -->"

RIGHTS = (
    ("read", "看"),
    ("write", "改"),
    ("create", "增"),
    ("submit", "签"),
    ("cancel", "废"),
    ("amend", "订"),
    ("print", "印"),
    ("export", "导"),
)

# Each row rule of permissions.py in words: who reads which rows, and which of them may be changed.
ROW_RULES = {
    "_town_clauses": (
        "自己所在的镇：镇级岗位看本镇，团队成员看驻点所属的镇",
        "组织办公室、驻点直联管理员改本镇",
    ),
    "_station_clauses": (
        "镇级岗位看本镇的全部驻点；团队成员看自己在任的驻点",
        "组织办公室、驻点直联管理员改本镇的",
    ),
    "_staff_clauses": (
        "本镇的全部干部和办局：姓名、职务、电话本来就印在发到各户的联系卡上",
        "组织办公室、党政办公室、驻点直联管理员改本镇的",
    ),
    "_team_clauses": (
        "镇级岗位看本镇的；团队成员看自己在任驻点的",
        "组织办公室、党政办公室、驻点直联管理员改本镇的",
    ),
    "_category_clauses": ("有任一岗位的人都能看", "组织办公室、驻点直联管理员"),
    "_personal_clauses": (
        "只有两种人：本驻点在任团队（含辅助团队），本镇组织办公室",
        "同左",
    ),
    "_visit_clauses": (
        "本驻点在任团队和本镇组织办公室看全部；镇领导、社会事务办公室只看本镇不含敏感类别的",
        "本驻点在任团队、本镇组织办公室",
    ),
    "_review_report_clauses": (
        "本驻点在任团队、本镇组织办公室；镇领导看本镇的",
        "本驻点在任团队、本镇组织办公室；定稿后只有驻点组长、分管领导、组织办公室能改，会议结束后都不能改",
    ),
    "_review_meeting_clauses": ("自己所在的镇", "组织办公室改本镇的，会议结束后不能改"),
    "_digest_clauses": ("只看自己的", "没有人：由系统每天生成"),
    "_request_clauses": (
        "本驻点在任团队和本镇组织办公室；镇领导看本镇的；财政办公室只看本镇有申请经费项目的",
        "本驻点在任团队、本镇组织办公室；送审签后内容不能再改",
    ),
    "_session_clauses": (
        "本镇组织办公室、党政办公室、镇领导。驻点从自己的提请表看到决定，看不到别的驻点的事项",
        "同左；签发后谁也不能改",
    ),
    "_issue_clauses": (
        "本驻点在任团队和本镇组织办公室看全部；镇办局只看转给本办局的；镇领导看本镇不涉及敏感类别的",
        "本驻点在任团队、本镇组织办公室；镇办局改转给本办局的。状态只能按办理步骤变",
    ),
    "_meeting_clauses": (
        "本驻点在任团队；本镇组织办公室、镇领导看本镇的",
        "本驻点在任团队",
    ),
    "_fund_clauses": (
        "本镇财政办公室、组织办公室、镇领导",
        "本镇财政办公室；已记的明细不能改",
    ),
    "_project_clauses": (
        "本驻点在任团队和本镇组织办公室；镇领导、财政办公室看本镇的；其他办局只看由本办局负责的",
        "组织办公室定缓急、录入和更正；驻点团队写施工和验收；镇领导只能终止。金额只随资金安排和拨付变",
    ),
    "_plan_clauses": (
        "本镇财政办公室、组织办公室、镇领导",
        "同左；提请党委会以后内容不能再改",
    ),
    "_payment_clauses": (
        "本驻点在任团队；本镇财政办公室、组织办公室、镇领导看本镇的",
        "财政办公室填写，由另一人审核入账；计划外的由镇领导审核；入账后不能改，只能写明原因作废",
    ),
    "_progress_clauses": (
        "本驻点在任团队；本镇财政办公室、组织办公室、镇领导看本镇的",
        "本驻点在任团队；后一个月报送以后，前面的不能再改",
    ),
    "_board_clauses": (
        "本驻点在任团队和本镇组织办公室；镇领导、社会事务办公室看本镇的",
        "本驻点在任团队；报送以后不能改，组织办公室退回才能再改。组织办公室只写指导意见",
    ),
    "_requirement_clauses": (
        "自己所在的镇",
        "组织办公室、驻点直联管理员改本镇的；报送内容定了不能改，只能结束另建",
    ),
    "_filing_clauses": (
        "本驻点在任团队和本镇组织办公室；镇领导看本镇的",
        "本驻点在任团队，送审签以后不能改；组织办公室收件、退回。时间和按时、迟报、缺报由系统记，谁也不能改",
    ),
    "_bulletin_clauses": (
        "本镇组织办公室、镇领导；定稿以后本镇有岗位的人和驻点团队都能看",
        "本镇组织办公室；定稿以后谁也不能改",
    ),
    "_circulation_clauses": (
        "本镇组织办公室、镇领导",
        "本镇组织办公室；传阅的人各签各的，不能替别人签",
    ),
    "_draw_clauses": (
        "本镇组织办公室、镇领导",
        "组织办公室抽签，每月一次，抽了不能改；台账快照由系统生成，谁也不能改",
    ),
    "_check_clauses": (
        "本镇组织办公室、镇领导；驻点团队在接到通知或登记结果以后看本驻点的，看不到到岗情况",
        "本镇组织办公室；登记结果以后谁也不能改",
    ),
    "_record_clauses": (
        "本人、本镇组织办公室、镇领导",
        "组织办公室写，写下不改不删，有误另写一条更正；不能写自己的。本人可以说明一次",
    ),
    "_assessment_clauses": (
        "本镇组织办公室、镇领导；公布以后本镇各驻点团队都能看",
        "本镇组织办公室；公布以后谁也不能改",
    ),
    "_robot_clauses": (
        "本镇组织办公室、驻点直联管理员：地址就是钥匙",
        "同左；发出的消息由系统写，不能改",
    ),
    "_import_clauses": ("自己做的导入；本镇组织办公室看本镇的全部导入", "同左"),
}


def chinese() -> dict[str, str]:
    """Chinese by English, as the screens have it."""
    return {row.source: row.text for row in rows() if row.own}


def doctypes() -> list[dict]:
    """DocTypes with rows of their own, as their files say, in the order of the chapters."""
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(APP.glob("*/doctype/*/*.json"))
    ]
    return [doc for doc in found if doc.get("doctype") == "DocType" and not doc.get("istable")]


def rights_table() -> str:
    """Rights by DocType and role; a blank cell is no right at all."""
    words = chinese()
    lines = [["资料", *(words[role] for role in ROLES)]]
    for doc in doctypes():
        rights = {row["role"]: row for row in doc["permissions"] if not row.get("permlevel")}
        lines.append([words[doc["name"]], *(_letters(rights.get(role, {})) for role in ROLES)])
    return _table(lines)


def rows_table() -> str:
    """Row rules by DocType, in words."""
    from zhilian_app.permissions import CLAUSES

    words = chinese()
    lines = [["资料", "能看到哪些", "在能看到的里面，能改哪些"]]
    lines += [[words[doc["name"]], *ROW_RULES[CLAUSES[doc["name"]].__name__]] for doc in doctypes()]
    return _table(lines)


TABLES = {"权限表": rights_table, "范围表": rows_table}


def _letters(row: dict) -> str:
    return "".join(letter for right, letter in RIGHTS if row.get(right))


def _table(lines: Iterable[list[str]]) -> str:
    head, *body = lines
    rule = ["---"] * len(head)
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, rule, *body))


def filled(text: str) -> str:
    """The document with its tables as they should be.

    Raises:
        ValueError: a marker is missing.
    """
    for name, make in TABLES.items():
        before, begin, rest = text.partition(BEGIN.format(name))
        _old, end, after = rest.partition(END.format(name))
        if not begin or not end:
            raise ValueError(f"{DOC.name} lacks the markers of {name}")
        text = f"{before}{begin}\n\n{make()}\n\n{end}{after}"
    return text


if __name__ == "__main__":
    new = filled(DOC.read_text(encoding="utf-8"))
    if "--write" in sys.argv:
        DOC.write_text(new, encoding="utf-8")
    else:
        print(new)
