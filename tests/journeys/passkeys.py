"""A browser whose device has a fingerprint reader, for passkeys."""

from __future__ import annotations

from playwright.sync_api import CDPSession

from tests.journeys.people import Person

# A passkey belongs to a name: browsers take none for an address such as 127.0.0.1.
HOST = "http://localhost"


def with_fingerprint_reader(person: Person) -> CDPSession:
    device = person.context.new_cdp_session(person.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device
