/**
 * A member voted online and then on paper: the last ballot under their code is a blank one, so that the paper counts
 * (BAL-16). The keeper of the codes casts it together with a teller, whose request stands on the server.
 */

import { button, element, paragraph, warning } from "../../booth/pages/draw.js";
import { makeBallot } from "../../booth/ballot.js";
import { credentialOf } from "../../booth/credentials.js";
import { readElection } from "../../booth/election.js";
import { showBusy } from "./busy-page.js";
import { form } from "./fields.js";
import { named } from "./handing-page.js";
import { showSending } from "./sending-page.js";

/**
 * @param {import("./room.js").Room} room
 * @param {import("./handing-page.js").Recipient[]} people
 */
export function showCancelling(room, people) {
  room.go(() => {
    const options = people.map((person) => element("option", { value: person.line }, named(room, person)));
    const select = element("select", { class: "govuk-select", id: "line" }, ...options);
    const label = element("label", { class: "govuk-label govuk-label--s", for: "line" }, room.say("cancel.who"));
    const next = () => showSure(room, people, people[select.selectedIndex]);
    room.frame.show({
      key: "cancel",
      title: room.say("cancel.title"),
      back: () => room.home(),
      body: [
        paragraph(room.say("cancel.words")),
        form(room.say("cancel.next"), next, element("div", { class: "govuk-form-group" }, label, select)),
      ],
    });
  });
}

function showSure(room, people, person) {
  const cast = async () => {
    const tell = showBusy(room, "busy.locking");
    const election = readElection(await room.server.election());
    const ballot = await blankBallot(election, person.code, tell);
    return showSending(room, () => room.server.cancel(ballot));
  };
  room.go(() =>
    room.frame.show({
      key: "cancel-sure",
      title: room.say("cancel.sure"),
      back: () => showCancelling(room, people),
      body: [
        paragraph(named(room, person)),
        warning(room.say("cancel.warning"), room.say("frame.warning")),
        button(room.say("cancel.cast"), cast),
      ],
    }),
  );
}

/** A ballot that chooses nothing anywhere. */
async function blankBallot(election, code, tell) {
  const credential = await credentialOf(code, election);
  const answers = election.questions.map(blankAnswer);
  return makeBallot({ election, credential, answers, onProgress: (done, total) => tell(done / total) });
}

function blankAnswer({ answers, blank }) {
  const none = answers.map(() => 0);
  return blank ? [1, ...none] : none;
}
