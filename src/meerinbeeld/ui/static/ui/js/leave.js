// SPDX-License-Identifier: EUPL-1.2
// Leaving fast: the link works without this; here it also leaves no "back" and blanks the page at once.
const link = document.querySelector("[data-leave]");

function leave() {
  document.title = "\u00a0";
  document.body.replaceChildren();
  window.location.replace(link.href);
}

// Three presses of Shift within five seconds, only where the person switched it on: five presses
// of Shift open Sticky Keys on Windows.
const PRESSES = 3;
const WITHIN = 5000;
let pressed = [];

function countShift(event) {
  const now = Date.now();
  pressed = event.key === "Shift" && !event.repeat ? [...pressed.filter((t) => now - t < WITHIN), now] : [];
  if (pressed.length >= PRESSES) leave();
}

const choice = document.querySelector("[data-leave-by-shift]");

function followChoice() {
  const isOn = choice ? choice.checked : document.body.hasAttribute("data-shift-leaves");
  document.removeEventListener("keyup", countShift);
  if (isOn) document.addEventListener("keyup", countShift);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  choice?.addEventListener("change", followChoice);
  followChoice();
}
