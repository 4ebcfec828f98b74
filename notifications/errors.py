"""The ways this library says no."""


class NotificationError(Exception):
    """Anything this library refuses."""


class UnsafeHeader(NotificationError):
    """A value that could forge, break or overflow a header (MAIL-2). The value itself is never repeated here."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class BadAddress(NotificationError):
    """An e-mail or postal address that nothing can be sent to."""


class NoWording(NotificationError):
    """There is no variant of the notice that this person could be sent."""


class NoRoute(NotificationError):
    """The person has no address for any channel."""


class NotADeliveryReport(NotificationError):
    """The mail is not a delivery status notification (RFC 3464)."""
