/** Italian. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "it",
  mine: "La mia coda",
  listen: "Ascolta",
  previous: "Articolo precedente",
  next: "Articolo successivo",
  continuous: "Riproduzione continua",
  sleep: "Timer di spegnimento",
  off: "No",
  atEnd: "Fine dell’articolo",
  slept: "Il timer ha messo in pausa l’ascolto.",
  empty: "In questa playlist non c’è ancora nulla da ascoltare.",
  emptyMine: "La tua coda è vuota. Aggiungi articoli da ascoltare più tardi.",
  failed: "Non è stato possibile caricare la playlist.",
  retry: "Riprova",
  sum: (count, length) => `${count} ${count === 1 ? "articolo" : "articoli"} · ${length}`,
  now: (title) => `In ascolto: ${title}`,
  later: (title) => `Aggiungi alla mia coda: ${title}`,
  remove: (title) => `Togli dalla mia coda: ${title}`,
};
