"""Removes the demo towns, and nothing that a real person wrote."""

from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe import _

from zhilian_app import permissions
from zhilian_app.demo.constants import OWNER
from zhilian_app.demo.rows import SHELF
from zhilian_app.demo.status import demo_towns, status, town_doctypes, town_field

# rows that Frappe keeps beside a document: DocType, field of the kind, field of the name
BESIDE = (
    ("Version", "ref_doctype", "docname"),
    ("Comment", "reference_doctype", "reference_name"),
    ("Communication", "reference_doctype", "reference_name"),
    ("DocShare", "share_doctype", "share_name"),
    ("ToDo", "reference_type", "reference_name"),
    ("View Log", "reference_doctype", "reference_name"),
    ("Notification Log", "document_type", "document_name"),
    ("Tag Link", "document_type", "document_name"),
)
# what Frappe keeps for a user: DocType and the field of the user
OF_USER = (
    ("Activity Log", "user"),
    ("Access Log", "user"),
    ("Route History", "user"),
    ("Notification Log", "for_user"),
    ("DefaultValue", "parent"),
    ("__UserSettings", "user"),
)
OWN_DOCUMENTS = (
    ("Contact", "user"),
    ("Workspace", "for_user"),
    ("Dashboard Settings", "name"),
    ("Daily Digest", "user"),
)
# what the daily jobs make for every town, and what belongs to nobody whoever enters it
MADE_BY_JOBS = frozenset(
    (
        "Weekly Meeting",
        "Committee Request",
        "Committee Session",
        "Review Meeting",
        "Review Report",
        "Subsidy Project",
        "Project Progress",
        "Filing",
        "Monthly Bulletin",
    )
)
SHOWN = 20


class RealRowsInDemo(frappe.ValidationError):
    """People who are not of the demo wrote rows in the demo towns."""


@dataclass(frozen=True)
class Stray:
    """A row in a demo town that neither the loader nor a demo person made."""

    doctype: str
    name: str
    owner: str
    title: str


def remove(including_real: bool = False) -> dict[str, int]:
    """Remove the demo towns with all that is theirs; return the rows by DocType, uncommitted.

    What demo people wrote goes too. Rows of anybody else stop the removal, and nothing is removed.

    Args:
        including_real: remove such rows as well.

    Raises:
        RealRowsInDemo: there are such rows; the message lists them.
    """
    towns = demo_towns()
    if not towns:
        return {}
    users = _demo_users(towns)
    found = strays(towns, {OWNER, *users})
    if found and not including_real:
        frappe.throw(_message(found), RealRowsInDemo)
    counts = status()
    doctypes = town_doctypes()
    # rows that show one of a few files; the file goes with the row that it came with
    frappe.db.delete("File", {"name": ["like", f"{SHELF}-%"]})
    for doctype in doctypes:
        _remove_files(doctype, towns)
    for doctype in doctypes:
        _remove_rows(doctype, towns)
    for user in [*users, *(row.name for row in found if row.doctype == "User")]:
        _remove_user(user)
    frappe.db.sql(
        "delete from `tabSeries` where " + " or ".join(["name like %s"] * len(towns)),
        [f"{t}-%" for t in towns],
    )
    permissions.clear_scopes()
    frappe.clear_cache()
    return counts


def strays(towns: list[str], demo_owners: set[str]) -> list[Stray]:
    """Rows in ``towns`` that none of ``demo_owners`` made."""
    found = []
    for doctype in town_doctypes():
        rows = frappe.get_all(
            doctype,
            filters={town_field(doctype): ["in", towns], "owner": ["not in", list(demo_owners)]},
            fields=["*"],
            order_by="creation asc",
        )
        title = frappe.get_meta(doctype).title_field or "name"
        found += [
            Stray(doctype, row.name, row.owner, row.get(title) or row.name)
            for row in rows
            if not _made_by_scheduler(doctype, row, demo_owners)
        ]
    linked = frappe.get_all("Cadre", {"town": ["in", towns], "user": ["is", "set"]}, pluck="user")
    found += [
        Stray("User", row.name, row.owner, row.full_name)
        for row in frappe.get_all("User", {"name": ["in", linked]}, ["name", "owner", "full_name"])
        if row.name not in demo_owners
    ]
    return found


def _made_by_scheduler(doctype: str, row, demo_owners: set[str]) -> bool:
    """The daily jobs work for the demo towns, too; what nobody else has touched since is nobody's work."""
    if row.owner != "Administrator":
        return False
    if doctype in MADE_BY_JOBS:
        return row.modified_by in demo_owners | {"Administrator"}
    if doctype != "Key Visit Entry":
        return False
    reasons = {
        "carried over from {0}",
        _("carried over from {0}"),
        _("carried over from {0}", lang="zh"),
    }
    return row.add_reason in {reason.format(row.year - 1) for reason in reasons}


def _demo_users(towns: list[str]) -> list[str]:
    """Users whom the loader made, and those whom such users made for cadres of the demo towns."""
    users = frappe.get_all("User", {"owner": OWNER}, pluck="name")
    linked = frappe.get_all("Cadre", {"town": ["in", towns], "user": ["is", "set"]}, pluck="user")
    while more := frappe.get_all(
        "User",
        {"name": ["in", linked], "owner": ["in", users]},
        pluck="name",
        order_by="creation asc",
    ):
        new = [name for name in more if name not in users]
        if not new:
            break
        users += new
    return users


def _message(found: list[Stray]) -> str:
    lines = [_("These rows in the demo towns were not made by the demo. Nothing was removed:")]
    lines += [f"{_(row.doctype)} {row.title} ({row.name}), {row.owner}" for row in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(_("and {0} more").format(len(found) - SHOWN))
    return "\n".join(lines)


def _remove_files(doctype: str, towns: list[str]) -> None:
    """Uploads of demo people; what lies on the disk goes once the removal stands."""
    files = frappe.db.sql(
        f"""select f.name, f.file_url from `tabFile` f join `tab{doctype}` d on f.attached_to_name = d.name
        where f.attached_to_doctype = %(doctype)s and d.`{town_field(doctype)}` in %(towns)s""",
        {"doctype": doctype, "towns": towns},
    )
    if not files:
        return
    frappe.db.delete("File", {"name": ["in", [name for name, _url in files]]})
    urls = {url for _name, url in files if url}
    shared = set(frappe.get_all("File", {"file_url": ["in", [*urls, ""]]}, pluck="file_url"))
    paths = [_path(url) for url in sorted(urls - shared)]
    frappe.db.after_commit.add(lambda: [path.unlink(missing_ok=True) for path in paths])


def _path(url: str) -> Path:
    """Where a file lies on the disk; its address ends with its name."""
    folder = "private" if url.startswith("/private/") else "public"
    return Path(frappe.get_site_path(folder, "files", url.rsplit("/", 1)[-1]))


def _remove_rows(doctype: str, towns: list[str]) -> None:
    values = {"doctype": doctype, "towns": towns}
    where = f"d.`{town_field(doctype)}` in %(towns)s"
    for beside, kind, name in BESIDE:
        frappe.db.sql(
            f"""delete b from `tab{beside}` b join `tab{doctype}` d on b.`{name}` = d.name
            where b.`{kind}` = %(doctype)s and {where}""",
            values,
        )
    for table in {df.options for df in frappe.get_meta(doctype).get_table_fields()}:
        frappe.db.sql(
            f"""delete c from `tab{table}` c join `tab{doctype}` d on c.parent = d.name
            where c.parenttype = %(doctype)s and {where}""",
            values,
        )
    frappe.db.sql(f"delete d from `tab{doctype}` d where {where}", values)


def _remove_user(user: str) -> None:
    _end_sessions(user)
    for doctype, field in OWN_DOCUMENTS:
        for name in frappe.get_all(doctype, {field: user}, pluck="name"):
            _delete(doctype, name)
    _delete("User", user)
    for doctype, field in OF_USER:
        frappe.db.delete(doctype, {field: user})


def _end_sessions(user: str) -> None:
    """Sign ``user`` out. Frappe's own function commits, and then half of the removal could stay."""
    session = frappe.qb.DocType("Sessions")
    sids = frappe.qb.from_(session).select(session.sid).where(session.user == user).run(pluck=True)
    frappe.db.delete("Sessions", {"user": user})

    def forget() -> None:
        for sid in sids:
            frappe.cache.hdel("session", sid)
            frappe.cache.hdel("last_db_session_update", sid)

    frappe.db.after_commit.add(forget)


def _delete(doctype: str, name: str) -> None:
    frappe.delete_doc(doctype, name, force=True, ignore_permissions=True, delete_permanently=True)
