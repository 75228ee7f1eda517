/** In the editor the button's place is shown; the page has the button itself. */
(({ blocks, blockEditor, element, i18n }) => {
  blocks.registerBlockType("tts-service/listen", {
    edit: () => element.createElement("p", blockEditor.useBlockProps(), `▶ ${i18n.__("Listen", "tts-service")}`),
    save: () => null,
  });
})(window.wp);
