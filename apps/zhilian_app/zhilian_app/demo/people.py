"""The demo people: cadres of the town, and those of them who can sign in: each role has one."""

from dataclasses import dataclass

import frappe

from zhilian_app.demo.constants import OFFICES, OWNER, PASSWORD, TOWN
from zhilian_app.demo.source import Source, cadre_phone
from zhilian_app.stations import accounts


@dataclass(frozen=True)
class Post:
    """A post of the town hall; ``username`` where the person can sign in."""

    position: str
    office: str = ""
    roles: tuple[str, ...] = ()
    username: str = ""
    heads_office: bool = False


TOWN_POSTS = (
    Post("党委书记", "", ("Town Leader",), "shuji"),
    Post("党委副书记、镇长", "", ("Town Leader",)),
    Post("组织办公室主任", "组织办公室", ("Organization Office",), "zuzhiban", True),
    Post("党政办公室主任", "党政办公室", ("Party-Government Office",), "dangzhengban", True),
    Post("社会事务办公室主任", "社会事务办公室", ("Social Affairs Office",), "sheshiban", True),
    Post("财政办公室主任", "财政办公室", ("Finance Office",), "caizhengban", True),
    Post("农业农村办公室主任", "农业农村办公室", heads_office=True),
    Post("综治办公室主任", "综治办公室", heads_office=True),
    Post("规划建设办公室主任", "规划建设办公室", heads_office=True),
    Post("规划建设办公室科员", "规划建设办公室", ("Town Office Staff",), "banshiyuan"),
    Post("党政办公室信息员", "党政办公室", ("Zhilian Administrator",), "guanliyuan"),
    # nobody approves what they wrote: it takes two
    Post("财政办公室科员", "财政办公室", ("Finance Office",), "caizhengban2"),
)

# what each user name is for, in the order in which a newcomer would try them
PEOPLE = {
    "lianluo1": "联络员(田头社区)",
    "lianluo2": "联络员(长沙村)",
    "zuzhang1": "驻点组长(田头社区)",
    "fenguan1": "分管领导(田头社区)",
    "ganbu1": "驻点干部(田头社区)",
    "cungan1": "村干部,辅助团队(田头社区)",
    "zuzhiban": "组织办公室",
    "dangzhengban": "党政办公室",
    "sheshiban": "社会事务办公室",
    "caizhengban": "财政办公室",
    "caizhengban2": "财政办公室(填写拨付)",
    "banshiyuan": "镇办局工作人员",
    "shuji": "镇领导(党委书记)",
    "guanliyuan": "系统管理员",
    "linzhen1": "联络员(演示邻镇滨海村)",
}


class Cast:
    """Makes cadres, each with the next phone number, and keeps who is to get an account."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, str] = {}
        self.users: dict[str, str] = {}
        self.usernames: dict[str, str] = {}
        self._accounts: dict[str, str] = {}

    def add(self, town: str, post: Post, side: str = "Town Cadre") -> str:
        """Insert a cadre and return its document name."""
        order = len(self.names) + 1
        cadre = frappe.get_doc(
            {
                "doctype": "Cadre",
                "cadre_name": self._new_name(),
                "town": town,
                "side": side,
                "town_office": f"{town}-{post.office}" if post.office else None,
                "position": post.position,
                "mobile": cadre_phone(order),
                "town_roles": [{"role": role} for role in post.roles],
            }
        )
        cadre.flags.ignore_permissions = True
        cadre.insert(set_name=f"demo-c-{order:03d}")
        self.names[cadre.name] = cadre.cadre_name
        if post.username:
            self._accounts[cadre.name] = post.username
        return cadre.name

    def _new_name(self) -> str:
        """A name that no other demo cadre has: two of one name would be mixed up on screen."""
        while (name := self.source.person_name(self.source.sex())) in self.names.values():
            pass
        return name

    def open_accounts(self) -> None:
        """Make the users, once the teams stand: their roles come from them."""
        for cadre, username in self._accounts.items():
            user = accounts.make_user(
                frappe.get_doc("Cadre", cadre), username=username, password=PASSWORD
            )
            self.users[cadre] = user.name
            self.usernames[user.name] = username


def load_town_hall(cast: Cast) -> None:
    """The offices of the town with their people."""
    for office in OFFICES:
        frappe.get_doc({"doctype": "Town Office", "office_name": office, "town": TOWN}).insert(
            ignore_permissions=True
        )
    for post in TOWN_POSTS:
        cadre = cast.add(TOWN, post)
        if post.heads_office:
            office = frappe.get_doc("Town Office", f"{TOWN}-{post.office}")
            office.update({"head": cadre, "phone": frappe.db.get_value("Cadre", cadre, "mobile")})
            office.save(ignore_permissions=True)


def people() -> list[dict]:
    """The demo people who can sign in, with user name, mobile, password, name, role, position."""
    user = frappe.qb.DocType("User")
    cadre = frappe.qb.DocType("Cadre")
    rows = (
        frappe.qb.from_(user)
        .join(cadre)
        .on(cadre.user == user.name)
        .select(user.username, cadre.mobile, cadre.cadre_name, cadre.position)
        .where((user.owner == OWNER) & (user.username.isin(list(PEOPLE))))
        .run(as_dict=True)
    )
    order = {username: place for place, username in enumerate(PEOPLE)}
    return [
        {
            "username": row.username,
            "mobile": row.mobile,
            "password": PASSWORD,
            "name": row.cadre_name,
            "role": PEOPLE[row.username],
            "position": row.position,
        }
        for row in sorted(rows, key=lambda row: order[row.username])
    ]
