"""One row of each DocType in each place, and new ones as a client would send them: for the permission matrix."""

from itertools import count

import frappe
from frappe.utils import getdate

from zhilian_app.filings import upkeep
from zhilian_app.testing import (
    World,
    make,
    make_cadre,
    make_entry,
    make_household,
    make_issue,
    make_visit,
)
from zhilian_app.tests import check_rows

PLACES = ("own", "other", "foreign")
PLAIN, SECRET = "孤寡老人", "残疾人"


class Rows:
    """One row of each DocType in each place, and a new one that is not saved."""

    def __init__(self, world: World):
        self.world = world
        self.reviews = {}
        self.projects = {}
        self.days = count(1)
        self.stations = dict(zip(PLACES, (world.own, world.other, world.foreign), strict=True))
        self.towns = dict(zip(PLACES, (world.town, world.town, world.other_town), strict=True))
        self.teams = dict(
            zip(PLACES, (world.team, world.other_team, world.foreign_team), strict=True)
        )
        self.households = {
            place: make_household(station) for place, station in self.stations.items()
        }
        self.spare = {place: make_household(station) for place, station in self.stations.items()}
        self.cards = {
            place: make("Contact Card", station=station) for place, station in self.stations.items()
        }

    def saved(self, doctype: str, place: str, category: str = PLAIN):  # noqa: C901  one case a DocType
        # a household of its own: it stands on the register once
        home = make_household(self.stations[place]).name
        match doctype:
            case "Town":
                return frappe.get_doc("Town", self.towns[place])
            case "Station":
                return frappe.get_doc("Station", self.stations[place])
            case "Town Office":
                return make("Town Office", office_name=f"{place}办", town=self.towns[place])
            case "Cadre":
                return make_cadre(self.towns[place], account=False)
            case "Station Team":
                return self.teams[place]
            case "Contact Card":
                return self.cards[place]
            case "Key Person Category":
                return frappe.get_doc("Key Person Category", PLAIN)
            case "Household":
                return self.households[place]
            case "Card Delivery":
                return make("Card Delivery", card=self.cards[place].name, household=home)
            case "Key Visit Entry":
                return make_entry(home, category)
            case "Household Visit":
                make_entry(home, category)
                return make_visit(home)
            case "Committee Request":
                return self.request(place)
            case "Committee Session":
                return self.of_month(doctype, town=self.towns[place])
            case "Ledger Issue":
                make_entry(home, category)
                return make_issue(household=home)
            case "Issue Household":
                make_entry(home, SECRET)
                issue = make_issue(household=home)
                return frappe.get_doc("Issue Household", {"issue": issue.name})
            case "Weekly Meeting":
                return make(doctype, station=self.stations[place], meeting_date="2026-11-19")
            case "Register Import":
                doc = frappe.get_doc({"doctype": doctype, "year": 2026, "town": self.towns[place]})
                doc.owner = (
                    self.world.foreign_liaison if place == "foreign" else self.world.other_liaison
                )
                return doc.db_insert() or doc
            case "Review Report":
                return self.review(place)[1]
            case "Review Meeting":
                return self.review(place)[0]
            case "Daily Digest":
                user = (
                    self.world.foreign_liaison if place == "foreign" else self.world.other_liaison
                )
                return make(doctype, user=user, day=f"2025-01-{next(self.days):02d}")
            case "Subsidy Fund":
                return self.fund(place)
            case "Subsidy Project":
                return self.project(place)
            case "Funding Plan":
                return make(doctype, **self.plan(place))
            case "Subsidy Payment":
                return make(doctype, **self.payment(place))
            case "Project Progress":
                return self.progress(place)
            case "Board Update":
                return self.of_month(doctype, station=self.stations[place])
            case "Filing Requirement":
                return frappe.get_doc(doctype, f"{self.towns[place]}-公开栏照片")
            case "Filing":
                return self.filing(place)
            case "Monthly Bulletin":
                return self.of_month(doctype, town=self.towns[place])
            case "Group Robot":
                return make(doctype, **self.robot(place))
            case "Station Article":
                return make(doctype, **self.article(place))
            case "Circulation" | "Robot Message":
                return self.stored(doctype, place)
        row = check_rows.saved(self.world, doctype, place)
        assert row, f"{doctype} has no row here: add one, and a row in matrix.py"
        return row

    def review(self, place: str) -> tuple:
        """The meeting of a town, and the report that came with it for the station."""
        town = self.towns[place]
        if town not in self.reviews:
            self.reviews[town] = make("Review Meeting", town=town, month="2026-01-01")
        report = {"meeting": self.reviews[town].name, "station": self.stations[place]}
        return self.reviews[town], frappe.get_doc("Review Report", report)

    def request(self, place: str):
        """One that asks for money, so that the Finance Office has to do with it."""
        doc = self.of_month("Committee Request", station=self.stations[place])
        doc.db_set("has_project", 1)
        return doc

    def fund(self, place: str):
        """The town's of this year, made where there is none."""
        where = {"town": self.towns[place], "year": getdate().year}
        name = frappe.db.exists("Subsidy Fund", where)
        entry = {"entry_date": getdate(), "kind": "Budget", "amount": 1000, "reason": "预算"}
        return (
            frappe.get_doc("Subsidy Fund", name)
            if name
            else make("Subsidy Fund", **where, entries=[entry])
        )

    def project(self, place: str):
        if place not in self.projects:
            self.projects[place] = make(
                "Subsidy Project",
                title="路灯",
                station=self.stations[place],
                approved_amount=100,
                resolution_no="1号",
                decided_on=getdate(),
            ).name
        return frappe.get_doc("Subsidy Project", self.projects[place])

    def plan(self, place: str) -> dict:
        return {"town": self.towns[place], "fund": self.fund(place).name, "amount": 100}

    def payment(self, place: str) -> dict:
        """What a person fills in."""
        self.fund(place)
        project = self.project(place).name
        return {"project": project, "amount": 1, "voucher_no": "记-1", "payee": "村委会"}

    def progress(self, place: str):
        """As the first payment makes it."""
        doc = frappe.get_doc(
            {"doctype": "Project Progress", "project": self.project(place).name, "month": getdate()}
        )
        doc.flags.by_itself = True
        return doc.insert(ignore_permissions=True)

    def filing(self, place: str):
        """As the job makes it."""
        station = self.stations[place]
        if not frappe.db.exists("Filing", {"station": station}):
            upkeep.make_filings()
        return frappe.get_last_doc("Filing", {"station": station})

    def robot(self, place: str) -> dict:
        return {
            "title": "镇工作群",
            "town": self.towns[place],
            "kind": "WeCom",
            "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        }

    def article(self, place: str) -> dict:
        return {"title": "走访手记", "station": self.stations[place], "body": "<p>路灯修好了。</p>"}

    def stored(self, doctype: str, place: str):
        """A row as it is stored, without what must be there before."""
        doc = frappe.new_doc(doctype)
        doc.update({"town": self.towns[place], "title": "通报"})
        doc.name = frappe.generate_hash(length=10)
        doc.db_insert()
        return doc

    @staticmethod
    def of_month(doctype: str, **where):
        """The one of this month, made where there is none."""
        name = frappe.db.exists(doctype, where)
        return frappe.get_doc(doctype, name) if name else make(doctype, **where, month=getdate())

    def new(self, doctype: str, place: str):
        """An unsaved row as a client would send it: only what a person fills in."""
        home = self.spare[place].name
        fields = {
            "Town": {"town_name": "新镇"},
            "Station": {"station_name": "新村", "town": self.towns[place]},
            "Town Office": {"office_name": "新办", "town": self.towns[place]},
            "Cadre": {"cadre_name": "新人", "town": self.towns[place]},
            "Station Team": {"station": self.stations[place]},
            "Contact Card": {"station": self.stations[place]},
            "Key Person Category": {"category_name": "新类"},
            "Household": {"station": self.stations[place]},
            "Card Delivery": {"card": self.cards[place].name, "household": home},
            "Key Visit Entry": {"household": home},
            "Household Visit": {"household": home},
            "Committee Request": {"station": self.stations[place], "month": getdate()},
            "Committee Session": {"town": self.towns[place], "month": getdate()},
            "Weekly Meeting": {"station": self.stations[place], "meeting_date": "2026-11-26"},
            "Register Import": {"year": 2026, "station": self.stations[place]},
            "Review Report": {"station": self.stations[place], "month": "2026-02-01"},
            "Review Meeting": {"town": self.towns[place], "month": "2026-02-01"},
            "Daily Digest": {"user": self.world.users["Liaison"], "day": "2026-02-01"},
            "Ledger Issue": {"station": self.stations[place]},
            "Issue Household": {"household": home},
            "Subsidy Fund": {"town": self.towns[place], "year": getdate().year + 1},
            "Subsidy Project": {"station": self.stations[place], "title": "路灯"},
            "Funding Plan": {"town": self.towns[place]},
            "Subsidy Payment": {"voucher_no": "记-1"},
            "Project Progress": {"month": getdate()},
            "Board Update": {"station": self.stations[place], "month": getdate()},
            "Filing Requirement": {"town": self.towns[place], "title": "新材料"},
            "Filing": {"station": self.stations[place], "month": getdate()},
            "Station Article": {"station": self.stations[place], "title": "走访手记"},
            "Monthly Bulletin": {"town": self.towns[place], "month": getdate()},
            "Circulation": {"town": self.towns[place], "title": "通报"},
            "Group Robot": {"town": self.towns[place], "title": "镇工作群"},
            "Robot Message": {"town": self.towns[place]},
            **check_rows.new(self.world, place),
        }[doctype]
        if doctype in ("Subsidy Payment", "Project Progress"):
            fields["project"] = self.project(place).name
        return frappe.get_doc({"doctype": doctype, **fields})
