"""Local areas, people who sign in, organisations, posts, and holdings of posts over time.

The local area is the tenant: organisations and posts belong to one, and people to as many as they
have a post or a role in. A lead is a post, not a person: posts change hands, and what was said
then stays with who held the post then.
"""

from wsoa.accounts.models.access import AccessConfirmation, AccessReview, Invitation
from wsoa.accounts.models.local_area import AreaBrand, BrandLogo, LocalArea
from wsoa.accounts.models.organisation import Organisation, OrganisationChange, Post, PostMove
from wsoa.accounts.models.person import User, UserManager
from wsoa.accounts.models.terms import AreaRole, PostHolding, Term

__all__ = [
    "AccessConfirmation",
    "AccessReview",
    "AreaBrand",
    "AreaRole",
    "BrandLogo",
    "Invitation",
    "LocalArea",
    "Organisation",
    "OrganisationChange",
    "Post",
    "PostHolding",
    "PostMove",
    "Term",
    "User",
    "UserManager",
]
