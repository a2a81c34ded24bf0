"""Filings that follow a document: which one, and how the station comes to it."""

import frappe

from zhilian_app.filings.sources import BOARD, REQUEST

# a method that finds the document of a station and month, or begins it
OPENERS = {BOARD: "zhilian_app.stations.board_api.open_update"}
ITEM = "Committee Request Item"


def document(filing) -> dict:
    """Of a filing that follows one: ``doctype``, ``name`` (None where it is not begun), ``label`` and ``open_method``.

    The method is there where the station may begin the document from here.
    """
    found = frappe.db.get_value(
        filing.counts, {"station": filing.station, "month": filing.month}, "name"
    )
    return {
        "doctype": filing.counts,
        "name": found,
        "label": filing.requirement_title,
        "open_method": OPENERS.get(filing.counts),
    }


def written_document(filing) -> str | None:
    """Name of the month's document where it says something, so that there is something to report."""
    if filing.counts != REQUEST:
        return None
    item, request = frappe.qb.DocType(ITEM), frappe.qb.DocType(REQUEST)
    found = (
        frappe.qb.from_(request)
        .join(item)
        .on((item.parent == request.name) & (item.parenttype == REQUEST))
        .select(request.name)
        .where(
            (request.station == filing.station)
            & (request.month == filing.month)
            & (item.taken_back == 0)
        )
        .limit(1)
        .run()
    )
    return found[0][0] if found else None
