/**
 * Members voted online and then on paper or by phone: the last ballot under their code is a blank one, so that the
 * paper counts (BAL-16). Two tellers have struck them off; the keeper learns with which codes, and not whose they are.
 */

import { button, paragraph, warning } from "../../booth/pages/draw.js";
import { readElection } from "../../booth/election.js";
import { isTrouble } from "../../booth/pages/talk.js";
import { blankBallot } from "../../booth/blank.js";
import { showBusy } from "./busy-page.js";
import { withBook } from "./codes-page.js";
import { showSending } from "./sending-page.js";
import { whyNot } from "./stop.js";

/** @param {import("./room.js").Room} room */
export function showCancelling(room) {
  withBook(room, async () => {
    showBusy(room, "busy.asking");
    try {
      const due = new Set(await room.server.cancellationsDue());
      const codes = room.book.codes.filter((_, place) => due.has(room.book.publics[place]));
      showDue(room, codes, "cancel.none");
    } catch (error) {
      if (!isTrouble(error)) throw error;
      showDue(room, [], whyNot(error));
    }
  });
}

function showDue(room, codes, none) {
  const isAny = codes.length > 0;
  room.go(() =>
    room.frame.show({
      key: `cancel-${isAny}`,
      title: room.say("cancel.title"),
      back: () => room.home(),
      body: [
        paragraph(room.say("cancel.words")),
        paragraph(isAny ? room.say("cancel.due", { count: codes.length }) : room.say(none)),
        isAny && warning(room.say("cancel.warning"), room.say("frame.warning")),
        isAny && button(room.say("cancel.cast"), () => cast(room, codes)),
      ].filter(Boolean),
    }),
  );
}

/** One after the other; what was sent stays sent if a later one is not. */
function cast(room, codes) {
  const made = [];
  return showSending(room, async () => {
    const tell = showBusy(room, "busy.locking");
    const election = readElection(await room.server.election());
    for (const [place, code] of codes.entries()) {
      made[place] ??= await blankBallot(election, code); // the same bytes if they are sent again
      await room.server.cancel(made[place]);
      tell((place + 1) / codes.length);
    }
  });
}
