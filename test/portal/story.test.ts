import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { openPortal, type PortalWorld } from './world.ts'

let world: PortalWorld
let browser: Browser

beforeAll(async () => {
  world = await openPortal()
  browser = await openBrowser()
}, 120_000)

afterAll(async () => {
  await browser.close()
  await world.stop()
})

/** A visitor without scripts, who notices every request that would leave the machine. */
async function visitor(strays: string[] = []): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== world.address) strays.push(request.url())
  })
  return page
}

async function signedIn(code: string, page: Page): Promise<void> {
  const { email, password } = await world.passwordOf(code)
  await page.goto(`${world.address}/`)
  await page.fill('[name=email]', email)
  await page.fill('[name=password]', password)
  await page.click('main button.button')
}

it('a partnership begins in the browser, and a task is done: faults beside the field, a review, a receipt', async () => {
  const strays: string[] = []
  const page = await visitor(strays)
  await signedIn('S004', page)
  expect(await page.textContent('main')).toContain('Sizdan hech narsa kutilmayapti.')
  await page.click('main a[href="/start"]')
  await page.selectOption('[name=partner]', 'ZKM')
  await page.click('main button.button')
  expect(await page.locator('.tasks li').count()).toBe(6)

  await page.click('text=Tashrifning maqsad va vazifalarini belgilash')
  await page.fill('[name=goal]', 'Joylar haqida <b>kelishish</b> & boshqalar')
  await page.click('main .actions button.button')
  expect(await page.textContent('[role=alert]')).toContain('1 ta javobni koʻrib chiqing')
  expect(await page.inputValue('[name=goal]')).toBe('Joylar haqida <b>kelishish</b> & boshqalar')
  await page.fill('[name="tasks.0"]', 'Ekspertlar')
  await page.click('main .actions button.button')
  expect(await page.textContent('main')).toContain('<b>kelishish</b> & boshqalar')
  await page.click('main .actions button.button')
  expect(page.url()).toMatch(/\/receipt$/)
  expect(await page.textContent('main')).toContain('Rahmat. Qayd etildi.')
  expect(strays).toEqual([])
})

/** For eyes: with PICTURES every page that is looked at is written there as 320, 768 and 1440 pixels wide PNG. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES
  if (folder === undefined) return
  for (const width of [1440, 768, 320]) {
    await page.setViewportSize({ width, height: 700 })
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true })
  }
}

/** Presses Tab until the focus is where it was meant to go, and says so where it never gets there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press('Tab')
    if ((await page.locator(`${selector}:focus`).count()) > 0) return
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

it('a task is answered with the keyboard alone, and Enter sends what was typed', async () => {
  const page = await visitor()
  const { email, password } = await world.passwordOf('S004')
  await page.goto(`${world.address}/sign-in`)
  await tabTo(page, '[name=email]')
  await page.keyboard.type(email)
  await tabTo(page, '[name=password]')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/my')
  await tabTo(page, '.skip')
  await page.keyboard.press('Enter')
  const meeting = await page.locator('.tasks a', { hasText: 'Uchrashuv kuni' }).getAttribute('href')
  await tabTo(page, `a[href="${meeting}"]`)
  await page.keyboard.press('Enter')
  await tabTo(page, '[name=on]')
  await page.keyboard.type('12032026')
  await tabTo(page, '[name=time]')
  await page.keyboard.type('1000AM')
  await tabTo(page, '[name=place]')
  await page.keyboard.type('Bosh idora')
  await tabTo(page, '[name=ownTerritory]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/review')
  expect(await page.textContent('html')).toContain('Bosh idora')
  await tabTo(page, 'main .actions .button')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/receipt')
})

const PAGES = [
  '/sign-in',
  '/forgotten',
  '/lost',
  '/my',
  '/start',
  '/inbox',
  '/verify/AAAA-BBBB',
  '/my/nothing',
]

describe.each(['light', 'dark'] as const)('in the %s', (colorScheme) => {
  it('axe finds nothing serious, and at 320 pixels nothing is cut off', async () => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 700 } })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    let pictures = 0
    const look = async (): Promise<void> => {
      await picture(page, `${colorScheme}-${++pictures}`)
      const axe = new AxeBuilder({ page })
      // Colours are all that differs in the dark.
      const { violations } = await (colorScheme === 'dark' ? axe.withRules('color-contrast') : axe).analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      const told = serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
      expect([page.url(), told]).toEqual([page.url(), []])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
    }
    await page.goto(`${world.address}/sign-in`)
    await look()
    await signedIn('S004', page)
    for (const path of PAGES) {
      await page.goto(`${world.address}${path}?language=${colorScheme === 'light' ? 'ru' : 'uz-Latn'}`)
      await look()
    }
    await page.goto(`${world.address}/my`)
    for (const task of await page
      .locator('.tasks a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')))) {
      await page.goto(`${world.address}${task}`)
      await look()
    }
    await page.click('main .actions button.button')
    await look()
    await context.close()
  }, 120_000)
})
