"""Long work in a process of its own: its outcome comes back, and so does what is wrong."""

from __future__ import annotations

import time
from functools import partial

import pytest

from carbon_eia.desk.doing import proven_submission
from carbon_eia.desk.jobs import Jobs
from carbon_eia.run.records import Run


@pytest.mark.slow
def test_a_document_is_proven_in_another_process(run: Run, record: bytes) -> None:
    """What stands comes back with its Run; what was changed comes back with its code."""
    jobs = Jobs()
    forged = record.replace(b'"verdict":"retrofit"', b'"verdict":"pass"')
    made = [
        jobs.begin("me", "prove", "run.json", partial(proven_submission, "run.json", content, "zh"),
                   lambda proven: proven.run.id)
        for content in (record, forged)
    ]  # fmt: skip
    until = time.monotonic() + 120
    while any(job.state == "running" for job in made) and time.monotonic() < until:
        time.sleep(0.1)
    jobs.close()
    assert made[0].answer == run.id
    assert made[1].error is not None
    assert made[1].error.problems[0].code == "CE-G214"
    assert made[1].error.problems[0].place.file == "run.json"
    assert jobs.one(made[0].id, "somebody else") is None
