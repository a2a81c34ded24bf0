"""Scheduled jobs whose worker died run again the same night; the framework would wait for the next one."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import now_datetime

from zhilian_app import lost_jobs

LOG, JOB = "Scheduled Job Log", "Scheduled Job Type"
OURS = "zhilian_app.%"
BEGUN, FAILED = "Start", "Failed"
# the longest that one may take: it is ended by the worker then
RUNS_FOR = timedelta(minutes=6)
LOOKED_BACK = timedelta(days=1)
MOST_TIMES = 3


def follow_jobs() -> None:
    """Every ten minutes: what a killed worker left half done is done again; each job may run any number of times."""
    for row in _broken_off():
        job = frappe.get_doc(JOB, row.scheduled_job_type)
        lost_jobs.forget(job.rq_job_id)
        if lost_jobs.is_alive(job.rq_job_id):
            continue
        details = _("The worker ended before the job did.", lang="zh")
        frappe.db.set_value(LOG, row.name, {"status": FAILED, "details": details})
        if _times(job.name, details) <= MOST_TIMES:
            job.enqueue(force=True)


def _broken_off() -> list:
    """Logs of our own jobs that were begun and not ended, where nothing was begun since."""
    log, job = frappe.qb.DocType(LOG), frappe.qb.DocType(JOB)
    now = now_datetime()
    rows = (
        frappe.qb.from_(log)
        .join(job)
        .on(job.name == log.scheduled_job_type)
        .select(log.name, log.scheduled_job_type, log.status, log.creation)
        .where(job.method.like(OURS) & (log.creation > now - LOOKED_BACK))
        .orderby(log.creation)
        .run(as_dict=True)
    )
    last = {row.scheduled_job_type: row for row in rows}
    return [row for row in last.values() if row.status == BEGUN and row.creation < now - RUNS_FOR]


def _times(job: str, details: str) -> int:
    since = now_datetime() - LOOKED_BACK
    return frappe.db.count(
        LOG, {"scheduled_job_type": job, "details": details, "creation": [">", since]}
    )
