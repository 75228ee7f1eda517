/** Spanish. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "es",
  mine: "Mi cola",
  listen: "Escuchar",
  previous: "Artículo anterior",
  next: "Artículo siguiente",
  continuous: "Seguir con el siguiente",
  sleep: "Temporizador",
  off: "No",
  atEnd: "Al terminar el artículo",
  slept: "El temporizador ha pausado la escucha.",
  empty: "Todavía no hay nada que escuchar en esta lista.",
  emptyMine: "Tu cola está vacía. Añade artículos para escucharlos más tarde.",
  failed: "No se ha podido cargar la lista.",
  retry: "Reintentar",
  sum: (count, length) => `${count} ${count === 1 ? "artículo" : "artículos"} · ${length}`,
  now: (title) => `Ahora suena: ${title}`,
  later: (title) => `Añadir a mi cola: ${title}`,
  remove: (title) => `Quitar de mi cola: ${title}`,
};
