"""Pooled money, as people meet it in a browser."""

from governance.funds.pages.payments import PaymentPages, PaymentTotalPages

PAGES = (PaymentPages, PaymentTotalPages)
