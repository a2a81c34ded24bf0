"""Judges answers: what none may have done, whoever called and whatever was sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.security.attacked import OUTSIDERS, Attacked
from tests.security.caller import Answer
from tests.security.tally import Tally
from tests.security.values import COMPUTED, SCRIPT

REFUSED_FROM = 400
FAULT_FROM = 500


@dataclass
class Judge:
    """Holds each answer of one topic against what must not happen."""

    attacked: Attacked
    tally: Tally
    title: str
    # Frappe's own functions answer some nonsense with a fault of theirs: counted, and refused all the same
    own_code: bool = True
    found: list[str] = field(default_factory=list)
    state: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """See how the tables are before the first call."""
        self.tally.topic(self.title)
        self.look()

    def look(self) -> None:
        """Take the tables as they are now: a test has written to them itself."""
        self.state = self.attacked.checksum()

    def hear(self, role: str, answer: Answer, what: str = "", foreign: bool = False) -> None:
        """Judge one answer to ``role``; ``what`` was sent. Of a ``foreign`` row nothing may change, answered or not."""
        refused = answer.status >= REFUSED_FROM
        wrong = [*self._told(role, answer), *self._changed(role, refused, foreign)]
        if answer.status >= FAULT_FROM:
            if self.own_code:
                wrong.append(f"fault {answer.status}: {answer.text[:300]}")
            else:
                self.tally.topic(self.title).clumsy += 1
        finding = f"{role}: {answer.asked} {what[:160]}: {'; '.join(wrong)}" if wrong else ""
        if finding:
            self.found.append(finding)
        self.tally.count(self.title, refused, finding)

    def told(self) -> str:
        """All findings, for the message of a test that fails."""
        return f"{len(self.found)} findings:\n" + "\n".join(self.found[:40])

    def _told(self, role: str, answer: Answer) -> list[str]:
        forbidden = self.attacked.forbidden(role)
        wrong = [
            f"tells of {row.doctype} ({row.place}{', sensitive' if row.sensitive else ''})"
            for row in (forbidden[one] for one in answer.markers() & set(forbidden))
        ]
        if COMPUTED in answer.text:
            wrong.append("computed a template")
        if SCRIPT in answer.text and "html" in answer.headers.get("Content-Type", ""):
            wrong.append("gave a script back")
        return wrong

    def _changed(self, role: str, refused: bool, foreign: bool) -> list[str]:
        now = self.attacked.checksum()
        changed = [table for table, value in now.items() if value != self.state[table]]
        self.state = now
        if changed and refused:
            return [f"refused, and yet changed {', '.join(changed)}"]
        if changed and (foreign or role in OUTSIDERS):
            return [f"changed {', '.join(changed)}"]
        return []
