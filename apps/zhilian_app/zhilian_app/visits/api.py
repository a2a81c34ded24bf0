"""What the phone's pages and the forms of this module ask the server: small answers, few queries."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.utils import cint, getdate

from zhilian_app import permissions
from zhilian_app.visits import deliveries, due_list

HISTORY_PAGE = 20
BRIEF_VISITS = 2
DELIVERY_LIMIT = 5000


def _require(doctype: str, ptype: str) -> None:
    # Frappe's own throw=True raises a ValidationError: the phone could not tell it from a wrong value
    if not frappe.has_permission(doctype, ptype):
        frappe.throw(_("You may not do this."), frappe.PermissionError)


# -- the list ------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def households_due(
    search: str = "", station: str = "", only: str = "", start: int = 0, page_len: int = 20
) -> dict:
    """Households of the user's stations, whom to visit first at the beginning.

    Args:
        station: one station; else all whose team in force has the user. The Organization Office must choose one.
        only: "" for all, "key_unvisited" or "visited_this_month".
        page_len: rows wanted, at most 50.

    Returns:
        ``rows``, ``more`` (there are further rows), ``today`` (yyyy-mm-dd) and, with the first page, ``stations`` to
        choose from, ``own`` (how many of them the user is on the team of) and ``cadre``, who the user is.

    Raises:
        frappe.PermissionError: the user may not read households, or not those of ``station``.
        frappe.ValidationError: ``only`` is no known filter.
    """
    _require("Household", "read")
    if only not in due_list.FILTERS:
        frappe.throw(_("Unknown filter: {0}").format(only))
    start = max(cint(start), 0)
    page_len = min(max(cint(page_len), 1), due_list.PAGE_LIMIT)
    stations, today = _stations(station), getdate()
    rows = _due_rows(stations, today, search, only, start, page_len)
    answer = {"rows": rows[:page_len], "more": len(rows) > page_len, "today": str(today)}
    if start == 0:
        own = len(permissions.scope().stations)
        answer.update(stations=_station_choices(), own=own, cadre=_own_cadre())
    return answer


def _stations(station: str) -> list[str]:
    if station:
        permissions.check_station(station)
        return [station]
    return sorted(permissions.scope().stations)


def _due_rows(
    stations: list[str], today: date, search: str, only: str, start: int, page_len: int
) -> list[dict]:
    if not stations:
        return []
    # one row more than is shown tells whether there are others, without a count
    rows = due_list.due_households(stations, today, search, only, start, page_len + 1)
    categories = due_list.categories_of([row.name for row in rows], today.year)
    for row in rows:
        row.categories = categories.get(row.name, [])
        row.last_visited_on = str(row.last_visited_on) if row.last_visited_on else None
    return rows


def _station_choices() -> list[dict]:
    return frappe.get_all(
        "Station",
        filters={"name": ["in", permissions.personal_stations()]},
        fields=["name", "station_name"],
        order_by="name asc",
    )


# -- one household -------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def household_brief(household: str) -> dict:
    """What one wants to know at the door: who it is, categories, the last two visits, today's, and the own cadre.

    Raises:
        frappe.PermissionError: the user may not read the household.
    """
    home = _readable_household(household)
    today = getdate()
    return {
        "household": {
            field: home.get(field)
            for field in (
                "name",
                "householder",
                "group_name",
                "address",
                "phone",
                "status",
                "remark",
            )
        },
        "categories": due_list.categories_of([home.name], today.year).get(home.name, []),
        "visits": _visits(home.name, limit=BRIEF_VISITS, voided=False),
        "today_visits": _visits(home.name, day=today, voided=False),
        "today": str(today),
        "cadre": _own_cadre(),
    }


@frappe.whitelist(methods=["POST"])
def visits_of_household(household: str, start: int = 0) -> dict:
    """Visits and needs of a household with pictures, newest first, 20 a time: ``rows`` and ``more``.

    Raises:
        frappe.PermissionError: the user may not read the household or visits.
    """
    home = _readable_household(household)
    rows = _visits(home.name, start=max(cint(start), 0), limit=HISTORY_PAGE + 1)
    return {"rows": rows[:HISTORY_PAGE], "more": len(rows) > HISTORY_PAGE, "today": str(getdate())}


@frappe.whitelist(methods=["POST"])
def visits_of_day(household: str, visit_date: str, exclude: str = "") -> list[dict]:
    """Visits already written down for a household on one day (yyyy-mm-dd), voided ones and ``exclude`` left out.

    Raises:
        frappe.PermissionError: the user may not read the household or visits.
    """
    home = _readable_household(household)
    rows = _visits(home.name, day=getdate(visit_date), voided=False)
    return [row for row in rows if row.name != exclude]


def _readable_household(household: str):
    _require("Household Visit", "read")
    home = frappe.get_doc("Household", household)
    home.check_permission("read")
    return home


def _own_cadre() -> dict | None:
    cadre = permissions.scope().cadre
    if not cadre:
        return None
    return {"name": cadre, "cadre_name": frappe.db.get_value("Cadre", cadre, "cadre_name")}


def _visits(
    household: str, day: date | None = None, start: int = 0, limit: int = 0, voided: bool = True
) -> list[dict]:
    """Visits of a household with their pictures, newest first: two queries."""
    visit = frappe.qb.DocType("Household Visit")
    query = (
        frappe.qb.from_(visit)
        .select(
            visit.name,
            visit.visit_date,
            visit.visitor_names,
            visit.content,
            visit.needs,
            visit.effective,
            visit.voided,
            visit.void_reason,
            visit.creation,
            visit.owner,
        )
        .where(visit.household == household)
        .orderby(visit.visit_date, order=Order.desc)
        .orderby(visit.creation, order=Order.desc)
    )
    if day:
        query = query.where(visit.visit_date == day)
    if not voided:
        query = query.where(visit.voided == 0)
    if limit:
        query = query.limit(limit).offset(start)
    rows = query.run(as_dict=True)
    pictures = _pictures_of([row.name for row in rows])
    for row in rows:
        row.visit_date = str(row.visit_date)
        row.time = row.pop("creation").strftime("%H:%M")
        row.own = row.pop("owner") == frappe.session.user
        row.pictures = pictures.get(row.name, [])
    return rows


def _pictures_of(visits: list[str]) -> dict[str, list[str]]:
    if not visits:
        return {}
    rows = frappe.get_all(
        "Visit Picture",
        filters={"parent": ["in", visits], "parenttype": "Household Visit"},
        fields=["parent", "picture"],
        order_by="idx asc",
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.parent, []).append(row.picture)
    return found


# -- pictures --------------------------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def add_picture(visit: str, picture: str) -> None:
    """Put an uploaded picture (its URL) into a visit saved before the upload was through; twice is once.

    Raises:
        frappe.PermissionError: the user may not write the visit.
        frappe.ValidationError: the picture is not the user's own upload (see ``files.check_pictures``).
    """
    doc = frappe.get_doc("Household Visit", visit)
    doc.check_permission("write")
    if picture in [row.picture for row in doc.pictures]:
        return
    doc.append("pictures", {"picture": picture})
    doc.save()


@frappe.whitelist(methods=["POST"])
def discard_picture(picture: str) -> int:
    """Delete the user's own uploads of a picture that hang on no row, and return how many there were."""
    names = frappe.get_all(
        "File",
        filters={
            "file_url": picture,
            "owner": frappe.session.user,
            "is_private": 1,
            "attached_to_name": ["is", "not set"],
        },
        pluck="name",
    )
    for name in names:
        frappe.delete_doc("File", name)
    return len(names)


# -- delivery of contact cards ---------------------------------------------------------------------------


@frappe.whitelist(methods=["POST"])
def undelivered_households(card: str) -> list[dict]:
    """Active households that a contact card has not reached yet, by group.

    Raises:
        frappe.PermissionError: the user may not tick deliveries, or is not on the station's team.
    """
    doc = _card_to_deliver(card)
    return deliveries.undelivered(doc.name, doc.station)


@frappe.whitelist(methods=["POST"])
def deliver_cards(card: str, households: str | list, delivered_on: str) -> dict:
    """Tick ``card`` as delivered to ``households`` (names, JSON over HTTP) on a day (yyyy-mm-dd).

    Again with the same households it changes nothing.

    Returns:
        ``added``: rows written now.

    Raises:
        frappe.PermissionError: the user may not tick deliveries, or is not on the station's team.
        frappe.ValidationError: the card was replaced, or the day cannot be.
    """
    from zhilian_app.visits.counters import refresh_card

    doc = _card_to_deliver(card)
    names = frappe.parse_json(households) or []
    if not isinstance(names, list) or len(names) > DELIVERY_LIMIT:
        frappe.throw(_("At most {0} households at a time.").format(DELIVERY_LIMIT))
    if doc.status == "Replaced":
        frappe.throw(_("This card has been replaced by a newer one."))
    day = getdate(delivered_on)
    deliveries.check_day(day, getdate(doc.made_on) if doc.made_on else None, getdate())
    added = deliveries.deliver(doc, (str(name) for name in names), day, permissions.scope().cadre)
    refresh_card(doc.name)
    return {"added": added}


def _card_to_deliver(card: str):
    doc = frappe.get_doc("Contact Card", card)
    doc.check_permission("read")
    _require("Card Delivery", "create")
    permissions.check_station(doc.station)
    return doc
