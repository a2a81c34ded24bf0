"""Guards of uploaded files: what hangs on a row of this app is private and goes no further than the row.

The edition of 2023 checks neither the target of an upload nor whether a File row made with
somebody else's URL opens that file to its maker.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.core.doctype.file.file import has_permission as core_has_permission

from zhilian_app.permissions import CLAUSES, scope
from zhilian_app.stations.accounts import MANAGED_ROLES

PRIVATE = "/private/files/"
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
DOCUMENT_ENDINGS = (
    *PICTURE_ENDINGS,
    ".pdf",
    ".ofd",
    ".doc",
    ".docx",
    ".wps",
    ".xls",
    ".xlsx",
    ".et",
)


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
    """File, has_permission: refuses what opens a foreign file or hangs a file on a foreign row, else asks Frappe."""
    user = user or frappe.session.user
    guarded = user != "Administrator" and ptype in ("create", "write")
    if guarded and not (_may_attach(doc, user) and _may_use_url(doc, user)):
        return False
    return bool(core_has_permission(doc, ptype, user))


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
    """File lists: files on rows of this app are listed on the rows only, and to who uploaded them."""
    user = user or frappe.session.user
    if user == "Administrator":
        return ""
    names = ", ".join(frappe.db.escape(name) for name in sorted(CLAUSES))
    return (
        f"(`tabFile`.`owner` = {frappe.db.escape(user)}"
        f" or ifnull(`tabFile`.`attached_to_doctype`, '') not in ({names}))"
    )


def keep_private(doc, method: str | None = None) -> None:
    """File, validate: files of this app's rows and people are private.

    Raises:
        frappe.ValidationError: the file is public.
    """
    if (doc.file_url or "").startswith(PRIVATE):
        # Frappe makes such a row itself, without the mark, when a saved field names an uploaded file
        doc.is_private = 1
    if doc.is_private or doc.is_folder:
        return
    # a cadre of no team has no role yet
    staff = MANAGED_ROLES & set(frappe.get_roles()) or scope().cadre
    if doc.attached_to_doctype in CLAUSES or (
        staff and doc.attached_to_doctype != "User" and frappe.session.user != "Administrator"
    ):
        frappe.throw(
            _("Files here are private. Please upload {0} as a private file.").format(doc.file_name)
        )


def new_urls(doc, table: str, field: str) -> list[str]:
    """URLs in a table's field that its document has not been stored with."""
    before = doc.get_doc_before_save()
    known = {row.get(field) for row in before.get(table)} if before else set()
    return [
        row.get(field) for row in doc.get(table) if row.get(field) and row.get(field) not in known
    ]


def check_pictures(urls: Iterable[str], doctype: str, name: str | None) -> None:
    """Stop unless every URL is a private picture that hangs on this row or was uploaded by who saves it.

    Raises:
        frappe.ValidationError: it is no picture, or not one of theirs.
    """
    urls = list(urls)
    for url in _unlike(urls, PICTURE_ENDINGS):
        frappe.throw(_("{0} is not a picture (jpg, png or webp).").format(_file_name(url)))
    for url in _not_theirs(urls, doctype, name):
        frappe.throw(
            _("Picture {0} was not found. Please upload it again.").format(_file_name(url))
        )


def check_documents(urls: Iterable[str], doctype: str, name: str | None) -> None:
    """Stop unless every URL is a private document or picture that hangs on this row or was uploaded by who saves it.

    Raises:
        frappe.ValidationError: it is of another kind, or not one of theirs.
    """
    urls = list(urls)
    for url in _unlike(urls, DOCUMENT_ENDINGS):
        frappe.throw(
            _("{0}: please upload a PDF, Word, Excel or WPS file, or a picture.").format(
                _file_name(url)
            )
        )
    for url in _not_theirs(urls, doctype, name):
        frappe.throw(_("File {0} was not found. Please upload it again.").format(_file_name(url)))


def attach_pictures(urls: Iterable[str], doctype: str, name: str) -> None:
    """Hang the saver's loose uploads on the row, so that who reads the row sees them."""
    urls = list(dict.fromkeys(urls))
    if not urls:
        return
    file = frappe.qb.DocType("File")
    (
        frappe.qb.update(file)
        .set(file.attached_to_doctype, doctype)
        .set(file.attached_to_name, name)
        .where(
            file.file_url.isin(urls)
            & (file.owner == frappe.session.user)
            & file.attached_to_name.isnull()
        )
    ).run()


def _file_name(url: str) -> str:
    return url.rsplit("/", 1)[-1]


def _unlike(urls: Iterable[str], endings: tuple[str, ...]) -> list[str]:
    return [url for url in urls if not url.lower().endswith(endings)]


def _not_theirs(urls: Iterable[str], doctype: str, name: str | None) -> list[str]:
    urls = list(dict.fromkeys(urls))
    if not urls:
        return []
    rows = frappe.get_all(
        "File",
        filters={"file_url": ["in", urls]},
        fields=["file_url", "owner", "attached_to_doctype", "attached_to_name", "is_private"],
    )
    return [
        url
        for url in urls
        if not any(row.file_url == url and _is_own(row, doctype, name) for row in rows)
    ]


def _is_own(row, doctype: str, name: str | None) -> bool:
    if not row.is_private:
        return False
    if row.attached_to_doctype == doctype and row.attached_to_name == name:
        return True
    return row.owner == frappe.session.user and not row.attached_to_name


def _may_attach(doc, user: str) -> bool:
    """Whoever hangs a file on a row must be able to write the row; a row not saved yet has no name."""
    if doc.attached_to_doctype not in CLAUSES or not doc.attached_to_name:
        return True
    if not frappe.db.exists(doc.attached_to_doctype, doc.attached_to_name):
        # Frappe's form names an unsaved row new-…; anything else is a guess
        return str(doc.attached_to_name).startswith("new-")
    target = frappe.get_doc(doc.attached_to_doctype, doc.attached_to_name)
    return bool(frappe.has_permission(target.doctype, "write", doc=target, user=user))


def _may_use_url(doc, user: str) -> bool:
    """A row that names a private file without bringing its content needs a readable row of the same file.

    None names a file by a way that leads up and out of the folder.
    """
    url = doc.file_url or ""
    if ".." in url.split("/"):
        return False
    is_new = not doc.name or doc.is_new()
    if not url.startswith(PRIVATE) or (is_new and doc.get("content")):
        return True
    if not is_new and frappe.db.get_value("File", doc.name, "file_url") == url:
        return True
    stored = frappe.get_all("File", filters={"file_url": url}, pluck="name", limit=20)
    return any(core_has_permission(frappe.get_doc("File", name), "read", user) for name in stored)
