"""Pooled money, as people meet it in a browser."""

from governance.funds.pages.effects import EffectPages
from governance.funds.pages.payments import PaymentPages, PaymentTotalPages
from governance.funds.pages.surplus import SurplusPages

PAGES = (EffectPages, PaymentPages, PaymentTotalPages, SurplusPages)
