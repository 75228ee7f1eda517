/**
 * A button that reads the article aloud.
 *
 *     <script type="module" src="https://listen.example/listen-button.js"></script>
 *     <listen-button></listen-button>
 *
 * It reads the page's canonical address (`<link rel="canonical">`, else the page's own) unless told otherwise. Nothing is
 * stored in the browser, and nothing but the service that this file comes from is asked.
 *
 * So that nothing moves when this file arrives, a page may reserve the room: `listen-button { display: block; min-height: 4rem }`.
 *
 * @element listen-button
 *
 * @attr {string} article - id of an article that the service knows, in place of the page's address
 * @attr {string} voice - a voice of the service, such as "piper/en_US-joe-medium"
 * @attr {number} speed - 0.75, 1, 1.25, 1.5, 1.75, 2 or 2.5
 * @attr {string} label - what the button says before it is first pressed
 * @attr {string} service - address of the service, when it is not where this file comes from
 *
 * @prop {number} currentTime - seconds; set it to seek
 * @prop {number} duration - seconds, read only; an estimate while the article is rendered, NaN before
 * @prop {number} speed
 * @prop {boolean} paused - read only
 * @method play - to be called from a click or a key press
 * @method pause
 *
 * All events bubble out of shadow trees; `event.detail` holds `article` (its id), `currentTime` and `duration`.
 *
 * @fires listen-play - it starts, or goes on; every other button of the page pauses
 * @fires listen-pause
 * @fires listen-progress - about four times a second
 * @fires listen-end
 * @fires listen-error - `event.detail.message` says why, in words for the listener
 *
 * @csspart player - the whole bar
 * @csspart button - start, pause, play, try again
 * @csspart label - the words in the button
 * @csspart slider - the position
 * @csspart speed - the speed menu
 * @csspart time - time and length
 * @csspart status - what is being rendered or waited for
 * @csspart error - what went wrong
 *
 * @cssprop --listen-accent - the button, the part that was heard, the focus ring
 * @cssprop --listen-on-accent - on the button
 * @cssprop --listen-surface - the bar
 * @cssprop --listen-text
 * @cssprop --listen-muted - the status
 * @cssprop --listen-track - the part of the slider that has not arrived
 * @cssprop --listen-loaded - the part that has arrived
 * @cssprop --listen-radius - corners of bar and button
 * @cssprop --listen-font - font families
 */

import { ListenButton } from "./listen-button/element.js";

ListenButton.service = new URL(".", import.meta.url).href;
if (!customElements.get("listen-button")) customElements.define("listen-button", ListenButton);

export { ListenButton };
