/** What joins once something is heard: each in a file of its own, so that a page loads no more than is used. */

/** @import { Chapter, Cue } from "./captions.js" */
/** @import { ListenButton } from "./element.js" */
/** @import { Service } from "./service.js" */
/** @import { View } from "./view.js" */
/** @import { Words } from "./words.js" */

/**
 * @typedef {{cues: Cue[], chapters: Chapter[]}} Heard what the service has said of the sound so far
 *
 * @typedef {object} Stage what a companion may use
 * @property {ListenButton} button its public properties, methods and events
 * @property {View} view
 * @property {AbortSignal} signal another article is heard, or the button is gone
 * @property {Service} service
 * @property {Heard} heard kept up to date; `listen-captions` tells of changes
 * @property {string} key what the article is remembered by
 * @property {() => Words} words
 * @property {(type: string, detail?: object) => void} tell fires an event
 */

/** @param {Stage} stage @returns {Stage} */
export function gather(stage) {
  const { button } = stage;
  const isOn = (/** @type {string} */ attribute) => button.getAttribute(attribute) !== "off";
  const joining = [
    import("./heard.js"),
    import("./chapters.js"),
    import("./media-session.js"),
    import("./ticker.js"),
    isOn("read-along") && import("./along.js"),
    isOn("resume") && import("./resume.js"),
    isOn("plays") && import("./plays.js"),
    button.hasAttribute("sticky") && import("./sticky.js"),
    button.hasAttribute("queue") && import("./queue.js"),
  ];
  for (const loading of joining) {
    if (loading) loading.then(({ join }) => stage.signal.aborted || join(stage), () => {}); // lost on the way: the sound goes on without
  }
  return stage;
}
