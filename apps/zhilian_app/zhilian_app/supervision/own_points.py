"""What a cadre reads of the yearly assessment of persons: their own points, and nobody else's."""

import frappe
from frappe.utils import cint

from zhilian_app import permissions
from zhilian_app.supervision import assessing


@frappe.whitelist(methods=["POST"])
def my_points() -> list[dict]:
    """The caller's own points of the announced assessments of persons, the last year first.

    Each with year, title, score, and ``points`` as `points_of` of an assessment gives them.

    Raises:
        frappe.PermissionError: the caller is no cadre in post.
    """
    cadre = permissions.scope().cadre
    if not cadre:
        raise frappe.PermissionError
    return [_own(row) for row in _rows(cadre)]


def _rows(cadre: str) -> list[dict]:
    score, doc = frappe.qb.DocType("Assessment Score"), frappe.qb.DocType(assessing.ASSESSMENT)
    return (
        frappe.qb.from_(score)
        .join(doc)
        .on((score.parent == doc.name) & (score.parenttype == assessing.ASSESSMENT))
        .select(
            doc.town, doc.year, doc.title, doc.computed_on, doc.announced_on,
            score.station, score.cadre, score.score, score.points,
        )
        .where(
            (score.cadre == cadre)
            & (doc.subject == assessing.CADRE)
            & (doc.state == "Announced")
        )
        .orderby(doc.year, order=frappe.qb.desc)
        .run(as_dict=True)
    )  # fmt: skip


def _own(row) -> dict:
    year = assessing.year_of(row.town, cint(row.year), row.computed_on)
    points = assessing.points_with_links(row.points, row.station, year, row.cadre)
    return {
        "year": row.year,
        "title": row.title,
        "score": row.score,
        "announced_on": row.announced_on,
        "points": points,
    }
