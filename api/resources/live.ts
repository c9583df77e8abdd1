import { callerAgain } from '../callers.ts'
import { type Route, route } from '../route.ts'

export const liveRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/live',
    operation: 'listenLive',
    says: 'What is recorded, as it is recorded: server-sent events that go on from Last-Event-ID after a break.',
    may: 'live.read',
    media: 'text/event-stream',
    handle: async ({ caller, scope, request, reply, streams, parts }) => {
      const isStill = async () => (await callerAgain(request, parts))?.person === caller.person
      await streams.begin({ caller, scope, isStill, request, reply })
    },
  }),
]
