import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMain, outputOf, Refusal, root, runScript, say } from './support.mjs'
import { parseYaml } from './yaml.mjs'

const FILE = 'docker-compose.yml'
const SECRET = /PASSWORD|PWD|SECRET|TOKEN/
/** Required, or empty where the environment says nothing. */
const FROM_ENVIRONMENT = /^\$\{[A-Z_]+:(?:\?[^}]+|-)\}$/

/** Checks docker-compose.yml: with docker compose where it is installed, and against our own rules always. */
export async function checkCompose() {
  const composition = parseYaml(await readFile(join(root, FILE), 'utf8'), FILE)
  const faults = Object.entries(composition.services).flatMap(([name, service]) =>
    faultsOf(service, composition).map((fault) => `${FILE}: ${name}: ${fault}`),
  )
  if (faults.length > 0) throw new Refusal(faults.join('\n'))
  parseYaml(
    await readFile(join(root, 'deploy', 'temporal', 'dynamic-config.yaml'), 'utf8'),
    'dynamic-config.yaml',
  )
  await checkWithDocker(composition)
}

function faultsOf(service, composition) {
  return [
    ...pinFaults(service),
    ...referenceFaults(service, composition),
    ...secretFaults(service),
    ...logFaults(service),
    ...(service.ports ?? [])
      .filter((port) => !String(port).startsWith('127.0.0.1:'))
      .map((port) => `port ${port} is published beyond this machine`),
  ]
}

function pinFaults({ image }) {
  if (/:\d+\.\d+(\.\d+)?(-[\w.]+)?$/.test(image ?? '')) return []
  return [`image ${image} must name an exact version`]
}

function referenceFaults(service, { services, networks, volumes }) {
  const mounts = (service.volumes ?? []).map((mount) => mount.split(':')[0])
  return [
    ...Object.keys(service.depends_on ?? {})
      .filter((name) => !services[name])
      .map((name) => `depends on ${name}, which does not exist`),
    ...Object.entries(service.depends_on ?? {})
      .filter(([name, { condition }]) => condition === 'service_healthy' && !services[name]?.healthcheck)
      .map(([name]) => `waits for the health of ${name}, which has no healthcheck`),
    ...(service.networks ?? [])
      .filter((name) => !Object.hasOwn(networks, name))
      .map((name) => `network ${name} is not declared`),
    ...mounts
      .filter((source) =>
        source.startsWith('.') ? !existsSync(join(root, source)) : !Object.hasOwn(volumes, source),
      )
      .map((source) => `volume ${source} does not exist`),
    ...(service.build && !existsSync(join(root, service.build, 'Dockerfile')) ? ['has no Dockerfile'] : []),
  ]
}

/** Unbounded, the log of a service fills the disk the databases need. */
function logFaults({ logging }) {
  const { 'max-size': size, 'max-file': files } = logging?.options ?? {}
  return size && files ? [] : ['its log must be bounded (max-size, max-file)']
}

function secretFaults({ environment }) {
  return Object.entries(environment ?? {})
    .filter(([name, value]) => SECRET.test(name) && !FROM_ENVIRONMENT.test(String(value)))
    .map(([name]) => `${name} must come from the environment`)
}

async function checkWithDocker({ services }) {
  if ((await outputOf('docker', ['compose', 'version'])).code !== 0) return
  const texts = JSON.stringify(services)
  const names = [...texts.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name)
  const env = { ...process.env, ...Object.fromEntries(names.map((name) => [name, 'checked'])) }
  const { code, stderr } = await outputOf('docker', ['compose', '-f', FILE, 'config', '-q'], { env })
  if (code !== 0) throw new Refusal(stderr.trim())
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    await checkCompose()
    say(`${FILE} is sound`)
  })
}
