"""The first scenes: a co-operative, its members, a motion that has support."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from governance.members import imports
from governance.members import service as members
from governance.members.spreadsheet import write
from governance.motions import service as motions
from governance.motions.service import MotionRecord
from governance.platform.clock import legal_day
from governance.platform.db import View
from governance.platform.texts import Texts
from governance.rehearsal import people
from governance.rehearsal.house import officer
from governance.rehearsal.stage import PROMPTER, OtherRehearsal, Stage, cited
from governance.rulebook import service as rulebook
from governance.rulebook.packs import model
from governance.setup import service as setup
from governance.setup.model import Founder, Founding

NAME_EN = "Rehearsal Citizen Directed Co-operative"
NAME_CY = "Cydweithfa Ymarfer"
FOUNDERS = (
    Founder("secretary", "R1", "Gwenllian", "Ymarfer", "secretary@rehearsal.example", "cy", "1 Stryd yr Ymarfer"),
    Founder("chair", "R2", "Tomos", "Ymarfer", "chair@rehearsal.example", "en", "2 Stryd yr Ymarfer"),
)
MOTION = Texts(
    en="That the co-operative set up a shared bank of personal assistants for emergency cover",
    cy="Bod y gydweithfa yn sefydlu banc cynorthwywyr personol i'w rannu ar gyfer argyfwng",
    en_easy="Should we have a list of personal assistants who can help in an emergency?",
    cy_easy="A ddylem gael rhestr o gynorthwywyr personol sy'n gallu helpu mewn argyfwng?",
)
MOTION_TEXT = Texts(
    en="Members who lose their usual assistant at short notice may call on the bank. The board reports on it yearly.",
    cy="Caiff aelodau sy'n colli eu cynorthwyydd arferol ar fyr rybudd alw ar y banc. "
    "Bydd y bwrdd yn adrodd arno bob blwyddyn.",
    en_easy="If your assistant cannot come, you can ask someone on the list.",
    cy_easy="Os na all eich cynorthwyydd ddod, gallwch ofyn i rywun ar y rhestr.",
)


class RowsRefused(Exception):
    """The members' file has errors: each row, column and code. Nobody was entered."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


async def found(stage: Stage) -> str:
    now = stage.plan.start
    stage.clock.move_to(now)
    async with stage.database.writing() as tx:
        try:
            organisation = await rulebook.organisation(tx)
        except rulebook.NotFounded:
            await setup.found(tx, PROMPTER, Founding(NAME_EN, NAME_CY, model("E"), "rehearsal", FOUNDERS), now)
            organisation = await rulebook.organisation(tx)
        rules = await rulebook.in_force(tx, now)
    return f"{organisation.name_both}; rules {rules.id}, version {rules.version}; two officers"


async def import_members(stage: Stage) -> str:
    now = stage.plan.start + timedelta(hours=1)
    stage.clock.move_to(now)
    async with stage.database.writing() as tx:
        entered = await members.count(tx, legal_day(now))
        if entered == len(FOUNDERS) and (raw := await _file(stage, now)) is not None:
            secretary = await officer(tx, "secretary", now)
            preview = await imports.preview_import(tx, secretary, raw, now)
            if preview.errors:
                raise RowsRefused(
                    [f"row {row}, {column or 'whole row'}: {code}" for row, column, code in preview.errors]
                )
            await imports.confirm_import(tx, secretary, preview.id, now)
            entered = await members.count(tx, legal_day(now))
        voters = await members.voting_members(tx, await rulebook.in_force(tx, now), legal_day(now))
    if stage.plan.members is None and entered != stage.plan.count:
        raise OtherRehearsal(f"{entered} members, not {stage.plan.count}")
    return f"{entered} members, {len(voters)} of them with a vote"


async def _file(stage: Stage, now: datetime) -> bytes | None:
    """The file that was named, or one with invented people to make up the number asked for."""
    if stage.plan.members is not None:
        return await asyncio.to_thread(Path.read_bytes, stage.plan.members)
    wanted = stage.plan.count - len(FOUNDERS)
    return write(people.rows(wanted, legal_day(now), first_number=1)) if wanted > 0 else None


async def propose(stage: Stage) -> str:
    now = stage.plan.start + timedelta(days=1)
    stage.clock.move_to(now)
    async with stage.database.writing() as tx:
        motion = await the_motion(tx)
        if motion is None:
            chair = await officer(tx, "chair", now)
            motion = await motions.propose(tx, chair, title=MOTION, text=MOTION_TEXT, now=now)
            await motions.support(tx, await officer(tx, "secretary", now), motion.id, now)
        motion = await motions.find(tx, PROMPTER, motion.id)
        found = await motions.support_found(tx, await rulebook.in_force(tx, now), len(motion.supporters), now)
    return f"“{MOTION.en}”; supported by {len(motion.supporters)} ({cited(found)})"


async def the_motion(view: View) -> MotionRecord | None:
    """The one motion of the play, once it has been proposed."""
    return next(iter(await motions.motions(view, PROMPTER)), None)
