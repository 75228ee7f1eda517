/** Keeps sentences and chapters up to date while the article is rendered. */

import { fetchChapters, fetchCues } from "./captions.js";

/** @import { Context } from "./companions.js" */
/** @import { Article, Service } from "./service.js" */

/** Between two requests while the article is rendered, in milliseconds. */
const PACE_MS = 3000;

/** @param {Context} context */
export function join({ button, signal, service, timeline, dispatch }) {
  let isLooking = false;
  let known = "";
  const look = async () => {
    const { narration } = button;
    const state = `${narration?.revision} ${narration?.progress?.segments_done} ${narration?.status}`;
    if (!narration || isLooking || state === known) return;
    isLooking = true;
    const found = await ask(service, narration);
    if (signal.aborted) return;
    if (found) {
      Object.assign(timeline, found);
      known = state;
      dispatch("listen-captions");
    }
    if (!found || narration.status !== "ready") await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    isLooking = false;
    await look();
  };
  button.addEventListener("listen-narration", () => void look(), { signal });
  void look();
}

/** @param {Service} service @param {Article} narration @returns null if the service cannot be reached */
async function ask(service, { captions_url, chapters_url }) {
  const [cues, chapters] = await Promise.all([fetchCues(service.address(captions_url)), fetchChapters(service.address(chapters_url))]);
  return cues && chapters && { cues, chapters };
}
