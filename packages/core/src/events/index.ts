export { createBus } from './bus.ts'
export type { AegisEventName, AegisEvents, Listener, Unsubscribe } from './event-map.ts'
export { createEventTail } from './event-tail.ts'
