"""Demo towns, stations, teams and contact cards, made through their controllers."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe

from zhilian_app.demo.constants import COUNTY, PLAN_DAY, STATIONS, TOWN, TOWNS, StationPlan
from zhilian_app.demo.people import Cast, Post
from zhilian_app.demo.texts import CARD_NOTE, LEAVE_REASON, TEAM_END_REASON

# one leader a station, in the order of the stations; the last is of the neighbouring town
LEADERS = (
    "党委副书记", "人大主席", "纪委书记", "组织委员", "宣传委员", "武装部长",
    "副镇长", "政法委员、副镇长", "副镇长", "统战委员", "副镇长",
)  # fmt: skip
HEADS = (
    "综治办公室", "农业农村办公室", "社会事务办公室", "规划建设办公室", "党政办公室",
    "财政办公室", "农业农村办公室", "综治办公室", "社会事务办公室", "规划建设办公室", "",
)  # fmt: skip
MEMBER_OFFICES = (
    "农业农村办公室",
    "综治办公室",
    "规划建设办公室",
    "社会事务办公室",
    "党政办公室",
    "财政办公室",
)
VILLAGE_POSTS = {
    "Village": ("村党支部书记、村委会主任", "村党支部副书记", "村“两委”委员", "村妇联主席"),
    "Community": (
        "社区党支部书记、居委会主任",
        "社区党支部副书记",
        "社区“两委”委员",
        "社区妇联主席",
    ),
}
# user names of the first stations' people, by duty
USERNAMES = {
    "田头社区": {
        "leader": "fenguan1",
        "head": "zuzhang1",
        "liaison": "lianluo1",
        "member": "ganbu1",
        "village": "cungan1",
    },
    "长沙村": {"liaison": "lianluo2"},
    "滨海村": {"liaison": "linzhen1"},
}


@dataclass(frozen=True)
class Term:
    """A team with its days and people: pairs of (cadre, side)."""

    from_date: date
    to_date: date | None
    members: tuple[tuple[str, str], ...]

    def main(self) -> list[str]:
        """Cadres of the main team: leader, head, liaison, members."""
        return [cadre for cadre, side in self.members if side == "Main"]

    def auxiliary(self) -> list[str]:
        """Cadres of the village's own committees."""
        return [cadre for cadre, side in self.members if side == "Auxiliary"]


@dataclass
class Calendar:
    """The days on which the demo plays, from ``today``."""

    today: date
    register_start: date = field(init=False)
    card_day: date = field(init=False)
    handover: date = field(init=False)

    def __post_init__(self) -> None:
        last_year = self.today.year - 1
        self.register_start = date(last_year, 1, 1)
        self.card_day = date(last_year, 3, 12)
        this_spring = date(self.today.year, 3, 2)
        settled = this_spring + timedelta(days=60) <= self.today
        self.handover = this_spring if settled else date(last_year, 9, 1)


def load_towns(calendar: Calendar) -> None:
    """The two towns with their stations; every number of the plan keeps its default."""
    for town in TOWNS:
        _insert(
            "Town",
            town_name=town,
            county=COUNTY,
            party_committee_name=f"中共{town}委员会",
            register_start=calendar.register_start,
            # Frappe gives a Time of a new document the time of the moment, whatever its default
            weekly_meeting_time="08:30:00",
        )
    for plan in STATIONS:
        _insert(
            "Station", station_name=plan.name, town=plan.town, kind=plan.kind, started_on=PLAN_DAY
        )


def load_teams(cast: Cast, calendar: Calendar) -> dict[str, list[Term]]:
    """Teams and cards of all stations; returns each station's terms, the earliest first."""
    return {
        plan.docname: _load_team(cast, calendar, plan, place) for place, plan in enumerate(STATIONS)
    }


def _load_team(cast: Cast, calendar: Calendar, plan: StationPlan, place: int) -> list[Term]:
    people = _gather(cast, plan, place)
    if plan.card != "Second Version":
        _insert_team(plan, calendar.register_start, people)
        if plan.card != "No Card":
            _insert_card(plan, calendar.card_day)
        if plan.card == "To Be Remade":
            _promote(people[-5][0])
        return [_term(calendar.register_start, None, people)]
    old_head = cast.add(plan.town, Post("农业农村办公室主任科员", "农业农村办公室"))
    before = [
        (old_head, *rest) if rest[1] == "Team Head" else (cadre, *rest) for cadre, *rest in people
    ]
    team = _insert_team(plan, calendar.register_start, before)
    _insert_card(plan, calendar.card_day)
    last_day = calendar.handover - timedelta(days=1)
    team.update({"to_date": last_day, "end_reason": TEAM_END_REASON})
    team.save(ignore_permissions=True)
    _insert_team(plan, calendar.handover, people)
    _retire(old_head, last_day)
    _insert_card(plan, calendar.handover + timedelta(days=9))
    return [
        _term(calendar.register_start, last_day, before),
        _term(calendar.handover, None, people),
    ]


def _gather(cast: Cast, plan: StationPlan, place: int) -> list[tuple[str, str, str]]:
    """A station's people as (cadre, side, duty): leader, head, liaison, members, the village."""
    users = USERNAMES.get(plan.name, {})

    def office(name: str) -> str:
        # the neighbouring town's offices play no part
        return name if plan.town == TOWN else ""

    def member_post(turn: int) -> Post:
        name = MEMBER_OFFICES[(2 * place + turn) % len(MEMBER_OFFICES)]
        return Post(
            f"{name}科员", office(name), username=users.get("member", "") if not turn else ""
        )

    head = HEADS[place]
    main = (
        (Post(LEADERS[place], username=users.get("leader", "")), "Station Leader"),
        (
            Post(f"{head or '农业办'}副主任", office(head), username=users.get("head", "")),
            "Team Head",
        ),
        (
            Post("组织办公室科员", office("组织办公室"), username=users.get("liaison", "")),
            "Liaison",
        ),
        (member_post(0), "Member"),
        (member_post(1), "Member"),
    )
    people = [(cast.add(plan.town, post), "Main", duty) for post, duty in main]
    for turn, position in enumerate(VILLAGE_POSTS[plan.kind]):
        post = Post(position, username=users.get("village", "") if turn == 2 else "")
        people.append((cast.add(plan.town, post, "Village Cadre"), "Auxiliary", "Member"))
    return people


def _insert_team(plan: StationPlan, from_date: date, people: list[tuple[str, str, str]]):
    return _insert(
        "Station Team",
        station=plan.docname,
        from_date=from_date,
        members=[{"cadre": cadre, "side": side, "duty": duty} for cadre, side, duty in people],
    )


def _insert_card(plan: StationPlan, made_on: date) -> None:
    _insert("Contact Card", station=plan.docname, made_on=made_on, note=CARD_NOTE)


def _promote(cadre: str) -> None:
    """A new position makes the station's card stale."""
    doc = frappe.get_doc("Cadre", cadre)
    doc.position = f"{doc.position.removesuffix('科员')}副主任"
    doc.save(ignore_permissions=True)


def _retire(cadre: str, day: date) -> None:
    doc = frappe.get_doc("Cadre", cadre)
    doc.update({"status": "Left", "left_on": day, "leave_reason": LEAVE_REASON})
    doc.save(ignore_permissions=True)


def _term(from_date: date, to_date: date | None, people: list[tuple[str, str, str]]) -> Term:
    return Term(from_date, to_date, tuple((cadre, side) for cadre, side, _duty in people))


def _insert(doctype: str, **values):
    return frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)
