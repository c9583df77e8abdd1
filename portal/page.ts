import { LANGUAGES, type Language } from '../schema/contracts/lists.ts'
import { STYLES } from './assets.ts'
import { type Html, html, NOTHING } from './html.ts'
import { wordsIn } from './words.ts'

/** Who asks: what every page shows of the institution. */
export interface House {
  name: string
  phone: string
  email: string
}

export interface Page {
  language: Language
  /** Null where it is not known yet whose page it is. */
  house: House | null
  title: string
  /** Whom the page addresses, by name and post. */
  addressee?: string | undefined
  body: Html
  /** The address of the page: the switch of languages leads back to it. */
  here: string
  /** The form on the page: the switch of languages takes along what was typed into it, to this address. */
  form?: { id: string; edit: string } | undefined
  /** More than a column: tables that people compare. */
  wide?: boolean | undefined
  /** What stands under the page besides telephone and address. */
  foot?: Html | undefined
}

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  'uz-Latn': 'Oʻzbekcha',
  'uz-Cyrl': 'Ўзбекча',
  ru: 'Русский',
  en: 'English',
}

/** The khatam: two squares, one turned. */
const STAR = html`<svg viewBox="0 0 24 24" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="1.8"><path d="M5 5h14v14H5z"/><path d="M12 2.1 21.9 12 12 21.9 2.1 12z"/></g></svg>`

/** A whole page; it needs no script, and nothing but its stylesheet. */
export function renderPage(page: Page): string {
  const { language, house, title } = page
  const words = wordsIn(language)
  const name = house?.name ?? 'Bitim'
  const markup = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · ${name}</title>
<link rel="stylesheet" href="${STYLES.path}">
<link rel="icon" href="data:,">
</head>
<body>
${first(page)}<a class="skip" href="#main">${words('skip')}</a>
<header class="top"><div class="house">${STAR}<span>${name}</span></div>${languages(page)}</header>
<main id="main" tabindex="-1"${page.wide === true ? html` class="wide"` : NOTHING}>
${page.addressee === undefined ? NOTHING : html`<p class="for">${words('for', { name: page.addressee })}</p>`}
${page.body}
</main>
<footer class="foot">${house === null ? NOTHING : contact(house, words('questions'))}${page.foot}</footer>
</body>
</html>
`
  return String(markup)
}

/** What the Enter key presses is the first button of a form in the page: not one of the languages. */
const first = ({ form }: Page): Html =>
  form === undefined
    ? NOTHING
    : html`<button class="away" form="${form.id}" tabindex="-1" aria-hidden="true"></button>\n`

function contact({ phone, email }: House, questions: string): Html {
  const number = phone.replace(/[^+\d]/g, '')
  return html`<p>${questions} <a href="tel:${number}">${phone.replaceAll(' ', '\u00A0')}</a> · <a href="mailto:${email}">${email}</a></p>`
}

function languages({ language, here, form }: Page): Html {
  const one = (other: Language): Html => {
    const name = LANGUAGE_NAMES[other]
    if (other === language) return html`<b aria-current="true">${name}</b>`
    if (form !== undefined)
      return html`<button lang="${other}" form="${form.id}" formaction="${form.edit}" formnovalidate name="_language" value="${other}">${name}</button>`
    const address = `${here}${here.includes('?') ? '&' : '?'}language=${other}`
    return html`<a lang="${other}" hreflang="${other}" href="${address}">${name}</a>`
  }
  return html`<nav class="languages" aria-label="${wordsIn(language)('language')}">${LANGUAGES.map(one)}</nav>`
}
