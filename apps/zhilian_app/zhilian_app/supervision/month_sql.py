"""SQL's own month of a date, 1 to 12."""

from pypika import CustomFunction

_MONTH = CustomFunction("MONTH", ["day"])


def month_of(column):
    """The month of a date column, for grouping."""
    return _MONTH(column)
