/** A new token for a member whose own has expired: the page knows how to get one. */

import { within } from "./wait.js";

/** @import { MemberElement } from "./membership.js" */

/** A page that takes longer has none, in milliseconds. */
const PATIENCE_MS = 10_000;
/** @type {WeakMap<MemberElement, Promise<boolean>>} under way: several requests may meet the end of one token */
const pending = new WeakMap();

/** @param {MemberElement | undefined} member @returns {Promise<boolean>} whether it has another token now */
export async function renew(member) {
  if (!member) return false;
  const renewal = pending.get(member) ?? ask(member).finally(() => pending.delete(member));
  pending.set(member, renewal);
  return renewal;
}

/** @param {MemberElement} member */
async function ask(member) {
  const before = member.token;
  /** @type {string | Promise<string>} */
  let given = "";
  const detail = { renew: (/** @type {string | Promise<string>} */ token) => void (given = token) };
  member.dispatchEvent(new CustomEvent("listen-token-expired", { detail, bubbles: true, composed: true }));
  const token = await within(PATIENCE_MS, Promise.resolve(given)).catch(() => "");
  if (token) member.token = token;
  return member.token !== before;
}
