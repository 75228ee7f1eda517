/** Attribute `queue`: what comes next, from the page's other buttons, a show, a playlist, or the listener's own queue. */

import { dequeue, ownQueue } from "./own-queue.js";

/** @import { Context } from "./companions.js" */
/** @import { ListenButton } from "./element.js" */
/** @import { Article } from "./service.js" */

/** @typedef {{title: string, play: () => Promise<void>}} Next */

/** At most so many are listed. */
const MOST_LISTED = 20;
/** Before the name of one. */
const PLAYLIST = "playlist:";

/** @param {Context} context @returns {Promise<Next[]>} nearest first */
export async function upNext(context) {
  const from = context.button.getAttribute("queue") ?? "";
  if (from === "show") return fromShow(context);
  if (from === "own") return listed(context.button, ownQueue(), "");
  if (from.startsWith(PLAYLIST)) return fromPlaylist(context, from.slice(PLAYLIST.length));
  return fromPage(context.button);
}

/** @param {Context} context @param {string} name @returns {Promise<Next[]>} what stands behind this article in the playlist; all of it, if this is not in it */
function fromPlaylist({ button, service }, name) {
  const id = button.narration?.id ?? "";
  return service.json(`v1/playlists/${encodeURIComponent(name)}`).then(({ articles }) => listed(button, articles, id), () => []);
}

/** @param {ListenButton} button @param {{id: string, title: string | null}[]} articles @param {string} after the id of one @returns {Next[]} */
function listed(button, articles, after) {
  const rest = articles.slice(articles.findIndex(({ id }) => id === after) + 1);
  return rest.filter(({ id }) => id !== button.narration?.id).slice(0, MOST_LISTED).map(({ id, title }) => ({
    title: title ?? "",
    play: () => {
      button.setAttribute("article", id);
      return button.play();
    },
  }));
}

/** @param {ListenButton} button @returns {Next[]} the buttons below it */
function fromPage(button) {
  const buttons = /** @type {ListenButton[]} */ ([...document.querySelectorAll(button.localName)]);
  const below = buttons.slice(buttons.indexOf(button) + 1).filter((other) => other.state !== "unavailable");
  return below.slice(0, MOST_LISTED).map((other) => ({ title: titleOf(other), play: () => other.play() }));
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
  return listed(button, episodes.slice(at + 1).filter(({ status }) => status === "ready"), "");
}

/** @param {Context["service"]} service @param {string} show @returns {Promise<Article[]>} newest first */
function earlier(service, show) {
  return service.json(`v1/articles?${new URLSearchParams({ show })}`).then(({ articles }) => articles, () => []);
}

/** Goes on with the next when this one has ended. @param {Context} context */
export function join(context) {
  const { button, signal } = context;
  const goOn = async () => {
    dequeue(button.narration?.id ?? ""); // it has been heard
    const [next] = button.continuous ? await upNext(context) : [];
    if (next && !signal.aborted && button.phase === "ended") await next.play();
  };
  button.addEventListener("listen-end", () => void goOn(), { signal });
}
