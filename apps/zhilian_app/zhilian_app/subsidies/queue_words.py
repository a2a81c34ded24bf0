"""What the queue and a plan say in words: why a project stands where it stands, and what a plan comes to."""

from collections.abc import Iterable

from frappe import _

from zhilian_app.meetings.money import figures
from zhilian_app.subsidies import allocation, ranking

PLAN_NAME = "{town}-资金计划-{day}"
PAYMENT_SERIES = "拨付-{year}-.#####"


def explain(
    places: Iterable[ranking.Place],
    found: Iterable[ranking.Candidate],
    moved: dict[str, str] | None = None,
) -> dict[str, str]:
    """Why each project stands where it stands, in Chinese, by key.

    Args:
        moved: words about who moved a project and why, by key.
    """
    by_key = {one.key: one for one in found}
    words, before = {}, None
    for place in places:
        one = by_key[place.key]
        if place.by == ranking.BY_MOVE:
            words[one.key] = (moved or {}).get(one.key, "")
        else:
            words[one.key] = "；".join(filter(None, (_facts(one), _reason(place, one, before))))
        before = one
    return words


def _facts(one: ranking.Candidate) -> str:
    papers = (
        f"材料 {one.ready_on:%Y-%m-%d %H:%M:%S} 齐备"
        if one.ready_on
        else "材料未齐（缺申请表或说明材料）"
    )
    return f"{_(one.urgency, lang='zh')}；{papers}；申请 {figures(one.amount)} 元"


def _reason(place: ranking.Place, one: ranking.Candidate, before: ranking.Candidate | None) -> str:
    if place.by == ranking.FIRST or before is None:
        return ""
    name = f"“{before.title}”"
    return {
        ranking.BY_READINESS: f"材料未齐，排在材料齐备的{name}之后",
        ranking.BY_URGENCY: f"缓急程度低于{name}",
        ranking.BY_TIME: f"与{name}缓急相同，材料齐备较晚",
        ranking.BY_AMOUNT: f"与{name}缓急、时间相同，金额较大",
        ranking.BY_TITLE: f"与{name}缓急、时间、金额相同，按名称排序",
    }[place.by]


def said(move) -> str:
    """Who moved a project where from, and why."""
    return (
        f"由 {move.moved_by_name} 从第 {move.from_rank} 位调整到第 {move.to_rank} 位：{move.reason}"
    )


def summary(plan) -> str:
    """What the committee reads of a plan."""
    rows = [row for row in plan.rows if row.outcome == allocation.IN]
    moved = "".join(f"；{row.title}{said(row)}" for row in plan.moves)
    projects = "；".join(f"{row.station_name}{row.title} {figures(row.amount)} 元" for row in rows)
    return (
        f"计划安排 {figures(plan.amount)} 元，列入 {len(rows)} 个项目共 {figures(plan.planned_amount)} 元，"
        f"结余 {figures(plan.left_amount)} 元：{projects}{moved}"
    )


def title_of(plan) -> str:
    """What the session's agenda calls a plan."""
    return f"资金日程安排（{plan.plan_date}）"
