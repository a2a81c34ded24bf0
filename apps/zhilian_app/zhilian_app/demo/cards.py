"""Demo deliveries of the contact cards."""

from datetime import date, datetime, time

import frappe

from zhilian_app.demo.constants import StationPlan
from zhilian_app.demo.households import Home
from zhilian_app.demo.rows import Rows
from zhilian_app.demo.source import Source
from zhilian_app.demo.stations import Term
from zhilian_app.demo.visits import visit_days
from zhilian_app.visits import counters
from zhilian_app.visits.deliveries import delivery_key


class Deliveries:
    """Hands the cards of stations to their households, on Thursdays after the card was made."""

    def __init__(self, source: Source, today: date) -> None:
        self.source, self.today = source, today
        self._rows = Rows(
            "Card Delivery",
            "card", "household", "delivered_on", "delivered_by", "station", "town", "delivery_key",
        )  # fmt: skip
        self._cards: list[str] = []
        self._order = 0

    def hand_out(self, plan: StationPlan, homes: list[Home], terms: list[Term]) -> None:
        """Deliver every card: a replaced one to most homes, the current one as the plan says."""
        cards = frappe.get_all(
            "Contact Card",
            {"station": plan.docname},
            ["name", "made_on", "status"],
            order_by="version asc",
        )
        for card in cards:
            share = 0.9 if card.status == "Replaced" else plan.delivered
            until = terms[0].to_date if card.status == "Replaced" else self.today
            self._deliver(
                card, plan, [home for home in homes if not home.ended_on], share, until, terms
            )

    def _deliver(
        self,
        card,
        plan: StationPlan,
        homes: list[Home],
        share: float,
        until: date,
        terms: list[Term],
    ) -> None:
        days = visit_days(card.made_on, until)[:20]
        if not days:
            return
        self._cards.append(card.name)
        for home in self.source.random.sample(homes, round(len(homes) * share)):
            day = self.source.random.choice(days)
            term = next(t for t in terms if t.to_date is None or day <= t.to_date)
            self._order += 1
            self._rows.add(
                f"demo-d-{self._order:05d}", datetime.combine(day, time(16, 0)),
                card.name, home.name, day, term.main()[2], plan.docname, plan.town,
                delivery_key(card.name, home.name),
            )  # fmt: skip

    def insert(self) -> None:
        """Write the deliveries and count them into their cards."""
        self._rows.insert()
        for card in self._cards:
            counters.refresh_card(card)
