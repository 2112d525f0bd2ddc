"""Outgoing email. A worker sends it: no request waits for a mail server, and no email is lost."""
