"""What the desk knows of stations from the start."""

import frappe

MOST = 200


def extend_bootinfo(bootinfo) -> None:
    """Give the desk the titles of the reader's stations.

    A link field asks the server for the title of what it holds and writes it when the answer comes: a list that is
    opened with other filters meanwhile would get the old station back into its filter. It is also a request less.
    """
    if not frappe.has_permission("Station"):
        return
    rows = frappe.get_list(
        "Station", fields=["name", "station_name"], order_by="name asc", limit_page_length=MOST
    )
    bootinfo.zhilian_station_titles = {row.name: row.station_name for row in rows}
