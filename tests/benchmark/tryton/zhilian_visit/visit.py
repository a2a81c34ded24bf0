"""A visit, with the rules of the app's own: whose it is, which day, what counts, and what households show of it."""

import datetime as dt
import unicodedata

from sql import Literal
from sql.aggregate import Count, Max, Min
from sql.conditionals import Coalesce
from trytond.model import Index, ModelSQL, fields
from trytond.model.exceptions import ValidationError
from trytond.pool import Pool
from trytond.transaction import Transaction

MINIMUM_CHARS = 5


class Visit(ModelSQL):
    """What was said on one day in one household."""

    __name__ = "zhilian.visit"
    household = fields.Many2One("zhilian.household", "Household", required=True)
    visit_date = fields.Date("Visit Date", required=True)
    content = fields.Text("Content")
    needs = fields.Text("Needs")
    visitors = fields.Many2Many("zhilian.visit-party.party", "visit", "party", "Visitors")
    station = fields.Many2One("zhilian.station", "Station", required=True)
    householder = fields.Char("Householder")
    address = fields.Char("Address")
    visitor_names = fields.Char("Visitor Names")
    visit_kind = fields.Selection(
        [("key", "Key Visit"), ("door", "Door-to-door Visit")], "Visit Kind"
    )
    effective = fields.Boolean("Effective")
    sensitive = fields.Boolean("Sensitive")
    voided = fields.Boolean("Voided")

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        day = (table.visit_date, Index.Range())
        cls._sql_indexes.add(Index(table, (table.household, Index.Equality()), day))
        cls._sql_indexes.add(Index(table, (table.station, Index.Equality()), day))

    @classmethod
    def preprocess_values(cls, mode, values):
        """Derive what the visitor does not write, and refuse what cannot be."""
        values = super().preprocess_values(mode, values)
        if mode == "create":
            pool = Pool()
            home = pool.get("zhilian.household")(values["household"])
            cls._check(home, values)
            people = pool.get("party.party").browse(values["visitors"][0][1])
            entries = pool.get("zhilian.entry").search(
                [("household", "=", home.id), ("year", "=", values["visit_date"].year)]
            )
            values.update(
                station=home.station.id,
                householder=home.party.name,
                address=home.address,
                visitor_names="、".join(person.name for person in people)[:140],
                visit_kind="key" if entries else "door",
                effective=_length(values.get("content")) >= MINIMUM_CHARS,
                sensitive=any(entry.sensitive for entry in entries),
                voided=False,
            )
        return values

    @classmethod
    def _check(cls, home, values):
        day, today = values["visit_date"], dt.date.today()
        if not home.active_home:
            raise ValidationError("The household has ended.")
        if not dt.date(today.year, 1, 1) <= day <= today:
            raise ValidationError("The visit date is out of the year.")
        if not (values.get("content") or "").strip() and not (values.get("needs") or "").strip():
            raise ValidationError("Please write what was said.")
        # two taps at once: the second waits for the first to be saved
        home.__class__.lock([home])
        if cls.search(
            [("household", "=", home.id), ("visit_date", "=", day), ("voided", "=", False)], limit=1
        ):
            raise ValidationError("The household was visited on this day already.")

    @classmethod
    def on_modification(cls, mode, records, field_names=None):
        """Count the visits of the household anew, as the app does: never added to."""
        super().on_modification(mode, records, field_names=field_names)
        if mode == "create":
            for record in records:
                cls._recount(record.household.id, record.visit_date.year)

    @classmethod
    def _recount(cls, household, year):
        cursor = Transaction().connection.cursor()
        visit = cls.__table__()
        counted = (
            (visit.household == household)
            & (visit.voided == Literal(False))
            & (visit.effective == Literal(True))
        )
        cursor.execute(*visit.select(Count(visit.id), Max(visit.visit_date), where=counted))
        total, last = cursor.fetchone()
        home = Pool().get("zhilian.household").__table__()
        cursor.execute(
            *home.update(
                [home.visit_count, home.last_visited_on], [total, last], where=home.id == household
            )
        )
        of_year = (visit.visit_date >= dt.date(year, 1, 1)) & (
            visit.visit_date <= dt.date(year, 12, 31)
        )
        cursor.execute(
            *visit.select(
                Coalesce(Count(visit.id), 0),
                Min(visit.visit_date),
                Max(visit.visit_date),
                where=counted & of_year,
            )
        )
        figures = list(cursor.fetchone())
        entry = Pool().get("zhilian.entry").__table__()
        cursor.execute(
            *entry.update(
                [entry.visit_count, entry.first_visited_on, entry.last_visited_on],
                figures,
                where=(entry.household == household) & (entry.year == year),
            )
        )


def _length(text):
    return sum(unicodedata.category(char)[0] in "LN" for char in text or "")


class VisitParty(ModelSQL):
    """A visitor of a visit."""

    __name__ = "zhilian.visit-party.party"
    visit = fields.Many2One("zhilian.visit", "Visit", required=True, ondelete="CASCADE")
    party = fields.Many2One("party.party", "Visitor", required=True)
