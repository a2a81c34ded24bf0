"""The table of ten years: rows of each table scaled from the demo town and from what people's doings leave."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from tests.benchmark import growth_rates as rates

DEMO_STATIONS = 10
MOST_LINES = 18
BOARD_PICTURES = rates.STATIONS * rates.MONTHS * 3
# machine notes that Frappe does not list among its logs, or that come with a digest
WITH_DIGEST = "tabNotification Log"
WORDS = {rates.PLAN: "按方案", rates.UPPER: "上限"}


def wanted(demo: dict[str, int], left: dict[str, dict[str, float]]) -> set[str]:
    """Tables that grow: the app's own, and those in which people's doings leave rows."""
    own = {f"tab{name}" for name in _own()}
    left_behind = {table for rows in left.values() for table in rows}
    return (own & set(demo)) | {f"tab{name}" for name in rates.YEARLY} | left_behind


def _own() -> set[str]:
    from zhilian_app.child_tables import CHILDREN
    from zhilian_app.row_rules import CLAUSES

    return set(CLAUSES) | set(CHILDREN)


def lines(case: str, demo: dict, left: dict, bytes_of: dict, stay: dict) -> list[dict]:
    """Every table after ten years, the largest first."""
    found = []
    for table, size in bytes_of.items():
        yearly, standing = _rows(case, table, demo, left)
        found.append(asdict(rates.line(table, yearly, standing, size, stay.get(table, 0))))
    return sorted(found, key=lambda row: -row["size"])


def _rows(case: str, table: str, demo: dict, left: dict) -> tuple[float, int]:
    """Rows a year, and rows from the beginning."""
    name = table.removeprefix("tab")
    if name in rates.STANDING:
        return 0, rates.STANDING[name]
    if name in rates.YEARLY:
        return rates.YEARLY[name][case], 0
    if name in _own() and table in demo:
        return _scaled(case, table, demo)
    times = rates.events(case)
    yearly = sum(times[event] * rows.get(table, 0) for event, rows in left.items())
    if table == WITH_DIGEST:
        yearly += rates.YEARLY["Daily Digest"][case]
    return yearly, 0


def _scaled(case: str, table: str, demo: dict) -> tuple[float, int]:
    """A row within documents goes with its documents; others are as many for each station as in the demo town."""
    from zhilian_app.child_tables import CHILDREN

    parents = CHILDREN.get(table.removeprefix("tab"), ())
    share = demo[table] / max(1, sum(demo.get(f"tab{parent}", 0) for parent in parents) or 1)
    if parents:
        both = [
            _rows(case, f"tab{parent}", demo, {}) for parent in parents if f"tab{parent}" in demo
        ]
        return share * sum(row[0] for row in both), round(share * sum(row[1] for row in both))
    today = date.today()
    years = (today - date(today.year - 1, 1, 1)).days / rates.DAYS
    return demo[table] / DEMO_STATIONS / years * rates.STATIONS, 0


def markdown(found: dict) -> str:
    """The part of docs/figures.md, in Chinese."""
    plan = {row["table"]: row for row in found["cases"][rates.PLAN]}
    upper = found["cases"][rates.UPPER]
    shown, others = upper[:MOST_LINES], upper[MOST_LINES:]
    text = _begin(found)
    text += [_row(row["table"].removeprefix("tab"), row["bytes_per_row"], plan[row["table"]], row)
             for row in shown]  # fmt: skip
    rest = [_sum(plan[row["table"]] for row in others), _sum(others)]
    text.append(_row(f"其余 {len(others)} 张表", "", *rest))
    text.append(_row("**数据库合计**", "", _sum(plan.values()), _sum(upper)))
    text += _pictures(found["picture"])
    text += _doings(found)
    return "\n".join(text) + "\n"


def _begin(found: dict) -> list[str]:
    return [
        "## 一个县 10 年占多少磁盘",
        "",
        f"一个县：{rates.TOWNS} 个镇、{rates.STATIONS} 个驻点、{rates.HOUSEHOLDS:,} 户、{rates.PEOPLE:,} 人使用。"
        f"“按方案”每个驻点每月走访 20 户（每年 {rates.VISITS[rates.PLAN]:,} 次），“上限”每户每年 5 次（每年 "
        f"{rates.VISITS[rates.UPPER]:,} 次）；假定 {rates.PICTURED}% 的走访带一张照片，{rates.EDITED}% 保存后又改一次，"
        f"{rates.WITH_ISSUE}% 登记一件问题。每行字节数含索引，是把真实保存的行复制到两万行以上、"
        "`ANALYZE TABLE` 之后量出来的；行数按保存期限折算。重新测量：`env/bin/python -m tests.benchmark.growth`。",
        "",
        f"{found['measured']} 测得：",
        "",
        "| 表 | 每行字节 | 10 年行数（按方案） | 大小 | 10 年行数（上限） | 大小 | 不清理时 | 保存天数 |",
        "| --- | --: | --: | --: | --: | --: | --: | --: |",
    ]


def _row(name: str, size: object, plan: dict, upper: dict) -> str:
    cells = [
        name, str(size), f"{plan['rows']:,}", _mb(plan["size"]), f"{upper['rows']:,}", _mb(upper["size"]),
        _mb(upper["unlimited"]), str(upper.get("days") or "长期"),
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _sum(rows) -> dict:
    every = list(rows)
    return {key: sum(row[key] for row in every) for key in ("rows", "size", "unlimited")} | {
        "days": " "
    }


def _mb(size: float) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.0f} MB"


def _pictures(size: int) -> list[str]:
    lines = ["", f"照片另计（手机缩小到 1600 像素以内，测试照片每张 {size / 1e3:,.0f} kB）：", ""]
    for case, words in WORDS.items():
        yearly = rates.VISITS[case] * rates.PICTURED // 100 + BOARD_PICTURES
        total = _mb(yearly * rates.YEARS * size)
        lines.append(f"- {words}：每年 {yearly:,} 张（含公开栏照片），10 年 {total}。")
    return lines


def _doings(found: dict) -> list[str]:
    words = {
        "visit": "记一次走访", "visit with a picture": "记一次带照片的走访", "visit changed": "改一次走访",
        "issue from beginning to end": "一件问题从登记到办结（4 步）", "weekly meeting": "开一次周会（4 人签到）",
        "sign-in": "登录一次、看 3 个页面", "form opened": "打开一个表单", "list exported": "导出一次列表",
    }  # fmt: skip
    lines = ["", "一件事在各表里留下几行：", "", "| 做什么 | 留下的行 |", "| --- | --- |"]
    for event, rows in found["left"].items():
        named = "，".join(
            f"{table.removeprefix('tab')} {count:g}" for table, count in sorted(rows.items())
        )
        lines.append(f"| {words[event]} | {named or '没有'} |")
    return lines
