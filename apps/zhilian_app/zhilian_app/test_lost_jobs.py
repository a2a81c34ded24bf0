"""Jobs whose worker was killed are told from those at work, and begun again a few times only."""

import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import frappe
from frappe.utils import add_to_date, now_datetime
from frappe.utils.background_jobs import create_job_id, get_redis_conn
from rq import Queue, Worker
from rq.job import JobStatus
from rq.registry import StartedJobRegistry

from zhilian_app import lost_jobs, lost_nights
from zhilian_app.testing import ZhilianTestCase

JOB = "test-lost-job"
NIGHT = "zhilian_app.meetings.weekly_upkeep.make_meetings"


class LostJobTestCase(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        # a queue that no worker of the bench listens to
        self.queue = Queue("zhilian-test-lost", connection=get_redis_conn())
        self.addCleanup(self.queue.delete, delete_jobs=True)

    def started(self, pid: int):
        """A job that a worker of this machine has begun."""
        job = self.queue.enqueue_call(print, kwargs={}, job_id=create_job_id(JOB))
        self.addCleanup(job.delete)
        self.queue.remove(job)
        worker = Worker([self.queue], name=f"test-{pid}", connection=get_redis_conn())
        worker.hostname, worker.pid = socket.gethostname(), pid
        worker.register_birth()
        self.addCleanup(worker.register_death)
        get_redis_conn().hset(worker.key, "pid", pid)
        pipeline = get_redis_conn().pipeline()
        job.prepare_for_execution(worker.name, pipeline)
        pipeline.execute()
        return job

    @staticmethod
    def gone() -> int:
        """The number of a process that has ended."""
        process = subprocess.Popen([sys.executable, "-c", ""])
        process.wait()
        return process.pid


class TestLostJobs(LostJobTestCase):
    def test_a_job_at_work_is_left_alone(self):
        job = self.started(os.getpid())
        self.assertTrue(lost_jobs.is_alive(JOB))
        self.assertTrue(lost_jobs.take_up(JOB))
        lost_jobs.forget(JOB)
        self.assertEqual(JobStatus.STARTED, job.get_status())

    def test_the_job_of_a_killed_worker_begins_again_three_times(self):
        for _time in range(lost_jobs.MOST_TIMES):
            job = self.started_again()
            self.assertFalse(lost_jobs.is_alive(JOB))
            self.assertTrue(lost_jobs.take_up(JOB))
            self.assertEqual(JobStatus.QUEUED, job.get_status())
            self.assertEqual(1, len(self.queue))
            self.assertTrue(lost_jobs.is_alive(JOB))
            self.assertNotIn(job.id, StartedJobRegistry(queue=self.queue).get_job_ids())
        self.started_again()
        self.assertFalse(lost_jobs.take_up(JOB))

    def started_again(self):
        get_redis_conn().delete(f"{lost_jobs.TIMES}:{create_job_id(JOB)}")
        known = lost_jobs.get_job(JOB)
        times = known.meta if known else {}
        self.queue.empty()
        job = self.started(self.gone())
        job.meta = times
        job.save_meta()
        return job

    def test_silence_tells_of_a_worker_elsewhere(self):
        job = self.started(os.getpid())
        long_ago = datetime.now(timezone.utc) - lost_jobs.SILENT_FOR - timedelta(seconds=1)
        job.heartbeat(long_ago, ttl=600)
        self.assertFalse(lost_jobs.is_alive(JOB))

    def test_a_lost_job_does_not_keep_the_next_one_out(self):
        self.started(self.gone())
        lost_jobs.forget(JOB)
        self.assertIsNone(lost_jobs.get_job(JOB))


class TestLostNights(LostJobTestCase):
    def setUp(self):
        super().setUp()
        self.job = frappe.get_doc("Scheduled Job Type", {"method": NIGHT})
        frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": self.job.name})

    def log(self, minutes: int, status: str = lost_nights.BEGUN) -> str:
        doc = frappe.get_doc({"doctype": "Scheduled Job Log", "scheduled_job_type": self.job.name})
        doc.insert()
        moment = add_to_date(now_datetime(), minutes=-minutes)
        doc.db_set({"status": status, "creation": moment}, update_modified=False)
        return doc.name

    def runs(self) -> int:
        with patch("frappe.core.doctype.scheduled_job_type.scheduled_job_type.enqueue") as enqueue:
            lost_nights.follow_jobs()
        return [call.kwargs["job_type"] for call in enqueue.call_args_list].count(NIGHT)

    def test_a_job_that_was_cut_off_runs_again_once(self):
        name = self.log(20)
        self.assertEqual(1, self.runs())
        self.assertEqual("Failed", frappe.db.get_value("Scheduled Job Log", name, "status"))
        self.assertEqual(0, self.runs())

    def test_what_may_be_at_work_or_was_done_since_is_left_alone(self):
        self.log(2)
        self.assertEqual(0, self.runs())
        frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": self.job.name})
        self.log(30)
        self.log(20, "Complete")
        self.assertEqual(0, self.runs())

    def test_a_job_that_ends_its_worker_each_time_is_not_tried_for_ever(self):
        for _time in range(lost_nights.MOST_TIMES):
            self.log(20)
            self.assertEqual(1, self.runs())
        self.log(20)
        self.assertEqual(0, self.runs())
