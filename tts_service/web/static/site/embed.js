/*! SPDX-License-Identifier: MIT */
/**
 * On the page around it: makes each frame of this service as high as the player in it.
 *
 *     <script type="module" src="https://listen.example/embed.js"></script>
 */

const service = new URL(import.meta.url).origin;

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== service || data?.type !== "listen-resize") return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${Number(data.height)}px`;
  }
});
