// SPDX-License-Identifier: EUPL-1.2
// Warns before leaving a page with text that was not sent. Nothing is kept in the browser.
const forms = [...document.querySelectorAll("form[method=post]")].filter((form) =>
  form.querySelector("textarea:not([readonly])"),
);
let isSending = false;

function isChanged(form) {
  return [...form.querySelectorAll("textarea, input[type=text]")].some(
    (control) => control.value !== control.defaultValue,
  );
}

for (const form of forms) {
  form.addEventListener("submit", () => {
    isSending = true;
  });
}

window.addEventListener("pageshow", () => {
  isSending = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!isSending && forms.some((form) => form.isConnected && isChanged(form))) event.preventDefault();
});
