"""The framework's own screens that staff use are Chinese too: its zh.csv and, below the empty line, ours."""

import csv
import importlib.util
import json
import re
import unittest
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from zhilian_app.tests import strings

# the edition that the rows were made for; others word some of their strings otherwise
EDITION = "15.0.0-dev"

SCREENS = (
    "*.py",
    "core/doctype/file/*.py",
    "core/doctype/user/user.py",
    "desk/*.py",
    "desk/doctype/notification_log/*",
    "desk/form/*.py",
    "desk/page/user_profile/*",
    "model/*.py",
    "printing/page/print/*.js",
    "public/js/frappe/*.js",
    "public/js/frappe/file_uploader/*",
    "public/js/frappe/form/**/*",
    "public/js/frappe/list/*",
    "public/js/frappe/model/*.js",
    "public/js/frappe/ui/**/*",
    "public/js/frappe/utils/*.js",
    "public/js/frappe/views/*.js",
    "public/js/frappe/views/file/*",
    "public/js/frappe/views/reports/*",
    "public/js/frappe/views/workspace/**/*",
    "public/js/frappe/widgets/*.js",
    "templates/includes/login/*",
    "utils/response.py",
    "www/404.html",
    "www/app.*",
    "www/error.*",
    "www/login.*",
    "www/me.*",
    "www/message.*",
    "www/printview.*",
    "www/update-password.*",
)

# Parts of these that an office does not meet: points and one-time codes are off;
# virtual DocTypes are for programmers.
UNSEEN = (
    "model/virtual_doctype.py",
    "public/js/frappe/form/sidebar/review.js",
    "public/js/frappe/utils/number_systems.js",
    "twofactor.py",
)

# rows whose Chinese says the same without the value, or says it once
SHORTER = {"Can't rename {0} to {1} because {0} doesn't exist.", "Set Filters for {0}"}


@cache
def frappe_folder() -> Path | None:
    """The framework's package, if it is the edition that these tests know."""
    spec = importlib.util.find_spec("frappe")
    if not spec or not spec.origin:
        return None
    text = Path(spec.origin).read_text(encoding="utf-8")
    return Path(spec.origin).parent if f'__version__ = "{EDITION}"' in text else None


def screen_files() -> list[Path]:
    """Files that make the screens of staff."""
    folder = frappe_folder()
    found = {path for pattern in SCREENS for path in folder.glob(pattern)}
    names = {path: path.relative_to(folder).as_posix() for path in found}
    return sorted(
        path
        for path, name in names.items()
        if path.suffix in (".py", ".js", ".html", ".vue")
        and "/test" not in name
        and not any(fnmatch(name, unseen) for unseen in UNSEEN)
    )


@unittest.skipUnless(frappe_folder(), f"the rows were made for Frappe {EDITION}")
class TestFrappeScreens(unittest.TestCase):
    def test_every_string_is_chinese(self):
        known = self.theirs() | {row.source for row in strings.rows()}
        missing = [
            f"{path.relative_to(frappe_folder())}: {text!r}"
            for path in screen_files()
            for text in sorted(strings.texts_of(path) - known)
            if strings.LATIN.search(text)
        ]
        self.assertEqual([], missing, "\n" + "\n".join(missing))

    def test_rows_are_of_this_edition(self):
        """A row below the empty line that Frappe does not have is one of ours that is no longer used."""
        text = self.source_text()
        strange = [
            row.source
            for row in strings.rows()
            if not row.own
            and row.source not in text
            and json.dumps(row.source, ensure_ascii=False)[1:-1] not in text
        ]
        self.assertEqual([], strange)

    def test_rows_differ_from_theirs(self):
        """Only what Frappe lacks or says wrongly is here."""
        with (frappe_folder() / "translations" / "zh.csv").open(
            encoding="utf-8", newline=""
        ) as file:
            theirs = {row[0]: row[1] for row in csv.reader(file) if len(row) < 3 or not row[2]}
        same = [
            row.source
            for row in strings.rows()
            if not row.own and theirs.get(row.source) == row.text
        ]
        self.assertEqual([], same)

    @staticmethod
    def theirs() -> set[str]:
        with (frappe_folder() / "translations" / "zh.csv").open(
            encoding="utf-8", newline=""
        ) as file:
            return {row[0] for row in csv.reader(file) if row[1].strip()}

    @staticmethod
    def source_text() -> str:
        folder = frappe_folder()
        paths = (
            path
            for path in folder.rglob("*")
            if path.suffix in (".py", ".js", ".html", ".vue", ".json")
        )
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace")
            for path in paths
            if not {"dist", "node_modules"} & set(path.relative_to(folder).parts)
        )


class TestPlaceholders(unittest.TestCase):
    def test_placeholders_are_kept(self):
        pattern = re.compile(r"\{\w*\}")
        wrong = [
            row.source
            for row in strings.rows()
            if row.source not in SHORTER
            and sorted(pattern.findall(row.source)) != sorted(pattern.findall(row.text))
        ]
        self.assertEqual([], wrong)
