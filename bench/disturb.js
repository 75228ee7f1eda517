// What publishers' scripts, editors and translators of markup do to a text between the time it was read and the time it is
// heard: every longer text is cut in two, every second half becomes a link, every third is hyphenated, every fourth has an
// advertisement in its middle, every fifth has lost a word; quotation marks and spaces are others.
() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const long = texts.filter((node) => node.data.trim().length > 60 && !node.parentElement.closest("script, style, noscript"));
  long.forEach((node, number) => {
    node.data = node.data.replace(/["“”]/g, "«").replace(/['‘’]/g, "ʼ").replace(/ /g, () => [" ", "\u00a0", "\n  "][number % 3]);
    if (number % 3 === 0) node.data = node.data.replace(/(\p{L}{4})(?=\p{L}{4})/gu, "$1\u00ad");
    if (number % 5 === 0) node.data = node.data.replace(/(\s)\p{L}{4}(?=\s)/u, "$1");
    const half = node.splitText(node.data.length >> 1);
    const wrap = document.createElement(number % 2 ? "a" : "span");
    half.replaceWith(wrap);
    wrap.append(half);
    if (number % 4 === 0) {
      const advertisement = document.createElement("div");
      advertisement.innerHTML = "<p>Advertisement</p><p>Sign up for the letter that tells you what to read, and what not to.</p>";
      wrap.before(advertisement);
    }
  });
};
