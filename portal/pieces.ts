import { type Html, html, NOTHING, type Part } from './html.ts'

/** Small pieces that several pages share. */

export const card = (...parts: Part[]): Html => html`<div class="card">${parts}</div>`

export type Tone = 'plain' | 'late' | 'bad' | 'done'

const toneClass = (name: string, tone: Tone): string => (tone === 'plain' ? name : `${name} ${tone}`)

/** A sentence that must not be overlooked; one that came of what was just done is read out at once. */
export function box(tone: Tone, ...parts: Part[]): Html {
  return html`<div class="${toneClass('box', tone)}"${tone === 'bad' ? html` role="alert"` : NOTHING}>${parts}</div>`
}

export const tag = (tone: Tone, text: string): Html =>
  html`<span class="${toneClass('tag', tone)}">${text}</span>`

/** Lines of what is known; a line without a value is left out. */
export function facts(lines: readonly (readonly [string, Part])[]): Html {
  const told = lines.filter(([, value]) => value !== '' && value !== null && value !== undefined)
  if (told.length === 0) return NOTHING
  return html`<dl class="facts">${told.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`
}

export const link = (to: string, text: string): Html => html`<a href="${to}">${text}</a>`

export const buttonLink = (to: string, text: string): Html => html`<a class="button" href="${to}">${text}</a>`

export const quietLink = (to: string, text: string): Html =>
  html`<a class="button other" href="${to}">${text}</a>`

export const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`

export interface Entry {
  name: string
  label: string
  type?: 'text' | 'email' | 'password'
  value?: string
  hint?: string
  fault?: string | undefined
  autocomplete?: string
  inputmode?: 'numeric'
  autofocus?: boolean
  optional?: boolean
}

/** A labelled line to type into, its fault beside it. */
export function entry(given: Entry): Html {
  const { name, label, type = 'text', value = '', hint, fault, autocomplete, inputmode } = given
  const told = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(fault === undefined ? [] : [`${name}-fault`]),
  ]
  const attributes = [
    told.length === 0 ? NOTHING : html` aria-describedby="${told.join(' ')}"`,
    fault === undefined ? NOTHING : html` aria-invalid="true"`,
    autocomplete === undefined ? NOTHING : html` autocomplete="${autocomplete}"`,
    inputmode === undefined ? NOTHING : html` inputmode="${inputmode}"`,
    given.optional === true ? NOTHING : html` required`,
    given.autofocus === true ? html` autofocus` : NOTHING,
  ]
  return html`<div class="field${fault === undefined ? '' : ' wrong'}">
<label for="${name}">${label}</label>
${hint === undefined ? NOTHING : html`<p class="hint" id="${name}-hint">${hint}</p>`}
${fault === undefined ? NOTHING : html`<p class="fault" id="${name}-fault">${fault}</p>`}
<input id="${name}" name="${name}" type="${type}" value="${value}"${attributes}>
</div>`
}

export const submit = (text: string): Html => html`<button class="button">${text}</button>`
