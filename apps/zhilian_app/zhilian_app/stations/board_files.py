"""New pictures of a Board Update: made clean, kept as files of their own, and held against those used before."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from zhilian_app.stations import board_image, board_rules

UPDATE, PICTURE = "Board Update", "Board Picture"


def keep_clean(row, read: board_image.Cleaned | None = None) -> str | None:
    """Note day and fingerprint of a row's new picture, and put a clean copy in its place where it is not clean already.

    Returns the URL of what the copy took the place of.

    The caller has checked that the picture is the saver's own. ``read`` is what the picture was found to be before it
    was stored: an upload loses the camera's day on its way.

    Raises:
        frappe.ValidationError: it is no picture, too large, or its file is gone; the message names the row.
    """
    came = row.picture
    try:
        content = _content(came)
        cleaned = board_image.clean(content)
    except FileNotFoundError:
        frappe.throw(_("Row {0}: the picture was not found. Please take it again.").format(row.idx))
    except (board_image.NoPicture, board_image.PictureTooLarge) as error:
        frappe.throw(f"{_('Row {0}').format(row.idx)}：{why_not(error)}")
    row.update({"taken_on": (read or cleaned).taken_on, "fingerprint": cleaned.fingerprint})
    if cleaned.content == content:
        return None
    row.picture = store(cleaned.content)
    return came


def why_not(error: Exception) -> str:
    """What is the matter with a picture, for who sent it."""
    if isinstance(error, board_image.PictureTooLarge):
        return _("The picture is too large. Please take it with a phone's camera.")
    return _("This file is not a picture that can be read (jpg, png or webp).")


def store(content: bytes) -> str:
    """URL of a new private picture of who is signed in, hanging on nothing yet."""
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": f"board-{frappe.generate_hash(length=10)}.jpg",
            "content": content,
            "is_private": 1,
        }
    )
    return file.insert(ignore_permissions=True).file_url


def _content(url: str) -> bytes:
    name = frappe.db.get_value("File", {"file_url": url}, "name")
    return Path(frappe.get_doc("File", name).get_full_path()).read_bytes()


def drop(urls: Iterable[str | None], update: str) -> None:
    """Throw away what a picture was before it was cleaned, with the place that the camera wrote into it."""
    urls = [url for url in urls if url]
    if not urls:
        return
    rows = frappe.get_all(
        "File",
        filters={"file_url": ["in", urls]},
        fields=["name", "owner", "attached_to_doctype", "attached_to_name"],
    )
    for row in rows:
        loose = row.owner == frappe.session.user and not row.attached_to_name
        own = row.attached_to_doctype == UPDATE and row.attached_to_name == update
        if loose or own:
            frappe.delete_doc("File", row.name, ignore_permissions=True, delete_permanently=True)


def note_used(doc, rows: Iterable) -> None:
    """Write on each of the new ``rows`` where the same picture was used before; one query for all of them."""
    rows = list(rows)
    if not rows:
        return
    known = _known(doc)
    for row in rows:
        before = [
            board_rules.Used(doc.station, doc.station_name, doc.month, other.fingerprint)
            for other in doc.pictures
            if other.idx < row.idx and other.fingerprint
        ]
        used = board_rules.used_before(row.fingerprint, [*known, *before], doc.station)
        row.remark = _words(used, doc) if used else None


def _known(doc) -> list[board_rules.Used]:
    """Pictures of the station's other months so far, and of the town's other stations in the last 12 months."""
    update, picture = frappe.qb.DocType(UPDATE), frappe.qb.DocType(PICTURE)
    first = getdate(add_months(doc.month, -board_rules.MONTHS_OF_OTHERS))
    rows = (
        frappe.qb.from_(update)
        .join(picture)
        .on((picture.parent == update.name) & (picture.parenttype == UPDATE))
        .select(update.station, update.station_name, update.month, picture.fingerprint)
        .where(
            (update.name != (doc.name or ""))
            & (update.month <= doc.month)
            & picture.fingerprint.isnotnull()
            & (
                (update.station == doc.station)
                | ((update.town == doc.town) & (update.month >= first))
            )
        )
        .run()
    )
    return [board_rules.Used(*row) for row in rows]


def _words(used: board_rules.Used, doc) -> str:
    month = f"{used.month:%Y-%m}"
    if used.station != doc.station:
        words = _("Same picture as {0} used in {1}", lang="zh").format(used.station_name, month)
    elif used.month == getdate(doc.month):
        words = twice_words()
    else:
        words = _("Same picture as this station used in {0}", lang="zh").format(month)
    return words


def twice_words() -> str:
    """What stands beside the second of two same pictures of a month."""
    return _("The same picture is there twice", lang="zh")


def board_of(station: str, month: date) -> dict | None:
    """A station's board of a month: ``name`` and ``pictures`` (picture, view, caption); None where there is none."""
    name = frappe.db.get_value(UPDATE, {"station": station, "month": month}, "name")
    if not name:
        return None
    pictures = frappe.get_all(
        PICTURE,
        filters={"parent": name, "parenttype": UPDATE},
        fields=["picture", "view", "caption"],
        order_by="idx asc",
    )
    return {"name": name, "month": month, "pictures": pictures}


def numbers_of(town: str) -> board_rules.Numbers:
    """How many pictures a town asks for."""
    row = frappe.get_cached_doc("Town", town)
    return board_rules.Numbers(
        row.board_photo_count or 0, row.board_far_photos or 0, row.board_near_photos or 0
    )
