"""Frappe's uploads and archives, behind the checks that they lack: what says that it is a picture is one."""

import io
import warnings

import frappe
from frappe import _, handler
from frappe.core.api import file as file_api
from PIL import Image

from zhilian_app.door_guards import texts
from zhilian_app.files import PICTURE_ENDINGS

# a phone's largest picture; a drawing or a picture of a screen has far fewer
MOST_PIXELS = 120_000_000
# a browser runs what stands in them
SCRIPTED = (".svg", ".svgz", ".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".xml", ".js")
GLANCE = 64  # pixels: a JPEG is unpacked no finer than that to see whether it is whole


@frappe.whitelist(methods=["POST"])
def upload_file() -> object:
    """Frappe's upload_file, under its own checks of permission; a picture is looked at first.

    Raises:
        frappe.ValidationError: the file is empty, of a kind that runs scripts, or named like a picture and none.
    """
    if frappe.session.user == "Guest":
        raise frappe.PermissionError
    sent = frappe.request.files.get("file")
    if sent:
        content = sent.stream.read()
        sent.stream.seek(0)
        if not content:
            frappe.throw(_("The file is empty."))
        name = str(sent.filename or "").lower()
        if name.endswith(SCRIPTED):
            frappe.throw(_("Files of this kind cannot be uploaded."))
        if name.endswith(PICTURE_ENDINGS):
            _check_picture(content)
    return handler.upload_file()


def _check_picture(content: bytes) -> None:
    try:
        with warnings.catch_warnings():
            # Pillow warns of what may be a bomb and goes on; the number of pixels is looked at below
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                if image.format == "JPEG":
                    image.draft("RGB", (GLANCE, GLANCE))
                    image.load()
                else:
                    image.verify()
    except Image.DecompressionBombError:
        frappe.throw(_("The picture is too large. Please take it with a phone's camera."))
    # a broken file makes Pillow raise any of these
    except (OSError, SyntaxError, EOFError, ValueError, TypeError, ArithmeticError):
        frappe.throw(_("This is no picture, or a broken one. Please take it again."))


@frappe.whitelist(methods=["POST"])
def zip_files(files: str) -> None:
    """Answer with an archive of files that one may read, each named by its File.

    Raises:
        frappe.PermissionError: the user may not read one of them.
    """
    for name in texts(files):
        frappe.get_doc("File", name).check_permission("read")
    file_api.zip_files(files)


@frappe.whitelist(methods=["POST"])
def unzip_file(name: str) -> object:
    """Unpack an archive that one may change.

    Raises:
        frappe.PermissionError: the user may not write it.
    """
    frappe.get_doc("File", name).check_permission("write")
    return file_api.unzip_file(name)
