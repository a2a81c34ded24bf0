"""Columns of the reports: how each kind of value stands in a grid."""

from collections.abc import Iterable

from zhilian_app.meetings.money import figures

MONEY_COLUMN = "Money"
_KEYS = ("fieldname", "label", "fieldtype", "width")
# the unit is yuan everywhere: its sign before every number would only take room
_AS_FLOAT = {"fieldtype": "Float", "precision": 2}
# a grid would put what looks like a number to the right
_AS_TEXT = {"align": "left"}


def columns_of(found: Iterable[tuple[str, str, str, int]]) -> list[dict]:
    """Columns as reports want them, of (fieldname, label, kind, width); a kind is a field type, or MONEY_COLUMN."""
    return [
        {
            **dict(zip(_KEYS, one, strict=True)),
            **(_AS_FLOAT if one[2] == MONEY_COLUMN else _AS_TEXT if one[2] == "Data" else {}),
        }
        for one in found
    ]


def money_sum(label: str, value: object, indicator: str = "") -> dict:
    """A sum of money (yuan) above a report."""
    # as text: a number above a report would lose its cents
    found = {"label": label, "value": figures(value), "datatype": "Data"}
    return {**found, "indicator": indicator} if indicator else found
