"""Pictures of a row for its paper: put into the page itself, small enough to print.

They are private files, and the program that makes the PDF may not reach the site under the name that people use.
"""

import base64
import io

import frappe
from PIL import Image, ImageOps

from zhilian_app import permissions

LONGEST_SIDE = 1000
QUALITY = 80


def row_pictures(doc) -> list[dict]:
    """``src`` (a data URL) and ``caption`` of each picture that hangs on ``doc``, a row of this app.

    For print formats; a picture whose file is gone or is no picture is left out.

    Raises:
        frappe.PermissionError: the reader may not read the row.
    """
    if doc.doctype not in permissions.CLAUSES or not doc.meta.has_field("pictures"):
        return []
    doc.check_permission("read")
    files = frappe.get_all(
        "File",
        filters={"attached_to_doctype": doc.doctype, "attached_to_name": doc.name},
        fields=["name", "file_url"],
    )
    names = {row.file_url: row.name for row in files}
    pictures = []
    for row in doc.pictures:
        src = data_url(names[row.picture]) if row.picture in names else None
        if src:
            pictures.append({"src": src, "caption": row.caption})
    return pictures


def data_url(file: str) -> str | None:
    """A picture, by the name of its File, as a small JPEG in a data URL; None where it is gone or is no picture."""
    path = frappe.get_doc("File", file).get_full_path()
    try:
        with Image.open(path) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except OSError:
        return None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")
