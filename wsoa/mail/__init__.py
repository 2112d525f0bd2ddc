"""E-mail leaves by a worker: no request waits for a mail server, and none is lost with it."""
