"""Demo households with their members; about a quarter belong to one of the nine categories."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time

from zhilian_app.demo.constants import MARK, REMARK, StationPlan
from zhilian_app.demo.rows import ChildRows, Rows
from zhilian_app.demo.source import FEMALE, MALE, Source, household_phone, wrong_check_digit
from zhilian_app.demo.texts import END_REASONS
from zhilian_app.visits import identity
from zhilian_app.visits.search_key import search_key

KEY_SHARE = 0.26
# category, weight, and the ages between which its householders are
CATEGORIES = (
    ("社区矫正人员", 3, 24, 55),
    ("矛盾纠纷人员", 6, 35, 70),
    ("特困家庭", 14, 40, 70),
    ("孤寡老人", 14, 68, 92),
    ("残疾人", 18, 30, 80),
    ("困难党员", 9, 55, 88),
    ("优抚对象", 12, 45, 90),
    ("失业人员", 12, 23, 55),
    ("流动人员", 12, 24, 50),
)
GROUPS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Member:
    """A member of a household besides the householder."""

    name: str
    relation: str
    id_number: str
    phone: str


@dataclass(frozen=True)
class Home:
    """A household as it will stand in the database."""

    name: str
    station: str
    town: str
    householder: str
    group_name: str
    address: str
    phone: str
    id_number: str
    categories: tuple[str, ...] = ()
    members: tuple[Member, ...] = field(default=(), repr=False)
    ended_on: date | None = None
    end_reason: str | None = None


class Village:
    """Plans the households of stations; phones and document names count on over all of them."""

    def __init__(self, source: Source, today: date) -> None:
        self.source, self.today = source, today
        self._homes = self._phones = 0

    def homes(self, plan: StationPlan) -> list[Home]:
        """The households of one station."""
        groups = GROUPS[: 3 if plan.households < 20 else self.source.random.randint(7, 10)]
        places = [(group, number) for group in groups for number in range(1, 61)]
        kind = "村民小组" if plan.kind == "Village" else "居民小组"
        key_homes = round(plan.households * KEY_SHARE)
        return [
            self._home(plan, group, number, kind, order < key_homes)
            for order, (group, number) in enumerate(
                self.source.random.sample(places, plan.households)
            )
        ]

    def _home(self, plan: StationPlan, group: str, number: int, kind: str, is_key: bool) -> Home:
        source = self.source
        categories, youngest, oldest = self._categories() if is_key else ((), 28, 80)
        sex = MALE if source.chance(0.72) else FEMALE
        surname = source.surname()
        born = source.birthday(self.today, youngest, oldest)
        ended = not is_key and source.chance(0.015)
        self._homes += 1
        return Home(
            name=f"demo-h-{self._homes:05d}",
            station=plan.docname,
            town=plan.town,
            householder=surname + source.given_name(sex),
            group_name=f"第{group}{kind}",
            address=f"{group}组{number}号{MARK}",
            phone=self._phone(0.9),
            id_number=self._id_number(born, sex),
            categories=categories,
            members=() if "孤寡老人" in categories else tuple(self._members(surname, sex, born)),
            ended_on=date(self.today.year - 1, source.random.randint(2, 12), 15) if ended else None,
            end_reason=source.random.choice(END_REASONS) if ended else None,
        )

    def _categories(self) -> tuple[tuple[str, ...], int, int]:
        weights = [weight for _name, weight, _young, _old in CATEGORIES]
        name, _weight, youngest, oldest = self.source.random.choices(CATEGORIES, weights)[0]
        names = {name}
        if self.source.chance(0.12):
            names.add(self.source.random.choice(("特困家庭", "残疾人", "优抚对象")))
        return tuple(sorted(names)), youngest, oldest

    def _members(self, surname: str, sex: str, born: date) -> Iterator[Member]:
        source = self.source
        age = self.today.year - born.year
        if source.chance(0.85):
            other = FEMALE if sex == MALE else MALE
            spouse_born = born.replace(
                year=born.year + source.random.randint(-2, 3), day=min(born.day, 28)
            )
            yield self._member(source.person_name(other), "配偶", other, spouse_born)
        for _child in range(source.random.choice((0, 1, 1, 2, 2, 3)) if age > 24 else 0):
            child_sex = source.sex()
            child_born = date(
                born.year + source.random.randint(22, min(age - 1, 36)),
                born.month,
                1 + born.day % 28,
            )
            family_name = surname if sex == MALE else source.surname()
            name = family_name + source.given_name(child_sex)
            yield self._member(name, "儿子" if child_sex == MALE else "女儿", child_sex, child_born)
        if age < 60 and source.chance(0.3):
            mother_born = date(born.year - source.random.randint(21, 30), born.month, 1)
            yield self._member(source.person_name(FEMALE), "母亲", FEMALE, mother_born)

    def _member(self, name: str, relation: str, sex: str, born: date) -> Member:
        grown = self.today.year - born.year >= 16
        return Member(name, relation, self._id_number(born, sex), self._phone(0.6) if grown else "")

    def _id_number(self, born: date, sex: str) -> str:
        if self.source.chance(0.03):
            return ""
        number = self.source.id_number(min(born, self.today), sex)
        return wrong_check_digit(number) if self.source.chance(0.02) else number

    def _phone(self, share: float) -> str:
        if not self.source.chance(share):
            return ""
        self._phones += 1
        return household_phone(self._phones)


def insert_homes(homes: list[Home], day: date) -> None:
    """Write households and members, as they would stand had they been typed in on ``day``."""
    households = Rows(
        "Household",
        "householder", "station", "town", "group_name", "address", "phone", "id_number",
        "id_status", "status", "ended_on", "end_reason", "remark", "pinyin",
    )  # fmt: skip
    members = ChildRows(
        "Household Member",
        "Household",
        "members",
        "member_name",
        "relation",
        "id_number",
        "id_status",
        "phone",
    )
    stamp = datetime.combine(day, time(9, 30))
    for home in homes:
        households.add(
            home.name, stamp,
            home.householder, home.station, home.town, home.group_name, home.address, home.phone,
            home.id_number, _id_status(home.id_number),
            "Ended" if home.ended_on else "Active", home.ended_on, home.end_reason,
            REMARK, search_key(home.householder, home.address),
        )  # fmt: skip
        members.add_all(
            home.name,
            stamp,
            (
                (m.name, m.relation, m.id_number, _id_status(m.id_number), m.phone)
                for m in home.members
            ),
        )
    households.insert()
    members.insert()


def _id_status(number: str) -> str:
    return identity.check_id_number(number).status
