/*! SPDX-License-Identifier: MIT */
/**
 * A button that reads the article aloud.
 *
 *     <script type="module" src="https://listen.example/listen-button.js"></script>
 *     <listen-button></listen-button>
 *
 * It reads the page in view, by its canonical address (`<link rel="canonical">`, else the page's own), unless told otherwise; a
 * single-page app may change it at any time. Nothing but the service that this file comes from is asked, and no cookie is set.
 * Everything below is told at length in docs/button.md.
 *
 * @element listen-button
 *
 * @attr {string} article - id of an article that the service knows, in place of the page's address
 * @attr {string} url - address of another page to read, for lists of articles
 * @attr {string} voice - a voice of the service, such as "piper/en_US-joe-medium"
 * @attr {string} show - the podcast that the article belongs to
 * @attr {number} speed - 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3 or 4
 * @attr {boolean} autoload - have the article rendered as soon as the button is seen, before any click
 * @attr {string} token - of a member, for an article that is for members only
 * @attr {"light" | "dark"} theme - else the page's own color-scheme
 * @attr {string} lang - language of the interface: en, es, fr, hi, ar; else that of the page
 * @attr {string} label - what the button says before it is first pressed
 * @attr {"hide" | "say"} unavailable - what to do where the article cannot be heard
 * @attr {boolean} sticky - stay in sight, at the window's lower edge, when scrolled away while it plays
 * @attr {string} queue - what comes next: "page", its other buttons; "show", earlier episodes; "playlist:NAME"; "own", the listener's queue
 * @attr {boolean} continuous - go on with what comes next
 * @attr {"off"} resume - do not remember where the listener left
 * @attr {"off"} plays - count nothing
 * @attr {"off" | "no-scroll" | "no-click"} read-along - light nothing up; do not scroll; take no clicks on the text
 * @attr {string} service - address of the service, when it is not where this file comes from
 * @attr {string} state - set by the button: idle, preparing, waiting, playing, paused, ended, error or unavailable
 *
 * @prop {number} currentTime - seconds; set it to seek
 * @prop {number} duration - seconds, read only; an estimate while the article is rendered, NaN before
 * @prop {number} speed
 * @prop {boolean} paused - read only
 * @prop {string} state - read only
 * @prop {boolean} isAway - read only; what is heard belongs to another page than the one in view. The attribute `away` says so too
 * @prop {boolean} continuous
 * @prop {string} token - as the attribute; it may be set at any time
 * @prop {object | null} narration - read only; what the service says of the article
 * @prop {string | null} captionsUrl - read only; WebVTT
 * @prop {{start: number, title: string}[]} chapters - read only; those heard so far
 * @method play - the article in view, or on with it; to be called from a click or a key press
 * @method goOn - with what is heard, whatever page is in view
 * @method pause
 * @method seek - to a place in seconds; what is not rendered yet is waited for
 * @method skip - by seconds
 * @method nextChapter
 * @method previousChapter
 *
 * Events bubble out of shadow trees, but for `listen-time`; `event.detail` holds `article` (its id), `currentTime`, `duration`.
 *
 * @fires listen-play - it starts, or goes on; every other button of the page pauses
 * @fires listen-pause
 * @fires listen-progress - about four times a second
 * @fires listen-time - at every frame while it plays; `detail` is `{time, duration}`
 * @fires listen-seek
 * @fires listen-chapter - `detail.index`, `detail.title`
 * @fires listen-end
 * @fires listen-error - `detail.reason` says why by a code, `detail.message` in words for the listener
 * @fires listen-unavailable - `detail.reason` is "not-allowed", "not-found", "unreachable" or "blocked-by-policy"
 * @fires listen-token-expired - `detail.renew(token)` takes another, or a promise of one
 * @fires listen-away - `detail.isAway`: what is heard belongs to another page than the one in view, or no longer
 * @fires listen-narration - the service has news of the article: see `narration`
 * @fires listen-captions - sentences and chapters are known, or more of them
 * @fires listen-play-counted - `detail.kind`, `detail.seconds`: what the service counts, for analytics of one's own
 *
 * @slot - shown in place of the button where scripts do not run
 * @slot label - in place of the words in the button
 * @slot end - at the end of the bar
 * @slot panel - in the panel
 *
 * @csspart player - the whole bar
 * @csspart button - start, pause, play, try again
 * @csspart label - the words in the button
 * @csspart back, forward - 15 s
 * @csspart slider - the position
 * @csspart speed - the speed menu
 * @csspart more - opens the panel
 * @csspart close - of the sticky player
 * @csspart time - time and length
 * @csspart status - the chapter; what is being rendered or waited for
 * @csspart heard - the title of what is heard, while another page is in view
 * @csspart error - what went wrong
 * @csspart panel, share, download, transcript - in the panel
 *
 * @cssprop --listen-accent - the button, the part that was heard, the focus ring
 * @cssprop --listen-on-accent - on the button
 * @cssprop --listen-surface - the bar and the panel
 * @cssprop --listen-text
 * @cssprop --listen-muted - the status
 * @cssprop --listen-track - the part of the slider that has not arrived
 * @cssprop --listen-loaded - the part that has arrived
 * @cssprop --listen-radius - corners of bar and button
 * @cssprop --listen-inset - between the sticky player and the window's edge
 * @cssprop --listen-font - font families
 */

import { ListenButton } from "./listen-button/element.js";

ListenButton.service = new URL(".", import.meta.url).href;
ListenButton.isUpgrading = true;
if (!customElements.get("listen-button")) customElements.define("listen-button", ListenButton);
ListenButton.isUpgrading = false;

export { ListenButton };
