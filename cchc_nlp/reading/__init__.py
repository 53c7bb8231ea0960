"""Path → Document: what a person sees in the file, line by line. Adds nothing, drops nothing, knows no words."""

from cchc_nlp.reading.bundles import Member, members
from cchc_nlp.reading.joining import join
from cchc_nlp.reading.opening import content_at, read
from cchc_nlp.reading.ours import is_ours
from cchc_nlp.reading.terms import Terms

__all__ = ["Member", "Terms", "content_at", "is_ours", "join", "members", "read"]
