/** Work that takes a while: said, and how far it has come. */

import { element, status } from "../../booth/pages/draw.js";

/**
 * Shows the page, and gives what tells how far the work is.
 * @param {import("./room.js").Room} room
 * @param {string} words the key of what is being done
 * @returns {(share: number) => void} 0 to 1
 */
export function showBusy(room, words) {
  let share = 0;
  let bar;
  room.go(() => {
    const line = status();
    bar = element("progress", { class: "app-progress", max: 1, "aria-label": room.say(words) });
    bar.value = share;
    room.frame.show({ key: `busy-${words}`, title: room.say("busy.title"), body: [line, bar] });
    line.textContent = room.say(words);
  });
  return (now) => {
    share = now;
    bar.value = now;
  };
}
