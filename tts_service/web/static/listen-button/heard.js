/** Keeps at hand what the service says of the sound: sentences and chapters, more of them while it is rendered. */

import { fetchChapters, fetchCues } from "./captions.js";

/** @import { Stage } from "./companions.js" */

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
    const found = await Promise.all([fetchCues(service.address(narration.captions_url)), fetchChapters(service.address(narration.chapters_url))]);
    if (signal.aborted) return;
    [heard.cues, heard.chapters] = found;
    tell("listen-captions");
    known = state;
    if (narration.status !== "ready") await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    isLooking = false;
    await look();
  };
  button.addEventListener("listen-narration", () => void look(), { signal });
  void look();
}
