/** Hindi. */

/** @import { PlaylistWords } from "./playlist-words.js" */

/** @type {PlaylistWords} */
export const words = {
  code: "hi",
  mine: "मेरी कतार",
  listen: "सुनें",
  previous: "पिछला लेख",
  next: "अगला लेख",
  continuous: "लगातार चलाएँ",
  sleep: "स्लीप टाइमर",
  off: "बंद",
  atEnd: "लेख के अंत में",
  slept: "स्लीप टाइमर ने रोक दिया है।",
  empty: "इस प्लेलिस्ट में अभी सुनने के लिए कुछ नहीं है।",
  emptyMine: "आपकी कतार ख़ाली है। बाद में सुनने के लिए लेख जोड़ें।",
  failed: "प्लेलिस्ट लोड नहीं हो सकी।",
  retry: "फिर कोशिश करें",
  sum: (count, length) => `${count} लेख · ${length}`,
  now: (title) => `अभी चल रहा है: ${title}`,
  later: (title) => `मेरी कतार में जोड़ें: ${title}`,
  remove: (title) => `मेरी कतार से हटाएँ: ${title}`,
};
