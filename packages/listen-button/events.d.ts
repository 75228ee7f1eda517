// SPDX-License-Identifier: MIT
import type { ListenButton } from "./listen-button/element.js";

/** What every event but `listen-time` says. */
export interface ListenDetail {
  /** Id of the article; null before the service has said it. */
  article: string | null;
  /** Seconds. */
  currentTime: number;
  /** Seconds; an estimate while the article is rendered, NaN before. */
  duration: number;
}

type Listen<More = unknown> = CustomEvent<ListenDetail & More>;

/** The events of a listen button by their type. */
export interface ListenButtonEvents {
  "listen-play": Listen;
  "listen-pause": Listen;
  "listen-progress": Listen;
  "listen-time": CustomEvent<{ time: number; duration: number }>;
  "listen-seek": Listen;
  "listen-chapter": Listen<{ index: number; title: string }>;
  "listen-end": Listen;
  "listen-error": Listen<{ reason: string; message: string; problem?: string; retryAfter?: number }>;
  "listen-unavailable": Listen<{ reason: string }>;
  "listen-token-expired": Listen<{ renew: (token: string | Promise<string>) => void }>;
  "listen-away": Listen<{ isAway: boolean }>;
  "listen-narration": Listen;
  "listen-captions": Listen;
  "listen-play-counted": Listen<{ kind: string; seconds: number }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "listen-button": ListenButton;
  }
  interface HTMLElementEventMap extends ListenButtonEvents {}
}
