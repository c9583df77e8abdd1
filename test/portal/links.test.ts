import type { Browser, Page } from 'playwright-core'
import { advance, settled } from '../../client/advance.ts'
import { isAsked, traceOf } from '../support/act.ts'
import { openBrowser } from '../support/browser.ts'
import { playUntil } from '../support/story.ts'
import { eventually } from '../support/wait.ts'
import { openPortal, type PortalWorld } from './world.ts'

let world: PortalWorld
let browser: Browser

beforeAll(async () => {
  world = await openPortal()
  browser = await openBrowser()
  await world.engine.facade.startPartnership(
    { person: 'S004', door: { kind: 'commandLine', id: 'test' } },
    { partner: 'ZKM', language: 'uz-Latn' },
  )
  await playUntil(world.engine, () => isAsked(world.engine.facade.pool, 'answerProposal'))
}, 180_000)

afterAll(async () => {
  await browser?.close()
  await world?.stop()
})

const strays: string[] = []

/** A visitor without scripts. */
async function visitor(language = 'ru'): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: language })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== world.address) strays.push(request.url())
  })
  return page
}

/** The newest letter about an open task of a kind, as the inbox page shows it, and its button. */
async function letterOf(kind: string, page: Page): Promise<{ task: string; link: string }> {
  const { rows } = await world.engine.pool.query<{ id: string; email: string }>(
    `SELECT task.id, email FROM task JOIN person ON person.id = owner_id WHERE task.kind = $1 AND task.state = 'open'`,
    [kind],
  )
  const { id: task = '', email = '' } = rows[0] ?? {}
  await eventually(async () => (await world.letters(email)).some((letter) => letter.includes(task)))
  await page.goto(`${world.address}/inbox?to=${encodeURIComponent(email)}`)
  await page.click('main table a[href^="/inbox/"]:not([href*="?"]) >> nth=0')
  const link = await page.frameLocator('iframe').locator('a').getAttribute('href')
  return { task, link: link ?? '' }
}

it('a letter opens exactly its task, in the inbox page and in the reader’s language', async () => {
  const page = await visitor()
  const { task, link } = await letterOf('answerProposal', page)
  expect(link).toMatch(/\/l\/[\w-]{43}$/)
  await page.frameLocator('iframe').locator('a').click()
  await page.waitForURL(`**/my/tasks/${task}`)
  await page.click('.languages >> text=Русский')
  expect(await page.textContent('h1')).toMatch(/предложени/)
  expect(await page.locator('.choices a').count()).toBe(3)
})

it('a scanner that opens every link twice changes nothing', async () => {
  const { task, link } = await letterOf('answerProposal', await visitor())
  const before = await traceOf(world.engine.pool)
  for (const path of [link, link, `${world.address}/my/tasks/${task}`, `${world.address}/my`])
    await fetch(path, { redirect: 'follow' })
  expect(await traceOf(world.engine.pool)).toBe(before)
})

const DRAFT = 'Карьер примет <четырнадцать> практикантов, а не шестнадцать.'

/** The page of the counter-proposal, typed and not yet sent. */
async function counterTyped(): Promise<{ page: Page; task: string; link: string }> {
  const page = await visitor()
  const { task, link } = await letterOf('answerProposal', page)
  await page.goto(link)
  await page.click(`.choices a[href$="decision=counter"]`)
  await page.fill('[name=text]', DRAFT)
  return { page, task, link }
}

it('a visit that ends in the middle of a form loses nothing that was typed', async () => {
  const { page, link } = await counterTyped()
  await world.engine.owner.query('UPDATE session SET revoked_at = now()')
  await page.click('main .actions button.button')
  expect(page.url()).toMatch(/\/review$/)
  const beside = await page.context().newPage()
  await beside.goto(link)
  await page.click('form[action$="/edit"] button.button')
  expect(await page.inputValue('[name=text]')).toBe(DRAFT)
})

it('who has left between opening and answering decides nothing any more', async () => {
  const { page } = await counterTyped()
  await page.click('main .actions button.button')
  const before = await traceOf(world.engine.pool)
  await world.engine.owner.query(`UPDATE person SET active = false WHERE code = 'C001'`)
  await page.click('main .actions button.button')
  expect(await page.locator('form[action="/lost"]').count()).toBe(1)
  await world.engine.owner.query(`UPDATE person SET active = true WHERE code = 'C001'`)
  expect(await traceOf(world.engine.pool)).toBe(before)
})

it('staff who open the link of a partner see whose letter it is, and not what it opens', async () => {
  const page = await visitor()
  const { link } = await letterOf('answerProposal', page)
  const { email, password } = await world.passwordOf('S004')
  await page.goto(`${world.address}/sign-in`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.click('main button.button')
  expect((await page.goto(link))?.status()).toBe(403)
  expect(await page.locator('.choices').count()).toBe(0)
})

it('a decision sent twice at once, and again after going back, is one decision with one receipt', async () => {
  const { page, task, link } = await counterTyped()
  const other = await visitor()
  await other.goto(link)
  await page.click('main .actions button.button')
  const names = await page
    .locator('form#answer input')
    .evaluateAll((all) => all.map((one) => [one.getAttribute('name'), one.getAttribute('value')]))
  const form = Object.fromEntries(names) as Record<string, string>
  const send = () =>
    page.context().request.post(`${world.address}/my/tasks/${task}`, {
      form,
      maxRedirects: 0,
      headers: { origin: world.address },
    })
  const answers = await Promise.all([send(), send()])
  expect(answers.map((answer) => [answer.status(), answer.headers().location])).toEqual(
    Array(2).fill([303, `/my/tasks/${task}/receipt`]),
  )
  await page.click('main .actions button.button')
  expect(page.url()).toMatch(/\/receipt$/)
  const { rows } = await world.engine.pool.query(
    `SELECT door FROM event WHERE type = 'proposalCountered' AND actor_id IS NOT NULL`,
  )
  expect(rows).toEqual([{ door: expect.stringMatching(/^link\//) }])

  await page.goBack()
  await page.goBack()
  await page.goForward()
  expect((await send()).headers().location).toBe(`/my/tasks/${task}/receipt`)

  await other.click(`.choices a[href$="decision=accept"]`)
  expect(await other.textContent('main')).toMatch(/qaror qilingan: Olimov .+ — qarshi taklif/)
})

it('a link whose date is over sends a fresh letter to the same address, and a link taken back does not', async () => {
  const page = await visitor()
  await playUntil(world.engine, () => isAsked(world.engine.facade.pool, 'signAgreement'))
  const { task, link } = await letterOf('signAgreement', page)
  await world.engine.owner.query(`UPDATE link SET good_until = '2020-01-01' WHERE task_id = $1`, [task])
  expect((await page.goto(link))?.status()).toBe(410)
  await page.click('main button.button')
  const { rows } = await world.engine.pool.query<{ email: string }>(
    'SELECT email FROM person JOIN task ON owner_id = person.id WHERE task.id = $1',
    [task],
  )
  await eventually(async () =>
    /yangi havola|новая ссылка/.test((await world.letters(rows[0]?.email ?? ''))[0] ?? ''),
  )
  await world.engine.owner.query(
    `UPDATE link SET revoked_at = now(), good_until = '2200-01-01' WHERE task_id = $1`,
    [task],
  )
  expect((await page.goto(link))?.status()).toBe(410)
  expect(await page.locator('main form').count()).toBe(0)
  await world.engine.owner.query(`UPDATE link SET revoked_at = NULL WHERE task_id = $1`, [task])
}, 120_000)

it('a forwarded letter cannot sign: the code goes to the person’s own address', async () => {
  const page = await visitor()
  const { task, link } = await letterOf('signAgreement', page)
  await page.goto(link)
  await page.click(`.choices a[href$="decision=sign"]`)
  await page.check('[name=consent]')
  await page.click('main .actions button.button')
  await page.click('main .actions button.button')
  expect(await page.locator('[name=_code]').count()).toBe(1)
  await page.fill('[name=_code]', '000000')
  await page.click('main .actions button.button >> nth=0')
  expect(await page.locator('[role=alert]').count()).toBe(1)
  const { rows } = await world.engine.pool.query<{ email: string; state: string }>(
    'SELECT email, task.state FROM person JOIN task ON owner_id = person.id WHERE task.id = $1',
    [task],
  )
  expect(rows[0]?.state).toBe('open')
  const code = await eventually(
    async () =>
      /^(\d{6})$/m.exec(
        (await world.letters(rows[0]?.email ?? '')).find((text) => /^\d{6}$/m.test(text)) ?? '',
      )?.[1],
  )
  await page.fill('[name=_code]', code)
  await page.click('main .actions button.button >> nth=0')
  expect(page.url()).toMatch(/\/receipt$/)
})

it('a task whose date is over says so and can still be answered: signed on paper, with a scan', async () => {
  const { connected, clock, pool } = world.engine
  const page = await visitor()
  await settled(connected.database.all, clock)
  const { task, link } = await letterOf('signAgreement', page)
  const { rows } = await pool.query<{ due: Date; email: string }>(
    'SELECT due_at AS due, email FROM task JOIN person ON owner_id = person.id WHERE task.id = $1',
    [task],
  )
  const [{ due, email } = { due: new Date(), email: '' }] = rows
  await advance(connected.database.all, clock, new Date(due.getTime() + 2 * 86_400_000))
  await page.goto(link)
  expect(await page.locator('.tag.late').count()).toBe(1)
  await page.click(`.choices a[href$="decision=paper"]`)
  await page.click('main .actions button.button')
  expect(await page.locator('[role=alert]').count()).toBe(1)
  const buffer = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n')
  await page.setInputFiles('[name=_upload]', { name: 'shartnoma.pdf', mimeType: 'application/pdf', buffer })
  await page.click('main .actions button.button')
  await page.click('main .actions button.button')
  const code = await eventually(
    async () =>
      /^(\d{6})$/m.exec((await world.letters(email)).find((text) => /^\d{6}$/m.test(text)) ?? '')?.[1],
  )
  await page.fill('[name=_code]', code)
  await page.click('main .actions button.button >> nth=0')
  expect(page.url()).toMatch(/\/receipt$/)
  expect(await isAsked(world.engine.facade.pool, 'verifyPaper')).toBe(true)
}, 120_000)

it('nothing was asked of any other machine', () => expect(strays).toEqual([]))
