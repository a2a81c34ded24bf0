from decimal import Decimal

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, getdate, now_datetime

from zhilian_app.meetings.money import LARGEST, NOTHING, yuan
from zhilian_app.required import check_filled
from zhilian_app.steps import person_name
from zhilian_app.subsidies import balances, books

BUDGET, ADDITION, CUT = "Budget", "Addition", "Cut"
NAME = "{town}-{year}"
FACTS = ("entry_date", "kind", "amount", "document_no", "reason")


class SubsidyFund(Document):
    """A year's money of a town. What is promised and paid follows from plans and payments (balances.py)."""

    def autoname(self):
        self.name = NAME.format(town=self.town, year=cint(self.year))

    def validate(self):
        check_filled(self, "town", "year")
        self.check_year()
        self.keep_entries()
        self.check_entries()
        self.set_money()

    def check_year(self):
        if not getdate().year - 10 <= cint(self.year) <= getdate().year + 1:
            frappe.throw(
                _("{0}: please enter a year such as {1}.").format(_("Year"), getdate().year)
            )

    def keep_entries(self):
        """An entry that was made stays: what was wrong is put right by another one."""
        before = self.get_doc_before_save()
        stored = {row.name: row for row in before.entries} if before else {}
        kept = {row.name for row in self.entries}
        if set(stored) - kept:
            frappe.throw(_("An entry of the fund stays. Please put it right by another entry."))
        for row in self.entries:
            old = stored.get(row.name)
            if old is None:
                row.update({"entered_by_name": person_name(), "entered_on": now_datetime()})
            elif facts(row) != facts(old):
                frappe.throw(
                    _(
                        "No. {0}: an entry of the fund stays. Please put it right by another entry."
                    ).format(row.idx)
                )
            else:
                row.update({"entered_by_name": old.entered_by_name, "entered_on": old.entered_on})

    def check_entries(self):
        for row in self.entries:
            check_filled(row, "entry_date", "reason")
            row.reason = cstr(row.reason).strip()
            row.amount = float(yuan(row.amount))
            if not 0 < yuan(row.amount) <= LARGEST:
                frappe.throw(_("No. {0}: please enter an amount of more than 0.").format(row.idx))
            if row.kind not in (BUDGET, ADDITION, CUT):
                frappe.throw(_("No. {0}: please choose budget, addition or cut.").format(row.idx))
            if getdate(row.entry_date).year != cint(self.year):
                frappe.throw(
                    _("No. {0}: the date {1} is not in the year {2}.").format(
                        row.idx, row.entry_date, self.year
                    )
                )

    def total(self) -> Decimal:
        """The budget by its entries, in yuan."""
        return sum(
            (-yuan(row.amount) if row.kind == CUT else yuan(row.amount) for row in self.entries),
            NOTHING,
        )

    def set_money(self):
        """The budget follows from the entries; it is never less than what is promised."""
        # a save locks the row first: what we read here is as the last one left it
        before = books.Fund() if self.is_new() else balances.fund_books(self.name, lock=True)
        try:
            fund = books.set_budget(before, self.total())
        except books.Overdrawn as error:
            frappe.throw(balances.in_words(error), balances.NotEnoughMoney)
        self.update({key: float(value) for key, value in balances.fund_values(fund).items()})


def facts(row) -> tuple:
    """What an entry says, as it can be compared."""
    return (
        cstr(row.entry_date),
        row.kind,
        yuan(row.amount),
        cstr(row.document_no),
        cstr(row.reason).strip(),
    )
