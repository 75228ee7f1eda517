/** Three stories, for every app. */

const WORDS = ["harbor", "lantern", "orchard"];

/** @param {string} name of a page: a, b or c */
export function paragraphs(name) {
  const word = WORDS["abc".indexOf(name)];
  return [1, 2, 3].map((n) => `Paragraph ${n} of the story ${name} is about a ${word}, and about nothing but the ${word}.`);
}

/** What a careful single-page app says of the page in its head. @param {string} name */
export function sayInHead(name) {
  document.title = `Story ${name}`;
  document.querySelector("link[rel=canonical]").href = `${location.origin}/stories/${name}`;
}
