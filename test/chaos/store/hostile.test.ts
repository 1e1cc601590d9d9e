/**
 * Bytes that no client sends, at every listener of a real member: it refuses them, goes on serving others meanwhile, and
 * holds no more memory than it said. Time-boxed here; `make fuzz MINUTES=10` goes on. The seed is printed.
 */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { delay, systemClock, Xoshiro128, type Prng } from '@kuorum/base';
import { Cleanup, eventually, freePort } from '@kuorum/testing';
import { expect } from 'chai';
import {
  END_HEADERS,
  END_STREAM,
  frame,
  frameType,
  grpcHeaders,
  grpcMessage,
  headerBlock,
  nestedTxn,
  PREFACE,
  RawConnection,
} from '../../support/store/raw-http2.js';
import { call, StoreMember } from '../../support/store/store-member.js';

const minutes = Number(process.env['KUORUM_FUZZ_MINUTES'] ?? 0);
const seed = Number(process.env['KUORUM_FUZZ_SEED'] ?? randomInt(1_000_000));
/** Of each kind of bytes. */
const ATTACK_MS = minutes > 0 ? (minutes * 60_000) / 7 : 1_200;
/** Others are served before it has worked for so long on what it is attacked with. Of the processor: what else the machine does is no matter. */
const SERVED_CPU_MS = 3_000;
/** And in the end, on a machine that has other work. */
const SERVED_MS = 50_000;
const PROBE_EVERY_MS = 100;
/** Linux counts the processor's time in hundredths of a second. */
const CLOCK_TICK_MS = 10;
/** More than it needs to serve. */
const RESIDENT_GROWTH_BYTES = 250 * 1024 * 1024;
/** What was sent stays for so long. */
const HOLD_MS = 1_500;
/** A request that may just be sent. */
const LARGE_BYTES = 1_400_000;
/** The server's budget for requests, 128 MiB, with what the collector has not freed yet. */
const KEPT_GROWTH_BYTES = 400 * 1024 * 1024;
/** The same of its budget for answers, 256 MiB. */
const UNREAD_GROWTH_BYTES = 550 * 1024 * 1024;
/** What a peer takes in one frame unless it said more. */
const FRAME_BYTES = 16_384;
const CONNECTIONS = minutes > 0 ? 10_000 : 1_000;

const clientPaths = ['KV/Put', 'KV/Range', 'KV/Txn', 'Watch/Watch', 'Lease/LeaseKeepAlive', 'Maintenance/Snapshot'].map(
  (name) => `/etcdserverpb.${name}`,
);
const peerPaths = ['Step', 'InstallSnapshot', 'MemberStarted', 'LeaseRenew'].map(
  (name) => `/raftpb.RaftTransport/${name}`,
);

const HELLO = Buffer.concat([PREFACE, frame(frameType.settings, 0, 0)]);

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly paths: readonly string[];
}

describe('a member that is sent what no client sends', () => {
  const cleanup = new Cleanup();
  let member: StoreMember;
  let atRest: number;
  let listeners: Listener[];

  before(async () => {
    const [client, peer, metrics] = [await freePort(), await freePort(), await freePort()];
    const dataDir = join(await cleanup.tempDir(), 'm');
    member = new StoreMember('m', { client, peer }, dataDir, [
      '--name=m',
      `--data-dir=${dataDir}`,
      `--listen-client-urls=http://127.0.0.1:${client}`,
      `--advertise-client-urls=http://127.0.0.1:${client}`,
      `--listen-peer-urls=http://127.0.0.1:${peer}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
      `--listen-metrics-urls=http://127.0.0.1:${metrics}`,
      '--log-level=error',
    ]);
    cleanup.add(() => member.close());
    member.start();
    listeners = [
      { name: 'clients', port: client, paths: clientPaths },
      { name: 'peers', port: peer, paths: peerPaths },
      { name: 'metrics', port: metrics, paths: ['/metrics'] },
    ];
    await eventually(() => put(member), 'the member serves');
    atRest = await residentBytes(member);
  });
  after(() => cleanup.run());

  /** Attacks for a time; meanwhile and afterwards the member serves others, and does not grow. */
  const survives = async (attack: (prng: Prng) => Promise<void>): Promise<void> => {
    const before = await residentBytes(member);
    const prng = new Xoshiro128(seed);
    const end = performance.now() + ATTACK_MS;
    let over = false;
    let slowest = 0;
    const probing = (async () => {
      while (!over) {
        slowest = Math.max(slowest, await cpuMsOf(member, () => put(member)));
        await delay(systemClock, PROBE_EVERY_MS);
      }
    })();
    try {
      while (performance.now() < end) await attack(prng);
    } finally {
      over = true;
      await probing;
    }
    expect(member.pid, member.said).to.not.equal(undefined);
    expect(slowest, 'slowest answer to another client').to.be.lessThan(SERVED_CPU_MS);
    expect((await residentBytes(member)) - before, 'growth').to.be.lessThan(RESIDENT_GROWTH_BYTES);
    for (const listener of listeners) expect(await answers(listener), listener.name).to.equal(true);
  };

  /** All at once, kept while others are served; then it is measured. */
  const holds = async (growthMax: number, attack: () => Promise<void>): Promise<void> => {
    let over = false;
    let [slowest, most] = [0, 0];
    const probing = (async () => {
      while (!over) {
        slowest = Math.max(slowest, await cpuMsOf(member, () => put(member)));
        most = Math.max(most, await residentBytes(member));
        await delay(systemClock, PROBE_EVERY_MS);
      }
    })();
    try {
      await attack();
    } finally {
      over = true;
      await probing;
    }
    expect(slowest, 'slowest answer to another client').to.be.lessThan(SERVED_CPU_MS);
    expect(most - atRest, 'growth').to.be.lessThan(growthMax);
  };

  const eachOf = async (count: number, attack: (connection: RawConnection) => Promise<void>): Promise<void> => {
    const connections = Array.from({ length: count }, () => new RawConnection((listeners[0] as Listener).port));
    for (const connection of connections) await connection.send(HELLO);
    await Promise.all(connections.map(attack));
    await delay(systemClock, HOLD_MS);
    for (const connection of connections) connection.close();
  };

  const attempt = async (port: number, ...bytes: readonly Buffer[]): Promise<void> => {
    const connection = new RawConnection(port);
    await connection.send(...bytes);
    connection.close();
  };

  const one = <T>(prng: Prng, list: readonly T[]): T => list[prng.int(list.length)] as T;
  const noise = (prng: Prng, max: number): Buffer =>
    Buffer.from(Array.from({ length: prng.int(max) }, () => prng.int(256)));

  it(`noise (seed ${seed})`, () =>
    survives(async (prng) => attempt(one(prng, listeners).port, noise(prng, 2_000)))).timeout(
    ATTACK_MS + 2 * SERVED_MS,
  );

  it('frames of any kind with any content, and lengths that lie', () =>
    survives(async (prng) => {
      const frames = Array.from({ length: 20 }, () => {
        const payload = noise(prng, 200);
        const length = prng.int(4) === 0 ? prng.int(1 << 24) : payload.length;
        return frame(prng.int(12), prng.int(256), prng.int(2) === 0 ? 1 : prng.int(1 << 16), payload, length);
      });
      const headers = frame(frameType.headers, END_HEADERS, 1, grpcHeaders('/etcdserverpb.KV/Put'));
      await attempt(one(prng, listeners).port, HELLO, headers, ...frames);
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it('gRPC messages that are none, are longer or shorter than they say, or compressed', () =>
    survives(async (prng) => {
      const { port, paths } = one(prng, listeners.slice(0, 2));
      const connection = new RawConnection(port);
      await connection.send(HELLO);
      for (let stream = 1; stream < 40; stream += 2) {
        const body = noise(prng, 300);
        const length = one(prng, [body.length, body.length + 1, prng.int(2 ** 32), 0xffffffff, 0]);
        const message = grpcMessage(body, length, prng.int(8) === 0 ? prng.int(256) : 0);
        await connection.send(
          frame(frameType.headers, END_HEADERS, stream, grpcHeaders(one(prng, paths))),
          frame(frameType.data, prng.int(2) * END_STREAM, stream, message),
        );
      }
      connection.close();
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it('headers without an end', () =>
    survives(async (prng) => {
      const connection = new RawConnection(one(prng, listeners).port);
      const block = headerBlock([['x'.repeat(1 + prng.int(100)), 'y'.repeat(16_000)]]);
      await connection.send(HELLO, frame(frameType.headers, 0, 1, grpcHeaders('/etcdserverpb.KV/Put')));
      for (let i = 0; i < 200 && connection.open; i++) {
        await connection.send(frame(frameType.continuation, 0, 1, prng.int(3) === 0 ? block.subarray(0, 9) : block));
      }
      connection.close();
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it('streams that are opened and reset at once, by the thousand', () =>
    survives(async (prng) => {
      const { port, paths } = one(prng, listeners.slice(0, 2));
      const connection = new RawConnection(port);
      await connection.send(HELLO);
      const cancel = Buffer.from([0, 0, 0, 8]);
      for (let i = 0; i < 20 && connection.open; i++) {
        const frames = Array.from({ length: 100 }, (_, n) => {
          const stream = 1 + 2 * (100 * i + n);
          return Buffer.concat([
            frame(frameType.headers, END_HEADERS, stream, grpcHeaders(one(prng, paths))),
            frame(frameType.rstStream, 0, stream, cancel),
          ]);
        });
        await connection.send(...frames);
      }
      connection.close();
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it('messages that never become whole, on many streams of many connections', () =>
    survives(async (prng) => {
      const { port, paths } = one(prng, listeners.slice(0, 2));
      const connections = Array.from({ length: 10 }, () => new RawConnection(port));
      for (const connection of connections) {
        await connection.send(HELLO);
        for (let stream = 1; stream < 100; stream += 2) {
          await connection.send(
            frame(frameType.headers, END_HEADERS, stream, grpcHeaders(one(prng, paths))),
            frame(frameType.data, 0, stream, grpcMessage(Buffer.alloc(600), 1_500_000)),
          );
        }
      }
      for (const connection of connections) connection.close();
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it('large messages that end one byte too early, as many as ten connections can send', () =>
    holds(KEPT_GROWTH_BYTES, async () => {
      const body = Buffer.alloc(LARGE_BYTES);
      const message = grpcMessage(body, LARGE_BYTES + 1);
      await eachOf(10, async (connection) => {
        for (let stream = 1; stream < 90 && connection.open; stream += 2) {
          await connection.send(frame(frameType.headers, END_HEADERS, stream, grpcHeaders('/etcdserverpb.KV/Put')));
          for (let at = 0; at < message.length; at += FRAME_BYTES)
            await connection.send(frame(frameType.data, 0, stream, message.subarray(at, at + FRAME_BYTES)));
        }
      });
    })).timeout(180_000);

  it('large answers that nobody reads, as many as ten connections can ask for', () =>
    holds(UNREAD_GROWTH_BYTES, async () => {
      const value = Buffer.alloc(LARGE_BYTES);
      await call<object, object>(member.kv, 'Put', { key: Buffer.from('large'), value }, SERVED_MS);
      const range = grpcMessage(Buffer.concat([Buffer.from([0x0a, 5]), Buffer.from('large')]));
      const endless = Buffer.alloc(10);
      endless.writeUInt16BE(4, 0);
      endless.writeUInt32BE(2 ** 31 - 1, 2);
      const attack = eachOf(10, async (connection) => {
        connection.stopReading();
        await connection.send(frame(frameType.settings, 0, 0, endless.subarray(0, 6)));
        for (let stream = 1; stream < 400 && connection.open; stream += 2) {
          const sent = connection.send(
            frame(frameType.headers, END_HEADERS, stream, grpcHeaders('/etcdserverpb.KV/Range')),
            frame(frameType.data, END_STREAM, stream, range),
          );
          await Promise.race([sent, delay(systemClock, 20)]);
        }
      });
      await attack;
      // Else it goes along with every range of the attacks that follow.
      await call<object, object>(member.kv, 'DeleteRange', { key: Buffer.from('large') }, SERVED_MS);
    })).timeout(180_000);

  it('transactions in transactions in transactions', () =>
    survives(async (prng) => {
      const connection = new RawConnection((listeners[0] as Listener).port);
      const depth = one(prng, [100, 1_000, 10_000, 100_000]);
      const message = grpcMessage(nestedTxn(depth));
      await connection.send(HELLO, frame(frameType.headers, END_HEADERS, 1, grpcHeaders('/etcdserverpb.KV/Txn')));
      for (let at = 0; at < message.length; at += FRAME_BYTES) {
        const part = message.subarray(at, at + FRAME_BYTES);
        const isLast = at + FRAME_BYTES >= message.length;
        await connection.send(frame(frameType.data, isLast ? END_STREAM : 0, 1, part));
      }
      // The window of a stream that is not read ends before a large one is sent; what came is looked at either way.
      await delay(systemClock, 20);
      connection.close();
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it('requests whose answers nobody reads', () =>
    survives(async (prng) => {
      const connection = new RawConnection(one(prng, listeners).port);
      connection.stopReading();
      await connection.send(HELLO);
      const range = grpcMessage(Buffer.from('0a0100120100', 'hex'));
      for (let i = 0; i < 500 && connection.open; i++) {
        const stream = 1 + 2 * i;
        const sent = connection.send(
          frame(frameType.headers, END_HEADERS, stream, grpcHeaders('/etcdserverpb.KV/Range')),
          frame(frameType.data, END_STREAM, stream, range),
          frame(frameType.ping, 0, 0, Buffer.alloc(8)),
        );
        // A server that reads no further is right.
        await Promise.race([sent, delay(systemClock, 20)]);
      }
      connection.close();
    })).timeout(ATTACK_MS + 2 * SERVED_MS);

  it(`${CONNECTIONS} connections that say nothing`, async () => {
    const before = await residentBytes(member);
    for (const { name, port } of listeners) {
      const connections = Array.from({ length: CONNECTIONS }, () => new RawConnection(port));
      await Promise.all(connections.map((connection) => connection.send(HELLO)));
      expect(await cpuMsOf(member, () => put(member)), name).to.be.lessThan(SERVED_CPU_MS);
      expect((await residentBytes(member)) - before, `growth by ${name}`).to.be.lessThan(RESIDENT_GROWTH_BYTES);
      for (const connection of connections) connection.close();
    }
    expect(member.pid, member.said).to.not.equal(undefined);
  }).timeout(180_000);
});

async function put(member: StoreMember): Promise<boolean> {
  await call<object, object>(member.kv, 'Put', { key: Buffer.from('k'), value: Buffer.from('v') }, SERVED_MS);
  return true;
}

/** What all of its threads work until `done`. */
async function cpuMsOf(member: StoreMember, done: () => Promise<unknown>): Promise<number> {
  const before = await cpuMs(member);
  await done();
  return (await cpuMs(member)) - before;
}

async function cpuMs({ pid }: StoreMember): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may have spaces: utime and stime are the 14th and 15th fields.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS;
}

async function residentBytes(member: StoreMember): Promise<number> {
  const text = await readFile(`/proc/${member.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) * 1024;
}

/** The listener for metrics speaks HTTP/1.1; the others say their settings to whoever speaks HTTP/2. */
async function answers({ name, port }: Listener): Promise<boolean> {
  const connection = new RawConnection(port);
  const greeting = name === 'metrics' ? Buffer.from('GET /livez HTTP/1.1\r\nhost: m\r\n\r\n') : HELLO;
  await connection.send(greeting);
  const answered = await connection.answered;
  connection.close();
  return answered;
}
