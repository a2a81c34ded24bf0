"""docs/permissions.md says what the DocTypes and the row rules do."""

import unittest

from zhilian_app.permissions import CLAUSES
from zhilian_app.tests import permissions_doc

REWRITE = "in apps/zhilian_app: python -m zhilian_app.tests.permissions_doc --write"


class TestPermissionsDoc(unittest.TestCase):
    def test_every_row_rule_is_told(self):
        self.assertEqual(
            {rule.__name__ for rule in CLAUSES.values()}, set(permissions_doc.ROW_RULES)
        )

    @unittest.skipUnless(
        permissions_doc.DOC.exists(), "the app alone, without the repository's docs"
    )
    def test_tables_are_up_to_date(self):
        text = permissions_doc.DOC.read_text(encoding="utf-8")
        self.assertEqual(permissions_doc.filled(text), text, REWRITE)

    def test_missing_marker_is_told(self):
        with self.assertRaisesRegex(ValueError, "权限表"):
            permissions_doc.filled("# nothing here")
