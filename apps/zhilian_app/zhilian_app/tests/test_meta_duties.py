"""docs/对照表.md: the plan's 22 duties, each with a screen, a rule and a test that are there."""

import re
import unittest

from zhilian_app.tests.strings import APP, rows

ROOT = APP.parents[2]
TABLE = ROOT / "docs" / "对照表.md"
DUTIES = 22
# screens that have no label of their own
PARTS = re.compile("（[^）]*）")


def duties() -> list[list[str]]:
    """Cells of the rows that begin with a number."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [cells for cells in found if cells[0].isdecimal()]


def named(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@unittest.skipUnless(TABLE.exists(), "the app alone, without the repository's documents")
class TestDuties(unittest.TestCase):
    def test_all_of_the_plan(self):
        self.assertEqual(
            [str(number + 1) for number in range(DUTIES)], [row[0] for row in duties()]
        )
        for number, _chapter, duty, screens, rules, tests in duties():
            self.assertTrue(duty and screens and named(rules) and named(tests), number)

    def test_rules_and_tests_exist(self):
        for _number, *_words, rules, tests in duties():
            for name in named(rules) + named(tests):
                path, _colon, function = name.replace("::", ":").partition(":")
                file = (ROOT if path.startswith("tests/browser/") else APP) / path
                self.assertTrue(file.is_file(), name)
                text = file.read_text(encoding="utf-8")
                self.assertRegex(text, rf"\bdef {function}\(", name)

    def test_screens_are_called_so(self):
        labels = {row.text for row in rows()}
        screens = {
            PARTS.sub("", screen)
            for _number, _chapter, _duty, cell, *_more in duties()
            for screen in cell.split("、")
        }
        self.assertEqual(set(), screens - labels)
