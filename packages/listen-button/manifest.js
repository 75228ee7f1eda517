/** The custom elements manifest (schema 1.0.0), from what the head of `listen-button.js` tells of the element. */

/** @typedef {{kind: string, type: string, names: string[], text: string}} Line */

const LINE = /^ \* @(attr|prop|method|fires|slot|csspart|cssprop)(?: \{(.+?)\}(?= ))? ?((?!- )[\w-]+(?:, [\w-]+)*)?(?: - (.*))?$/gm;

/** @param {string} source */
export function manifest(source) {
  /** @type {Line[]} */
  const lines = [...source.matchAll(LINE)].map(([, kind, type = "", names = "", text = ""]) => ({ kind, type, names: names.split(", "), text }));
  /** @param {string} kind @param {(line: Line) => object} [more] */
  const told = (kind, more = () => ({})) => lines.filter((line) => line.kind === kind)
    .flatMap((line) => line.names.map((name) => ({ name, ...(line.text && { description: line.text }), ...more(line) })));
  const typed = (/** @type {Line} */ { type }) => ({ type: { text: type } });
  const declaration = {
    kind: "class",
    name: "ListenButton",
    tagName: "listen-button",
    customElement: true,
    description: "A button that reads the article aloud.",
    attributes: told("attr", typed),
    members: [...told("prop", (line) => ({ kind: "field", ...typed(line) })), ...told("method", () => ({ kind: "method" }))],
    events: told("fires", () => ({ type: { text: "CustomEvent" } })),
    slots: told("slot"),
    cssParts: told("csspart"),
    cssProperties: told("cssprop"),
  };
  const path = "index.js";
  const at = { name: "ListenButton", module: path };
  const exports = [
    { kind: "js", name: "ListenButton", declaration: at },
    { kind: "custom-element-definition", name: "listen-button", declaration: at },
  ];
  return { schemaVersion: "1.0.0", modules: [{ kind: "javascript-module", path, declarations: [declaration], exports }] };
}
