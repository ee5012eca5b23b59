// SPDX-License-Identifier: EUPL-1.2
// j and k walk through the rows of a list; Enter follows the link that has the focus, as always.
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

function step(by) {
  const links = [...document.querySelectorAll(".mib-table tbody tr a[href]:first-of-type")].filter(
    (link, index, all) => all.findIndex((other) => other.closest("tr") === link.closest("tr")) === index,
  );
  if (!links.length) return;
  const row = document.activeElement?.closest("tr");
  const here = links.findIndex((link) => link.closest("tr") === row);
  links[Math.min(Math.max(here + by, 0), links.length - 1)].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (event.key === "j") step(1);
  if (event.key === "k") step(-1);
});
