/** Attribute `queue`: what comes next, from the page's other buttons or from a show. */

/** @import { Context } from "./companions.js" */
/** @import { ListenButton } from "./element.js" */
/** @import { Article } from "./service.js" */

/** @typedef {{title: string, play: () => Promise<void>}} Next */

/** At most so many are listed. */
const MOST = 20;

/** @param {Context} context @returns {Promise<Next[]>} nearest first */
export async function upNext(context) {
  return context.button.getAttribute("queue") === "show" ? fromShow(context) : fromPage(context.button);
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

/** @param {Context} context @returns {Promise<Next[]>} the episodes that came before this one */
async function fromShow({ button, service }) {
  const show = button.getAttribute("show") ?? button.narration?.show;
  const episodes = show ? await earlier(service, show) : [];
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

/** @param {Context["service"]} service @param {string} show @returns {Promise<Article[]>} newest first */
function earlier(service, show) {
  return service.json(`v1/articles?${new URLSearchParams({ show })}`).then(({ articles }) => articles, () => []);
}

/** Goes on with the next when this one has ended. @param {Context} context */
export function join(context) {
  const { button, signal } = context;
  const goOn = async () => {
    const [next] = button.continuous ? await upNext(context) : [];
    if (next && !signal.aborted && button.phase === "ended") await next.play();
  };
  button.addEventListener("listen-end", () => void goOn(), { signal });
}
