/** Keeps at hand what the service says of the sound: sentences and chapters, more of them while it is rendered. */

import { fetchChapters, fetchCues } from "./captions.js";

/** @import { Stage } from "./companions.js" */
/** @import { Article, Service } from "./service.js" */

/** Between two looks at what is growing, in milliseconds. */
const PACE_MS = 3000;

/** @param {Stage} stage */
export function join({ button, signal, service, heard, tell }) {
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
      Object.assign(heard, found);
      known = state;
      tell("listen-captions");
    }
    if (!found || narration.status !== "ready") await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    isLooking = false;
    await look();
  };
  button.addEventListener("listen-narration", () => void look(), { signal });
  void look();
}

/** @param {Service} service @param {Article} narration @returns null: not to be had now */
async function ask(service, { captions_url: captions, chapters_url: marks }) {
  const [cues, chapters] = await Promise.all([fetchCues(service.address(captions)), fetchChapters(service.address(marks))]);
  return cues && chapters && { cues, chapters };
}
