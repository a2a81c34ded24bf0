"""The sentences of the import, in the reader's language."""

from collections.abc import Callable, Mapping

from frappe import _

from zhilian_app.visits.importing import columns, problems
from zhilian_app.visits.importing.problems import Problem
from zhilian_app.visits.importing.workbook import UnreadableWorkbook


def file_messages() -> Mapping[str, str]:
    """Why a whole file cannot be read, by the code of UnreadableWorkbook."""
    return {
        "not_xlsx": _("This is not an Excel workbook. Please choose a file ending in .xlsx"),
        "old_excel": _(
            "This is an old .xls workbook. Please save it as .xlsx in Excel or WPS first"
        ),
        "encrypted": _("The workbook is protected by a password. Please remove the password first"),
        "damaged": _("The workbook is damaged. Please open it in Excel or WPS and save it again"),
        "too_large": _("The workbook is too large: more than {0} MB unpacked"),
        "too_many_merges": _("The workbook has more than {0} merged cells. Please split it"),
        "too_many_rows": _("The workbook has more than {0} rows. Please split it"),
        "no_header": _(
            "No header row was found. A sheet needs one with at least the householder, the station"
            " and the category"
        ),
        "no_rows": _("The workbook has no register rows"),
        "no_file": _("Please upload the register file first"),
    }


def file_message(error: UnreadableWorkbook) -> str:
    return file_messages()[error.code].format(*error.values)


def field_names() -> Mapping[str, str]:
    """Names of the register's columns, by field."""
    return {
        columns.STATION: _("Station"),
        columns.GROUP: _("Villager Group"),
        columns.NAME: _("Householder"),
        columns.ID_NUMBER: _("ID Number"),
        columns.ADDRESS: _("Address"),
        columns.PHONE: _("Phone"),
        columns.CATEGORIES: _("Key Person Categories"),
        columns.REMARK: _("Remark"),
    }


def _problem_messages() -> Mapping[str, str]:
    return {
        problems.STATION_MISSING: _("is empty; fill it in or choose a station for such rows"),
        problems.STATION_UNKNOWN: _("{0} is no station of this town"),
        problems.STATION_AMBIGUOUS: _("{0} may be more than one station; write it in full"),
        problems.NOT_YOUR_STATION: _("is not your station"),
        problems.NAME_MISSING: _("is empty"),
        problems.ADDRESS_MISSING: _("is empty"),
        problems.ADDRESS_IS_DATE: _("was turned into a date by Excel; type it again as text"),
        problems.TOO_LONG: _("has more than {0} characters"),
        problems.CATEGORY_MISSING: _("is empty"),
        problems.CATEGORY_UNKNOWN: _("{0} is none of the key person categories"),
        problems.CATEGORY_DISABLED: _("{0} is no longer in use"),
        problems.ID_ELSEWHERE: _("is already registered at another station"),
        problems.ID_OTHER_NAME: _(
            "is already registered for another householder at another address; please check"
        ),
        problems.ID_TWICE: _("is that of row {0} under another name; please check"),
        problems.PLACE_OTHER_ID: _(
            "differs from the one registered for the same name and address; please check"
        ),
        problems.PLACE_TWICE: _("differs from row {0}, which has the same name and address"),
        problems.HOUSEHOLD_ENDED: _("this household has ended; set it active again first"),
    }


def problem_teller() -> Callable[[Problem], str]:
    """A function that tells a problem as 字段:原因. The words are looked up once, not per row."""
    names, messages = field_names(), _problem_messages()
    template = _("{0}: {1}")

    def tell(problem: Problem) -> str:
        return template.format(names[problem.field], messages[problem.code].format(*problem.values))

    return tell
