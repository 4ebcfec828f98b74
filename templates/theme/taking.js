// Copies what a page shows, or prints the page. Without this the buttons stay away: people mark and print by themselves.

const copy = async (box) => {
  const lines = document.getElementById(box.dataset.takes).innerText.trim();
  await navigator.clipboard.writeText(lines);
  const status = box.querySelector("[role=status]");
  status.textContent = status.dataset.done;
};

for (const box of document.querySelectorAll("[data-takes]")) {
  const buttons = {
    copy: navigator.clipboard && (() => copy(box)),
    print: () => window.print(),
  };
  for (const button of box.querySelectorAll("[data-take]")) {
    const act = buttons[button.dataset.take];
    button.hidden = !act;
    if (act) button.addEventListener("click", act);
  }
}
