/** How the button looks. Colours follow the page's own `color-scheme`, or the attribute `theme`. */

const css = `
:host {
  --_accent: var(--listen-accent, light-dark(#0b4f8a, #8ec5ff));
  --_on-accent: var(--listen-on-accent, light-dark(#fff, #06223d));
  --_surface: var(--listen-surface, light-dark(#f3f5f7, #1d2329));
  --_text: var(--listen-text, light-dark(#1c2733, #e6ebf0));
  --_muted: var(--listen-muted, light-dark(#4d5965, #aab4bf));
  --_track: var(--listen-track, light-dark(#c3ccd5, #46515c));
  --_loaded: var(--listen-loaded, light-dark(#8b99a7, #76838f));
  --_tint: color-mix(in srgb, var(--_text) 9%, transparent);
  --_radius: var(--listen-radius, 2rem);
  display: block;
  font: 400 0.875rem/1.25 var(--listen-font, system-ui, sans-serif);
  color: var(--_text);
  text-align: start;
}
@supports not (color: light-dark(#000, #fff)) {
  :host {
    --_accent: var(--listen-accent, #0b4f8a);
    --_on-accent: var(--listen-on-accent, #fff);
    --_surface: var(--listen-surface, #f3f5f7);
    --_text: var(--listen-text, #1c2733);
    --_muted: var(--listen-muted, #4d5965);
    --_track: var(--listen-track, #c3ccd5);
    --_loaded: var(--listen-loaded, #8b99a7);
  }
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }
.space { min-block-size: 4rem; }
.frame { container-type: inline-size; }
.frame[data-refusal="hide"] { visibility: hidden; }

.player {
  position: relative;
  display: grid;
  grid-template: "play back forward slider speed more end" auto "play back forward times speed more end" auto / auto auto auto 1fr;
  align-content: center;
  align-items: center;
  column-gap: 0.25rem;
  min-block-size: 4rem;
  padding-inline: 0.5rem 0.625rem;
  border: 1px solid transparent;
  border-radius: var(--_radius);
  background: var(--_surface);
}
.player:dir(rtl) { grid-template-areas: "play forward back slider speed more end" "play forward back times speed more end"; }
.player:is([data-phase="idle"], [data-phase="error"]) { grid-template: "play error" auto / auto 1fr; column-gap: 0.75rem; }
.player[data-phase="idle"] { padding: 0; background: none; }

button, select { border: 1px solid transparent; color: inherit; font: inherit; cursor: pointer; }
svg { display: block; inline-size: 1.5rem; block-size: 1.5rem; fill: currentColor; }
.round svg { inline-size: 1.625rem; block-size: 1.625rem; }
.play {
  grid-area: play;
  display: flex;
  align-items: center;
  justify-content: center;
  gap: 0.375rem;
  min-inline-size: 3rem;
  min-block-size: 3rem;
  padding: 0 0.6875rem;
  border-radius: var(--_radius);
  background: var(--_accent);
  color: var(--_on-accent);
  font-size: 1rem;
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.play:hover { filter: brightness(1.12); }
.player:is([data-phase="idle"], [data-phase="error"]) .play { padding-inline: 0.75rem 1.25rem; }
.icon { position: relative; flex: none; }
.icon svg { stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
[data-busy] .icon::after {
  content: "";
  position: absolute;
  inset: -0.4375rem;
  border: 2px solid currentColor;
  border-block-start-color: transparent;
  border-radius: 50%;
  animation: turn 1s linear infinite;
}
@keyframes turn { to { rotate: 1turn; } }
.error { grid-area: error; margin: 0; }

.round, .speed { block-size: 2.25rem; min-inline-size: 2.25rem; padding: 0; border-radius: 1.125rem; background: none; text-align: center; }
.round { position: relative; display: grid; place-items: center; }
@media (hover: hover) { :is(.round, .speed):hover { background: var(--_tint); } }
.back { grid-area: back; margin-inline-start: 0.25rem; }
.forward { grid-area: forward; }
.forward svg { scale: -1 1; }
.fifteen { position: absolute; inset: auto 0 0.53rem; font-size: 0.5rem; font-weight: 700; line-height: 1; }
.more { grid-area: more; }
.close { grid-area: end; }
.speed { grid-area: speed; direction: ltr; appearance: none; inline-size: 3rem; font-weight: 600; text-align-last: center; }
option { background: Canvas; color: CanvasText; }
[name="end"] { grid-area: end; }

.slider {
  grid-area: slider;
  direction: ltr;
  appearance: none;
  min-inline-size: 3rem;
  block-size: 1.5rem;
  margin: 0 0.5rem;
  background: none;
  cursor: pointer;
  --_bar: var(--marks, linear-gradient(transparent 0 0)), linear-gradient(to right,
    var(--_accent) var(--at, 0%), var(--_loaded) 0 var(--held, 0%), var(--_track) 0);
}
.slider:disabled { cursor: default; }
.slider::-webkit-slider-runnable-track { block-size: 0.3125rem; border-radius: 0.25rem; background: var(--_bar); }
.slider::-moz-range-track { block-size: 0.3125rem; border-radius: 0.25rem; background: var(--_bar); }
.slider::-webkit-slider-thumb {
  appearance: none;
  inline-size: 0.875rem;
  block-size: 0.875rem;
  margin-block-start: -0.28125rem;
  border-radius: 50%;
  background: var(--_accent);
}
.slider::-moz-range-thumb { inline-size: 0.875rem; block-size: 0.875rem; border: 0; border-radius: 50%; background: var(--_accent); }
.slider:disabled::-webkit-slider-thumb { opacity: 0; }
.slider:disabled::-moz-range-thumb { opacity: 0; }
.times {
  grid-area: times;
  display: grid;
  grid-template-columns: minmax(0, 50fr) minmax(0, 50fr); /* fixed: what changes in one must not move the other */
  min-block-size: 1.25em;
  margin: -0.125rem 0.5rem 0;
  font-size: 0.8125rem;
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
}
.time { justify-self: start; unicode-bidi: isolate; }
.status { overflow: hidden; text-align: end; text-overflow: ellipsis; color: var(--_muted); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:is(button, input, select, a, summary, [tabindex]):focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
.slider:focus-visible { border-radius: 0.5rem; }

@container (max-width: 30rem) {
  .player { column-gap: 0.0625rem; padding-inline: 0.375rem 0.25rem; }
  .times { grid-template-columns: 1fr; }
  .player:not([data-busy]) .status, .player[data-busy] .time { display: none; }
  .status { text-align: start; }
  .round { min-inline-size: 2rem; }
  .speed { inline-size: 2.625rem; }
}
@container (max-width: 18rem) {
  .player:not([data-phase="idle"], [data-phase="error"]) {
    grid-template: "play slider slider slider" auto "times times times times" auto "back forward speed more" auto "end end end end" auto / auto 1fr 1fr auto;
    padding-block: 0.5rem;
    border-radius: min(var(--_radius), 1rem);
  }
  .player[data-phase="error"] { grid-template: "play" "error" / 1fr; padding-block: 0.5rem; }
  .times { white-space: normal; }
  .speed { justify-self: start; }
}
@media (prefers-reduced-motion: reduce) {
  [data-busy] .icon::after { animation: none; border-block-start-color: currentColor; border-style: dotted; }
}
@media (forced-colors: active) {
  .player { border-color: CanvasText; }
  button, select { border-color: ButtonText; }
  .slider { forced-color-adjust: none; --_accent: Highlight; --_track: GrayText; --_loaded: CanvasText; }
  :focus-visible { outline-color: Highlight; }
}
`;

/** @param {ShadowRoot} root @param {string} [rules] */
export function addStyles(root, rules = css) {
  const sheet = new CSSStyleSheet(); // not a <style>: a publisher's Content-Security-Policy would stop that
  sheet.replaceSync(rules);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
