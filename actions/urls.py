"""Addresses of the plan and its progress."""

from django.urls import path, register_converter

from actions.presenters.feed import FeedFormatConverter
from actions.presenters.overview import OverviewList
from actions.urls_of_plan_editor import editor_urls
from actions.views import (
    access_review,
    actions,
    area_brand,
    audit_log,
    bulk_confirm,
    dates,
    drafts,
    evidence,
    feed,
    feed_tokens,
    invitation,
    kinds,
    notes,
    organisations,
    outward,
    people,
    people_file,
    periods,
    plan,
    plan_imports,
    plan_sheets,
    plan_template,
    rounds,
    search,
    short_title,
    signed_links,
    taking_back,
    update_file,
    updates,
    verdicts,
)
from wsoa.web.sheets import SheetFormatConverter, WorkbookConverter

register_converter(SheetFormatConverter, "sheet")
register_converter(WorkbookConverter, "workbook")
register_converter(plan_template.TemplateFormatConverter, "template")
register_converter(FeedFormatConverter, "feed")

urlpatterns = [
    path("", plan.home, name="home"),
    path("portfolio/", plan.portfolio, name="portfolio"),
    path("portfolio.<sheet:form>", plan.portfolio_file, name="portfolio-file"),
    path("statuses/", plan.statuses, name="statuses"),
    path("my/updates/", updates.my_updates, name="my-updates"),
    path("my/updates/no-change/", bulk_confirm.no_change_to_many, name="no-change-to-many"),
    path("my/reminders/", signed_links.my_reminders, name="my-reminders"),
    path("my/reminders/links/<int:pk>/end/", signed_links.end_link, name="end-link"),
    path("my/calendar/", outward.my_calendar, name="my-calendar"),
    path("my/calendar/end/", outward.end_calendar, name="end-calendar"),
    path("calendar/<str:token>.ics", outward.calendar, name="calendar"),
    path("feed/", feed.description, name="feed"),
    path("feed/openapi.json", feed.openapi, name="feed-openapi"),
    path("feed/<slug:name>.<feed:form>", feed.table, name="feed-table"),
    path("feed/<path:rest>", feed.nowhere, name="feed-nowhere"),
    path("areas/<slug:area>/feed/", feed_tokens.tokens, name="feed-tokens"),
    path("areas/<slug:area>/feed/<int:pk>/revoke/", feed_tokens.revoke, name="feed-token-revoke"),
    path("u/<str:token>/", signed_links.signed_link, name="signed-link"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path(
        "areas/<slug:area>/plan-template.<template:form>",
        plan_template.plan_template,
        name="plan-template",
    ),
    path("areas/<slug:area>/people/", people.people, name="people"),
    path("areas/<slug:area>/people/invite/", people.invite, name="people-invite"),
    path("areas/<slug:area>/people/file/", people_file.people_file, name="people-file"),
    path("areas/<slug:area>/people/file/export/", people_file.export, name="people-export"),
    path("areas/<slug:area>/people/review/", access_review.review, name="access-review"),
    path(
        "areas/<slug:area>/people/invitations/<int:pk>/again/",
        people.invitation_again,
        name="invitation-again",
    ),
    path(
        "areas/<slug:area>/people/invitations/<int:pk>/withdraw/",
        people.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("areas/<slug:area>/people/posts/", people.posts, name="posts"),
    path("areas/<slug:area>/people/posts/add/", organisations.add_post, name="post-add"),
    path(
        "areas/<slug:area>/people/posts/<str:code>/hand-over/",
        people.hand_over_post,
        name="hand-over",
    ),
    path("areas/<slug:area>/people/posts/<str:code>/deputy/", people.name_deputy, name="deputy"),
    path("areas/<slug:area>/people/deputies/<int:pk>/end/", people.end_deputy, name="deputy-end"),
    path(
        "areas/<slug:area>/people/organisations/",
        organisations.organisations,
        name="organisations",
    ),
    path(
        "areas/<slug:area>/people/organisations/add/",
        organisations.add_organisation,
        name="organisation-add",
    ),
    path(
        "areas/<slug:area>/people/organisations/<int:pk>/change/",
        organisations.change_organisation,
        name="organisation-change",
    ),
    path(
        "areas/<slug:area>/people/organisations/changes/<int:pk>/withdraw/",
        organisations.withdraw_change,
        name="organisation-change-withdraw",
    ),
    path("areas/<slug:area>/brand/", area_brand.brand, name="brand"),
    path("areas/<slug:area>/brand/remove/", area_brand.remove, name="brand-remove"),
    path("areas/<slug:area>/brand/<slug:key>.css", area_brand.style, name="brand-style"),
    path("areas/<slug:area>/brand/<slug:key>.png", area_brand.logo, name="brand-logo"),
    path("areas/<slug:area>/people/<int:pk>/", people.person, name="person"),
    path("areas/<slug:area>/plan-imports/", plan_imports.imports, name="plan-imports"),
    *(
        path(f"areas/<slug:area>/plan-imports/<int:pk>/{end}", view, name=f"plan-import{name}")
        for end, view, name in (
            ("", plan_imports.one_import, ""),
            ("tables/", plan_imports.tables, "-tables"),
            ("plan/", plan_imports.tree, "-plan"),
            ("plan/<int:entry>/", plan_imports.entry, "-entry"),
            ("guesses/", plan_imports.guesses, "-guesses"),
            ("confirm/", plan_imports.confirm, "-confirm"),
            ("undo/", plan_imports.undo, "-undo"),
            ("drop/", plan_imports.drop, "-drop"),
            ("file/", plan_imports.file, "-file"),
        )
    ),
    path("areas/<slug:area>/people/<int:pk>/end/", people.end_access, name="end-access"),
    path("plans/<slug:slug>/", plan.overview, name="overview"),
    *(
        path(
            f"plans/<slug:slug>/overview/{listed.replace('_', '-')}/",
            plan.overview_list,
            {"listed": listed},
            name=f"overview-{listed.replace('_', '-')}",
        )
        for listed in OverviewList
    ),
    path("plans/<slug:slug>/search/", search.search, name="search"),
    path("plans/<slug:slug>/about/", plan.about, name="about"),
    path("plans/<slug:slug>/glossary/", plan.glossary, name="glossary"),
    path("plans/<slug:slug>/history/", plan.history, name="history"),
    path("plans/<slug:slug>/start-another/", kinds.start_plan, name="start-plan"),
    path("plans/<slug:slug>/key-dates/", kinds.key_dates, name="key-dates"),
    path("plans/<slug:slug>/statuses/", kinds.status_key, name="status-key"),
    path("plans/<slug:slug>/audit/", audit_log.plan_log, name="audit-log"),
    path("plans/<slug:slug>/audit.csv", audit_log.plan_log_csv, name="audit-log-csv"),
    path("areas/<slug:slug>/audit/", audit_log.area_log, name="area-audit-log"),
    path("areas/<slug:slug>/audit.csv", audit_log.area_log_csv, name="area-audit-log-csv"),
    *editor_urls,
    path("plans/<slug:slug>/chat/", outward.chat, name="chat"),
    path("plans/<slug:slug>/chat/remove/", outward.remove_chat, name="chat-remove"),
    path("plans/<slug:slug>/review/", verdicts.review, name="review"),
    path(
        "plans/<slug:slug>/review/<int:pk>/return/", verdicts.return_to_lead, name="return-update"
    ),
    path("plans/<slug:slug>/actions/", actions.grid, name="actions"),
    path("plans/<slug:slug>/actions.<sheet:form>", actions.grid_file, name="actions-file"),
    path("plans/<slug:slug>/actions/<str:ref>/", actions.action, name="action"),
    path("plans/<slug:slug>/actions/<str:ref>/update/", updates.update, name="update"),
    path("plans/<slug:slug>/actions/<str:ref>/update/draft/", drafts.draft, name="draft"),
    path(
        "plans/<slug:slug>/actions/<str:ref>/update/<int:pk>/take-back/",
        taking_back.take_back,
        name="take-back",
    ),
    path("plans/<slug:slug>/actions/<str:ref>/no-change/", updates.no_change, name="no-change"),
    path(
        "plans/<slug:slug>/actions/<str:ref>/short-title/",
        short_title.short_title,
        name="short-title",
    ),
    path("plans/<slug:slug>/actions/<str:ref>/history/", actions.history, name="action-history"),
    path("plans/<slug:slug>/actions/<str:ref>/notes/", notes.notes, name="notes"),
    path("plans/<slug:slug>/actions/<str:ref>/notes/read/", notes.read_notes, name="notes-read"),
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
    path("plans/<slug:slug>/plan.<workbook:form>", plan_sheets.plan_file, name="plan-file"),
    path("plans/<slug:slug>/plan/edit/", plan_sheets.edit_plan, name="edit-plan"),
    path("plans/<slug:slug>/updates/file/", update_file.update_file, name="update-file"),
    path(
        "plans/<slug:slug>/updates/file/fill-in.xlsx",
        update_file.fill_in,
        name="update-file-download",
    ),
    path("plans/<slug:slug>/round/", rounds.round_page, name="round"),
    path("plans/<slug:slug>/round/chase/", rounds.chase_posts, name="chase"),
    path("plans/<slug:slug>/periods/", periods.periods, name="periods"),
    path(
        "plans/<slug:slug>/periods/publish-within/", periods.publish_within, name="publish-within"
    ),
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
    path(
        "plans/<slug:slug>/actions/<str:ref>/dates/<int:pk>/read/",
        dates.read,
        name="decision-read",
    ),
]
