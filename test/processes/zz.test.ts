import { startEngine, type TestEngine } from '../support/engine.ts'
import { makeSmall, playUntil, isTrue, eventsOf, countOf } from '../support/story.ts'
let engine: TestEngine
beforeAll(async () => { engine = await startEngine({ renewEvery: 3 }) })
afterAll(async () => { await engine.stop() })
const D = (h: any) => h.events.map((x: any) => x.eventId + ' ' + new Date(Number(x.eventTime.seconds)*1000).toISOString() + ' ' + Object.keys(x).find(k => k.endsWith('Attributes') && x[k]) + ' ' + JSON.stringify(x.timerStartedEventAttributes ?? x.workflowExecutionUpdateAcceptedEventAttributes?.protocolInstanceId ?? x.workflowTaskFailedEventAttributes ?? x.workflowExecutionOptionsUpdatedEventAttributes?.timeSkippingConfig ?? x.workflowExecutionTimeSkippingTransitionedEventAttributes ?? '').slice(0,300)).join('\n')
test('x', async () => {
  await makeSmall(engine.pool, { trainees: 2, end: '2027-02-20' })
  await engine.facade.startPartnership('S004', { partner: 'ZKM' })
  try {
  await playUntil(engine, async () => isTrue(engine.pool, `SELECT count(*) = 2 FROM process WHERE kind IN ('practiceCycle', 'attestation') AND NOT open`) )
  } catch (e: any) {
    process.stderr.write(`FAILED ${e} ${JSON.stringify(e.params)}\n`)
    const p = e.params.process
    const row = (await engine.pool.query('select id,seq,stage,open,pending_effects,next_due,clock_offset_ms, state->>\'outbox\' o from process where id=$1',[p])).rows[0]
    process.stderr.write(JSON.stringify(row)+'\n')
    const d: any = await engine.client.workflowService.describeWorkflowExecution({namespace:'default',execution:{workflowId:p}})
    process.stderr.write(JSON.stringify({ t: d.workflowExtendedInfo?.timeSkippingInfo, a: d.pendingActivities, w: d.pendingWorkflowTask, st: d.workflowExecutionInfo.status, now: new Date(), clock: await engine.clock.now(), off: await engine.clock.offset() })+'\n')
    const runs: any[] = []
    for await (const w of engine.client.workflow.list({ query: `WorkflowId = "${p}"` })) runs.push(w)
    process.stderr.write(`runs ${runs.length}\n` + runs.map(w => `${w.runId} ${w.status.name} ${w.startTime?.toISOString()} ${w.historyLength}`).join('\n')+'\n')
    process.stderr.write('current ' + d.workflowExecutionInfo.execution.runId + '\n')
    process.stderr.write(JSON.stringify(await engine.client.workflow.getHandle(p).query('running')) + '\n')
    process.stderr.write(D(await engine.client.workflow.getHandle(p, d.workflowExecutionInfo.execution.runId).fetchHistory()) + '\n------\n')
    for (const w of runs.filter(w => w.status.name !== 'RUNNING').slice(0,3)) process.stderr.write(w.runId + '\n' + D(await engine.client.workflow.getHandle(p, w.runId).fetchHistory()) + '\n------\n')
    for (const e of (await eventsOf(engine.pool, p)).slice(-12)) process.stderr.write(`${e.at.toISOString()} ${e.process.slice(0,20)} ${e.type} ${JSON.stringify(e.data).slice(0,60)}\n`)
  }
}, 150000)
