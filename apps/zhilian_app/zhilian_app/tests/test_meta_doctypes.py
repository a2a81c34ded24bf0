"""Every DocType of the app is sorted, closed to who has no role of ours, and known to the row rules."""

import json
import unittest
from functools import cache

from zhilian_app import child_tables, hooks, permissions
from zhilian_app.beside_rows import BESIDE
from zhilian_app.setup.roles import ROLES
from zhilian_app.tests.matrix import MATRIX
from zhilian_app.tests.strings import APP

# rights that no role has: rows are ended with a date and a reason, and nothing leaves or enters past the rules
REFUSED = (
    "delete",
    "cancel",
    "submit",
    "amend",
    "share",
    "import",
    "email",
    "set_user_permissions",
)


# papers that are signed once and for all: this role's signature submits them, by the workflow's step alone
SIGNED_BY = {
    "Committee Session": {"submit": ("Town Leader", "Organization Office")},
    # money that went out wrongly is taken back with a reason, and written anew by who writes payments
    "Subsidy Payment": {
        "submit": ("Town Leader", "Finance Office"),
        "cancel": ("Town Leader", "Finance Office"),
        "amend": ("Finance Office",),
    },
}


@cache
def doctypes() -> dict[str, dict]:
    """The app's DocTypes by name, as their files say."""
    found = (
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(APP.glob("*/doctype/*/*.json"))
    )
    return {doc["name"]: doc for doc in found if doc.get("doctype") == "DocType"}


def masters() -> dict[str, dict]:
    """DocTypes with rows of their own."""
    return {name: doc for name, doc in doctypes().items() if not doc.get("istable")}


class TestDocTypes(unittest.TestCase):
    def test_sorted_alike_on_every_edition(self):
        unsorted = [
            name
            for name, doc in doctypes().items()
            if not doc.get("sort_field") or not doc.get("sort_order")
        ]
        self.assertEqual([], unsorted)

    def test_what_stands_beside_a_name_is_chinese(self):
        """The list of a link shows these fields as they are stored, and options are stored in English."""
        options = {
            (name, field["fieldname"])
            for name, doc in doctypes().items()
            for field in doc["fields"]
            if field["fieldtype"] == "Select"
        }
        shown = {
            (name, field.strip())
            for name, doc in doctypes().items()
            for field in (doc.get("search_fields") or "").split(",")
        }
        self.assertEqual(set(), shown & options)

    def test_child_tables_grant_nothing(self):
        self.assertEqual(
            [],
            [
                name
                for name, doc in doctypes().items()
                if doc.get("istable") and doc.get("permissions")
            ],
        )

    def test_only_roles_of_the_plan(self):
        for name, doc in masters().items():
            rows = [(row["role"], row.get("permlevel", 0)) for row in doc["permissions"]]
            self.assertEqual([], sorted({role for role, _level in rows} - set(ROLES)), name)
            self.assertEqual(len(set(rows)), len(rows), f"{name}: a role twice")
            self.assertTrue(rows, f"{name}: nobody")

    def test_refused_rights(self):
        wrong = [
            f"{name}: {row['role']} may {right}"
            for name, doc in masters().items()
            for row in doc["permissions"]
            for right in REFUSED
            if row.get(right) and row["role"] not in SIGNED_BY.get(name, {}).get(right, ())
        ]
        self.assertEqual([], wrong)

    def test_only_signed_papers_are_submitted(self):
        found = {
            name: {
                right: {row["role"] for row in doc["permissions"] if row.get(right)}
                for right in SIGNED_BY.get(name, {"submit": ()})
            }
            for name, doc in masters().items()
            if doc.get("is_submittable")
        }
        wanted = {
            name: {right: set(roles) for right, roles in rights.items()}
            for name, rights in SIGNED_BY.items()
        }
        self.assertEqual(wanted, found)

    def test_not_open_by_other_ways(self):
        """No web page, no import, no guest; files and rows are found through the desk alone."""
        for name, doc in doctypes().items():
            for flag in (
                "has_web_view",
                "allow_import",
                "allow_guest_to_view",
                "in_create_public",
                "is_virtual",
            ):
                self.assertFalse(doc.get(flag), f"{name}: {flag}")

    def test_row_rules_know_every_doctype(self):
        names = set(masters())
        rows = set(child_tables.CHILDREN)
        self.assertEqual(names, set(hooks.permission_query_conditions) - rows - {"File", *BESIDE})
        self.assertEqual(names, set(hooks.has_permission) - {"File", *BESIDE})
        self.assertEqual(names, set(hooks.standard_queries))
        self.assertEqual(names, set(permissions.CLAUSES))

    def test_rows_within_documents_follow_their_documents(self):
        """Each table has its rule, and each rule names all DocTypes that have the table."""
        found: dict[str, set[str]] = {}
        for name, doc in masters().items():
            for field in doc["fields"]:
                if field["fieldtype"] in ("Table", "Table MultiSelect"):
                    found.setdefault(field["options"], set()).add(name)
        known = {child: set(parents) for child, parents in child_tables.CHILDREN.items()}
        self.assertEqual(found, known)
        for child in known:
            path = f"zhilian_app.permissions.{child_tables.query_name(child)}"
            self.assertEqual(path, hooks.permission_query_conditions[child])

    def test_own_condition_each(self):
        paths = list(hooks.permission_query_conditions.values())
        self.assertEqual(len(set(paths)), len(paths), "two DocTypes share the condition of one")

    def test_matrix_knows_every_doctype(self):
        self.assertEqual(set(masters()), set(MATRIX))
