// SPDX-License-Identifier: EUPL-1.2
// Hide the screen when someone walks by: Alt+Shift+H covers it, the same keys or the button show it.
// It is a curtain and no lock: the session stays.
const pattern = document.getElementById("mib-curtain");
let curtain = null;
let title = "";
let before = null;

function show() {
  curtain.remove();
  curtain = null;
  document.title = title;
  document.documentElement.classList.remove("mib-hidden-screen");
  for (const part of document.body.children) part.inert = false;
  before?.focus();
}

function hide() {
  title = document.title;
  before = document.activeElement;
  for (const part of document.body.children) part.inert = true;
  curtain = pattern.content.firstElementChild.cloneNode(true);
  const button = curtain.querySelector("button");
  button.addEventListener("click", show);
  document.body.append(curtain);
  document.documentElement.classList.add("mib-hidden-screen");
  document.title = curtain.querySelector("p").textContent;
  button.focus();
}

document.addEventListener("keydown", (event) => {
  if (!event.altKey || !event.shiftKey || event.code !== "KeyH") return;
  event.preventDefault();
  if (curtain) show();
  else hide();
});
