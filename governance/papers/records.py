"""The papers as kept: a correction is a further edition, never a change."""

from datetime import datetime

from markupsafe import Markup
from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from governance.papers.model import fingerprint
from governance.platform.db.records import APPEND_ONLY, Id, Record


class PaperRecord(Record):
    """``about`` is the id of the meeting, motion or other thing; ``html`` is a fragment made by our own templates."""

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("about", "kind", "variant", "edition"), APPEND_ONLY)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str]
    about: Mapped[str] = mapped_column(Id)
    variant: Mapped[str]
    edition: Mapped[int]
    title: Mapped[str]
    html: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    kept_at: Mapped[datetime]

    @property
    def is_as_kept(self) -> bool:
        return self.sha256 == fingerprint(
            kind=self.kind, about=self.about, variant=self.variant, title=self.title, html=self.html
        )

    @property
    def rendered(self) -> Markup:
        """The text as markup. It came out of our own templates, which escape; nothing else may be kept as a paper."""
        return Markup(self.html)  # noqa: S704 (the one place, as its docstring says)
