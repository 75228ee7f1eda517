/** In the editor the button's place is shown, as it will look; the page has the button itself. */
(({ blocks, blockEditor, element, i18n }) => {
  const look = { display: "inline-block", padding: "0.6em 1.2em", borderRadius: "2em", background: "#0b4f8a", color: "#fff", lineHeight: 1.2 };
  blocks.registerBlockType("tts-service/listen", {
    edit: () =>
      element.createElement(
        "div",
        blockEditor.useBlockProps(),
        element.createElement("span", { style: look }, `▶ ${i18n.__("Listen", "tts-service")}`),
      ),
    save: () => null,
  });
})(window.wp);
