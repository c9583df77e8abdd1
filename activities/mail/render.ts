import type { Letter } from './compose.ts'

/** Some mail servers cut longer subjects in the middle of a word. */
const LONGEST_SUBJECT = 160
const TEXT_WIDTH = 76

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** One line, with ordinary spaces: search in a mailbox does not find the others. */
export function renderSubject(subject: string): string {
  const flat = subject.replace(/\s+/gu, ' ').trim()
  if (flat.length <= LONGEST_SUBJECT) return flat
  return `${flat.slice(0, flat.lastIndexOf(' ', LONGEST_SUBJECT))} …`
}

function wrap(text: string): string {
  const lines: string[] = []
  for (const word of text.split(/[ \n]+/)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= TEXT_WIDTH) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}

export function renderText(letter: Letter): string {
  const facts = letter.facts.map(({ label, value }) => wrap(`${label}: ${value}`)).join('\n')
  const rule = '—'.repeat(3)
  const parts = [
    wrap(letter.greeting),
    wrap(letter.first),
    ...(letter.button === null ? [] : [`>> ${letter.button.text}:\n${letter.button.to}`]),
    letter.digits ?? '',
    `${letter.button === null ? '>> ' : ''}${letter.call}`,
    facts,
    wrap(letter.why),
    wrap(letter.next),
    [rule, wrap(letter.because), wrap(letter.questions), wrap(letter.institution)].join('\n'),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

const INK = '#1B2327'
const MUTED = '#5B676D'
const paragraph = (text: string, style = ''): string =>
  text === '' ? '' : `<p style="margin:0 0 16px;${style}">${escapeHtml(text)}</p>`

const BUTTON =
  'display:inline-block;padding:13px 22px;border-radius:6px;background:#0F6E84;color:#FFFFFF;font-weight:bold;text-decoration:none'

/** The one thing to do stands out: a button, digits to type, or how to answer. */
function action({ button, digits, call }: Letter): string {
  const answer = paragraph(call, `color:${MUTED};font-size:14px`)
  if (button !== null)
    return `<p style="margin:0 0 12px"><a href="${escapeHtml(button.to)}" style="${BUTTON}">${escapeHtml(button.text)}</a></p>${answer}`
  if (digits !== null)
    return `<p style="margin:0 0 20px;font-size:28px;letter-spacing:6px;font-weight:bold">${escapeHtml(digits)}</p>${answer}`
  return `<p style="margin:0 0 20px"><span style="${BUTTON}">${escapeHtml(call)}</span></p>`
}

/** No images, no scripts, no outside styles: it looks the same where all of these are blocked. */
export function renderHtml(letter: Letter): string {
  const rows = letter.facts
    .map(
      ({ label, value }) =>
        `<tr><td style="padding:4px 16px 4px 0;color:${MUTED};vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td>` +
        `<td style="padding:4px 0;vertical-align:top">${escapeHtml(value)}</td></tr>`,
    )
    .join('')
  const table =
    rows === ''
      ? ''
      : `<table role="presentation" style="border-collapse:collapse;margin:0 0 16px;font-size:15px">${rows}</table>`
  return [
    `<!doctype html><html lang="${escapeHtml(letter.language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(letter.subject)}</title></head>`,
    `<body style="margin:0;background:#FBFAF8;color:${INK};font:16px/1.5 Arial,Helvetica,sans-serif">`,
    '<div style="max-width:600px;margin:0 auto;padding:24px">',
    paragraph(letter.institution, `color:${MUTED};font-size:14px`),
    paragraph(letter.greeting, `color:${MUTED}`),
    `<h1 style="margin:0 0 12px;font-size:20px;line-height:26px">${escapeHtml(letter.heading)}</h1>`,
    paragraph(letter.first),
    action(letter),
    table,
    paragraph(letter.why),
    paragraph(letter.next),
    '<hr style="border:0;border-top:1px solid #E3E0DA;margin:24px 0 16px">',
    paragraph(letter.because, `color:${MUTED};font-size:14px`),
    paragraph(letter.questions, `color:${MUTED};font-size:14px`),
    '</div></body></html>',
  ].join('\n')
}
