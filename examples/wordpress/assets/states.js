/** Asks for the states of the posts in the list, and puts them into their column. */
(async () => {
  const { url, nonce } = window.ttsServiceStates;
  const places = [...document.querySelectorAll("[data-tts-service]")];
  if (!places.length) return;
  const query = new URLSearchParams({ action: "tts_service_states", _ajax_nonce: nonce });
  for (const place of places) query.append("ids[]", place.dataset.ttsService);
  const answer = await fetch(`${url}?${query}`, { credentials: "same-origin" });
  const { data } = await answer.json();
  for (const place of places) place.textContent = data?.[place.dataset.ttsService] ?? "—";
})();
