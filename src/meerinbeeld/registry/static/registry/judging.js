// SPDX-License-Identifier: EUPL-1.2
// 1, 2 and 3 press the button of a verdict, n goes to the next pair.
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || isTyping(event.target)) return;
  document.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
