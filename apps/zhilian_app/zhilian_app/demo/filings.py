"""Demo filings of the running year: what the stations handed in themselves, on time, late or not at all."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import frappe

from zhilian_app import calendar
from zhilian_app.demo.constants import OWNER, TOWN
from zhilian_app.demo.issues import term_on
from zhilian_app.demo.people import Cast
from zhilian_app.demo.rows import ChildRows
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.filings import requirements, sources, standings, states, upkeep

FILING, REQUIREMENT = "Filing", "Filing Requirement"
ON_TIME, LATE, MISSING = "on time", "late", "missing"
OUTCOMES = ((ON_TIME, 84), (LATE, 11), (MISSING, 5))
NIL = "本月没有提请党委会研究解决的事项。"
RETURN_REASON = "名册与走访记录户数对不上，请核对后重新报送。"
STEP_FIELDS = ("stepped_on", "by_name", "by_user", "from_state", "to_state", "reason", "due_on")
FIELDS = ("name", "station", "month", "due_on", "cutoff_on", "counts", "requirement_title")
# of the running month: one waits for the office, one for its signature, one was sent back
UNDER_WAY = (states.HANDED_IN, states.TO_SIGN, states.RETURNED)


class Filings:
    """Marks filings as handed in; what follows a document stands as that document does."""

    def __init__(
        self, source: Source, cast: Cast, terms: dict[str, list[Term]], office: str, now: datetime
    ) -> None:
        self.source, self.cast, self.terms = source, cast, terms
        self.office, self.now = office, now
        self.steps = ChildRows("Step Record", FILING, "steps", *STEP_FIELDS)
        self.under_way = iter(UNDER_WAY)

    def load(self) -> None:
        """Make the filings of the year and hand in those of months gone by."""
        first = date(self.now.year, 1, 1)
        frappe.db.set_value(REQUIREMENT, {"town": TOWN}, "from_date", first)
        # the town asks for pictures of its boards since last month
        board = {"town": TOWN, "counts": sources.BOARD}
        since = calendar.previous_month(self.now.date())
        frappe.db.set_value(REQUIREMENT, board, "from_date", max(first, since))
        frappe.db.set_value(REQUIREMENT, {"town": TOWN}, "made_until", None)
        upkeep.make_filings()
        rows = frappe.get_all(
            FILING,
            filters={"town": TOWN, "state": states.TO_HAND_IN, "handed_in_on": ["is", "not set"]},
            fields=list(FIELDS),
            order_by="due_on asc, name asc",
        )
        for row in rows:
            self._hand_in(row)
        self.steps.insert()
        standings.refresh(row.name for row in rows)

    # -- one filing ------------------------------------------------------------------------------------

    def _hand_in(self, row) -> None:
        own = row.counts in requirements.SHEETS
        nil = row.counts == sources.REQUEST and not self._has_request(row)
        if not own and not nil:
            return
        this_month = calendar.month_start(self.now.date())
        if row.month >= this_month:
            if row.counts == requirements.REGISTER:
                self._leave_under_way(row)
            return
        names, weights = zip(*OUTCOMES, strict=True)
        outcome = self.source.random.choices(names, weights)[0]
        if outcome == MISSING:
            return
        signed = self._signed_at(row, outcome)
        if signed >= self.now:
            return
        self._store(row, states.TAKEN_IN, signed, nil)

    def _signed_at(self, row, outcome: str) -> datetime:
        day = row.due_on - timedelta(days=self.source.random.randint(0, 3))
        if outcome == LATE:
            days = (row.cutoff_on - row.due_on).days
            day = row.due_on + timedelta(days=self.source.random.randint(1, max(days - 1, 1)))
        return datetime.combine(day, time(10, self.source.random.randint(0, 59)))

    def _leave_under_way(self, row) -> None:
        state = next(self.under_way, None)
        if state:
            self._store(row, state, self.now - timedelta(hours=3), False)

    def _has_request(self, row) -> bool:
        return bool(frappe.db.exists(sources.REQUEST, {"station": row.station, "month": row.month}))

    def _store(self, row, state: str, signed: datetime, nil: bool) -> None:
        liaison, head = self._officers(row)
        sent, taken = signed - timedelta(minutes=50), signed + timedelta(hours=2)
        way = [(sent, states.TO_SIGN, liaison, "")]
        values = {"state": state, "sent_on": sent, "sent_by_name": self.cast.names[liaison]}
        values["written_by_users"] = self.cast.users.get(liaison, OWNER)
        if nil:
            values.update({"is_nil": 1, "words": NIL})
        if state in (states.HANDED_IN, states.TAKEN_IN):
            way.append((signed, states.HANDED_IN, head, ""))
            values.update({"signed_by": head, "signed_by_name": self.cast.names[head]})
            values.update({"signed_on": signed, "handed_in_on": signed})
        if state == states.TAKEN_IN:
            way.append((taken, states.TAKEN_IN, self.office, ""))
            values.update({"accepted_on": taken, "accepted_by_name": self.cast.names[self.office]})
            values.update({"paper_received": 1, "paper_received_on": taken.date()})
        if state == states.RETURNED:
            way.append((signed, states.RETURNED, head, RETURN_REASON))
            values.update({"sent_on": None, "sent_by_name": None})
        frappe.db.set_value(FILING, row.name, values, update_modified=False)
        self.steps.add_all(row.name, sent, self._steps(way, row.due_on))

    def _steps(self, way: list[tuple], due_on: date) -> Iterator[tuple]:
        before = states.TO_HAND_IN
        for moment, after, by, why in way:
            user = self.cast.users.get(by, OWNER)
            yield moment, self.cast.names[by], user, before, after, why, due_on
            before = after

    def _officers(self, row) -> tuple[str, str]:
        """Liaison and head of the station when the filing was due."""
        _leader, head, liaison = term_on(self.terms[row.station], row.due_on).main()[:3]
        return liaison, head
