"""Tours and first steps fit what they speak of: fields that are there, few words, ways that lead somewhere."""

import json
import re
import unittest
from functools import cache

from zhilian_app.setup.roles import ROLES
from zhilian_app.tests import strings

LONGEST = 60  # Chinese characters that one reads on a phone without effort
SLUG = re.compile(r"[a-z-]+")


@cache
def documents(folder: str) -> dict[str, dict]:
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in strings.APP.glob(f"*/{folder}/*/*.json")
    ]
    return {doc["name"]: doc for doc in found}


def fields_of(doctype: str) -> dict[str, dict]:
    return {field["fieldname"]: field for field in documents("doctype")[doctype]["fields"]}


def chinese(text: str) -> str:
    return {row.source: row.text for row in strings.rows()}.get(text, text)


class TestTours(unittest.TestCase):
    def test_the_script_offers_those_that_there_are(self):
        script = (strings.APP / "public/js/desk/tours.js").read_text(encoding="utf-8")
        listed = re.search(r"export const TOURS = \{(.*?)\n\};", script, re.DOTALL)[1]
        names = {
            first or second for first, second in re.findall(r'^  (?:"(.+?)"|(\w+)):', listed, re.M)
        }
        self.assertEqual(set(documents("form_tour")), names)

    def test_steps_are_on_fields_that_people_see(self):
        for name, tour in documents("form_tour").items():
            self.assertEqual((name, 0), (tour["reference_doctype"], tour["ui_tour"]))
            fields = fields_of(name)
            for step in tour["steps"]:
                field = fields.get(step["fieldname"])
                self.assertTrue(field, f"{name}: {step['fieldname']}")
                self.assertFalse(field.get("hidden"), f"{name}: {step['fieldname']}")
                self.assertEqual(
                    (field["fieldtype"], field.get("label") or ""),
                    (step["fieldtype"], step["label"]),
                    f"{name}: {step['fieldname']}",
                )

    def test_steps_go_down_the_form(self):
        for name, tour in documents("form_tour").items():
            order = documents("doctype")[name]["field_order"]
            at = [order.index(step["fieldname"]) for step in tour["steps"]]
            self.assertEqual(sorted(at), at, name)
            self.assertTrue(4 <= len(at) <= 6, f"{name}: {len(at)} steps")

    def test_words_are_few(self):
        steps = [step for tour in documents("form_tour").values() for step in tour["steps"]]
        for text in [step[key] for step in steps for key in ("title", "description")]:
            self.assertLessEqual(len(chinese(text)), LONGEST, text)


class TestFirstDay(unittest.TestCase):
    def setUp(self):
        self.list = documents("module_onboarding")["First Day"]
        self.steps = [documents("onboarding_step")[row["step"]] for row in self.list["steps"]]

    def test_it_stands_at_the_head_of_the_first_page(self):
        first = json.loads(documents("workspace")["Zhilian"]["content"])[0]
        self.assertEqual(
            ("onboarding", "First Day"), (first["type"], first["data"]["onboarding_name"])
        )

    def test_it_is_for_who_sets_the_system_up(self):
        roles = {row["role"] for row in self.list["allow_roles"]}
        self.assertEqual({"Organization Office"}, roles)
        self.assertLessEqual(roles, set(ROLES))

    def test_every_step_leads_somewhere(self):
        """To a list that the office may read, or to a page; nothing of it comes from the internet."""
        slugs = {
            name.lower().replace(" ", "-"): doc
            for name, doc in {**documents("doctype"), **documents("page")}.items()
        }
        for step in self.steps:
            self.assertEqual("Go to Page", step["action"])
            self.assertTrue(SLUG.fullmatch(step["path"]), step["path"])
            doc = slugs[step["path"]]
            rows = doc.get("permissions") or doc["roles"]
            self.assertIn("Organization Office", {row["role"] for row in rows}, step["path"])
            self.assertFalse({"video_url", "intro_video_url"} & set(step))
        self.assertEqual("", self.list["documentation_url"])

    def test_no_step_is_left_over(self):
        self.assertEqual(
            set(documents("onboarding_step")), {row["step"] for row in self.list["steps"]}
        )

    def test_words_are_few(self):
        for step in self.steps:
            for key in ("title", "description", "callback_message"):
                self.assertLessEqual(len(chinese(step[key])), LONGEST, step[key])
