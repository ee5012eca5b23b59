# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for the desk. The argument is the id of a job."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django_tasks import task

from meerinbeeld import journal
from meerinbeeld.oversight.models import Job
from meerinbeeld.vault import actions as vault

Work = Callable[[Job], list[str]]


@task()
def run_job(job_id: str) -> None:
    """Do the work of a job and keep what came out; a failure is an outcome too."""
    job = Job.objects.get(id=job_id)
    if job.finished_at is None:
        try:
            job.problems = WORK[job.kind](job)
        except Exception as error:
            # The kind of failure only: a message might repeat what was being read.
            job.problems = [f"failed ({type(error).__name__})"]
        job.ok, job.finished_at = not job.problems, timezone.now()
        job.save(update_fields=["ok", "problems", "finished_at", "done", "total"])


def _check_journal(job: Job) -> list[str]:
    found = journal.verify()
    job.done = job.total = found.entries
    return [f"{problem.kind} {problem.where}" for problem in found.problems]


def _rotate_keys(job: Job) -> list[str]:
    def tell(done: int, total: int) -> None:
        job.done, job.total = done, total
        job.save(update_fields=["done", "total"])

    vault.rotate_keys(tell)
    return []


def _rotate_intake(job: Job) -> list[str]:
    vault.rotate_intake()
    return []


WORK: dict[str, Work] = {
    Job.Kind.CHECK_JOURNAL: _check_journal,
    Job.Kind.ROTATE_KEYS: _rotate_keys,
    Job.Kind.ROTATE_INTAKE: _rotate_intake,
}
