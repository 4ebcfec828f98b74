"""Pooled money, as people meet it in a browser."""

from governance.funds.pages.asking import AskingPages
from governance.funds.pages.book import BookPages
from governance.funds.pages.changing import ChangePages, JoinPages, SharePages
from governance.funds.pages.effects import EffectPages
from governance.funds.pages.entering import EnteringPages
from governance.funds.pages.keeping import KeepingPages
from governance.funds.pages.payments import PaymentPages, PaymentTotalPages
from governance.funds.pages.pools import FundPages
from governance.funds.pages.spending import CoverPages, PlanPages, SpendPages
from governance.funds.pages.statements import StatementPages
from governance.funds.pages.surplus import SurplusPages

PAGES = (
    AskingPages,
    BookPages,
    ChangePages,
    CoverPages,
    EffectPages,
    EnteringPages,
    FundPages,
    JoinPages,
    KeepingPages,
    PaymentPages,
    PaymentTotalPages,
    PlanPages,
    SharePages,
    SpendPages,
    StatementPages,
    SurplusPages,
)
