"""Every string that people read has its Chinese, and only texts that can be looked up are translated."""

import ast
import re
import textwrap
import unittest
from collections import Counter
from fnmatch import fnmatch
from unittest.mock import patch

from zhilian_app.tests import js_calls, strings

# Texts that hold nothing to translate.
LANGUAGELESS = {"{0}: {1}"}

# Files that may translate a value, with where the value comes from: its Chinese is looked after there.
VARIABLES = {
    "commands.py": "DocTypes' names",
    "demo/checks.py": "kinds of checks",
    "demo/remove.py": "DocTypes' names",
    "filings/bulletin_source.py": "states of issues and projects, standings of the progress",
    "filings/doctype/monthly_bulletin/monthly_bulletin.js": "the state",
    "meetings/doctype/review_meeting/review_meeting.py": "the label of a field",
    "meetings/doctype/review_report/review_report.js": "states, standings and the labels of fields",
    "meetings/doctype/review_report/review_report.py": "the label of a field",
    "meetings/doctype/review_meeting/review_meeting.js": "marks, capacities and standings",
    "meetings/reminders.py": "the decision about an issue",
    "meetings/review_drawing.py": "kinds, states and decisions of issues",
    "meetings/review_paper.py": "states, kinds, decisions and standings",
    "my_day.py": "labels and titles of home_ways.py",
    "retention.py": "kinds of logs",
    "public/js/desk/office.js": "kinds of documents",
    "public/js/desk/versions.js": "options of fields",
    "reasons.py": "the label of a field",
    "permissions.py": "a DocType's name",
    "public/js/desk/first_day.js": "words of the steps of the first day",
    "public/js/desk/tours.js": "titles and descriptions of the tours",
    "public/js/stations/board_tray.js": "far and near view",
    "stations/doctype/board_update/board_update.js": "states and steps",
    "stations/page/my_day/my_day.js": "the title of a workspace",
    "stations/doctype/board_update/board_update.py": "the state",
    "stations/doctype/board_update/board_update_list.js": "states",
    "stations/templates/board_sheet.html": "far and near view",
    "stations/doctype/cadre/cadre.py": "roles",
    "stations/doctype/station_team/station_team.py": "duties of roster.py",
    "stations/doctype/town/town.py": "the label of a field",
    "steps.py": "states, steps, DocTypes' names and labels of fields",
    "issues/doctype/ledger_issue/ledger_issue.py": "the label of a field, states, reasons of due.py",
    "issues/ledger_rows.py": "states, levels, kinds, decisions and ways of telling",
    "issues/print_format/issue_sheet/issue_sheet.html": "states, levels, kinds and ways of telling",
    "issues/report/issue_ledger/issue_ledger.js": "states and levels",
    "setup/workflows.py": "states, steps and roles",
    "issues/doctype/ledger_issue/ledger_issue_list.js": "states",
    "public/js/issues/from_visit.js": "states",
    "public/js/issues/headline.js": "states and levels",
    "public/js/issues/timeline.js": "states",
    "public/js/steps.js": "steps, states and labels of fields",
    "meetings/agenda_source.py": "states and decisions of states.py",
    "meetings/attendance_book.py": "reasons of attendance.py",
    "meetings/api.py": "a reason of attendance.py",
    "meetings/minutes.py": "a reason of attendance.py; a state of states.py",
    "meetings/month_report.py": "kinds and states of an issue",
    "meetings/report/team_record_book/team_record_book.py": "the status of a meeting, or that it is missing",
    "public/js/meetings/agenda.js": "the state of an issue",
    "visits/doctype/household/household.py": "the label of a field; reasons of identity.py",
    "visits/doctype/key_visit_entry/key_visit_entry_list.js": "the status of an entry",
    "visits/doctype/register_import/register_import_list.js": "the status of an import",
    "visits/importing/preview.py": "reasons of identity.py",
    "visits/report/key_register/key_register.py": "the status of an entry",
    "visits/report/station_log/station_log.py": "the kind of a visit",
    "visits/report/visit_coverage/visit_coverage.py": "labels of pace_light.py",
    "meetings/doctype/committee_request/committee_request.js": "kinds, decisions and labels",
    "meetings/doctype/committee_request/committee_request.py": "the state",
    "public/js/filings/form.js": "labels of sheets.py",
    "public/js/filings/headline.js": "the state",
    "filings/doctype/filing/filing_list.js": "the state",
    "public/js/subsidies/lists.js": "states",
    "subsidies/report/fund_reconciliation/fund_reconciliation.py": "states",
    "subsidies/report/project_publication/project_publication.py": "states",
    "subsidies/report/subsidy_queue/subsidy_queue.py": "how urgent a project is",
    "meetings/doctype/committee_request/committee_request_list.js": "the state",
    "meetings/doctype/committee_session/committee_session.js": "decisions",
    "meetings/doctype/committee_session/committee_session.py": "the label of a field",
    "meetings/doctype/committee_session/committee_session_list.js": "the state",
    "meetings/ledger_items.py": "the kind of an issue",
    "meetings/papers.py": "decisions",
    "meetings/session_items.py": "decisions",
    "public/js/meetings/item_cards.js": "labels and decisions",
    "public/js/visits/tools.js": "categories, which are Chinese",
    "public/js/subsidies/tools.js": "states",
    "subsidies/api.py": "a DocType's name",
    "subsidies/balances.py": "texts of books.py, and a DocType's name",
    "subsidies/doctype/funding_plan/funding_plan.js": "urgencies",
    "subsidies/doctype/project_progress/project_progress.py": "texts of progress_rules.py",
    "subsidies/doctype/subsidy_payment/subsidy_payment.js": "states",
    "subsidies/doctype/subsidy_project/subsidy_project.py": "labels of fields",
    "subsidies/money_papers.py": "states, decisions, urgencies and outcomes",
    "subsidies/queue_words.py": "urgencies",
    "required.py": "labels of fields",
    "filings/doctype/filing/filing.py": "states, and duties of roster.py",
    "public/js/supervision/books.js": "books, and kinds of a difference, of books.py and snapshots.py",
    "public/js/supervision/checklist.js": "books of a checklist",
    "public/js/supervision/checks.js": "states and kinds",
    "public/js/supervision/people.js": "duties of roster.py",
    "supervision/check_words.py": "kinds of a check",
    "supervision/doctype/cadre_record/cadre_record.py": "kinds of an entry",
    "supervision/doctype/cadre_record/cadre_record_list.js": "kinds of an entry",
    "supervision/doctype/rectification/rectification.py": "states",
    "supervision/doctype/rectification/rectification_list.js": "states",
    "supervision/doctype/spot_check/spot_check.py": "kinds and states",
    "supervision/doctype/spot_check/spot_check_list.js": "states",
    "supervision/report/personal_file/personal_file.py": "kinds of an entry",
    "filings/doctype/filing_requirement/filing_requirement.py": "labels of fields, and a rhythm",
    "filings/circulation_papers.py": "a DocType's name",
    "filings/doctype/circulation/circulation.js": "a DocType's name",
    "filings/doctype/circulation/circulation.py": "the state",
    "filings/doctype/circulation/circulation_list.js": "the state",
    "filings/doctype/group_robot/group_robot.py": "texts of robot_text.py",
    "filings/doctype/robot_message/robot_message_list.js": "the status",
    "filings/doctype/station_article/station_article.py": "a text of article_rules.py",
    "filings/doctype/station_article/station_article_list.js": "states and kinds",
    "filings/webhook.py": "texts of robot_text.py",
    "public/js/filings/circulating.js": "DocTypes' names",
    "supervision/doctype/annual_assessment/annual_assessment.js": "the state",
    "supervision/doctype/assessment_scheme/assessment_scheme.js": "measures of a scheme",
    "supervision/doctype/assessment_scheme/assessment_scheme.py": "measures of a scheme",
    "supervision/assessment_paper.py": "measures of a scheme",
    "public/js/supervision/points.js": "measures of a scheme",
    "public/js/supervision/weights.js": "measures of a scheme",
}

# Files that may hold Chinese: what they read or write is Chinese in itself.
CHINESE = {
    "demo/*": "demo people and texts",
    "filings/bulletin_docx.py": "faces of type, and the foot of a page",
    "filings/bulletin_fonts.py": "faces of type",
    "filings/bulletin_paper.py": "the printed bulletin",
    "filings/bulletin_words.py": "the printed bulletin",
    "filings/bulletin_xlsx.py": "sheets of the bulletin, and faces of type",
    "filings/doctype/monthly_bulletin/monthly_bulletin.py": "the name of a bulletin, as it is filed",
    "hooks.py": "the app's own name",
    "meetings/doctype/review_meeting/review_meeting.py": "the name of a meeting, as it is filed",
    "meetings/doctype/review_report/review_report.py": "the name of a report, as it is filed",
    "meetings/doctype/weekly_meeting/weekly_meeting.py": "the name of a meeting, as it is filed",
    "setup/categories.py": "the nine categories of the plan, and their names in registers",
    "issues/doctype/ledger_issue/ledger_issue_list.js": "the name of the board, see setup/kanban.py",
    "setup/kanban.py": "the name of a row of the site",
    "setup/module_profile.py": "the name of a row of the site",
    "setup/office.py": "the office's own name on the site",
    "stations/accounts.py": "the name of a row of the site",
    "stations/board_rules.py": "the name of a month's board",
    "stations/templates/*": "the sheet that goes to the leaders",
    "stations/doctype/*/*.json": "examples of what to enter, and defaults of the plan",
    "stations/doctype/station/station.py": "endings of village names",
    "stations/doctype/station_team/station_team.py": "the name of a team, as it is filed",
    "meetings/session_agenda.py": "the name of a session",
    "meetings/request_paper.py": "the paper that a station hands in",
    "meetings/request_sheet.py": "the paper that a station hands in",
    "meetings/requests.py": "the name of a request",
    "meetings/session_paper.py": "the papers of the committee",
    "subsidies/money_paper.py": "the papers of the town's money",
    "subsidies/payee.py": "endings of village names",
    "filings/seeds.py": "the plan's own requirements, as a town begins with them",
    "visits/identity.py": "what registers write for nothing, and Chinese figures",
    "visits/importing/*": "what registers of offices say",
    "issues/ledger_sheet.py": "the paper that an office hands in",
    "issues/workspace/*/*.json": "the name of the board, see setup/kanban.py",
    "issues/ledger_rows.py": "what the paper says in its last columns",
    "issues/report/*/*.html": "papers of the plan",
    "visits/xlsx_cells.py": "faces of type, and the foot of a page",
    "visits/register_sheet.py": "the paper that an office hands in",
    "*/print_format/*": "papers of the plan",
    "visits/report/*/*.html": "papers of the plan",
    "visits/report/station_log/station_log.py": "the day as the paper log writes it",
    "subsidies/queue_words.py": "what the committee's paper says of a plan",
    "subsidies/annex2_rows.py": "what the paper says in its last columns",
    "subsidies/annex2_sheet.py": "the paper that a station hands in",
    "subsidies/doctype/subsidy_project/subsidy_project_list.js": "the name of the board, see setup/kanban.py",
    "subsidies/report/*/*.html": "papers of the plan",
    "supervision/checklist.py": "the plan's own checklist, as a town begins with it",
    "supervision/doctype/check_draw/check_draw.py": "the name of a draw, as it is filed",
    "supervision/report/*/*.html": "papers of the town",
    "subsidies/workspace/*/*.json": "the name of the board, see setup/kanban.py",
    "filings/circulation_rules.py": "posts in a town's leadership",
    "filings/robot_text.py": "what the chat groups read",
    "supervision/assessment_paper.py": "the paper of an assessment",
    "supervision/doctype/annual_assessment/annual_assessment.py": "the name of an assessment, as it is filed",
    "supervision/schemes.py": "schemes that a town begins with",
}


class TestChinese(unittest.TestCase):
    def test_every_string_has_a_row(self):
        missing = [
            f"{source!r}  ({where[0]})" for source, where in sorted(strings.missing().items())
        ]
        self.assertEqual([], missing, "\nadd them to translations/zh.csv:\n" + "\n".join(missing))

    def test_own_rows_are_used(self):
        found = strings.messages()
        unused = [row.source for row in strings.rows() if row.own and row.source not in found]
        self.assertEqual([], unused, "take these out of translations/zh.csv")

    def test_rows_are_sorted_and_single(self):
        for own in (True, False):
            keys = [(row.source, row.context) for row in strings.rows() if row.own == own]
            self.assertEqual(sorted(keys), keys)
        keys = Counter((row.source, row.context) for row in strings.rows())
        self.assertEqual([], [key for key, count in keys.items() if count > 1])

    def test_chinese_is_chinese(self):
        wrong = [
            row.source
            for row in strings.rows()
            if row.own and row.source not in LANGUAGELESS and not strings.HAN.search(row.text)
        ]
        self.assertEqual([], wrong)

    def test_punctuation_is_chinese(self):
        """Half-width signs beside Chinese look like a slip of the keyboard on an office's screen and paper."""
        pattern = re.compile(r"[\u3400-\u9fff][,:;?!(]|[,:;)][\u3400-\u9fff]|\([\u3400-\u9fff]")
        self.assertEqual([], [row.text for row in strings.rows() if pattern.search(row.text)])

    def test_no_blanks_around(self):
        self.assertEqual([], [row.source for row in strings.rows() if row.text != row.text.strip()])


class TestCalls(unittest.TestCase):
    def test_only_plain_texts_are_translated(self):
        wrong = [
            f"{misuse.where}: {misuse.what}"
            for misuse in strings.misuses()
            if misuse.what != "variable" or misuse.where.rsplit(":", 1)[0] not in VARIABLES
        ]
        self.assertEqual(
            [],
            wrong,
            '\nwrite _("… {0}").format(value), or __("… {0}", [value])\n' + "\n".join(wrong),
        )

    def test_reviewed_files_still_translate_values(self):
        used = {misuse.where.rsplit(":", 1)[0] for misuse in strings.misuses()}
        self.assertEqual([], sorted(set(VARIABLES) - used))

    def test_constants_are_found(self):
        for file, names in strings.CONSTANTS.items():
            tree = ast.parse((strings.APP / file).read_text(encoding="utf-8"))
            assigned = [
                target
                for node in tree.body
                if isinstance(node, ast.Assign)
                for target in node.targets
            ]
            targets = {target.id for target in assigned if isinstance(target, ast.Name)}
            self.assertEqual(set(), set(names) - targets, file)


class TestSources(unittest.TestCase):
    def test_sources_are_english(self):
        """Chinese in code is data; what is said to people stands in zh.csv alone."""
        wrong = [place for place in chinese_places() if not allowed(place)]
        self.assertEqual([], wrong)

    def test_allowed_files_still_hold_chinese(self):
        places = list(chinese_places())
        unused = [
            pattern for pattern in CHINESE if not any(fnmatch(place, pattern) for place in places)
        ]
        self.assertEqual([], unused)


def allowed(place: str) -> bool:
    return any(fnmatch(place, pattern) for pattern in CHINESE)


def chinese_places():
    """Files with Chinese outside of comments and docstrings."""
    for path in strings.files(".py", ".js", ".json", ".html"):
        text = path.read_text(encoding="utf-8")
        if any(strings.HAN.search(literal) for literal in literals(path.suffix, text)):
            yield strings.place(path)


def literals(suffix: str, text: str) -> list[str]:
    if suffix == ".js":
        return [literal.text for literal in js_calls.literals(text)]
    return python_literals(text) if suffix == ".py" else [text]


def python_literals(text: str) -> list[str]:
    tree = ast.parse(text)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


class TestReaders(unittest.TestCase):
    """The readers behind these tests see what they are meant to see."""

    def test_javascript(self):
        code = """
        // __("in a comment")
        const a = __("plain"), b = __('it\\'s {0}', [x]), re = /__\\("no"\\)/;
        const c = `<b>${__("inside")}</b> ${f(`${__("deep")}`)}`;
        const d = __(`template`) + __("put" + "together") + __(value);
        """
        calls = [(call.kind, call.text) for call in js_calls.calls(code, "__")]
        self.assertEqual(
            [
                (js_calls.TEXT, "plain"),
                (js_calls.TEXT, "it's {0}"),
                (js_calls.TEXT, "inside"),
                (js_calls.TEXT, "deep"),
                (js_calls.TEMPLATE, ""),
                (js_calls.PUT_TOGETHER, ""),
                (js_calls.VARIABLE, ""),
            ],
            calls,
        )

    def test_python_kinds(self):
        kinds = {
            '_("plain")': None,
            '_(f"{x}")': "f-string",
            '_("a" + b)': "put together",
            '_("a {0}".format(b))': "put together",
            "_(b)": "variable",
        }
        for code, kind in kinds.items():
            call = next(strings._translations(ast.parse(code)))
            plain = isinstance(call.args[0], ast.Constant)
            self.assertEqual(kind, None if plain else strings._kind(call.args[0]), code)

    def test_states_and_steps_of_a_workflow(self):
        code = """
        NEW, DONE = "New", "Done"
        KINDS = (NEW, "Other")
        SPEC = Spec("x", "X", (State(NEW), State(DONE, "Success")), (Move((NEW,), "Finish", DONE, ("Role",)),))
        """
        tree = ast.parse(textwrap.dedent(code))
        with patch.dict(strings.CONSTANTS, {"rule.py": ("KINDS",)}):
            found = {
                message.source for message in strings._constants(tree, strings.APP / "rule.py")
            }
        self.assertEqual({"New", "Done", "Finish", "Other"}, found)

    def test_workspace_heading(self):
        blocks = [{"type": "header", "data": {"text": '<span class="h4"><b>Your Work</b></span>'}}]
        self.assertEqual(["Your Work"], list(strings._headings(blocks)))
