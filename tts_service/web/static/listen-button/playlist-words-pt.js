/** Portuguese. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "pt",
  mine: "Minha fila",
  listen: "Ouvir",
  previous: "Artigo anterior",
  next: "Próximo artigo",
  continuous: "Reprodução contínua",
  sleep: "Temporizador",
  off: "Desligado",
  atEnd: "Fim do artigo",
  slept: "O temporizador pausou a reprodução.",
  empty: "Ainda não há nada para ouvir nesta playlist.",
  emptyMine: "Sua fila está vazia. Adicione artigos para ouvir mais tarde.",
  failed: "Não foi possível carregar a playlist.",
  retry: "Tentar de novo",
  sum: (count, length) => `${count} ${count === 1 ? "artigo" : "artigos"} · ${length}`,
  now: (title) => `Tocando agora: ${title}`,
  later: (title) => `Adicionar à minha fila: ${title}`,
  remove: (title) => `Remover da minha fila: ${title}`,
};
