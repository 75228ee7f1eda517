/*! SPDX-License-Identifier: MIT */
/**
 * The custom element `<listen-button>`. It needs the attribute `service`, for it cannot know where the service is:
 *
 *     import "@tts-service/listen-button";
 *     <listen-button service="https://listen.example"></listen-button>
 *
 * For browsers: on a server there is nothing to press, and nothing to be imported. The component for React minds that by itself.
 */

import { ListenButton } from "./listen-button/element.js";

/** @typedef {import("./events.js").ListenButtonEvents} ListenButtonEvents */

if (!customElements.get("listen-button")) customElements.define("listen-button", ListenButton);

export { ListenButton };
