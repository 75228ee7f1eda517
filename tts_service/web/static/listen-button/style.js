/** How the button looks. Colours follow the page's own `color-scheme`. */

const css = `
:host {
  --_accent: var(--listen-accent, light-dark(#0b4f8a, #8ec5ff));
  --_on-accent: var(--listen-on-accent, light-dark(#fff, #06223d));
  --_surface: var(--listen-surface, light-dark(#f3f5f7, #1d2329));
  --_text: var(--listen-text, light-dark(#1c2733, #e6ebf0));
  --_muted: var(--listen-muted, light-dark(#4d5965, #aab4bf));
  --_track: var(--listen-track, light-dark(#c3ccd5, #46515c));
  --_loaded: var(--listen-loaded, light-dark(#8b99a7, #76838f));
  display: block;
  font: 400 0.875rem/1.25 var(--listen-font, system-ui, sans-serif);
  color: var(--_text);
  container-type: inline-size;
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
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; }

.player {
  display: grid;
  grid-template: "play slider speed" auto "play times times" auto / auto 1fr auto;
  align-content: center;
  align-items: center;
  column-gap: 0.75rem;
  min-block-size: 4rem;
  padding: 0.5rem 0.75rem 0.5rem 0.5rem;
  padding-inline: 0.5rem 0.75rem;
  border: 1px solid transparent;
  border-radius: var(--listen-radius, 2rem);
  background: var(--_surface);
}

.play {
  grid-area: play;
  display: flex;
  align-items: center;
  gap: 0.625rem;
  min-inline-size: 3rem;
  block-size: 3rem;
  padding: 0 0.875rem;
  border: 1px solid transparent;
  border-radius: var(--listen-radius, 1.5rem);
  background: var(--_accent);
  color: var(--_on-accent);
  font: inherit;
  font-size: 1rem;
  font-weight: 600;
  cursor: pointer;
}
.play:hover { filter: brightness(1.12); }
.icon { position: relative; inline-size: 1.125rem; block-size: 1.125rem; flex: none; }
.icon svg { display: block; inline-size: 100%; block-size: 100%; fill: currentColor; }
.player[data-phase="idle"] .play { padding-inline: 0.875rem 1.25rem; }
.player[data-busy] .icon::after {
  content: "";
  position: absolute;
  inset: -0.55rem;
  border: 2px solid currentColor;
  border-block-start-color: transparent;
  border-radius: 50%;
  animation: turn 1s linear infinite;
}
@keyframes turn { to { rotate: 1turn; } }

.length { grid-area: length; color: var(--_muted); }
.player[data-phase="idle"] { grid-template: "play length ." auto / auto auto 1fr; }
.player[data-phase="error"] { grid-template: "play error" auto / auto 1fr; }
.error { grid-area: error; margin: 0; line-height: 1.2; }

.slider {
  grid-area: slider;
  direction: ltr;
  appearance: none;
  inline-size: 100%;
  min-inline-size: 3rem;
  block-size: 1.5rem;
  margin: 0;
  background: none;
  cursor: pointer;
  --_bar: linear-gradient(to right,
    var(--_accent) var(--at, 0%), var(--_loaded) 0 var(--held, 0%), var(--_track) 0);
}
.slider:disabled { cursor: default; }
.slider::-webkit-slider-runnable-track { block-size: 0.25rem; border-radius: 0.125rem; background: var(--_bar); }
.slider::-moz-range-track { block-size: 0.25rem; border-radius: 0.125rem; background: var(--_bar); }
.slider::-webkit-slider-thumb {
  appearance: none;
  inline-size: 1rem;
  block-size: 1rem;
  margin-block-start: -0.375rem;
  border-radius: 50%;
  background: var(--_accent);
}
.slider::-moz-range-thumb { inline-size: 1rem; block-size: 1rem; border: 0; border-radius: 50%; background: var(--_accent); }
.slider:disabled::-webkit-slider-thumb { opacity: 0; }
.slider:disabled::-moz-range-thumb { opacity: 0; }

.speed {
  grid-area: speed;
  direction: ltr;
  block-size: 1.75rem;
  padding: 0 0.375rem;
  border: 1px solid var(--_loaded);
  border-radius: 0.875rem;
  background: var(--_surface);
  color: inherit;
  font: inherit;
  cursor: pointer;
}

.times {
  grid-area: times;
  display: grid;
  grid-template-columns: minmax(0, 55fr) minmax(0, 45fr); /* fixed: what changes in one must not move the other */
  min-block-size: 1.25em;
  font-size: 0.8125rem;
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
}
.time { justify-self: start; direction: ltr; }
.status { overflow: hidden; text-align: end; text-overflow: ellipsis; color: var(--_muted); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

:is(.play, .slider, .speed):focus-visible { outline: 3px solid var(--_accent); outline-offset: 2px; }
.slider:focus-visible { border-radius: 0.5rem; }

@container (max-width: 24rem) {
  .player { column-gap: 0.5rem; }
  .player[data-phase="idle"] .play { padding-inline: 0.75rem 1rem; }
}
@container (max-width: 19rem) {
  .player { min-block-size: 5rem; }
  .times { grid-template-columns: 1fr; }
  .status { text-align: start; }
}
@container (max-width: 13rem) {
  .player:is(*, [data-phase="idle"], [data-phase="error"]) {
    grid-template: "play slider" auto "length length" auto "speed speed" auto "times times" auto "error error" auto / auto 1fr;
    border-radius: var(--listen-radius, 1rem);
  }
  .player:is([data-phase="idle"], [data-phase="error"]) .play { grid-column: 1 / -1; block-size: auto; min-block-size: 3rem; }
  .speed { justify-self: start; }
  :is(.speed, .times, .error) { margin-block-start: 0.5rem; }
}
@media (prefers-reduced-motion: reduce) {
  .player[data-busy] .icon::after { animation: none; border-block-start-color: currentColor; border-style: dotted; }
}
@media (forced-colors: active) {
  .player { border-color: CanvasText; }
  .play { border-color: ButtonText; }
  .slider { forced-color-adjust: none; --_accent: Highlight; --_track: GrayText; --_loaded: CanvasText; }
  :is(.play, .slider, .speed):focus-visible { outline-color: Highlight; }
}
`;

/** @param {ShadowRoot} root */
export function dress(root) {
  const sheet = new CSSStyleSheet(); // not a <style>: a publisher's Content-Security-Policy would stop that
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}
