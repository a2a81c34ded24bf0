"""What demo projects say and how they go: the ones entered by hand, ways of a project's life, words of progress."""

from dataclasses import dataclass
from decimal import Decimal

MOST_URGENT, URGENT, NORMAL = "Most Urgent", "Urgent", "Normal"
PLANNING, FARMING, SOCIAL = "规划建设办公室", "农业农村办公室", "社会事务办公室"
# of the projects that the committee agreed to, one after the other
URGENCIES = (NORMAL, URGENT, NORMAL, NORMAL, MOST_URGENT, NORMAL, URGENT)


@dataclass(frozen=True)
class Entered:
    """A project that was entered with its resolution.

    Attributes:
        station: place in the list of stations.
        months: how many months before today the committee agreed; 0 means in the month before today's.
        money: yuan of the whole, asked for, and approved.
        papers: days after the decision on which the statement came in; None while it is missing.
        exception: whether it was paid outside of a plan.
    """

    title: str
    station: int
    months: int
    money: tuple[int, int, int]
    urgency: str = NORMAL
    papers: int | None = 3
    office: str = PLANNING
    exception: bool = False


# the months of those before the first plan count back from it
FIRST = (
    Entered("文化室屋面防水", 0, 2, (42_000, 28_000, 26_000), URGENT, 2, SOCIAL),
    Entered("机耕桥加固", 3, 2, (86_000, 45_000, 40_000), MOST_URGENT, 6, FARMING),
    Entered("村口候车亭新建", 8, 1, (30_000, 18_000, 18_000), NORMAL, 4),
    Entered("三面光水渠修复", 5, 1, (64_000, 35_000, 32_500), URGENT, 5, FARMING),
    Entered("垃圾收集点改造", 2, 1, (22_500, 15_000, 12_800), NORMAL, 7),
)
LATER = (
    Entered("卫生站无障碍坡道", 1, 7, (16_000, 9_600, 9_600), NORMAL, 3, SOCIAL),
    Entered("晒谷场硬底化", 6, 7, (58_000, 30_000, 28_000), NORMAL, 8, FARMING),
    Entered("排洪沟清淤加固", 0, 6, (92_000, 50_000, 48_000), URGENT, 2, FARMING),
    Entered("公厕改造", 9, 6, (75_000, 38_000, 36_000), NORMAL, 5),
    Entered("台风损毁村道抢修", 7, 4, (31_000, 18_600, 18_600), MOST_URGENT, 1, PLANNING, True),
    Entered("灌溉泵站更换水泵", 5, 3, (47_000, 26_000, 25_000), URGENT, 4, FARMING),
    Entered("文化广场护栏加装", 2, 3, (21_000, 12_000, 11_400), NORMAL, 2, SOCIAL),
    Entered("幸福院厨房修缮", 8, 3, (28_000, 16_000, 15_500), NORMAL, 6, SOCIAL),
    Entered("学校路口人行横道和减速带", 0, 1, (19_000, 12_000, 12_000), MOST_URGENT, None),
    Entered("老屋外墙排险", 3, 1, (24_600, 15_000, 14_300), MOST_URGENT, 5),
    Entered("山塘水闸更换", 4, 1, (36_000, 20_000, 18_800), URGENT, 6, FARMING),
    Entered("篮球场灯光改造", 2, 1, (27_000, 15_000, 13_500), NORMAL, None, SOCIAL),
)


@dataclass(frozen=True)
class Life:
    """How a project goes on once its money is planned.

    Attributes:
        pay: days after the decision (before today where negative) and share of the plan, an instalment each.
        start: days after the first payment; None where nobody has confirmed it.
        percents: progress of the months from the first payment on; the last one stays.
        finishes: whether it is accepted once it has 100 percent.
        saves: yuan that the work costs less than was planned.
        late: months, from 0, whose row came after its day.
        missing: whether last month's row is still missing.
        wrong: instalment, from 0, that went to a wrong payee and was cancelled and written anew.
        waiting: share of an instalment that waits for approval today.
        stops: days after the first payment on which it was stopped.
    """

    pay: tuple[tuple[int, str], ...] = ()
    start: int | None = 4
    percents: tuple[int, ...] = ()
    finishes: bool = False
    saves: Decimal = Decimal("0.00")
    late: tuple[int, ...] = ()
    missing: bool = False
    wrong: int | None = None
    waiting: str = ""
    stops: int | None = None


DONE = Life(((6, "0.6"), (62, "0.4")), 5, (20, 55, 85, 100), True)
DONE_AT_ONCE = Life(((7, "1"),), 3, (40, 100), True)
CHEAPER = Life(((6, "0.5"),), 4, (30, 70, 100), True, Decimal("1500.00"))
GIVEN_UP = Life(((8, "0.5"),), 4, (15, 25), stops=48)
WENT_BACK = Life(((6, "0.5"), (70, "0.3")), 4, (20, 45, 30, 50, 65, 80))
LATE = Life(((8, "0.6"),), 6, (10, 35, 50, 60), late=(1,), missing=True)
MENDED = Life(((6, "0.4"), (40, "0.35")), 4, (25, 50, 70, 80, 90, 95), wrong=1)
GOING = Life(((9, "0.5"),), 7, (15, 30, 55, 70, 85, 95))
WAITING = Life(((6, "0.5"),), 5, (20, 45, 60), waiting="0.3")
NOT_STARTED = Life(((12, "0.5"),), None)
JUST_PAID = Life(((-5, "0.6"),), None)
NOT_PAID = Life()
TYPHOON = Life(((0, "1"),), 1, (60, 100), True)


def words_of(percent: int, before: int) -> str:
    """What a liaison writes of a month."""
    if percent == 100:
        return "全部完工，现场已清理，等待验收。"
    if percent == 0:
        return "经费已到村账户，正在选定施工队，尚未开工。"
    if percent == before:
        return "等待材料进场，本月进度没有变化，下月恢复施工。"
    if percent < before:
        return "返工处理中，质量问题整改后继续施工。"
    if percent < 30:
        return "施工队已进场，完成放线和基础开挖。"
    return "主体施工过半，质量正常。" if percent < 70 else "主体完成，正在收尾。"


PROPOSAL = "由村委会组织施工，镇级补贴一部分。"
BACK_REASON = "验收组抽查发现基础不合格，拆除重做。"
MOVE_REASON = "汛期前必须完工，党委会前经财政办公室和组织办公室会商提前。"
EXCEPTION_REASON = "台风损毁，群众出行中断，经书记同意先行拨付抢修，事后补报党委会。"
CANCEL_REASON = "收款单位写错，款项已退回，作废重开。"
STOP_REASON = "施工用地没有谈妥，党委会同意停止，未用经费退回。"
ACCEPTANCE = "镇、村两级现场验收，质量合格，资料齐全。"
FUND_ENTRIES = (
    ("Budget", 1, 5, 520_000, "赤财〔{}〕3号", "年初预算安排"),
    ("Addition", 7, 6, 80_000, "赤财〔{}〕41号", "上级奖补资金追加"),
    ("Cut", 9, 21, 30_000, "赤财〔{}〕57号", "压减一般性支出，统一核减"),
)
