/** Arabic. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "ar",
  mine: "قائمتي",
  listen: "استمع",
  previous: "المقال السابق",
  next: "المقال التالي",
  continuous: "تشغيل متواصل",
  sleep: "مؤقّت النوم",
  off: "متوقف",
  atEnd: "عند نهاية المقال",
  slept: "أوقف مؤقّت النوم التشغيل.",
  empty: "لا يوجد ما يُستمع إليه في هذه القائمة بعد.",
  emptyMine: "قائمتك فارغة. أضف مقالات لتستمع إليها لاحقًا.",
  failed: "تعذّر تحميل القائمة.",
  retry: "أعد المحاولة",
  sum: (count, length) => `المقالات: ${count} · ${length}`,
  now: (title) => `يُشغَّل الآن: ${title}`,
  later: (title) => `أضف إلى قائمتي: ${title}`,
  remove: (title) => `أزل من قائمتي: ${title}`,
};
