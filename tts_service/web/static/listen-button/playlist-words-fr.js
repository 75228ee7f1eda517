/** French. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "fr",
  mine: "Ma file d’attente",
  listen: "Écouter",
  previous: "Article précédent",
  next: "Article suivant",
  continuous: "Enchaîner les articles",
  sleep: "Minuterie de veille",
  off: "Désactivée",
  atEnd: "Fin de l’article",
  slept: "La minuterie a mis la lecture en pause.",
  empty: "Il n’y a encore rien à écouter dans cette liste.",
  emptyMine: "Votre file d’attente est vide. Ajoutez-y des articles à écouter plus tard.",
  failed: "La liste n’a pas pu être chargée.",
  retry: "Réessayer",
  sum: (count, length) => `${count} ${count > 1 ? "articles" : "article"} · ${length}`,
  now: (title) => `En cours : ${title}`,
  later: (title) => `Ajouter à ma file d’attente : ${title}`,
  remove: (title) => `Retirer de ma file d’attente : ${title}`,
};
