"use client";
/*! SPDX-License-Identifier: MIT */
/**
 * `<ListenButton>` for React 18 and later: attributes of the listen button as props, its events as functions, the element as `ref`.
 *
 *     <ListenButton service="https://listen.example" sticky onPlayCounted={({ detail }) => track(detail.kind)} />
 *
 * A server renders the plain tag; the browser loads the element when the component is mounted.
 */

import { createElement, forwardRef, useEffect, useImperativeHandle, useRef } from "react";

/** @import { ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from "react" */
/** @import { ListenButton as ListenButtonElement } from "./index.js" */
/** @import { ListenButtonEvents } from "./events.js" */

/**
 * @typedef {object} Attributes what docs/button.md tells of each
 * @property {string} service address of the listening service
 * @property {string} [article]
 * @property {string} [url]
 * @property {string} [voice]
 * @property {string} [show]
 * @property {number} [speed]
 * @property {boolean} [autoload]
 * @property {string} [token]
 * @property {"light" | "dark"} [theme]
 * @property {string} [lang]
 * @property {string} [label]
 * @property {"hide" | "say"} [unavailable]
 * @property {boolean} [sticky]
 * @property {"page" | "show" | "own" | `playlist:${string}`} [queue]
 * @property {boolean} [continuous]
 * @property {"off"} [resume]
 * @property {"off"} [plays]
 * @property {"off" | "no-scroll" | "no-click"} [readAlong]
 * @property {ReactNode} [children] for the element's slots
 *
 * @typedef {{[Prop in keyof typeof EVENTS]?: (event: ListenButtonEvents[(typeof EVENTS)[Prop]]) => void}} Handlers
 * @typedef {Attributes & Handlers & Omit<HTMLAttributes<ListenButtonElement>, keyof Attributes | keyof Handlers>} ListenButtonProps
 */

const EVENTS = /** @type {const} */ ({
  onPlay: "listen-play",
  onPause: "listen-pause",
  onProgress: "listen-progress",
  onTime: "listen-time",
  onSeek: "listen-seek",
  onChapter: "listen-chapter",
  onEnd: "listen-end",
  onError: "listen-error",
  onUnavailable: "listen-unavailable",
  onTokenExpired: "listen-token-expired",
  onAway: "listen-away",
  onNarration: "listen-narration",
  onCaptions: "listen-captions",
  onPlayCounted: "listen-play-counted",
});

const BOOLEANS = new Set(["autoload", "continuous", "sticky"]);
/**
 * React 19 sets a property where the element has one by that name, but these must be attributes: a speed that is set as a
 * property counts as the listener's choice. HTML ignores case, React does not.
 * @type {Record<string, string>}
 */
const NAMES = { className: "class", continuous: "CONTINUOUS", readAlong: "read-along", speed: "SPEED", token: "TOKEN" };

/** @type {ForwardRefExoticComponent<ListenButtonProps & RefAttributes<ListenButtonElement>>} */
export const ListenButton = forwardRef(function Button(/** @type {ListenButtonProps} */ props, ref) {
  const element = useRef(/** @type {any} */ (null));
  const latest = useRef(props);
  useImperativeHandle(ref, () => element.current, []);
  useEffect(() => void (latest.current = props));
  useEffect(() => void import("./index.js"), []);
  useEffect(() => listen(element.current, latest), []);
  return createElement("listen-button", { ...attributes(props), ref: element });
});

/** @param {ListenButtonProps} props @returns {Record<string, unknown>} without the handlers of the button's events */
function attributes(props) {
  const own = Object.entries(props).filter(([name, value]) => !(name in EVENTS) && !(BOOLEANS.has(name) && !value));
  return Object.fromEntries(own.map(([name, value]) => [NAMES[name] ?? name, BOOLEANS.has(name) ? "" : value]));
}

/**
 * @param {ListenButtonElement} element
 * @param {{current: any}} latest the props, whose handlers may be other ones each time
 */
function listen(element, latest) {
  const life = new AbortController();
  for (const [prop, type] of Object.entries(EVENTS)) {
    element.addEventListener(type, (event) => latest.current[prop]?.(event), { signal: life.signal });
  }
  return () => life.abort();
}
