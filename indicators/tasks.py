"""What the worker does for indicators by the clock. Each task can be run twice without harm."""

from celery import shared_task

from indicators.services.figure_upload import sweep_figures
from indicators.services.release_upload import sweep_releases


@shared_task(name="indicators.tasks.sweep_uploads", expires=60 * 60)
def sweep_uploads() -> None:
    """Lets go the files, of figures and of statistics, that nobody confirmed for a day."""
    sweep_figures()
    sweep_releases()
