/** Gives the button another token when its own has expired. */
document.addEventListener("listen-token-expired", (event) => {
  const { token, nonce } = window.ttsService;
  const asked = fetch(token, { credentials: "same-origin", headers: { "X-WP-Nonce": nonce } });
  event.detail.renew(asked.then((answer) => answer.json()).then((answer) => answer.token ?? ""));
});
