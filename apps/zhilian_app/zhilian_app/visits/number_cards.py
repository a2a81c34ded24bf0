"""Number cards whose filter has a year in it."""

from frappe.utils import getdate

THIS_YEAR = "{this_year}"


def fill_year(doc, method: str | None = None) -> None:
    """Number Card, onload: put this year where a filter of one of our cards says ``{this_year}``.

    A card's own dynamic filters count but are not passed on by a click: the list would show the rows of all years.
    """
    if doc.filters_json and THIS_YEAR in doc.filters_json:
        doc.filters_json = doc.filters_json.replace(f'"{THIS_YEAR}"', str(getdate().year))
