/** Sending a public part: again and again where no answer comes, since the same bytes twice change nothing. */

import { button, paragraph } from "../../booth/pages/draw.js";
import { isTrouble, Refused, wantsSignIn } from "../../booth/pages/talk.js";
import { showBusy } from "./busy-page.js";
import { signInLink, whyNot } from "./stop.js";

/** @param {import("./room.js").Room} room @param {() => Promise<void>} send */
export async function showSending(room, send) {
  const tell = showBusy(room, "busy.sending");
  try {
    await send();
    tell(1);
    await room.refresh();
  } catch (error) {
    if (!isTrouble(error)) throw error;
    showUnsent(room, error, send);
  }
}

function showUnsent(room, error, send) {
  const isNo = error instanceof Refused && !wantsSignIn(error) && error.status < 500 && error.status !== 429;
  const words = isNo ? "unsent.refused" : whyNot(error);
  room.go(() =>
    room.frame.show({
      key: `unsent-${words}`,
      title: room.say("unsent.title"),
      body: [
        paragraph(room.say(words, { code: error.code })),
        wantsSignIn(error) && signInLink(room.frame),
        isNo
          ? button(room.say("unsent.desk"), () => room.refresh())
          : button(room.say("stop.again"), () => showSending(room, send)),
      ].filter(Boolean),
    }),
  );
}
