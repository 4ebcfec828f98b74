"""The evidence folder: everything a stranger needs, each part with the tool that checks it."""

import asyncio
import json
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ballots.bundle import bundle
from constitution import Finding
from governance.audit import service as audit
from governance.audit.model import text
from governance.papers import service as papers
from governance.platform.db import View
from governance.platform.texts import CY, EN
from governance.platform.web.assets import asset
from governance.platform.web.layout import environment
from governance.platform.web.variants import speaking
from governance.rehearsal import ballot, gathering, keepers
from governance.rehearsal.beginning import the_motion
from governance.rehearsal.stage import PROMPTER, Stage
from governance.rulebook import service as rulebook
from governance.votes import service as votes
from governance.votes.model import roll_text

READ_ME = {EN: "README.md", CY: "DARLLENWCH.md"}


async def leave(stage: Stage) -> str:
    """Write the folder anew; what is in it follows from the database alone."""
    async with stage.database.reading() as view:
        facts = await _ballot(stage, view)
        await _minutes(stage, view)
        facts |= await _result(stage, view)
        facts |= await _audit(stage, view)
    _booth(stage)
    _write(stage, "ballots.pyz", bundle())
    _write(stage, "ballot/verdict.txt", await asyncio.to_thread(_verdict, Path(facts["archive"]), facts["second"]))
    for variant, name in READ_ME.items():
        with speaking(variant):
            page = environment().get_template("print/rehearsal/evidence.md").render(facts, variant=variant)
        _write(stage, name, page)
    return f"in {stage.plan.evidence}; start with README.md"


def _verdict(archive: Path, second: str) -> str:
    """What our verifier says, and what it says in the arithmetic of the second opinion."""
    return "\n".join([keepers.verify(archive), *([keepers.verify(archive, "--arithmetic", second)] if second else [])])


async def _ballot(stage: Stage, view: View) -> dict[str, str]:
    vote = await ballot.the_vote(view)
    path = ballot.archive_path(stage, vote)
    path.write_bytes(await votes.archive(view, PROMPTER, vote.id))
    lines = await votes.roll(view, PROMPTER, vote.id)
    _write(stage, "ballot/roll-hash.txt", f"{vote.roll_hash}\n")
    _write(stage, "../private/roll.txt", roll_text(lines))
    box = await votes.box(view, stage.keys, PROMPTER, vote.id)
    if box is not None:
        _write(stage, "ballot/checkpoint.txt", box.note)
        _write(stage, "ballot/checkpoint.vkey", f"{box.key}\n")
        _write(stage, "ballot/checkpoint.pem", box.public_key)
    second = votes.second_arithmetic(vote.group, vote.sealed_count or 0)
    return {
        "archive": str(path),
        "archive_name": path.name,
        "group": vote.group,
        "roll_count": str(vote.roll_count),
        "second": second or "",
    }


def _booth(stage: Stage) -> None:
    """The page and the script that members vote with; the page names the checksum of the script (BOOTH-1)."""
    for name in ("booth.html", "booth.js"):
        _write(stage, f"booth/{name}", asset(name).path.read_bytes())
    _write(stage, "booth/booth.sha384", asset("booth.html").integrity.removeprefix("sha384-") + "\n")


async def _minutes(stage: Stage, view: View) -> None:
    meeting = await gathering.require_meeting(view)
    for paper in await papers.about(view, meeting.id):
        page = papers.document(paper)
        _write(stage, f"minutes/{paper.kind}.{paper.variant}.html", page)


async def _result(stage: Stage, view: View) -> dict[str, str]:
    """The decision in the words of the rules: figures, clauses, and the version that governed."""
    motion = await the_motion(view)
    if motion is None or motion.finding is None or motion.decided_at is None:
        raise LookupError("the motion has not been decided")
    rules = await rulebook.in_force(view, motion.decided_at)
    finding = Finding.from_dict(motion.finding)
    meeting = await gathering.require_meeting(view)
    clauses = {
        citation.rule: {language: rules.clause_title(citation.rule, language) for language in rules.texts}
        for found in (finding, meeting.notice_finding, meeting.quorum_finding)
        if found is not None
        for citation in found.citations
        if citation.rule
    }
    result = {
        "motion": motion.title,
        "text": motion.text,
        "stage": str(motion.stage),
        "counts": motion.result,
        "majority": motion.finding,
        "notice": meeting.notice_finding.to_dict(),
        "quorum": meeting.quorum,
        "clauses": clauses,
        "one_machine_held_all_roles": True,
    }
    _write(stage, "result.json", json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    _write(stage, "rules.json", json.dumps(rules.to_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    return {"stage": str(motion.stage)}


async def _audit(stage: Stage, view: View) -> dict[str, str]:
    """Each line is what one entry's hash is taken of; the next line names that hash as ``prev``."""
    head = await audit.check(view)
    _write(stage, "audit/audit.txt", "".join(f"{text(entry)}\n" for entry in await audit.entries(view)))
    statement = f"cydlais/audit-head/1\nseq {head.seq}\nhash {head.hash}\n"
    key = stage.keys.signing("audit")
    _write(stage, "audit/head.txt", statement)
    _write(stage, "audit/head.sig", key.sign(statement.encode()))
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    _write(stage, "audit/head.pem", pem)
    return {"audit_seq": str(head.seq), "audit_hash": head.hash}


def _write(stage: Stage, name: str, content: str | bytes) -> None:
    path = stage.plan.evidence / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
