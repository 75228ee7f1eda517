/** How the panel looks: beside the bar on wide windows, a sheet at the lower edge on narrow ones. */

export const panelStyle = `
.panel {
  position: fixed;
  inset: auto;
  inline-size: 22rem;
  max-inline-size: calc(100vi - 1rem);
  max-block-size: 70vb;
  margin: 0;
  padding: 1rem;
  border: 1px solid var(--_tint);
  border-radius: min(var(--_radius), 1rem);
  background: var(--_surface);
  color: var(--_text);
  overflow: auto;
  overscroll-behavior: contain;
  box-shadow: 0 0.75rem 2.5rem rgb(0 0 0 / 22%);
  animation: show 0.15s ease-out;
}
.panel.sheet {
  inset: auto 0 0;
  inline-size: 100%;
  max-inline-size: none;
  padding-block-end: max(1rem, env(safe-area-inset-bottom));
  border-end-start-radius: 0;
  border-end-end-radius: 0;
}
.sheet::backdrop { background: rgb(0 0 0 / 35%); }
@keyframes show { from { opacity: 0; translate: 0 0.375rem; } }
.head { display: flex; align-items: start; justify-content: space-between; gap: 0.5rem; margin-block-end: 0.75rem; }
.head .round { margin: -0.5rem; margin-inline-start: 0; flex: none; }
.title { margin: 0; font-size: 1rem; font-weight: 600; line-height: 1.3; }
.pair { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.act {
  display: grid;
  flex: 1 1 auto;
  place-items: center;
  min-block-size: 2.5rem;
  padding: 0.25rem 0.75rem;
  border: 1px solid transparent;
  border-radius: 1.25rem;
  background: var(--_tint);
  color: inherit;
  font-weight: 600;
  text-decoration: none;
  font-variant-numeric: tabular-nums;
}
@media (hover: hover) { .act:hover { background: color-mix(in srgb, var(--_text) 16%, transparent); } }
details { margin-block-start: 0.75rem; border-block-start: 1px solid var(--_tint); padding-block-start: 0.5rem; }
summary { min-block-size: 2rem; align-content: center; font-weight: 600; cursor: pointer; border-radius: 0.25rem; }
.list { margin: 0.25rem 0 0; padding: 0; list-style: none; }
.item { display: flex; inline-size: 100%; justify-content: space-between; align-items: baseline; gap: 1rem; min-block-size: 2.25rem; padding: 0.375rem 0.625rem; border-radius: 0.5rem; background: none; text-align: start; }
.item:hover { background: var(--_tint); }
.item[aria-current="true"] { background: var(--_tint); font-weight: 600; }
.at { color: var(--_muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.check { display: flex; gap: 0.625rem; align-items: center; min-block-size: 2.25rem; cursor: pointer; }
.check input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; accent-color: var(--_accent); flex: none; }
.text { line-height: 1.6; }
.text p { margin: 0.5rem 0; }
.text .heading { margin-block-start: 0.875rem; font-weight: 600; }
.sentence { margin: -0.125rem; padding: 0.125rem; border-radius: 0.25rem; box-decoration-break: clone; -webkit-box-decoration-break: clone; color: inherit; text-decoration: none; }
.sentence:hover { background: var(--_tint); }
.sentence[aria-current="true"] { background: var(--_accent); color: var(--_on-accent); }
.rest { margin: 0.5rem 0 0; color: var(--_muted); }
.head .rest { margin: 0.25rem 0 0; font-size: 0.875rem; }
@media (prefers-reduced-motion: reduce) { .panel { animation: none; } }
@media (forced-colors: active) {
  .panel, .act { border-color: CanvasText; }
  [aria-current="true"] { outline: 2px solid Highlight; }
}
`;
