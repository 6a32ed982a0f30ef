"""The one word count. `static/js/words.js` is its twin: change both or neither.

A word is a run of characters between separators that holds a letter or a digit.

- Separators: every Unicode white space (line breaks, tabs, no-break and ideographic
  spaces too) and the dash that sets phrases apart, tanda pisah (— and ―), with or
  without spaces around it.
- One word: a hyphenated or slashed pair (`undang-undang`, `dan/atau`), a range
  (`2019–2023`), a figure (`Rp1.000.000,00`, `87%`), an address, an abbreviation with
  points, a list number (`1.`, `a)`).
- No word: a bullet, a hyphen alone, punctuation, an emoji, a combining mark alone.
- Invisible characters (zero-width space and joiners, soft hyphen, byte order mark,
  direction marks) neither part words nor make one: the count is what the eye sees.
  So nothing hides in a limit, and nothing pasted from a word processor costs a word.
- Letters and digits are Unicode's L and N. Text is not normalised: a mark belongs to
  the letter before it, so composed and decomposed spelling count alike. Scripts that
  do not part words by spaces count one word a run.
"""

import re

# Python's \s and JavaScript's \s differ (U+001C-1F, U+0085, U+FEFF): hence by hand.
SEPARATORS = re.compile(
    "[\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u2014\u2015]+"
)


def count_words(text: str) -> int:
    return sum(map(_holds_letter_or_digit, SEPARATORS.split(text)))


def _holds_letter_or_digit(run: str) -> bool:
    return any(map(str.isalnum, run))
