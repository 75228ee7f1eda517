/** What the publisher's page says about itself. */

/** @returns {string} the page's canonical address, without a fragment */
export function pageAddress() {
  /** @type {HTMLLinkElement | null} */
  const link = document.querySelector('link[rel="canonical"][href]');
  const address = new URL(link?.href || location.href);
  address.hash = "";
  return address.href;
}

/**
 * What the lock screen shows.
 *
 * @param {string | null} title
 * @returns {MediaMetadataInit}
 */
export function pageMetadata(title) {
  const image = meta("og:image");
  return {
    title: title || meta("og:title") || document.title,
    artist: meta("og:site_name") || location.hostname,
    artwork: image ? [{ src: new URL(image, location.href).href }] : [],
  };
}

/** @param {string} property */
function meta(property) {
  return document.querySelector(`meta[property="${property}"]`)?.getAttribute("content") ?? "";
}
