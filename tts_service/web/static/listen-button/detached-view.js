/**
 * What is heard belongs to another page than the one in view: its player, with its title, goes to the window's lower edge, and its
 * place offers the article in view.
 */

import { dockOf } from "./dock.js";
import { addStyles } from "./style.js";
import { CROSS, PLAY, make, picture, write } from "./view.js";

/** @import { View } from "./view.js" */

const css = `
.offer { display: flex; align-items: center; min-block-size: 4rem; }
.offer .play { padding-inline: 0.75rem 1.25rem; }
.heard { grid-area: heard; overflow: hidden; margin: 0.5rem 0.5rem 0; color: inherit; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
:host([away]) .player { grid-template: "heard heard heard heard heard heard end" auto "play back forward slider speed more more" auto "play back forward times speed more more" auto / auto auto auto 1fr; padding-block-end: 0.25rem; border-radius: min(var(--_radius), 1.25rem); }
:host([away]) .player:dir(rtl) { grid-template-areas: "heard heard heard heard heard heard end" "play forward back slider speed more more" "play forward back times speed more more"; }
:host([away]) .player[data-phase="error"] { grid-template: "heard end" auto "play error" auto / auto 1fr; }
:host([away]) .close { justify-self: end; }
@container (max-width: 18rem) {
  :host([away]) .player:not([data-phase="error"]) { grid-template: "heard heard heard end" auto "play slider slider slider" auto "times times times times" auto "back forward speed more" auto / auto 1fr 1fr auto; }
}
`;

/** @type {WeakSet<View>} */
const dressed = new WeakSet();

export class DetachedView {
  #view;
  #dock;
  /** @type {HTMLAnchorElement} */
  #heard = make("a", { class: "heard", part: "heard", dir: "auto" });
  #label = make("span", {});
  #play = make("button", { class: "play", part: "button", type: "button" }, make("span", { class: "icon" }, picture(PLAY)), this.#label);
  #offer = make("div", { class: "offer" }, this.#play);
  #close = make("button", { class: "round close", part: "close", type: "button" }, picture(CROSS));

  /**
   * @param {View} view
   * @param {() => void} play what is offered
   * @param {() => void} stop what is heard
   */
  constructor(view, play, stop) {
    this.#view = view;
    this.#dock = dockOf(view);
    if (!dressed.has(view)) addStyles(view.root, css);
    dressed.add(view);
    this.#play.addEventListener("click", play);
    this.#close.addEventListener("click", stop);
    this.#dock.raise(this);
    view.space.prepend(this.#offer);
    view.player.prepend(this.#heard);
    view.player.insertBefore(this.#close, view.error);
  }

  /** @param {{title: string, url: string, label: string, isOffered: boolean}} what is heard, and what the button on its place says */
  show({ title, url, label, isOffered }) {
    const { words } = this.#view;
    write(this.#heard, title);
    if (url) this.#heard.href = url;
    write(this.#label, label);
    this.#play.hidden = !isOffered;
    this.#close.title = words.close;
    this.#close.setAttribute("aria-label", words.close);
  }

  end() {
    const { player, root } = this.#view;
    const hadFocus = [this.#offer, this.#close, this.#heard].some((part) => part.contains(root.activeElement));
    for (const part of [this.#heard, this.#offer, this.#close]) part.remove();
    this.#dock.lower(this);
    if (hadFocus) player.querySelector("button")?.focus({ preventScroll: true });
  }
}
