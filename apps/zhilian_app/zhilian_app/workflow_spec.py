"""A workflow as the code knows it: states, moves between them, and what a move must bring along. No database here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A state; ``style`` is Frappe's colour of it, ``doc_status`` 0 draft, 1 submitted."""

    name: str
    style: str = ""
    doc_status: int = 0


@dataclass(frozen=True)
class Move:
    """A step from any of the states ``before`` to ``after``, open to each of ``roles``.

    ``self_approval``: whether who wrote the document may take it. ``condition`` is Frappe's expression over ``doc``.
    """

    before: tuple[str, ...]
    action: str
    after: str
    roles: tuple[str, ...]
    self_approval: bool = True
    condition: str = ""


@dataclass(frozen=True)
class Spec:
    """The workflow of a DocType as it is installed; the first state is where a document begins."""

    name: str
    doctype: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    state_field: str = "state"

    @property
    def state_names(self) -> tuple[str, ...]:
        return tuple(state.name for state in self.states)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(move.action for move in self.moves))

    def rows(self) -> list[dict]:
        """Transitions as Frappe keeps them: one for each state and role."""
        return [
            {
                "state": before,
                "action": move.action,
                "next_state": move.after,
                "allowed": role,
                "allow_self_approval": int(move.self_approval),
                "condition": move.condition or None,
            }
            for move in self.moves
            for before in move.before
            for role in move.roles
        ]


@dataclass(frozen=True)
class Input:
    """A field that is asked for with a step. ``reason`` is no field of the document: it stays in the step's record."""

    fieldname: str
    required: bool = False
