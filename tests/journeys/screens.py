"""Every screen that somebody can open by its address, by the role that uses it."""

from __future__ import annotations

from dataclasses import dataclass

PLAN = "/plans/sheffield-2019/"
PEOPLE = "/areas/sheffield/people/"


@dataclass(frozen=True)
class Screen:
    """A screen, what to call its picture, and who looks at it."""

    name: str
    path: str
    who: str

    def __str__(self) -> str:
        return self.name


SCREENS = (
    Screen("home-signed-out", "/", "nobody"),
    Screen("statuses", "/statuses/", "nobody"),
    Screen("published", "/published/", "nobody"),
    Screen("accessibility", "/accessibility/", "nobody"),
    Screen("privacy", "/privacy/", "nobody"),
    Screen("sign-in", "/accounts/login/", "nobody"),
    Screen("sign-in-by-code", "/accounts/login/code/", "nobody"),
    Screen("sign-up-closed", "/accounts/signup/", "nobody"),
    Screen("password-reset", "/accounts/password/reset/", "nobody"),
    Screen("password-reset-sent", "/accounts/password/reset/done/", "nobody"),
    Screen("home-lead", "/", "lead"),
    Screen("my-updates", "/my/updates/", "lead"),
    Screen("my-updates-nhs", "/my/updates/", "nhs-lead"),
    Screen("update", f"{PLAN}actions/5.1.6/update/", "lead"),
    Screen("password-change", "/accounts/password/change/", "lead"),
    Screen("sign-out", "/accounts/logout/", "lead"),
    Screen("security", "/accounts/security/", "lead"),
    Screen("sessions", "/accounts/sessions/", "lead"),
    Screen("sign-ins", "/accounts/sign-ins/", "lead"),
    Screen("two-step", "/accounts/two-step/", "lead"),
    Screen("passkey-add", "/accounts/two-step/passkeys/add/", "lead"),
    Screen("authenticator-app", "/accounts/two-step/app/", "lead"),
    Screen("proof-by-password", "/accounts/reauthenticate/", "lead"),
    Screen("proof-by-code", "/accounts/reauthenticate/code/", "lead"),
    Screen("not-found", f"{PLAN}actions/9.9.9/", "lead"),
    Screen("home-accountable", "/", "accountable"),
    Screen("home-manager", "/", "manager"),
    Screen("portfolio", "/portfolio/", "manager"),
    Screen("my-calendar", "/my/calendar/", "manager"),
    Screen("chat", f"{PLAN}chat/", "manager"),
    Screen("publish-within", f"{PLAN}periods/publish-within/", "manager"),
    Screen("overview", PLAN, "manager"),
    Screen("grid", f"{PLAN}actions/", "manager"),
    Screen("grid-late", f"{PLAN}actions/?late=1", "manager"),
    Screen("grid-one-area", f"{PLAN}actions/?area=5&status=at_risk", "manager"),
    Screen("grid-nothing", f"{PLAN}actions/?q=nothing+has+these+words", "manager"),
    Screen("action", f"{PLAN}actions/5.1.6/", "manager"),
    Screen("action-bullets", f"{PLAN}actions/7.1.6/", "manager"),
    Screen("action-history", f"{PLAN}actions/5.1.6/history/", "manager"),
    Screen("action-returned", f"{PLAN}actions/7.2.2/", "lead"),
    Screen("review", f"{PLAN}review/", "accountable"),
    Screen("review-one-area", f"{PLAN}review/?area=6", "manager"),
    Screen("history", f"{PLAN}history/", "manager"),
    Screen("audit-log", f"{PLAN}audit/", "manager"),
    Screen("audit-log-filtered", f"{PLAN}audit/?verb=load&since=1+1+2019&until=nothing", "manager"),
    Screen("audit-log-of-an-area", "/areas/sheffield/audit/?subject=plan", "manager"),
    Screen("home-board", "/", "board"),
    Screen("public-questions", f"{PLAN}public-questions/", "manager"),
    Screen("public-questions-selected", f"{PLAN}public-questions/?select=all", "manager"),
    Screen("governance", f"{PLAN}governance/", "board"),
    Screen("board-papers", f"{PLAN}highlights/", "manager"),
    Screen("highlight", f"{PLAN}highlights/2019-10-31/", "board"),
    Screen("highlight-officer", f"{PLAN}highlights/2019-10-31/", "accountable"),
    Screen("highlight-ask", f"{PLAN}highlights/2019-10-31/ask/?line=risks:5.1.6", "board"),
    Screen("publications", f"{PLAN}publications/", "publisher"),
    Screen("indicators", f"{PLAN}indicators/", "board"),
    Screen("indicators-worse", f"{PLAN}indicators/?is=worse", "board"),
    Screen("indicator", f"{PLAN}indicators/ehc-plans-in-20-weeks/", "board"),
    Screen("indicator-attainment", f"{PLAN}indicators/ks2-expected-standard/", "board"),
    Screen("indicator-survey", f"{PLAN}indicators/happy-most-of-the-time/", "board"),
    Screen("indicator-no-data", f"{PLAN}indicators/complaints-to-sendsars/", "board"),
    Screen("enter-figure", f"{PLAN}indicators/ehc-plans-in-20-weeks/enter/", "manager"),
    Screen("enter-figures", f"{PLAN}indicators/enter/", "manager"),
    Screen("import-figures", f"{PLAN}indicators/import/", "manager"),
    Screen("start-series", f"{PLAN}indicators/eet-16-to-18/series/", "lead"),
    Screen("mapping", f"{PLAN}indicators/ehc-plans-in-20-weeks/mapping/?q=EHC", "manager"),
    Screen("mapping-one", f"{PLAN}indicators/ks2-progress-reading/mapping/?measure=1", "manager"),
    Screen("statistics", "/statistics/", "viewer"),
    Screen("statistics-found", "/statistics/?q=progress", "board"),
    Screen("statistics-compare", "/statistics/1/", "board"),
    Screen("read-in-statistics", "/statistics/read/", "publisher"),
    Screen("questions", f"{PLAN}questions/", "accountable"),
    Screen("home-publisher", "/", "publisher"),
    Screen("reports", f"{PLAN}reports/", "publisher"),
    Screen("report", f"{PLAN}reports/2019-10/", "publisher"),
    Screen("commentary", f"{PLAN}reports/2019-10/commentary/", "accountable"),
    Screen("commentary-area", f"{PLAN}reports/2019-10/commentary/5/", "accountable"),
    Screen("commentary-programme", f"{PLAN}reports/2019-10/programme/", "publisher"),
    Screen("people", PEOPLE, "manager"),
    Screen("people-hand-over", f"{PEOPLE}?hand-over=SCC-HoS#hand-over", "manager"),
    Screen("people-invite", f"{PEOPLE}invite/?post=SCC-BAI", "manager"),
    Screen("people-file", f"{PEOPLE}file/", "manager"),
    Screen("person", f"{PEOPLE}1/", "manager"),
    Screen("end-access", f"{PEOPLE}1/end/", "manager"),
    Screen("posts", f"{PEOPLE}posts/", "manager"),
    Screen("post-add", f"{PEOPLE}posts/add/", "manager"),
    Screen("hand-over", f"{PEOPLE}posts/SCC-HoS/hand-over/", "manager"),
    Screen("deputy", f"{PEOPLE}posts/SCC-HoS/deputy/", "manager"),
    Screen("organisations", f"{PEOPLE}organisations/", "manager"),
    Screen("organisation-add", f"{PEOPLE}organisations/add/", "manager"),
    Screen("organisation-change", f"{PEOPLE}organisations/2/change/", "manager"),
    Screen("access-review", f"{PEOPLE}review/", "manager"),
    Screen("people-not-yours", PEOPLE, "viewer"),
    Screen("home-viewer", "/", "viewer"),
    Screen("about", f"{PLAN}about/", "viewer"),
    Screen("glossary", f"{PLAN}glossary/", "viewer"),
    Screen("not-yours", f"{PLAN}actions/5.1.6/update/", "viewer"),
)
