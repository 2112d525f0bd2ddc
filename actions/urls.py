"""Addresses of the plan and its progress."""

from django.urls import path

from actions.views import (
    actions,
    bulk_confirm,
    dates,
    drafts,
    evidence,
    periods,
    plan,
    rounds,
    signed_links,
    updates,
    verdicts,
)

urlpatterns = [
    path("", plan.home, name="home"),
    path("statuses/", plan.statuses, name="statuses"),
    path("my/updates/", updates.my_updates, name="my-updates"),
    path("my/updates/no-change/", bulk_confirm.no_change_to_many, name="no-change-to-many"),
    path("my/reminders/", signed_links.my_reminders, name="my-reminders"),
    path("my/reminders/links/<int:pk>/end/", signed_links.end_link, name="end-link"),
    path("u/<str:token>/", signed_links.signed_link, name="signed-link"),
    path("plans/<slug:slug>/", plan.overview, name="overview"),
    path("plans/<slug:slug>/about/", plan.about, name="about"),
    path("plans/<slug:slug>/glossary/", plan.glossary, name="glossary"),
    path("plans/<slug:slug>/history/", plan.history, name="history"),
    path("plans/<slug:slug>/review/", verdicts.review, name="review"),
    path(
        "plans/<slug:slug>/review/<int:pk>/return/", verdicts.return_to_lead, name="return-update"
    ),
    path("plans/<slug:slug>/actions/", actions.grid, name="actions"),
    path("plans/<slug:slug>/actions/<str:ref>/", actions.action, name="action"),
    path("plans/<slug:slug>/actions/<str:ref>/update/", updates.update, name="update"),
    path("plans/<slug:slug>/actions/<str:ref>/update/draft/", drafts.draft, name="draft"),
    path("plans/<slug:slug>/actions/<str:ref>/no-change/", updates.no_change, name="no-change"),
    path("plans/<slug:slug>/actions/<str:ref>/history/", actions.history, name="action-history"),
    path("plans/<slug:slug>/actions/<str:ref>/evidence/", evidence.add, name="evidence-add"),
    path(
        "plans/<slug:slug>/actions/<str:ref>/evidence/<int:pk>/",
        evidence.file,
        name="evidence-file",
    ),
    path(
        "plans/<slug:slug>/actions/<str:ref>/evidence/<int:pk>/withdraw/",
        evidence.withdraw,
        name="evidence-withdraw",
    ),
    path(
        "plans/<slug:slug>/actions/<str:ref>/measures/<int:pk>/judge/",
        evidence.judge,
        name="measure-judge",
    ),
    path("plans/<slug:slug>/round/", rounds.round_page, name="round"),
    path("plans/<slug:slug>/round/chase/", rounds.chase_posts, name="chase"),
    path("plans/<slug:slug>/periods/", periods.periods, name="periods"),
    path(
        "plans/<slug:slug>/periods/<str:key>/extend/", periods.extend_period, name="period-extend"
    ),
    path("plans/<slug:slug>/periods/<str:key>/close/", periods.close_period, name="period-close"),
    path(
        "plans/<slug:slug>/periods/<str:key>/reopen/", periods.reopen_period, name="period-reopen"
    ),
    path("plans/<slug:slug>/slippage/", dates.slippage, name="slippage"),
    path("plans/<slug:slug>/actions/<str:ref>/dates/", dates.dates, name="dates"),
    path(
        "plans/<slug:slug>/actions/<str:ref>/dates/<int:pk>/decide/",
        dates.decide,
        name="decide-date",
    ),
]
