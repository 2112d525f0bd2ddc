"""Tools for developers: installation, checks, assets, locks. Nothing else imports them."""
