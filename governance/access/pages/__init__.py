"""The ways in and out, and how somebody likes to read."""

from governance.access.pages.comfort import ComfortPages
from governance.access.pages.sign_in import OwnSignInPages, PasswordPages, SignInPages, SignOutPages, StepUpPages

PAGES = (SignInPages, PasswordPages, StepUpPages, OwnSignInPages, SignOutPages, ComfortPages)
