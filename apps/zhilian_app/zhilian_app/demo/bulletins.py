"""Demo bulletins of the last two months that are over, frozen where their cut-off is."""

from datetime import date, datetime, time, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from zhilian_app import calendar
from zhilian_app.demo.constants import TOWN
from zhilian_app.filings import bulletin_job
from zhilian_app.filings.bulletin_view import BULLETIN

MONTHS = 2
NIGHT = time(3, 20)
FOREWORD = (
    "本月各驻点走访和资料上报总体有序，个别驻点走访进度滞后、资料迟报。"
    "请各驻点分管领导、组长对照通报逐项整改，下月周会上说明整改情况。"
)


def load_bulletins(today: date) -> None:
    """Make them from what the demo holds by then; their files are printed when somebody asks for one."""
    month = calendar.month_start(today)
    for _number in range(MONTHS):
        month = calendar.previous_month(month)
        doc = frappe.new_doc(BULLETIN)
        doc.update({"town": TOWN, "month": month, "foreword": FOREWORD})
        doc.insert(ignore_permissions=True)
        bulletin_job.execute(doc.name, freeze=True, files=False)
        _set_night(doc.name)


def _set_night(name: str) -> None:
    """The frozen one was frozen by the daily job, in the night after the cut-off."""
    frozen, cutoff = frappe.db.get_value(BULLETIN, name, ["frozen", "cutoff_on"])
    if not frozen:
        return
    moment = datetime.combine(getdate(cutoff) + timedelta(days=1), NIGHT)
    words = _("By itself at the cut-off", lang="zh")
    frappe.db.set_value(BULLETIN, name, {"frozen_on": moment, "frozen_by_name": words})
