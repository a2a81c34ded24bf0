"""A disk that is nearly full takes no more files, and then no more records, while there is still room for the database.

MariaDB itself is never to find its disk full: what it has begun it must be able to take back, and on a disk without a
free block it may find no room for that either, and ends itself.
"""

import shutil
from functools import lru_cache

import frappe
from frappe import _
from frappe.utils import cint

# key of the site's configuration; megabytes that are kept for the database and the logs
SETTING = "zhilian_reserved_mb"
RESERVED_MB = 200
# the same for the disk of the database: below this nothing more is recorded
DATABASE_SETTING = "zhilian_reserved_for_database_mb"
RESERVED_FOR_DATABASE_MB = 100
MB = 1024 * 1024
THIS_MACHINE = (None, "", "localhost", "127.0.0.1")


class DiskIsFull(frappe.ValidationError):
    """There is no room for a file or a record."""


def require_space(file_size: int) -> None:
    """before_write_file: stop before anything of a file is written that there is no room for.

    Args:
        file_size: in bytes.

    Raises:
        DiskIsFull: less would be left than is reserved.
    """
    free = shutil.disk_usage(frappe.get_site_path("private", "files")).free
    if free < cint(file_size) + _reserved(SETTING, RESERVED_MB):
        frappe.throw(
            _("The server's disk is full: the file was not saved. Please tell the administrator."),
            DiskIsFull,
        )


def require_room(doc: object = None, method: str | None = None) -> None:
    """Doc event before_validate and before_cancel: stop before anything is recorded that there is no room for.

    A database on another machine, or one whose folder cannot be looked at from here, is left to itself.

    Raises:
        DiskIsFull: less is left than is reserved.
    """
    if not has_room():
        refuse()


def has_room() -> bool:
    """Whether the database's disk has more left than is reserved, as far as that can be seen from here."""
    free = _free_for_database()
    return free is None or free >= _reserved(DATABASE_SETTING, RESERVED_FOR_DATABASE_MB)


def refuse() -> None:
    """Say that there is no room for a record.

    Raises:
        DiskIsFull: always.
    """
    frappe.throw(words(), DiskIsFull)


def words() -> str:
    """What people are told where there is no room for a record."""
    return _("The server's disk is full: nothing was saved. Please tell the administrator.")


def _reserved(setting: str, default: int) -> int:
    """What is kept free, in bytes."""
    value = frappe.conf.get(setting)
    return (default if value is None else cint(value)) * MB


def _free_for_database() -> int | None:
    if frappe.conf.db_host not in THIS_MACHINE or frappe.db.db_type != "mariadb":
        return None
    try:
        return shutil.disk_usage(_data_folder(frappe.conf.db_socket, frappe.conf.db_port)).free
    except OSError:
        return None


@lru_cache
def _data_folder(socket: str | None, port: int | None) -> str:
    """Where the server at ``socket`` or ``port`` of this machine keeps its data."""
    return frappe.db.sql("select @@datadir")[0][0].rstrip("/")
