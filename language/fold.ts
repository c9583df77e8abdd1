/** Cyrillic letters of Uzbek and Russian as names spell them in Latin. */
const LATIN: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'j', з: 'z', и: 'i', й: 'y', к: 'k' },
  ...{ л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'x', ц: 's' },
  ...{ ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'yu', я: 'ya', ў: 'o', қ: 'q' },
  ...{ ғ: 'g', ҳ: 'h' },
}
/** What stands for the two marks of Uzbek Latin, and quotation marks: nobody types them twice alike. */
export const MARKS = 'ʻʼ‘’\'`´"“”«»'

/** A name as it is looked for: small Latin letters without marks, whatever the script and the apostrophes it came in. */
export function folded(text: string): string {
  const letters = [...text.normalize('NFC').toLowerCase()].filter((letter) => !MARKS.includes(letter))
  return letters
    .map((letter) => LATIN[letter] ?? letter)
    .join('')
    .trim()
}
