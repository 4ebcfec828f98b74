"""Accounts, the parts people play, and every way in."""

from governance.access.service.accounts import (
    SignedIn,
    account_for,
    account_of,
    begin,
    close_account,
    end_others,
    end_sign_ins,
    grant_role,
    open_account,
    roles_of,
    sign_ins,
    sign_out,
    who,
    withdraw_role,
)
from governance.access.service.authenticator import (
    Enrolled,
    authenticator_address,
    begin_totp,
    confirm_totp,
    has_totp,
    pending_secret,
)
from governance.access.service.door import Door
from governance.access.service.links import (
    WANTED,
    Minted,
    Proved,
    Seen,
    look_at_link,
    mint_link,
    request_link,
    type_code,
    use_link,
)
from governance.access.service.passwords import set_password
from governance.access.service.sign_in import sign_in_with_password, step_up
from governance.access.service.upkeep import tidy

__all__ = [
    "WANTED",
    "Door",
    "Enrolled",
    "Minted",
    "Proved",
    "Seen",
    "SignedIn",
    "account_for",
    "account_of",
    "authenticator_address",
    "begin",
    "begin_totp",
    "close_account",
    "confirm_totp",
    "end_others",
    "end_sign_ins",
    "grant_role",
    "has_totp",
    "look_at_link",
    "mint_link",
    "open_account",
    "pending_secret",
    "request_link",
    "roles_of",
    "set_password",
    "sign_in_with_password",
    "sign_ins",
    "sign_out",
    "step_up",
    "tidy",
    "type_code",
    "use_link",
    "who",
    "withdraw_role",
]
