/*! SPDX-License-Identifier: MIT */
/**
 * A list of articles that are read aloud one after the other.
 *
 *     <script type="module" src="https://listen.example/listen-playlist.js"></script>
 *     <listen-playlist name="morning"></listen-playlist>
 *
 * Only pages that show a playlist load this file; the listen button comes with it. Told at length in docs/playlists.md.
 *
 * @element listen-playlist
 *
 * @attr {string} name - of the playlist, as in `shows.toml`
 * @attr {boolean} own - in its place the listener's own queue, which this device alone knows
 * @attr {"off"} continuous - stop after each article
 * @attr {boolean} across - go on by itself on the next page of the same tab that shows the same playlist
 * @attr {"light" | "dark"} theme - else the page's own color-scheme
 * @attr {string} lang - language of the interface: ar, de, en, es, fr, hi, it, pt; else that of the page
 * @attr {"off"} resume - do not remember what the listener has heard last
 * @attr {"off"} plays - count nothing
 * @attr {string} service - address of the service, when it is not where this file comes from
 *
 * @prop {number} index - of the article in the player, from 0; read only
 * @prop {object[]} articles - read only
 * @method play - the article in the player, or on with it; to be called from a click or a key press
 * @method pause
 * @method next
 * @method previous
 *
 * Events of the button inside (`listen-play`, `listen-end`, …) bubble out of it; and besides:
 *
 * @fires listen-playlist-change - another article is in the player; `detail` is `{article, index}`
 *
 * @csspart playlist - all of it
 * @csspart title, sum - above the player
 * @csspart tools - below it
 * @csspart list, item - the articles
 *
 * Colours are those of the button: `--listen-accent` and the others.
 */

import { ListenButton } from "./listen-button.js";
import { ListenPlaylist } from "./listen-button/playlist.js";

ListenPlaylist.service = ListenButton.service;
if (!customElements.get("listen-playlist")) customElements.define("listen-playlist", ListenPlaylist);

export { ListenPlaylist };
