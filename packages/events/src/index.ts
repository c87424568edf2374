export { PoisonRecord, type PoisonReason } from './consumer/poison-record';
export type { Handle, ReceivedRecord } from './consumer/received-record';
