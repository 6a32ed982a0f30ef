// The one word count. proposals/words.py is its twin and says what a word is:
// change both or neither. A module for `import`; loaded with <script type="module">
// it also leaves the function on the window for plain deferred scripts.

const SEPARATORS = /[\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2014\u2015]+/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

export function countWords(text) {
  return text.split(SEPARATORS).filter((run) => LETTER_OR_DIGIT.test(run)).length;
}

globalThis.countWords = countWords;
