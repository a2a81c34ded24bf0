"""A disk that is nearly full takes no more files, while there is still room for the database."""

import shutil

import frappe
from frappe import _
from frappe.utils import cint

# key of the site's configuration; megabytes that are kept for the database and the logs
SETTING = "zhilian_reserved_mb"
RESERVED_MB = 200
MB = 1024 * 1024


class DiskIsFull(frappe.ValidationError):
    """There is no room for a file."""


def require_space(file_size: int) -> None:
    """before_write_file: stop before anything of a file is written that there is no room for.

    Args:
        file_size: in bytes.

    Raises:
        DiskIsFull: less would be left than is reserved.
    """
    setting = frappe.conf.get(SETTING)
    reserved = (RESERVED_MB if setting is None else cint(setting)) * MB
    if (
        shutil.disk_usage(frappe.get_site_path("private", "files")).free
        < cint(file_size) + reserved
    ):
        frappe.throw(
            _("The server's disk is full: the file was not saved. Please tell the administrator."),
            DiskIsFull,
        )
