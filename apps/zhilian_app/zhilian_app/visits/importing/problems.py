"""Why a row cannot be taken: a code per reason, told in words by ``wording``. No database here."""

from typing import NamedTuple

STATION_MISSING = "station_missing"
STATION_UNKNOWN = "station_unknown"
STATION_AMBIGUOUS = "station_ambiguous"
NOT_YOUR_STATION = "not_your_station"
NAME_MISSING = "name_missing"
ADDRESS_MISSING = "address_missing"
ADDRESS_IS_DATE = "address_is_date"
TOO_LONG = "too_long"
CATEGORY_MISSING = "category_missing"
CATEGORY_UNKNOWN = "category_unknown"
CATEGORY_DISABLED = "category_disabled"
ID_ELSEWHERE = "id_elsewhere"
ID_OTHER_NAME = "id_other_name"
ID_TWICE = "id_twice"
PLACE_OTHER_ID = "place_other_id"
PLACE_TWICE = "place_twice"
HOUSEHOLD_ENDED = "household_ended"


class Problem(NamedTuple):
    """What is wrong with one cell: its field (a name of ``columns``), the reason and its values."""

    field: str
    code: str
    values: tuple = ()
