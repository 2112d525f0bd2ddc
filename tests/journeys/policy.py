"""What a browser refuses by the strict Content-Security-Policy, and what fails in it."""

from __future__ import annotations

from playwright.sync_api import ConsoleMessage, Error

from tests.journeys.people import Person

LISTENER = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`refused by ${event.effectiveDirective}: ${event.blockedURI}`));"""


def troubles_of(person: Person) -> list[str]:
    """A list that fills with what the browser refuses or what fails while they go about."""
    troubles: list[str] = []

    def say(message: ConsoleMessage) -> None:
        # A page that answers 403 or 404 is no trouble; a file that it wants and lacks is.
        is_the_page = message.location["url"] == person.page.url
        # Nor is a draft that no longer needs to be saved, because the form itself was sent.
        is_aborted = message.text.startswith(("htmx:afterRequest, ", "htmx:sendAbort, "))
        if message.type in {"error", "warning"} and not is_the_page and not is_aborted:
            troubles.append(message.text)

    def fail(error: Error) -> None:
        troubles.append(str(error))

    person.page.add_init_script(LISTENER)
    person.page.on("console", say)
    person.page.on("pageerror", fail)
    return troubles
