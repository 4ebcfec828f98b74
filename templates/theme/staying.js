// Warns, five minutes before somebody is signed out for doing nothing, and keeps them signed in at one press.

const WARNING = 5 * 60;

const box = document.querySelector(".app-staying");
if (box) {
  const [warning, over] = ["warning", "over"].map((part) => box.querySelector(`[data-part="${part}"]`));
  let until = 0;

  const show = (part) => {
    warning.hidden = part !== warning;
    over.hidden = part !== over;
  };

  // By the clock on the wall, not by counting: a phone that slept has not counted.
  const look = () => {
    const left = (until - Date.now()) / 1000;
    show(left <= 0 ? over : left <= WARNING ? warning : null);
  };

  const lasts = (seconds) => {
    until = Date.now() + seconds * 1000;
    look();
  };

  const stay = async () => {
    const answer = await fetch(box.dataset.ask).catch(() => null);
    if (answer?.ok) lasts((await answer.json()).seconds);
    else if (answer?.status === 401) lasts(0);
  };

  warning.querySelector("button").addEventListener("click", stay);
  document.addEventListener("visibilitychange", look);
  setInterval(look, 15_000);
  lasts(Number(box.dataset.seconds));
}
