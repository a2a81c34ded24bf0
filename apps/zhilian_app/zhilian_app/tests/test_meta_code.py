"""Size and shape of the code: small files, imports one way, templates that escape."""

import re
import unittest
from fnmatch import fnmatch

from zhilian_app.tests import code
from zhilian_app.tests.strings import APP, files, place

MODULE_LINES = 400
FUNCTION_LINES = 60

# chapters of the plan, in the order in which they may build on one another
CHAPTERS = ("stations", "visits", "issues", "meetings", "subsidies", "filings", "supervision")
# files that no other part may import: they stand above all chapters
ABOVE = (
    "zhilian_app.demo",
    "zhilian_app.commands",
    "zhilian_app.hooks",
    "zhilian_app.setup.install",
)
TOPS = ("demo", "commands", "setup", "hooks")


class TestSize(unittest.TestCase):
    def test_modules(self):
        sources = [*files(".py", ".js"), *code.test_files()]
        long = {
            place(path): lines for path in sources if (lines := count_lines(path)) > MODULE_LINES
        }
        self.assertEqual({}, long)

    def test_functions(self):
        long = {str(f): f.lines for f in code.functions().values() if f.lines > FUNCTION_LINES}
        self.assertEqual({}, long)


def count_lines(path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


class TestImports(unittest.TestCase):
    def test_one_way(self):
        """stations ← visits ← issues ← meetings ← subsidies ← filings ← supervision."""
        wrong = []
        for path in files(".py"):
            chapter = path.relative_to(APP).parts[0]
            if chapter in CHAPTERS:
                later = CHAPTERS[CHAPTERS.index(chapter) + 1 :]
                wrong += [
                    f"{place(path)}: {name}"
                    for name in imported(path)
                    if name.split(".")[1:2] and name.split(".")[1] in later
                ]
        self.assertEqual([], wrong)

    def test_nothing_builds_on_what_stands_above(self):
        wrong = []
        for path in files(".py"):
            if path.relative_to(APP).parts[0].removesuffix(".py") not in TOPS:
                wrong += [
                    f"{place(path)}: {name}" for name in imported(path) if name.startswith(ABOVE)
                ]
        self.assertEqual([], wrong)

    def test_shipped_code_needs_no_tests_and_no_bench(self):
        wrong = []
        for path in files(".py"):
            for name in code.imports(path).values():
                is_test = re.match(r"zhilian_app\.(?:.*\.)?(?:tests|testing|test_\w+)\b", name)
                if is_test or name.split(".")[0] in ("config", "tests", "pytest", "hypothesis"):
                    wrong.append(f"{place(path)}: {name}")
        self.assertEqual([], wrong)


def imported(path) -> list[str]:
    """Dotted things of the app that a file imports."""
    return [name for name in code.imports(path).values() if name.split(".")[0] == code.PACKAGE]


# Values that a paper may print as they are: numbers that its own script counted, and HTML that was cleaned.
COUNTED = {
    # cleaned by article_paper.py
    "filings/print_format/station_article/station_article.html": {"article_body(doc)|safe"},
    "stations/print_format/contact_card/card_body.html": {"line|round(1)"},
    "issues/report/issue_ledger/issue_ledger.html": {"data.length", "row.number"},
    "visits/report/key_register/key_register.html": {
        "page + 1",
        "pages.length",
        "row.number",
        'page + 1 < pages.length ? "zl-page" : "zl-last-page"',
        'row.remark ? "；" : ""',
    },
    "visits/report/station_log/station_log.html": {
        "number + 1",
        'index + 1 < days.length ? "zl-page" : "zl-last-page"',
        'row.pictures || ""',
        "day.rows.filter(function (row) { return !row.voided; }).length",
    },
}


class TestTemplates(unittest.TestCase):
    """Neither Jinja nor Frappe's templates of reports escape by themselves."""

    def test_jinja_escapes(self):
        wrong = []
        for path in files(".html"):
            if not fnmatch(place(path), "*/report/*"):
                for value in re.findall(
                    r"\{\{-?(.*?)-?\}\}", path.read_text(encoding="utf-8"), re.DOTALL
                ):
                    if not is_escaped(value.strip()) and value.strip() not in COUNTED.get(
                        place(path), set()
                    ):
                        wrong.append(f"{place(path)}: {value.strip()}")
        self.assertEqual([], wrong)

    def test_papers_of_reports_escape(self):
        wrong = []
        for path in files(".html"):
            if fnmatch(place(path), "*/report/*"):
                text = path.read_text(encoding="utf-8")
                self.assertNotIn("{{", text, f"{place(path)}: write {{%= text(value) %}}")
                for value in re.findall(r"\{%=(.*?)%\}", text, re.DOTALL):
                    if not is_safe(value.strip(), COUNTED.get(place(path), set())):
                        wrong.append(f"{place(path)}: {value.strip()}")
        self.assertEqual([], wrong)


def is_escaped(value: str) -> bool:
    """Whether a value of a Jinja template is escaped, a label, or one of two texts of the template itself."""
    literals = r'_\("[^"]*"\)|"[^"]*" if [^"]+ else "[^"]*"'
    return bool(re.search(r"\|\s*e\b", value) or re.fullmatch(literals, value))


def is_safe(value: str, counted: set[str]) -> bool:
    """Whether a value of a paper is escaped, a number, or one that was looked at."""
    return bool(re.fullmatch(r"(?:text|Number|__)\(.*\)", value, re.DOTALL)) or value in counted
