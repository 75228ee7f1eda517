/** Attribute `queue`: what comes next, from the page's other buttons or from a show. */

/** @import { Stage } from "./companions.js" */
/** @import { ListenButton } from "./element.js" */

/** @typedef {{title: string, play: () => Promise<void>}} Next */

/** At most so many are listed. */
const MOST = 20;

/** @param {Stage} stage @returns {Promise<Next[]>} nearest first */
export async function upNext(stage) {
  return stage.button.getAttribute("queue") === "show" ? fromShow(stage) : fromPage(stage.button);
}

/** @param {ListenButton} button @returns {Next[]} the buttons below it */
function fromPage(button) {
  const buttons = /** @type {ListenButton[]} */ ([...document.querySelectorAll(button.localName)]);
  const below = buttons.slice(buttons.indexOf(button) + 1).filter((other) => other.state !== "unavailable");
  return below.slice(0, MOST).map((other) => ({ title: titleOf(other), play: () => other.play() }));
}

/** @param {ListenButton} button */
function titleOf(button) {
  const around = button.closest("article, section, li, main")?.querySelector("h1, h2, h3, h4, h5, h6");
  return button.narration?.title ?? around?.textContent?.trim() ?? document.title;
}

/** @param {Stage} stage @returns {Promise<Next[]>} the episodes that came before this one */
async function fromShow({ button, service }) {
  const show = button.getAttribute("show") ?? button.narration?.show;
  const episodes = show ? await service.episodes(show).catch(() => []) : [];
  const at = episodes.findIndex(({ id }) => id === button.narration?.id);
  const older = episodes.slice(at + 1).filter(({ status }) => status === "ready");
  return older.slice(0, MOST).map(({ id, title }) => ({
    title: title ?? "",
    play: () => {
      button.setAttribute("article", id);
      return button.play();
    },
  }));
}

/** Goes on with the next when this one has ended. @param {Stage} stage */
export function join(stage) {
  const { button, signal } = stage;
  const goOn = async () => {
    const [next] = button.continuous ? await upNext(stage) : [];
    if (next && !signal.aborted && button.phase === "ended") await next.play();
  };
  button.addEventListener("listen-end", () => void goOn(), { signal });
}
