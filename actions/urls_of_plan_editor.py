"""Addresses at which a plan is changed, and at which its changes are read."""

from django.urls import URLPattern, path

from actions.domain.plan_changes import PlanPart
from actions.forms.action_work import WORK_FORMS
from actions.services.plan_editor.parts import PART_KINDS
from actions.views import action_work, plan_changes, plan_editor

EDIT = "plans/<slug:slug>/edit/"


def _addresses_of(part: PlanPart) -> list[URLPattern]:
    """Those of an area, an outcome, a measure or a term."""
    kind, of_part = {"part": part}, f"{EDIT}{part}/<int:pk>/"
    return [
        path(f"{EDIT}{part}/add/<int:pk>/", plan_editor.add_part, kind, name=f"add-{part}"),
        path(of_part, plan_editor.edit_part, kind, name=f"edit-{part}"),
        path(f"{of_part}move/", plan_editor.move_part, kind, name=f"move-{part}"),
        path(f"{of_part}end/", plan_editor.end_part, kind, name=f"end-{part}"),
    ]


WORK = "plans/<slug:slug>/actions/<str:ref>/work-items/"
work_urls = [
    path(WORK, action_work.work, name="action-work"),
    path(f"{WORK}steps/<int:pk>/mark/", action_work.mark, name="work-mark"),
    *(
        path(f"{WORK}{kind}/add/", action_work.add, {"kind": kind}, name=f"work-add-{kind}")
        for kind in WORK_FORMS
    ),
    *(
        path(
            f"{WORK}{kind}/<int:pk>/remove/",
            action_work.remove,
            {"kind": kind},
            name=f"work-remove-{kind}",
        )
        for kind in WORK_FORMS
    ),
]
editor_urls = [
    *work_urls,
    path(EDIT, plan_editor.editor, name="plan-editor"),
    path(f"{EDIT}readiness/", plan_changes.readiness, name="plan-readiness"),
    path(f"{EDIT}terms/", plan_editor.edit_terms, name="edit-terms"),
    *(address for part in PART_KINDS for address in _addresses_of(part)),
    path(f"{EDIT}actions/add/<int:pk>/", plan_editor.add_action, name="add-action"),
    path(f"{EDIT}actions/<str:ref>/", plan_editor.edit_action, name="edit-action"),
    path(f"{EDIT}actions/<str:ref>/move/", plan_editor.move_action, name="move-action"),
    path(f"{EDIT}actions/<str:ref>/end/", plan_editor.end_action, name="end-action"),
    path(f"{EDIT}actions/<str:ref>/split/", plan_editor.split_action, name="split-action"),
    path(f"{EDIT}actions/<str:ref>/merge/", plan_editor.merge_action, name="merge-action"),
    path(f"{EDIT}actions/<str:ref>/replace/", plan_editor.replace_action, name="replace-action"),
    path("plans/<slug:slug>/changes/", plan_changes.changes, name="plan-changes"),
    path("plans/<slug:slug>/differences/", plan_changes.differences, name="plan-differences"),
]
