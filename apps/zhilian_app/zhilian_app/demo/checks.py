"""Demo checks of the running year: draws, checks of books, patrols, a full check, rectifications and two files."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import frappe

from zhilian_app import calendar
from zhilian_app.demo.constants import OWNER, STATIONS, TOWN
from zhilian_app.demo.people import Cast
from zhilian_app.demo.source import Source
from zhilian_app.demo.texts import (
    CHECK_FINDINGS,
    CHECK_GOOD,
    FILE_REPLY,
    RECTIFICATION_BACK,
    RECTIFICATIONS,
)
from zhilian_app.supervision import books, checklist, marks, notice, presence, snapshots, states
from zhilian_app.supervision.draw import Past, draw

CHECK, DRAW, RECTIFICATION, RECORD = "Spot Check", "Check Draw", "Rectification", "Cadre Record"
STEPS = "steps"
# months with a draw, the running one among them
MONTHS = 7
PATROLS = 8
NOTICE_DAYS, RESULT_DAYS = 2, 9
NAMES = {plan.docname: plan.name for plan in STATIONS}


class Checks:
    """Writes the rows as the forms would have, each with its day."""

    def __init__(self, source: Source, cast: Cast, office: str, now: datetime) -> None:
        self.source, self.cast, self.office, self.now = source, cast, office, now
        self.stations = [plan.docname for plan in STATIONS if plan.town == TOWN]
        self.numbers: dict[str, int] = {}
        self.recorded: list = []

    def load(self) -> None:
        """All of it, the earliest first; the running month's check has its notice and no result yet."""
        self._books()
        self._patrols()
        self._full_check()
        self._rectifications()
        self._files()

    # -- checks ----------------------------------------------------------------------------------------

    def _books(self) -> None:
        today = self.now.date()
        first = calendar.month_start(today)
        months = [date(today.year, month, 1) for month in range(1, first.month + 1)][-MONTHS:]
        past: list[Past] = []
        for month in months:
            found = draw(self.stations, past, f"demo{month:%Y%m}")
            past.append(Past(found.round_no, found.station))
            is_open = month == first
            day = today - timedelta(days=NOTICE_DAYS) if is_open else month + timedelta(days=7)
            name = self._draw(month, found, max(day, month))
            state = states.NOTIFIED if is_open else states.RECORDED
            self._check(states.BOOKS, found.station, max(day, month), state, draw=name)

    def _draw(self, month: date, found, day: date) -> str:
        doc = frappe.new_doc(DRAW)
        doc.update({"town": TOWN, "month": month, "station": found.station})
        doc.update({"station_name": NAMES[found.station], "round_no": found.round_no})
        doc.update({"seed": f"demo{month:%Y%m}", "candidates": "\n".join(found.candidates)})
        moment = self._moment(day, 9)
        doc.update({"drawn_on": moment, "drawn_by_name": self.cast.names[self.office]})
        return self._store(doc, f"{TOWN}-抽签-{month:%Y-%m}", moment)

    def _patrols(self) -> None:
        """Afternoons of visit days, back from the last one that is over."""
        day = self.now.date()
        while day.weekday() != 3 or day == self.now.date():
            day -= timedelta(days=1)
        for at in range(PATROLS):
            afternoon = day - timedelta(days=14 * at)
            if afternoon.year == self.now.year:
                kind = states.MEETING if at == 3 else states.PATROL
                station = self.stations[(at * 3) % len(self.stations)]
                self._check(kind, station, afternoon, states.RECORDED, absent=at in (1, 4))

    def _full_check(self) -> None:
        day = self.now.date() - timedelta(days=60)
        if day.year == self.now.year:
            self._check(states.FULL, self.stations[0], day, states.RECORDED)

    def _check(
        self, kind: str, station: str, day: date, state: str, draw: str = "", absent: bool = False
    ) -> None:
        doc = frappe.new_doc(CHECK)
        doc.name = self._name("k")
        title = f"{NAMES[station]} {frappe._(kind, lang='zh')} {day}"
        doc.update({"kind": kind, "station": station, "station_name": NAMES[station], "town": TOWN})
        doc.update({"check_day": day, "check_time": time(15, 10), "checker": self.office})
        doc.update({"title": title, "draw": draw or None, "state": state, "told": 1})
        moment = self._moment(day, 16)
        way = [(states.DRAFT, moment)]
        if kind in states.WITH_NOTICE:
            due = notice.due_on(TOWN, day)
            doc.update({"notice_on": moment, "due_on": due})
            way.append((states.NOTIFIED, moment))
            moment += timedelta(days=RESULT_DAYS)
        else:
            self._people(doc, absent)
        self._results(doc, state == states.RECORDED)
        if state == states.RECORDED:
            moment = min(moment, self.now - timedelta(hours=1))
            doc.update({"recorded_on": moment, "recorded_by_name": self.cast.names[self.office]})
            way.append((states.RECORDED, moment))
            self.recorded.append(doc)
        self._steps(doc, way)
        self._store(doc, doc.name, way[0][1])
        if kind in states.WITH_NOTICE:
            self._snapshots(doc, is_open=state == states.NOTIFIED)
        if state == states.NOTIFIED:
            notice.give(doc)

    def _people(self, doc, absent: bool) -> None:
        rows = presence.expected(doc.station, doc.check_day, doc.kind == states.MEETING)
        for at, row in enumerate(rows):
            said = {"seen": marks.PRESENT, "reason": "", "noted": 0}
            if at == 1 and not absent:
                said.update({"seen": marks.OTHER_DUTY, "reason": "到市里开会"})
            if absent and at == len(rows) - 1:
                said.update({"seen": marks.ABSENT, "noted": 1})
            doc.append("people", {**row, **said})

    def _results(self, doc, is_recorded: bool) -> None:
        for item in checklist.items(TOWN, doc.kind):
            result = ""
            if is_recorded:
                choices, weights = (marks.MET, marks.PARTLY, marks.NOT_MET), (75, 18, 7)
                result = self.source.random.choices(choices, weights)[0]
            doc.append("results", {**item, "result": result})
        found = [marks.Result(row.points, row.result) for row in doc.results]
        doc.score = marks.score(found)
        if is_recorded:
            weak = any(row.result in (marks.PARTLY, marks.NOT_MET) for row in doc.results)
            doc.findings = self.source.random.choice(CHECK_FINDINGS) if weak else ""
            doc.good = self.source.random.choice(CHECK_GOOD)

    def _snapshots(self, check, is_open: bool) -> None:
        day = check.check_day
        for book in books.BOOKS:
            found = books.entries(book, check.station, day.year, day)
            if is_open and book == books.LOG:
                # what was put in after the notice
                found = found[:-1]
            text = snapshots.packed(found)
            doc = frappe.new_doc(books.SNAPSHOT)
            doc.update({"spot_check": check.name, "book": book, "station": check.station})
            doc.update({"town": TOWN, "taken_on": check.notice_on, "row_count": len(found)})
            doc.update({"content": text, "digest": snapshots.seal(text)})
            self._store(doc, self._name("b"), check.notice_on)

    # -- what follows ----------------------------------------------------------------------------------

    def _rectifications(self) -> None:
        """One that is open, one that is to be checked, one that came back, one that is put right."""
        last = (states.OPEN, states.DONE, states.REOPENED, states.CLOSED)
        found = [doc for doc in reversed(self.recorded) if doc.findings]
        for state, check, (problem, evidence) in zip(last, found, RECTIFICATIONS, strict=False):
            self._rectification(state, check, problem, evidence)

    def _rectification(self, state: str, check, problem: str, evidence: str) -> None:
        team = presence.expected(check.station, self.now.date(), False)
        who = next(row for row in team if row["duty"] == "Liaison")
        begun = max(check.recorded_on, self.now - timedelta(days=20))
        done = self.now - timedelta(days=2)
        due = self.now.date() + timedelta(days=5 if state != states.DONE else 1)
        doc = frappe.new_doc(RECTIFICATION)
        doc.name = self._name("r")
        doc.update({"problem": problem, "station": check.station, "town": TOWN, "state": state})
        doc.update({"title": f"{check.station_name}：{problem}"[:60], "due_on": due})
        doc.update({"station_name": check.station_name, "spot_check": check.name})
        doc.update({"responsible": who["cadre"], "is_open": int(state != states.CLOSED)})
        way = [(states.OPEN, begun)]
        if state != states.OPEN:
            doc.update({"evidence": evidence, "done_on": done, "done_by_name": who["cadre_name"]})
            doc.written_by_users = self.cast.users.get(who["cadre"], OWNER)
            way.append((states.DONE, done))
        if state == states.REOPENED:
            doc.update({"done_on": None, "done_by_name": None, "reopened": 1})
            way.append((states.REOPENED, done + timedelta(hours=5)))
        if state == states.CLOSED:
            closed = done + timedelta(hours=6)
            doc.update({"closed_on": closed, "closed_by_name": self.cast.names[self.office]})
            way.append((states.CLOSED, closed))
        self._steps(doc, way)
        self._store(doc, doc.name, begun)

    def _files(self) -> None:
        """An entry for each who was absent; the first one has the person's own word."""
        first = True
        for check in self.recorded:
            for row in check.people:
                if row.noted:
                    self._entry(check, row, FILE_REPLY if first else "")
                    first = False

    def _entry(self, check, row, reply: str) -> None:
        words = "，".join(filter(None, ("缺勤", check.findings)))
        doc = frappe.new_doc(RECORD)
        doc.update({"cadre": row.cadre, "cadre_name": row.cadre_name, "town": TOWN})
        doc.update({"user": self.cast.users.get(row.cadre), "entry_date": check.check_day})
        doc.update({"kind": "Finding", "text": f"{check.title}：{words}", "spot_check": check.name})
        kind = frappe._("Finding", lang="zh")
        doc.update({"title": f"{row.cadre_name} {check.check_day} {kind}"})
        doc.recorded_by_name = self.cast.names[self.office]
        if reply:
            doc.update({"reply": reply, "replied_on": check.recorded_on + timedelta(hours=20)})
        self._store(doc, self._name("f"), check.recorded_on)

    # -- rows ------------------------------------------------------------------------------------------

    def _steps(self, doc, way: Iterable[tuple[str, datetime]]) -> None:
        before = None
        for state, moment in way:
            by = doc.get("responsible") if state == states.DONE else self.office
            row = {"stepped_on": moment, "by_name": self.cast.names[by], "from_state": before}
            row["by_user"] = self.cast.users.get(by, OWNER)
            row["reason"] = RECTIFICATION_BACK if state == states.REOPENED else ""
            doc.append(STEPS, {**row, "to_state": state, "due_on": doc.due_on})
            before = state

    def _store(self, doc, name: str, stamp: datetime) -> str:
        doc.name = name
        for row in (doc, *doc.get_all_children()):
            row.update({"owner": OWNER, "modified_by": OWNER, "creation": stamp, "modified": stamp})
        doc.db_insert()
        for number, row in enumerate(doc.get_all_children(), start=1):
            row.update({"parent": name, "name": f"{name}-{number}"})
            row.db_insert()
        return name

    def _name(self, kind: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return f"demo-{kind}-{self.numbers[kind]:03d}"

    @staticmethod
    def _moment(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour, 20))
