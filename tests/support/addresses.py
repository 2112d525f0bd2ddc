"""Every address, how it is asked, and what it answers to each role: the permission table."""

from __future__ import annotations

from typing import NamedTuple

from tests.support.addresses_of_editor import OF_THE_EDITOR

ROLES = (
    "lead",
    "nhs-lead",
    "accountable",
    "manager",
    "board",
    "publisher",
    "viewer",
    "stranger",
    "",
)


class Access(NamedTuple):
    """An address, how it is asked, and the answer to each of ROLES in turn."""

    name: str
    method: str
    args: tuple[str, ...]
    answers: tuple[int, ...]


WORK = ("step", "wait", "resource")
PLAN = "sheffield-2019"
OWN, SHARED, OTHERS = "6.1.2", "2.4.1", "5.1.5"  # SCC-HoS; SCC-HoS and CCG-CCM; CCG-CCM
OWNED = "eet-16-to-18"  # an indicator of SCC-HoS
#            lead nhs  acc  man  brd  pub  view str  out
READ =      (200, 200, 200, 200, 200, 200, 200, 404, 302)  # fmt: skip
CHANGE_1 =  (200, 403, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
CHANGE_2 =  (200, 200, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
CHANGE_3 =  (403, 200, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
SENT_1 =    (302, 403, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
SENT_2 =    (302, 302, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
SENT_3 =    (403, 302, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
LIST =      (200, 200, 404, 404, 404, 404, 404, 404, 302)  # fmt: skip
SENT_LIST = (302, 302, 404, 404, 404, 404, 404, 404, 302)  # fmt: skip
ASK =       (403, 403, 302, 302, 403, 302, 403, 404, 302)  # fmt: skip
SHOW_3 =    (403, 200, 200, 200, 403, 403, 403, 404, 302)  # fmt: skip
JUDGE_6 =   (403, 403, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
JUDGE_5 =   (403, 403, 200, 200, 403, 403, 403, 404, 302)  # fmt: skip
MANAGE =    (403, 403, 403, 200, 403, 403, 403, 404, 302)  # fmt: skip
MANAGED =   (403, 403, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
SELF =      (200, 200, 200, 200, 200, 200, 200, 200, 302)  # fmt: skip
SENT_SELF = (302, 302, 302, 302, 302, 302, 302, 302, 302)  # fmt: skip
MINE =      (302, 404, 404, 404, 404, 404, 404, 404, 302)  # fmt: skip
WAY_IN =    (200, 403, 403, 403, 403, 403, 403, 403, 200)  # fmt: skip
PROGRAMME = (403, 403, 403, 200, 403, 200, 403, 404, 302)  # fmt: skip
READ_IN =   (403, 403, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
DRAFTS =    (404, 404, 200, 200, 404, 404, 404, 404, 302)  # fmt: skip
DRAFT_DONE =(404, 404, 403, 302, 404, 404, 404, 404, 302)  # fmt: skip
NO_DRAFT =  (404, 404, 403, 403, 404, 404, 404, 404, 302)  # fmt: skip
TAKEN_ALONG=(403, 403, 403, 200, 403, 200, 403, 404, 302)  # fmt: skip
TAKE_ALONG =(403, 403, 403, 302, 403, 302, 403, 404, 302)  # fmt: skip
MOVED_ON =  (302, 302, 302, 302, 302, 302, 302, 404, 302)  # fmt: skip
ASK_BOARD = (403, 403, 403, 403, 200, 403, 403, 404, 302)  # fmt: skip
LOST_ASK =  (403, 403, 403, 403, 404, 403, 403, 404, 302)  # fmt: skip
ASKER =     (403, 403, 403, 403, 302, 403, 403, 404, 302)  # fmt: skip
ASKED =     (302, 403, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
NOBODYS =   (403, 403, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
ANYBODY =   (200, 200, 200, 200, 200, 200, 200, 200, 200)  # fmt: skip
PUBLISH =   (403, 403, 403, 403, 403, 200, 403, 404, 302)  # fmt: skip
SEE_DRAFT = (403, 200, 200, 403, 403, 200, 403, 404, 302)  # fmt: skip
NO_PDF =    (403, 404, 404, 403, 403, 404, 403, 404, 302)  # fmt: skip
UNPUBLISHED=(403, 404, 404, 403, 403, 404, 403, 404, 302)  # fmt: skip
SIGN_C =    (403, 403, 200, 403, 403, 403, 403, 404, 302)  # fmt: skip
SIGN_N =    (403, 200, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
FOLLOWED =  (403, 302, 302, 403, 403, 302, 403, 404, 302)  # fmt: skip
INVITED =   (403, 403, 403, 403, 403, 403, 403, 403, 200)  # fmt: skip
ENDED =     (410, 410, 410, 410, 410, 410, 410, 410, 410)  # fmt: skip
NOWHERE =   (404, 404, 404, 404, 404, 404, 404, 404, 404)  # fmt: skip
OWN_POST =  (200, 403, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
SENT_POST = (302, 403, 403, 403, 403, 403, 403, 404, 302)  # fmt: skip
READ_3 =    (403, 302, 302, 302, 403, 403, 403, 404, 302)  # fmt: skip
FILL_IN =   (200, 200, 403, 302, 403, 403, 403, 404, 302)  # fmt: skip
NO_TOKEN =  (401, 401, 401, 401, 401, 401, 401, 401, 401)  # fmt: skip
SENDER =    (404, 404, 404, 200, 404, 404, 404, 404, 302)  # fmt: skip

# What a site administrator is answered, who is in no plan: to all else what a stranger is.
OF_THE_SITE = {
    ("statistics", "get"): 200,
    ("statistics-compare", "get"): 200,
    ("statistics-areas", "get"): 200,
    ("statistics-chart", "get"): 200,
    ("statistics-read", "get"): 200,
    ("statistics-read", "post"): 200,
    ("statistics-preview", "get"): 200,
    ("statistics-preview", "post"): 200,
}

TABLE = (
    Access("home", "get", (), ANYBODY),
    Access("portfolio", "get", (), SELF),
    Access("portfolio-file", "get", ("csv",), SELF),
    Access("statuses", "get", (), ANYBODY),
    Access("guide", "get", (), ANYBODY),
    Access("guide-page", "get", ("lead",), ANYBODY),
    Access("guide-picture", "get", ("status-meanings.png",), ANYBODY),
    Access("methods", "get", (), ANYBODY),
    Access("healthz", "get", (), ANYBODY),
    Access("favicon", "get", (), ANYBODY),
    Access("my-updates", "get", (), LIST),
    Access("my-reminders", "get", (), SELF),
    Access("my-reminders", "post", (), SENT_SELF),
    Access("end-link", "post", ("LINK",), MINE),
    Access("my-calendar", "get", (), SELF),
    Access("my-calendar", "post", (), SELF),  # its address is shown once
    Access("end-calendar", "post", (), MINE),
    Access("calendar", "get", ("CALENDAR",), ANYBODY),  # who has the address reads it
    Access("feed", "get", (), ANYBODY),
    Access("feed-openapi", "get", (), ANYBODY),
    Access("feed-table", "get", ("statuses", "json"), NO_TOKEN),  # whoever is signed in
    Access("feed-table", "get", ("figures", "csv"), NO_TOKEN),
    Access("feed-nowhere", "get", ("figures.xml",), NOWHERE),
    Access("feed-tokens", "get", ("AREA",), MANAGE),
    Access("feed-tokens", "post", ("AREA",), MANAGE),  # shown again: it lacks fields
    Access("feed-token-revoke", "get", ("AREA", "FEED_TOKEN"), MANAGE),
    Access("feed-token-revoke", "post", ("AREA", "FEED_TOKEN"), MANAGED),
    Access("signed-link", "get", ("TOKEN",), WAY_IN),
    Access("signed-link", "post", ("TOKEN",), WAY_IN),  # shown again: it lacks fields
    Access("invitation", "get", ("INVITED",), INVITED),
    Access("invitation", "get", ("ENDED",), ENDED),
    Access("invitation", "post", ("ENDED",), ENDED),
    Access("plan-template", "get", ("AREA", "docx"), READ),
    Access("people", "get", ("AREA",), MANAGE),
    Access("people-invite", "get", ("AREA",), MANAGE),
    Access("people-invite", "post", ("AREA",), MANAGE),  # shown again: it lacks fields
    Access("people-file", "get", ("AREA",), MANAGE),
    Access("people-file", "post", ("AREA",), MANAGE),  # shown again: no file
    Access("people-export", "get", ("AREA",), MANAGE),
    Access("plan-imports", "get", ("AREA",), MANAGE),
    Access("plan-imports", "post", ("AREA",), MANAGE),  # shown again: no file
    Access("plan-import", "get", ("AREA", "IMPORT"), MANAGED),  # on to step 1
    Access("plan-import-tables", "get", ("AREA", "IMPORT"), MANAGE),
    Access("plan-import-tables", "post", ("AREA", "IMPORT"), MANAGED),
    Access("plan-import-plan", "get", ("AREA", "IMPORT"), MANAGE),
    Access("plan-import-entry", "get", ("AREA", "IMPORT", "IMPORT_ENTRY"), MANAGE),
    Access("plan-import-entry", "post", ("AREA", "IMPORT", "IMPORT_ENTRY"), MANAGE),  # no fields
    Access("plan-import-guesses", "get", ("AREA", "IMPORT"), MANAGE),
    Access("plan-import-guesses", "post", ("AREA", "IMPORT"), MANAGED),
    Access("plan-import-confirm", "get", ("AREA", "IMPORT"), MANAGE),
    Access("plan-import-confirm", "post", ("AREA", "IMPORT"), MANAGE),  # a guess is open
    Access("plan-import-undo", "post", ("AREA", "IMPORT"), MANAGED),  # it is not loaded
    Access("plan-import-drop", "post", ("AREA", "IMPORT"), MANAGED),
    Access("plan-import-file", "get", ("AREA", "IMPORT"), MANAGE),
    Access("access-review", "get", ("AREA",), MANAGE),
    Access("access-review", "post", ("AREA",), MANAGE),  # shown again: nobody is selected
    Access("invitation-again", "post", ("AREA", "INVITATION"), MANAGED),
    Access("invitation-withdraw", "post", ("AREA", "INVITATION"), MANAGED),
    Access("posts", "get", ("AREA",), MANAGE),
    Access("post-add", "get", ("AREA",), MANAGE),
    Access("post-add", "post", ("AREA",), MANAGE),  # shown again: it lacks fields
    Access("hand-over", "get", ("AREA", "SCC-HoS"), MANAGE),
    Access("hand-over", "post", ("AREA", "SCC-HoS"), MANAGE),  # shown again: it lacks fields
    Access("deputy", "get", ("AREA", "SCC-HoS"), MANAGE),
    Access("deputy", "post", ("AREA", "SCC-HoS"), MANAGE),  # shown again: it lacks fields
    Access("deputy-end", "post", ("AREA", "DEPUTY"), MANAGED),
    Access("organisations", "get", ("AREA",), MANAGE),
    Access("organisation-add", "get", ("AREA",), MANAGE),
    Access("organisation-add", "post", ("AREA",), MANAGE),  # shown again: it lacks fields
    Access("organisation-change", "get", ("AREA", "ORGANISATION"), MANAGE),
    Access("organisation-change", "post", ("AREA", "ORGANISATION"), MANAGE),  # shown again
    Access("organisation-change-withdraw", "post", ("AREA", "CHANGE"), MANAGED),
    Access("brand", "get", ("AREA",), MANAGE),
    Access("brand", "post", ("AREA",), MANAGE),  # shown again: it lacks a name
    Access("brand-remove", "get", ("AREA",), MANAGE),
    Access("brand-remove", "post", ("AREA",), MANAGED),
    Access("word-templates", "get", ("AREA",), MANAGE),
    Access("word-templates", "post", ("AREA",), MANAGE),  # shown again: it lacks a file
    Access("word-template-own", "get", ("AREA",), MANAGE),
    Access("word-template-found", "get", ("AREA", "WORD_TEMPLATE"), MANAGE),
    Access("word-template-found", "post", ("AREA", "WORD_TEMPLATE"), MANAGED),
    Access("word-template-preview", "get", ("AREA", "WORD_TEMPLATE"), MANAGE),
    Access("word-template-file", "get", ("AREA", "WORD_TEMPLATE"), MANAGE),
    Access("word-template-remove", "get", ("AREA",), MANAGE),
    Access("word-template-remove", "post", ("AREA",), MANAGED),
    Access("brand-style", "get", ("AREA", "BRAND"), READ),
    Access("brand-logo", "get", ("AREA", "BRAND"), READ),
    Access("person", "get", ("AREA", "VIEWER"), MANAGE),
    Access("person", "post", ("AREA", "VIEWER"), MANAGED),
    Access("end-access", "get", ("AREA", "VIEWER"), MANAGE),
    Access("end-access", "post", ("AREA", "VIEWER"), MANAGED),
    Access("overview", "get", (PLAN,), READ),
    Access("key-dates", "get", (PLAN,), READ),
    Access("key-dates", "post", (PLAN,), MANAGE),
    Access("start-plan", "get", (PLAN,), MANAGE),
    Access("start-plan", "post", (PLAN,), MANAGE),
    Access("status-key", "get", (PLAN,), READ),
    Access("status-key", "post", (PLAN,), MANAGE),
    Access("overview-late", "get", (PLAN,), READ),
    Access("overview-fallen", "get", (PLAN,), READ),
    Access("overview-due-next", "get", (PLAN,), READ),
    Access("overview-risks", "get", (PLAN,), READ),
    Access("overview-responses", "get", (PLAN,), READ),
    Access("search", "get", (PLAN,), READ),
    Access("plan-file", "get", (PLAN, "ods"), READ),
    Access("edit-plan", "get", (PLAN,), MANAGE),
    Access("edit-plan", "post", (PLAN,), MANAGE),  # shown again: no file
    Access("update-file", "get", (PLAN,), CHANGE_2),
    Access("update-file", "post", (PLAN,), CHANGE_2),  # shown again: no file
    Access("update-file-download", "get", (PLAN,), FILL_IN),
    Access("about", "get", (PLAN,), READ),
    Access("glossary", "get", (PLAN,), READ),
    Access("history", "get", (PLAN,), READ),
    Access("action-work", "get", (PLAN, OWN), CHANGE_1),
    *(Access(f"work-add-{kind}", "get", (PLAN, OWN), CHANGE_1) for kind in WORK),
    *(Access(f"work-add-{kind}", "post", (PLAN, OWN), CHANGE_1) for kind in WORK),
    *(Access(f"work-remove-{kind}", "post", (PLAN, OWN, f"WORK_{kind}"), SENT_1) for kind in WORK),
    Access("work-mark", "post", (PLAN, OWN, "WORK_step"), SENT_1),
    Access("plan-changes", "get", (PLAN,), READ),
    Access("plan-differences", "get", (PLAN,), READ),
    *(Access(name, method, (PLAN, *key), MANAGE) for name, method, key in OF_THE_EDITOR),
    Access("audit-log", "get", (PLAN,), MANAGE),
    Access("audit-log-csv", "get", (PLAN,), MANAGE),
    Access("area-audit-log", "get", ("LOCAL_AREA",), MANAGE),  # of all its plans
    Access("area-audit-log-csv", "get", ("LOCAL_AREA",), MANAGE),
    Access("actions", "get", (PLAN,), READ),
    Access("actions-file", "get", (PLAN, "csv"), READ),
    Access("action", "get", (PLAN, OWN), READ),
    Access("action", "get", (PLAN, OTHERS), READ),
    Access("action-history", "get", (PLAN, OWN), READ),
    Access("short-title", "get", (PLAN, OWN), MANAGE),
    Access("short-title", "post", (PLAN, OWN), MANAGED),  # without one, its first clause is used
    Access("update", "get", (PLAN, OWN), CHANGE_1),
    Access("update", "get", (PLAN, SHARED), CHANGE_2),
    Access("update", "get", (PLAN, OTHERS), CHANGE_3),
    Access("update", "post", (PLAN, OWN), SENT_1),
    Access("update", "post", (PLAN, SHARED), SENT_2),
    Access("update", "post", (PLAN, OTHERS), SENT_3),
    Access("no-change-to-many", "get", (), LIST),
    Access("no-change-to-many", "post", (), SENT_LIST),
    Access("draft", "get", (PLAN, OWN), SENT_1),
    Access("draft", "post", (PLAN, OWN), SENT_1),
    Access("draft", "post", (PLAN, SHARED), SENT_2),
    Access("draft", "post", (PLAN, OTHERS), SENT_3),
    Access("no-change", "post", (PLAN, OWN), SENT_1),
    Access("no-change", "post", (PLAN, SHARED), SENT_2),
    Access("no-change", "post", (PLAN, OTHERS), SENT_3),
    Access("take-back", "get", (PLAN, "5.1.6", "UPDATE_OF_LEAD"), OWN_POST),
    Access("take-back", "post", (PLAN, "5.1.6", "UPDATE_OF_LEAD"), SENT_POST),
    Access("notes", "get", (PLAN, OWN), CHANGE_1),
    Access("notes", "get", (PLAN, OTHERS), SHOW_3),
    Access("notes", "post", (PLAN, OWN), CHANGE_1),  # shown again: it lacks a text
    Access("notes", "post", (PLAN, OTHERS), SHOW_3),
    Access("notes-read", "post", (PLAN, OWN), SENT_1),
    Access("notes-read", "post", (PLAN, OTHERS), READ_3),
    Access("evidence-add", "get", (PLAN, OWN), CHANGE_1),
    Access("evidence-add", "get", (PLAN, SHARED), CHANGE_2),
    Access("evidence-add", "get", (PLAN, OTHERS), SHOW_3),
    Access("evidence-add", "post", (PLAN, OWN), CHANGE_1),  # shown again: it lacks fields
    Access("evidence-add", "post", (PLAN, OTHERS), SHOW_3),
    Access("evidence-file", "get", (PLAN, OWN, "EVIDENCE"), READ),
    Access("evidence-withdraw", "get", (PLAN, OWN, "EVIDENCE"), CHANGE_1),
    Access("evidence-withdraw", "post", (PLAN, OWN, "EVIDENCE"), SENT_1),
    Access("measure-judge", "get", (PLAN, OWN, "MEASURE_6"), JUDGE_6),
    Access("measure-judge", "get", (PLAN, OTHERS, "MEASURE_5"), JUDGE_5),
    Access("measure-judge", "post", (PLAN, OWN, "MEASURE_6"), JUDGE_6),
    Access("measure-judge", "post", (PLAN, OTHERS, "MEASURE_5"), JUDGE_5),
    Access("slippage", "get", (PLAN,), READ),
    Access("dates", "get", (PLAN, OWN), READ),
    Access("dates", "post", (PLAN, OWN), CHANGE_1),  # shown again: it lacks fields
    Access("dates", "post", (PLAN, SHARED), CHANGE_2),
    Access("dates", "post", (PLAN, OTHERS), CHANGE_3),
    Access("decide-date", "get", (PLAN, "4.2.2", "DATE_4"), JUDGE_6),
    Access("decide-date", "get", (PLAN, "5.1.6", "DATE_5"), JUDGE_5),
    Access("decide-date", "post", (PLAN, "4.2.2", "DATE_4"), JUDGE_6),
    Access("decide-date", "post", (PLAN, "5.1.6", "DATE_5"), JUDGE_5),
    Access("decision-read", "post", (PLAN, "5.1.6", "DATE_5"), ASKED),
    Access("review", "get", (PLAN,), JUDGE_5),
    Access("review", "post", (PLAN,), JUDGE_5),  # shown again: nothing is ticked
    Access("return-update", "get", (PLAN, "UPDATE_5"), JUDGE_5),
    Access("return-update", "get", (PLAN, "UPDATE_7"), JUDGE_6),
    Access("return-update", "post", (PLAN, "UPDATE_5"), JUDGE_5),  # shown again: it lacks words
    Access("return-update", "post", (PLAN, "UPDATE_7"), JUDGE_6),
    Access("round", "get", (PLAN,), MANAGE),
    Access("chase", "post", (PLAN,), MANAGED),
    Access("periods", "get", (PLAN,), MANAGE),
    Access("periods", "post", (PLAN,), MANAGE),  # shown again: it lacks fields
    Access("publish-within", "get", (PLAN,), MANAGE),
    Access("publish-within", "post", (PLAN,), MANAGE),  # shown again: it lacks fields
    Access("chat", "get", (PLAN,), MANAGE),
    Access("chat", "post", (PLAN,), MANAGE),  # shown again: it lacks fields
    Access("chat-remove", "post", (PLAN,), MANAGED),
    Access("period-extend", "get", (PLAN, "2019-10"), MANAGE),
    Access("period-extend", "post", (PLAN, "2019-10"), MANAGE),
    Access("period-close", "get", (PLAN, "2019-10"), MANAGE),
    Access("period-close", "post", (PLAN, "2019-10"), MANAGED),
    Access("period-reopen", "get", (PLAN, "2019-07"), MANAGE),
    Access("period-reopen", "post", (PLAN, "2019-07"), MANAGE),
    Access("indicators", "get", (PLAN,), READ),
    Access("indicator", "get", (PLAN, "ehc-plans-in-20-weeks"), READ),
    Access("indicator-figures", "get", (PLAN, "ehc-plans-in-20-weeks"), READ),
    Access("indicator-chart", "get", (PLAN, "ehc-plans-in-20-weeks", "trend", "svg"), READ),
    Access("indicator-chart", "get", (PLAN, "ehc-plans-in-20-weeks", "trend", "png"), READ),
    Access("figures-hidden", "get", (PLAN,), CHANGE_2),
    Access("figures-enter", "get", (PLAN,), CHANGE_2),
    Access("figures-enter", "post", (PLAN,), CHANGE_2),  # shown again: no figure was typed
    Access("figures-paste", "get", (PLAN,), CHANGE_2),
    Access("figures-paste", "post", (PLAN,), CHANGE_2),  # shown again: nothing was pasted
    Access("figures-import", "get", (PLAN,), CHANGE_2),
    Access("figures-import", "post", (PLAN,), CHANGE_2),  # shown again: no file was chosen
    Access("figures-preview", "get", (PLAN, "PREVIEW"), SENDER),
    Access("figures-preview", "post", (PLAN, "PREVIEW"), SENDER),  # it is dealt with
    Access("figures-faults", "get", (PLAN, "PREVIEW"), SENDER),
    Access("figures-export", "get", (PLAN, "csv"), READ),
    Access("figure-enter", "get", (PLAN, OWNED), CHANGE_1),
    Access("figure-enter", "post", (PLAN, OWNED), CHANGE_1),  # shown again: it lacks fields
    Access("figure-enter", "get", (PLAN, "ehc-plans-in-20-weeks"), MANAGE),
    Access("series-start", "get", (PLAN, OWNED), CHANGE_1),
    Access("series-start", "post", (PLAN, OWNED), CHANGE_1),
    Access("series-sums", "get", (PLAN, OWNED), CHANGE_1),
    Access("series-sums", "post", (PLAN, OWNED), SENT_1),
    Access("figure-correct", "get", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Access("figure-correct", "post", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Access("figure-withdraw", "get", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Access("figure-withdraw", "post", (PLAN, OWNED, "FIGURE"), CHANGE_1),
    Access("indicator-add", "get", (PLAN,), MANAGE),
    Access("indicator-add", "post", (PLAN,), MANAGE),  # shown again: it lacks fields
    Access("indicator-setup", "get", (PLAN, OWNED), MANAGE),
    Access("indicator-change", "get", (PLAN, OWNED), MANAGE),
    Access("indicator-change", "post", (PLAN, OWNED), MANAGE),  # shown again: it lacks fields
    Access("indicator-headline", "get", (PLAN, OWNED), MANAGE),
    Access("indicator-headline", "post", (PLAN, OWNED), MANAGE),  # shown again: no series
    Access("indicator-links", "get", (PLAN, OWNED), MANAGE),
    Access("indicator-links", "post", (PLAN, OWNED), MANAGED),
    Access("indicator-comment", "get", (PLAN, OWNED), CHANGE_1),
    Access("indicator-comment", "post", (PLAN, OWNED), CHANGE_1),  # shown again: no words
    Access("indicator-end", "get", (PLAN, OWNED), MANAGE),
    Access("indicator-end", "post", (PLAN, OWNED), MANAGE),  # shown again: it lacks fields
    Access("series-change", "get", (PLAN, OWNED, "SERIES"), MANAGE),
    Access("series-change", "post", (PLAN, OWNED, "SERIES"), MANAGE),  # shown again: no name
    Access("series-end", "get", (PLAN, OWNED, "SERIES"), MANAGE),
    Access("series-end", "post", (PLAN, OWNED, "SERIES"), MANAGE),  # shown again: it lacks fields
    Access("series-break", "get", (PLAN, OWNED, "SERIES"), MANAGE),
    Access("series-break", "post", (PLAN, OWNED, "SERIES"), MANAGE),  # shown again
    Access("series-break-remove", "post", (PLAN, OWNED, "SERIES", "BREAK"), MANAGED),
    Access("target-add", "get", (PLAN, OWNED), MANAGE),
    Access("target-add", "post", (PLAN, OWNED), MANAGE),  # shown again: it lacks fields
    Access("target-change", "get", (PLAN, OWNED, "TARGET"), MANAGE),
    Access("target-change", "post", (PLAN, OWNED, "TARGET"), MANAGE),  # shown again
    Access("target-remove", "post", (PLAN, OWNED, "TARGET"), MANAGED),
    Access("questions", "get", (PLAN,), READ),
    Access("answer-question", "get", (PLAN, "QUESTION_5"), JUDGE_5),
    Access("answer-question", "post", (PLAN, "QUESTION_5"), JUDGE_5),  # shown again: no words
    Access("answer-question", "get", (PLAN, "QUESTION_6"), JUDGE_6),
    Access("answer-question", "post", (PLAN, "QUESTION_6"), JUDGE_6),
    Access("mapping", "get", (PLAN, "ehc-plans-in-20-weeks"), MANAGE),
    Access("mapping", "post", (PLAN, "ehc-plans-in-20-weeks"), MANAGE),  # nothing is chosen
    Access("unmap", "post", (PLAN, "ehc-plans-in-20-weeks", "OFFICIAL"), MANAGED),
    Access("statistics", "get", (), READ),
    Access("statistics-compare", "get", ("PUBLISHED",), READ),
    Access("statistics-areas", "get", ("PUBLISHED",), READ),
    Access("statistics-chart", "get", ("PUBLISHED", "svg"), READ),
    Access("statistics-chart", "get", ("PUBLISHED", "png"), READ),
    Access("statistics-read", "get", (), READ_IN),
    Access("statistics-read", "post", (), READ_IN),  # shown again: no file
    Access("statistics-preview", "get", ("RELEASE",), READ_IN),
    Access("statistics-preview", "post", ("RELEASE",), READ_IN),  # let go already
    Access("accessibility", "get", (), ANYBODY),
    Access("privacy", "get", (), ANYBODY),
    Access("published-plans", "get", (), ANYBODY),
    Access("published-plan", "get", (PLAN,), ANYBODY),
    Access("published-feed", "get", (PLAN,), ANYBODY),
    Access("published-brand-style", "get", (PLAN, "BRAND"), ANYBODY),
    Access("published-brand-logo", "get", (PLAN, "BRAND"), ANYBODY),
    Access("published-action", "get", (PLAN, "1.1.1"), ANYBODY),
    Access("published-file", "get", (PLAN, "2019-10/"), ANYBODY),
    Access("ask-in-public", "get", (PLAN,), ANYBODY),
    Access("ask-in-public", "post", (PLAN,), ANYBODY),  # shown again: it lacks fields
    Access("ask-in-public-sent", "get", (PLAN,), ANYBODY),
    Access("follow", "get", (PLAN,), ANYBODY),
    Access("follow", "post", (PLAN,), ANYBODY),  # shown again: it lacks fields
    Access("follow-sent", "get", (PLAN,), ANYBODY),
    Access("follow-confirm", "get", (PLAN, "FOLLOWER"), ANYBODY),
    Access("follow-confirm", "post", (PLAN, "FOLLOWER"), ANYBODY),
    Access("unfollow", "get", (PLAN, "FOLLOWER"), ANYBODY),
    Access("unfollow", "post", (PLAN, "FOLLOWER"), ANYBODY),
    Access("public-questions", "get", (PLAN,), MANAGE),
    Access("public-questions", "post", (PLAN,), MANAGE),  # shown again: nothing is selected
    Access("restore-public-question", "post", (PLAN, "PUBLIC_QUESTION"), MANAGED),  # not dismissed
    Access("answer-public-question", "get", (PLAN, "PUBLIC_QUESTION"), MANAGE),
    Access("answer-public-question", "post", (PLAN, "PUBLIC_QUESTION"), MANAGE),  # no words
    Access("governance", "get", (PLAN,), READ),
    Access("reports", "get", (PLAN,), READ),
    Access("report-page", "get", (PLAN, "2019-10"), READ),
    Access("commentary", "get", (PLAN, "2019-07"), READ),
    Access("commentary-area", "get", (PLAN, "2019-07", "5"), READ),
    Access("commentary-area", "post", (PLAN, "2019-07", "5"), JUDGE_5),  # shown again: no words
    Access("commentary-area", "post", (PLAN, "2019-07", "6"), JUDGE_6),
    Access("easy-read", "get", (PLAN, "2019-07", "5"), READ),
    Access("easy-read", "post", (PLAN, "2019-07", "5"), JUDGE_5),  # shown again: no lines
    Access("easy-read", "post", (PLAN, "2019-07", "6"), JUDGE_6),
    Access("commentary-programme", "get", (PLAN, "2019-07"), READ),
    Access("commentary-programme", "post", (PLAN, "2019-07"), PROGRAMME),  # shown again: no words
    Access("report-pdf", "post", (PLAN, "2019-10"), ASK),
    Access("report-progress", "get", (PLAN, "2019-10", "REPORT"), READ),
    Access("report-file", "get", (PLAN, "2019-10", "REPORT"), READ),
    Access("report-again", "post", (PLAN, "2019-10", "FAILED"), ASK),
    Access("highlights", "get", (PLAN,), READ),
    Access("highlights", "post", (PLAN,), MANAGE),  # shown again: it lacks fields
    Access("highlight", "get", (PLAN, "HIGHLIGHT"), READ),
    Access("highlight", "get", (PLAN, "BOARD_DRAFT"), DRAFTS),
    Access("highlight-progress", "get", (PLAN, "HIGHLIGHT"), MOVED_ON),  # no htmx: to the report
    Access("highlight-file", "get", (PLAN, "HIGHLIGHT", "pdf"), READ),
    Access("highlight-ask", "get", (PLAN, "HIGHLIGHT"), LOST_ASK),  # of no line
    Access("highlight-ask", "post", (PLAN, "HIGHLIGHT"), ASK_BOARD),  # shown again: no words
    Access("highlight-ask", "post", (PLAN, "BOARD_DRAFT"), NO_DRAFT),
    Access("highlight-remark", "get", (PLAN, "BOARD_DRAFT", "top"), DRAFTS),
    Access("highlight-remark", "get", (PLAN, "HIGHLIGHT", "top"), JUDGE_5),
    Access("highlight-remark", "post", (PLAN, "HIGHLIGHT", "top"), JUDGE_5),  # it is issued
    Access("highlight-answer", "get", (PLAN, "HIGHLIGHT", "BOARD_QUESTION"), JUDGE_5),
    Access("highlight-answer", "post", (PLAN, "HIGHLIGHT", "BOARD_QUESTION"), JUDGE_5),  # no words
    Access("highlight-answer-read", "post", (PLAN, "HIGHLIGHT", "BOARD_QUESTION"), ASKER),
    Access("highlight-do", "post", (PLAN, "HIGHLIGHT", "again"), MANAGED),
    Access("highlight-do", "post", (PLAN, "HIGHLIGHT", "issue"), MANAGE),  # it is issued
    Access("highlight-do", "post", (PLAN, "BOARD_DRAFT", "refresh"), DRAFT_DONE),
    Access("highlight-word", "get", (PLAN, "HIGHLIGHT"), TAKEN_ALONG),
    Access("highlight-word", "post", (PLAN, "HIGHLIGHT"), TAKE_ALONG),
    Access("highlight-word-file", "get", (PLAN, "HIGHLIGHT", "BOARD_PAPER"), TAKEN_ALONG),
    Access("publications", "get", (PLAN,), READ),
    Access("publications", "post", (PLAN,), PUBLISH),  # shown again: it is prepared already
    Access("publication", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Access("publication", "post", (PLAN, "DRAFT"), PUBLISH),  # shown again: it lacks its words
    Access("publication-progress", "get", (PLAN, "DRAFT"), FOLLOWED),
    Access("publication-draft", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Access("publication-take-down", "get", (PLAN, "DRAFT", "1"), UNPUBLISHED),
    Access("publication-take-down", "post", (PLAN, "DRAFT", "1"), UNPUBLISHED),
    Access("publication-document", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Access("committee-paper", "get", (PLAN, "DRAFT"), TAKEN_ALONG),
    Access("committee-paper", "post", (PLAN, "DRAFT"), TAKE_ALONG),
    Access("committee-paper-file", "get", (PLAN, "DRAFT", "COMMITTEE_PAPER"), TAKEN_ALONG),
    Access("publication-preview", "get", (PLAN, "DRAFT"), SEE_DRAFT),
    Access("publication-preview-file", "get", (PLAN, "DRAFT", "style.css"), SEE_DRAFT),
    Access("publication-preview-progress", "get", (PLAN, "DRAFT"), FOLLOWED),
    Access("publication-preview-pdf", "get", (PLAN, "DRAFT"), NO_PDF),  # none was asked for
    Access("publication-preview-pdf", "post", (PLAN, "DRAFT"), FOLLOWED),
    Access("publication-sign", "post", (PLAN, "DRAFT", "council"), SIGN_C),  # no warning is read
    Access("publication-sign", "post", (PLAN, "DRAFT", "nhs"), SIGN_N),
)
