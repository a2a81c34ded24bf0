"""Background jobs whose worker died: told from those at work, and begun again as they were asked for.

A killed worker leaves its job "started" for up to ten minutes, and nobody begins it again. All our jobs may run twice:
they lock their row first, and leave alone what is done.
"""

import os
import socket
from datetime import datetime, timedelta, timezone

from frappe.utils.background_jobs import create_job_id, get_job, get_redis_conn
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job, JobStatus
from rq.registry import FailedJobRegistry, StartedJobRegistry

# a worker tells of its job every 30 seconds
SILENT_FOR = timedelta(seconds=150)
# between the queue and the worker that takes it, a job is nowhere for a moment
NOWHERE_FOR = timedelta(seconds=60)
MOST_TIMES = 3
TIMES = "taken_up"


def is_alive(job_id: str) -> bool:
    """Whether a job waits for its turn, or is at work by a worker that lives."""
    job = get_job(job_id)
    return bool(job) and not is_lost(job)


def is_lost(job: Job) -> bool:
    """Whether nobody will finish a job: it ended, its worker died, or it fell out of its queue."""
    status = job.get_status()
    if status == JobStatus.QUEUED:
        return job.get_position() is None and _ago(job.enqueued_at) > NOWHERE_FOR
    if status != JobStatus.STARTED:
        return True
    return _ago(job.last_heartbeat or job.started_at) > SILENT_FOR or _is_dead(job.worker_name)


def _is_dead(worker_name: str | None) -> bool:
    """Whether a worker of this machine has ended; of another machine only its silence tells."""
    connection = get_redis_conn()
    key = f"{Worker.redis_worker_namespace_prefix}{worker_name}"
    worker = worker_name and Worker.find_by_key(key, connection=connection)
    if not worker or worker.hostname != socket.gethostname() or not worker.pid:
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _ago(moment: datetime | None) -> timedelta:
    if not moment:
        return timedelta.max
    now = datetime.now(timezone.utc)
    return now - (moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc))


def take_up(job_id: str) -> bool:
    """Begin a lost job again, with the same values and for the same user; whether it is on its way now.

    Three times at most: a job may be what kills its worker.
    """
    try:
        job = get_job(job_id)
        if not job or job.get_status() == JobStatus.FINISHED:
            return False
        if not is_lost(job):
            return True
        # two that look at the same time: one of them begins it
        lock = f"{TIMES}:{create_job_id(job_id)}"
        if not get_redis_conn().set(lock, 1, nx=True, ex=10):
            return True
        times = job.meta.get(TIMES, 0) + 1
        if times > MOST_TIMES:
            return False
        job.meta[TIMES] = times
        job.save_meta()
        for registry in (StartedJobRegistry, FailedJobRegistry):
            registry(job.origin, connection=get_redis_conn()).remove(job)
        Queue(job.origin, connection=get_redis_conn()).enqueue_job(job)
    except RedisError:
        # the queue is away: who looks next time begins it
        return True
    return True


def forget(job_id: str) -> None:
    """Remove a lost job, which would keep one of the same name from being queued."""
    job = get_job(job_id)
    if job and is_lost(job):
        job.delete()
