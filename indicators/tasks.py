"""Scheduled tasks of indicators. All are idempotent."""

from celery import shared_task

from indicators.services import question_findings, red_comments
from indicators.services.figure_upload import sweep_figures
from indicators.services.release_upload import sweep_releases


@shared_task(name="indicators.tasks.sweep_uploads", expires=60 * 60)
def sweep_uploads() -> None:
    """Deletes uploads of figures and statistics that were not confirmed within a day."""
    sweep_figures()
    sweep_releases()


@shared_task(name="indicators.tasks.renew_questions", expires=60)
def renew_questions() -> None:
    """What is kept of the questions and red measures of plans that were written to since; may run
    twice.
    """
    question_findings.renew_questions()
    red_comments.renew_red_measures()
