"""The ballot paper to print: the same for everybody, in both languages, so that no paper tells whose it is."""

from governance.platform.web.layout import environment
from governance.platform.web.variants import in_turn
from governance.rulebook import service as rulebook
from governance.votes import service as votes

LANGUAGES = ("cy", "en")
"""In this order on every paper: papers in one language each would tell those few apart who ask for the other."""


def ballot_paper(vote: votes.VoteRecord, organisation: rulebook.OrganisationRecord, time_zone: str) -> str:
    """One HTML document: how to vote with two envelopes and a slip to tear off, then the paper itself."""
    template = environment(time_zone).get_template("print/votes/ballot.html")
    return template.render(
        organisation=organisation.name_both,
        title=vote.titled,
        asked=vote.asked,
        closes_at=vote.closes_at,
        in_turn=in_turn,
        languages=LANGUAGES,
    )
