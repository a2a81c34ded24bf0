"""All boards of a town in a month on A4 pages, for the leaders.

The plan: 「整理好上报照片排版印刷向领导班子通报」.
"""

import base64
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate
from frappe.utils.pdf import get_pdf

from zhilian_app import calendar, permissions
from zhilian_app.stations import board_image
from zhilian_app.stations import board_states as states

UPDATE, PICTURE = "Board Update", "Board Picture"
READERS = (permissions.ORGANIZATION, permissions.TOWN_LEADER, permissions.SOCIAL_AFFAIRS)
TEMPLATE = "zhilian_app/stations/templates/board_sheet.html"
MARGIN = "12mm"
PIXELS = 560
IN_A_ROW = 3


@dataclass(frozen=True)
class Board:
    """A station's part of the sheet; ``rows`` are its pictures by three, each with src, view and caption."""

    station_name: str
    state: str = ""
    handed_in_on: date | None = None
    is_late: bool = False
    guidance: str = ""
    words: str = ""
    rows: tuple = ()

    @property
    def is_in(self) -> bool:
        """Whether it is handed in."""
        return self.state in (states.HANDED_IN, states.TAKEN_IN)

    @property
    def is_back(self) -> bool:
        """Whether it was sent back and has not come in again."""
        return self.state == states.RETURNED


@frappe.whitelist(methods=["POST"])
def print_sheet(town: str, month: str) -> None:
    """Answers with the PDF of the boards of a town in the month of a day (yyyy-mm-dd).

    Raises:
        frappe.PermissionError: the user is of no office that sees the boards of this town.
        frappe.ValidationError: the town has no station in that month.
    """
    check_reader(town)
    first = calendar.month_start(getdate(month))
    boards = boards_of(town, first)
    if not boards:
        frappe.throw(_("{0} has no station in {1}.").format(town, f"{first:%Y-%m}"))
    make_access_log(doctype=UPDATE, file_type="PDF", method="print_sheet", filters={"town": town})
    frappe.response["type"] = "binary"
    frappe.response["filename"] = f"{title_of(town, first)}.pdf"
    frappe.response["filecontent"] = as_pdf(town, first, boards)


def check_reader(town: str) -> None:
    """Stop who may not print the boards of all stations of ``town``.

    Raises:
        frappe.PermissionError: see ``print_sheet``.
    """
    if permissions.is_of(town, *READERS) and frappe.has_permission(UPDATE, "print"):
        return
    frappe.throw(_("You may not print the boards of {0}.").format(town), frappe.PermissionError)


def title_of(town: str, month: date) -> str:
    """What the sheet is called: 赤溪镇2026年11月驻点直联公开栏更新情况."""
    return _("{0} boards of {1}-{2}", lang="zh").format(town, month.year, month.month)


def as_pdf(town: str, month: date, boards: list[Board]) -> bytes:
    """The sheet as A4 pages; the caller checks who reads it."""
    context = {
        "title": title_of(town, month),
        "boards": boards,
        "count": len(boards),
        "handed_in": sum(board.is_in for board in boards),
        "sent_back": sum(board.is_back for board in boards),
        "made_on": getdate(),
    }
    margins = {f"margin-{side}": MARGIN for side in ("top", "right", "bottom", "left")}
    return get_pdf(frappe.render_template(TEMPLATE, context), {"page-size": "A4", **margins})


def boards_of(town: str, month: date) -> list[Board]:
    """A town's stations of the month with what they handed in, as far as who asks may read it."""
    updates = {row.station: row for row in _updates(town, month)}
    shown = [row.name for row in updates.values() if row.state != states.DRAFT]
    pictures = _pictures(shown)
    return [
        _board(station, updates.get(station.name), pictures) for station in _stations(town, month)
    ]


def _stations(town: str, month: date) -> list[dict]:
    station = frappe.qb.DocType("Station")
    return (
        frappe.qb.from_(station)
        .select(station.name, station.station_name)
        .where(
            (station.town == town)
            & (station.started_on.isnull() | (station.started_on <= calendar.month_end(month)))
            & (station.ended_on.isnull() | (station.ended_on >= month))
        )
        .orderby(station.creation)
        .orderby(station.name)
        .run(as_dict=True)
    )


def _updates(town: str, month: date) -> list[dict]:
    return frappe.get_list(
        UPDATE,
        filters={"town": town, "month": month},
        fields=["name", "station", "state", "handed_in_on", "due_on", "guidance", "words"],
        order_by="name asc",
        limit_page_length=0,
    )


def _pictures(updates: list[str]) -> dict[str, list[dict]]:
    if not updates:
        return {}
    rows = frappe.get_all(
        PICTURE,
        filters={"parenttype": UPDATE, "parent": ["in", updates]},
        fields=["parent", "picture", "view", "caption"],
        order_by="parent asc, idx asc",
    )
    sources = _sources({row.picture for row in rows})
    found: dict[str, list[dict]] = {}
    for row in rows:
        if row.picture in sources:
            found.setdefault(row.parent, []).append({**row, "src": sources[row.picture]})
    return found


def _sources(urls: set[str]) -> dict[str, str]:
    """Pictures as data URLs: the program that makes the PDF does not reach private files."""
    if not urls:
        return {}
    names = frappe.get_all("File", {"file_url": ["in", list(urls)]}, ["name", "file_url"])
    found = {}
    for url, name in {row.file_url: row.name for row in names}.items():
        try:
            content = Path(frappe.get_doc("File", name).get_full_path()).read_bytes()
            small = board_image.for_paper(content, PIXELS)
        except (OSError, board_image.NoPicture):
            # one that is lost does not keep the others from the leaders
            continue
        found[url] = "data:image/jpeg;base64," + base64.b64encode(small).decode("ascii")
    return found


def _board(station, update, pictures: dict[str, list[dict]]) -> Board:
    if not update or update.state == states.DRAFT:
        return Board(station.station_name)
    day = getdate(update.handed_in_on) if update.handed_in_on else None
    return Board(
        station.station_name,
        update.state,
        day,
        bool(day and update.due_on and day > update.due_on),
        update.guidance or "",
        update.words or "",
        _by_three(pictures.get(update.name, [])),
    )


def _by_three(pictures: list[dict]) -> tuple:
    return tuple(pictures[at : at + IN_A_ROW] for at in range(0, len(pictures), IN_A_ROW))
