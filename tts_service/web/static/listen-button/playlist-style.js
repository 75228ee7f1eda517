/** How a playlist looks: a card of the button's colours, with the player above its list. */

export const playlistStyle = `
.playlist {
  container-type: inline-size;
  padding: 0.875rem;
  border: 1px solid var(--_tint);
  border-radius: min(var(--_radius), 1rem);
  background: var(--_surface);
}
.head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0 1rem; margin-block-end: 0.5rem; }
.title { margin: 0; font-size: 1.125rem; font-weight: 600; line-height: 1.3; overflow-wrap: anywhere; }
.sum, .note { margin: 0; color: var(--_muted); font-variant-numeric: tabular-nums; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; padding-block: 0.25rem 0.5rem; border-block-end: 1px solid var(--_tint); }
.steps { display: flex; }
.steps:dir(rtl) svg { scale: -1 1; }
.round:disabled { opacity: 0.4; cursor: default; background: none; }
.check, .sleep { display: flex; align-items: center; gap: 0.5rem; min-block-size: 2.25rem; }
.check { cursor: pointer; }
.check input { inline-size: 1.25rem; block-size: 1.25rem; margin: 0; accent-color: var(--_accent); flex: none; }
.sleep { margin-inline-start: auto; }
.sleep select { min-block-size: 2.25rem; max-inline-size: 11rem; padding-inline: 0.5rem; border-radius: 0.5rem; background: var(--_tint); }
.list { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.row { display: flex; align-items: center; gap: 0.25rem; border-radius: 0.5rem; }
.row:has(.item:is(:hover, [aria-current="true"])) { background: var(--_tint); }
.item {
  display: grid;
  grid-template-columns: 1.75rem 1fr auto;
  flex: 1;
  align-items: baseline;
  gap: 0.5rem;
  min-inline-size: 0;
  min-block-size: 2.75rem;
  align-content: center;
  padding: 0.375rem 0.5rem;
  border-radius: 0.5rem;
  background: none;
  text-align: start;
}
.number { color: var(--_muted); text-align: end; font-variant-numeric: tabular-nums; }
.name { overflow-wrap: anywhere; }
.at { color: var(--_muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.item[aria-current="true"] { font-weight: 600; }
.item[aria-current="true"] .number { color: var(--_accent); }
.later { flex: none; }
.later svg { inline-size: 1.25rem; block-size: 1.25rem; }
.later[aria-pressed="true"] { color: var(--_accent); }
.note { padding: 0.5rem 0; }
.note:empty { display: none; }
.again { min-block-size: 2.5rem; padding: 0.25rem 1rem; border-radius: 1.25rem; background: var(--_tint); font-weight: 600; }
@container (max-width: 26rem) {
  .sleep { margin-inline-start: 0; }
}
@media (forced-colors: active) {
  .playlist { border-color: CanvasText; }
  [aria-current="true"] { outline: 2px solid Highlight; }
}
`;
