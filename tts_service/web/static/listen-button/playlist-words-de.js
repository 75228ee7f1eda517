/** German. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "de",
  mine: "Meine Warteschlange",
  listen: "Anhören",
  previous: "Voriger Artikel",
  next: "Nächster Artikel",
  continuous: "Weiterspielen",
  sleep: "Schlummertimer",
  off: "Aus",
  atEnd: "Ende des Artikels",
  slept: "Der Schlummertimer hat angehalten.",
  empty: "In dieser Playlist gibt es noch nichts zu hören.",
  emptyMine: "Die Warteschlange ist leer. Füge Artikel hinzu, um sie später zu hören.",
  failed: "Die Playlist konnte nicht geladen werden.",
  retry: "Noch einmal versuchen",
  sum: (count, length) => `${count} Artikel · ${length}`,
  now: (title) => `Jetzt: ${title}`,
  later: (title) => `In meine Warteschlange: ${title}`,
  remove: (title) => `Aus meiner Warteschlange entfernen: ${title}`,
};
