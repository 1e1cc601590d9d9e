/**
 * Loaded into a member's process before its own code, by `node --import`: kills the process at a named point of what it
 * writes, lets its wall clock jump, and has it dial from an address of its own. Nothing in the product knows of it. It looks at the members' databases from
 * outside, at the calls of LevelDB that they make, and tells the points apart by the keys that are written.
 *
 * Orders come as JSON in a file named in {@link ORDERS_VARIABLE}, read at the start and at each SIGUSR2. One that was
 * carried out is gone.
 */
import { existsSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Socket } from 'node:net';
import { kuorumBinary } from '../commands.js';
import { ADDRESS_VARIABLE, CRASHED, ORDERS_VARIABLE, type CrashPoint, type MemberOrders } from './member-orders.js';

type Bytes = Uint8Array;
interface Batch {
  put(key: Bytes, value: Bytes): Batch;
  del(key: Bytes): Batch;
  write(options: { readonly sync?: boolean }): Promise<void>;
}
interface Level {
  readonly location: string;
  batch: (this: Level, ...operations: readonly unknown[]) => Batch;
  compactRange: (this: Level, from: Bytes, to: Bytes) => Promise<void>;
}
interface Write {
  readonly puts: readonly (readonly [key: Bytes, value: Bytes])[];
  readonly deletes: readonly Bytes[];
}

/** As `storage/log-codec.ts` and `storage/state-codec.ts` of the store have them. */
const ENTRY = 0x65;
const ENTRY_TYPE_AT = 12;
const GENERATION_BYTES = 4;
/** Deleted at once only by a compaction of the history. */
const COMPACTED_KEYS = 3;

const require = createRequire(kuorumBinary);
const { ClassicLevel } = require('classic-level') as { readonly ClassicLevel: { readonly prototype: Level } };
const { batch: originalBatch, compactRange: originalCompactRange } = ClassicLevel.prototype;

const ordersFile = process.env[ORDERS_VARIABLE] ?? '';
let crash: MemberOrders['crash'];
let left = 0;

ClassicLevel.prototype.batch = function (this: Level, ...operations: readonly unknown[]): Batch {
  const batch = originalBatch.apply(this, [...operations]);
  if (operations.length > 0) return batch;
  const puts: (readonly [Bytes, Bytes])[] = [];
  const deletes: Bytes[] = [];
  const original = { put: batch.put.bind(batch), del: batch.del.bind(batch), write: batch.write.bind(batch) };
  batch.put = (key, value) => {
    puts.push([key, value]);
    return original.put(key, value);
  };
  batch.del = (key) => {
    deletes.push(key);
    return original.del(key);
  };
  batch.write = (options) => watched(pointsOf(this.location, { puts, deletes }), () => original.write(options));
  return batch;
};

ClassicLevel.prototype.compactRange = function (this: Level, from: Bytes, to: Bytes): Promise<void> {
  const points: CrashPoint[] = this.location.endsWith('raft')
    ? []
    : [from.every((byte) => byte === 0xff) ? 'snapshot save' : 'defragment'];
  return watched(points, () => originalCompactRange.apply(this, [from, to]));
};

function pointsOf(location: string, { puts, deletes }: Write): CrashPoint[] {
  return location.endsWith('raft') ? logPoints(puts, deletes) : statePoints(puts, deletes);
}

function logPoints(puts: Write['puts'], deletes: Write['deletes']): CrashPoint[] {
  const names = puts.map(([key]) => String.fromCharCode(key[0] ?? 0));
  const entries = puts.filter(([key]) => key[0] === ENTRY);
  const points: CrashPoint[] = [];
  if (entries.length > 0) points.push('log write');
  if (entries.some(([, value]) => value[ENTRY_TYPE_AT] === 1)) points.push('membership change written');
  if (entries.length === 0 && names.includes('h') && !names.includes('t')) points.push('hard state');
  if (names.includes('t')) points.push(names.includes('h') ? 'log reset' : 'log cut');
  else if (entries.length === 0 && deletes.length > 0) points.push('log cut');
  return points;
}

function statePoints(puts: Write['puts'], deletes: Write['deletes']): CrashPoint[] {
  const names = puts.map(([key]) => Buffer.from(key.subarray(GENERATION_BYTES)).toString('latin1'));
  if (names.includes('generation')) return ['snapshot switch'];
  const points: CrashPoint[] = [];
  if (names.includes('\0a')) points.push('apply');
  else if (puts.length > 0) points.push('snapshot receive');
  if (names.includes('\0c')) points.push('membership change applied');
  if (deletes.length >= COMPACTED_KEYS) points.push('compaction');
  return points;
}

async function watched(points: readonly CrashPoint[], run: () => Promise<void>): Promise<void> {
  const order = crash;
  const now = order !== undefined && points.includes(order.point) && --left <= 0;
  if (now && order.when === 'before') die(order);
  const done = run();
  // It is with another thread now: whatever that has done by then is done.
  if (now && order.when === 'during') die(order);
  await done;
  // Synced, but nobody was told.
  if (now) die(order);
}

function die({ point, when }: NonNullable<MemberOrders['crash']>): void {
  rmSync(ordersFile, { force: true });
  writeSync(2, `${CRASHED} ${when} ${point}\n`);
  process.kill(process.pid, 'SIGKILL');
}

const realNow = Date.now.bind(Date);
let jumpedMs = 0;
const RealDate = Date;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, parameters: readonly unknown[]) =>
    Reflect.construct(target, parameters.length === 0 ? [realNow() + jumpedMs] : parameters) as Date,
});
Date.now = () => realNow() + jumpedMs;

type Connect = (this: Socket, ...words: readonly unknown[]) => Socket;
const { connect: originalConnect } = Socket.prototype as { readonly connect: Connect };
const localAddress = process.env[ADDRESS_VARIABLE];

if (localAddress !== undefined) {
  Socket.prototype.connect = function (this: Socket, ...words: readonly unknown[]): Socket {
    const [first] = words;
    // Node's own `net.connect` gives its words in an array, and knows that array again.
    if (Array.isArray(first)) first[0] = fromHere(first[0]);
    return originalConnect.apply(this, Array.isArray(first) ? [...words] : [fromHere(first), ...words.slice(1)]);
  };
}

function fromHere(options: unknown): unknown {
  const isOurs = typeof options === 'object' && options !== null && 'host' in options && options.host === '127.0.0.1';
  return isOurs ? { ...options, localAddress } : options;
}

function take(): void {
  if (!existsSync(ordersFile)) return;
  const orders = JSON.parse(readFileSync(ordersFile, 'utf8')) as MemberOrders;
  crash = orders.crash;
  left = orders.crash?.nth ?? 1;
  jumpedMs = orders.clockJumpMs ?? jumpedMs;
}

process.on('SIGUSR2', take);
take();
