"""Ticking contact cards as delivered, many households at once."""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.query_builder.functions import IfNull

FIELDS = (
    "name",
    "owner",
    "modified_by",
    "creation",
    "modified",
    "card",
    "household",
    "delivered_on",
    "delivered_by",
    "station",
    "town",
    "delivery_key",
)


def delivery_key(card: str, household: str) -> str:
    """What makes a delivery one: a card reaches a household once."""
    return f"{card}:{household}"


def undelivered(card: str, station: str) -> list[dict]:
    """Active households of ``station`` that ``card`` has not reached, by group and name: one query."""
    home = frappe.qb.DocType("Household")
    delivery = frappe.qb.DocType("Card Delivery")
    return (
        frappe.qb.from_(home)
        .left_join(delivery)
        .on((delivery.household == home.name) & (delivery.card == card))
        .select(home.name, home.householder, home.group_name, home.address)
        .where((home.station == station) & (home.status == "Active") & delivery.name.isnull())
        .orderby(IfNull(home.group_name, ""), order=Order.asc)
        .orderby(home.address)
        .orderby(home.householder)
        .run(as_dict=True)
    )


def check_day(delivered_on: date, made_on: date | None, today: date) -> None:
    """Stop a day on which the card can't have been delivered.

    Raises:
        frappe.ValidationError: the day is in the future, or before the card was made.
    """
    if delivered_on > today:
        frappe.throw(_("A delivery cannot be dated in the future."))
    if made_on and delivered_on < made_on:
        frappe.throw(
            _("The card was made on {0}: it cannot have been delivered earlier.").format(made_on)
        )


def deliver(card, households: Iterable[str], delivered_on: date, cadre: str | None) -> int:
    """Write down that ``card`` (a Contact Card) reached ``households``; number of rows added.

    Households that have it already are left as they are; those of another station are not the card's to reach.
    """
    wanted = set(households)
    rows = [row.name for row in undelivered(card.name, card.station) if row.name in wanted]
    now, user = frappe.utils.now(), frappe.session.user
    frappe.db.bulk_insert(
        "Card Delivery",
        FIELDS,
        [
            (
                frappe.generate_hash(length=10),
                user,
                user,
                now,
                now,
                card.name,
                household,
                delivered_on,
                cadre,
                card.station,
                card.town,
                delivery_key(card.name, household),
            )
            for household in rows
        ],
        # somebody else may have ticked the same household meanwhile: the key is unique
        ignore_duplicates=True,
    )
    return len(rows)
