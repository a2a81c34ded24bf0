"""Recorded checks in words, for papers that name no persons. No database here.

The plan: 「结果将在党委会议上直接向班子成员通报」.
"""

from collections.abc import Iterable, Mapping

from frappe import _
from frappe.utils import cint, cstr, flt

from zhilian_app.supervision import marks

LONGEST_FINDING = 200


def score_words(score: object) -> str:
    """87.5 as 87.5%."""
    return f"{flt(score):g}%"


def presence_words(seen: Iterable[str]) -> str:
    """How many were there of those that should have been; nothing where nobody was looked for."""
    here, expected = marks.presence(seen)
    return _("present {0} of {1}", lang="zh").format(here, expected) if expected else ""


def summary(check: Mapping, seen: Iterable[str]) -> str:
    """A recorded check in a line: points, who was there, problems, what was done well."""
    seen = list(seen)
    parts = [_("Share of Points", lang="zh") + score_words(check["score"])]
    parts.append(presence_words(seen))
    if cstr(check.get("findings")).strip():
        parts.append(_("Problems Found", lang="zh") + "：" + problems(check))
    else:
        parts.append(_("no problems found", lang="zh"))
    if cint(check.get("rectifications")):
        parts.append(
            _("rectifications asked for: {0}", lang="zh").format(cint(check["rectifications"]))
        )
    return "；".join(filter(None, parts))


def problems(check: Mapping) -> str:
    """What was found, in one line."""
    return " ".join(cstr(check.get("findings")).split())[:LONGEST_FINDING]


def kind_words(kind: str) -> str:
    """Kind of a check in Chinese."""
    return _(kind, lang="zh")
