/** What the page's Content-Security-Policy has stopped. Nothing else tells it from a line that is down. */

/** @type {{directive: string, address: string}[]} */
const stopped = [];

globalThis.document?.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, disposition }) => {
  if (disposition === "enforce") stopped.push({ directive: effectiveDirective, address: blockedURI });
});

/**
 * Ask a moment after the failure: the browser tells of it in a task of its own.
 *
 * @param {"connect-src" | "media-src" | "script-src"} directive
 * @param {string} address
 * @returns {boolean}
 */
export function isStopped(directive, address) {
  const { origin } = new URL(address);
  return stopped.some((what) => what.directive.startsWith(directive) && what.address.startsWith(origin));
}
