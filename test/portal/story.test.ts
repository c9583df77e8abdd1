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
