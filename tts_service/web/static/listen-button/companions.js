/** Features that join once playback starts: each in its own file, so that a page loads only what it uses. */

/** @import { Chapter, Cue } from "./captions.js" */
/** @import { ListenButton } from "./element.js" */
/** @import { Service } from "./service.js" */
/** @import { View } from "./view.js" */
/** @import { Words } from "./words.js" */

/**
 * @typedef {{cues: Cue[], chapters: Chapter[]}} Timeline the captions and chapters known so far
 *
 * @typedef {object} Context what a companion may use
 * @property {ListenButton} button its public properties, methods and events
 * @property {View} view
 * @property {AbortSignal} signal another article is heard, or the button is gone
 * @property {Service} service
 * @property {Timeline} timeline kept up to date; `listen-captions` announces changes
 * @property {string} key what the article is remembered by
 * @property {() => Words} words
 * @property {(type: string, detail?: object) => void} dispatch fires an event
 */

/** @param {Context} context @returns {Context} */
export function loadCompanions(context) {
  const { button } = context;
  const isOn = (/** @type {string} */ attribute) => button.getAttribute(attribute) !== "off";
  const joining = [
    import("./caption-updates.js"),
    import("./chapters.js"),
    import("./media-session.js"),
    import("./ticker.js"),
    isOn("read-along") && import("./read-along.js"),
    isOn("resume") && import("./resume.js"),
    isOn("plays") && import("./plays.js"),
    button.hasAttribute("sticky") && import("./sticky.js"),
    button.hasAttribute("queue") && import("./queue.js"),
  ];
  for (const loading of joining) {
    if (loading) loading.then(({ join }) => context.signal.aborted || join(context), () => {}); // not loaded: playback goes on without it
  }
  return context;
}
