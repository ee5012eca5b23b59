// SPDX-License-Identifier: EUPL-1.2
// Says in words that a passkey did not work; the browser alone stays silent.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey-problem");
  if (problem) problem.hidden = false;
});
