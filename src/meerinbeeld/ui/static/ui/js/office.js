// SPDX-License-Identifier: EUPL-1.2
// Comfort for the office. Everything works without it.
import "./hide.js";
import "./keep.js";
import "./rows.js";

// A menu closes when the focus or the pointer goes elsewhere.
const menus = document.querySelectorAll("details[data-menu]");
for (const menu of menus) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// After a refused form the list of errors is what one hears first.
document.getElementById("errors")?.focus();
