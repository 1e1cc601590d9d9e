/** Watchers that do not read under load: what they cost a member is bounded, and when they read again nothing is missing. */
import { readFile } from 'node:fs/promises';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { choosePorts, MemberCluster, PATIENCE_MS } from '../support/etcd/members.js';
import { clientOf, WatchLog } from '../support/etcd/watch-log.js';
import { call } from '../support/store/store-member.js';

const STREAMS = 8;
const WRITES = 1_500;
const AT_ONCE = 20;
const VALUE_BYTES = 64 * 1024;
/** All that the streams did not read is three times as much. The member without watchers grows by some of it too. */
const GROWTH_BYTES_MAX = 256 * 1024 * 1024;

describe('slow watchers', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  it(`cost a member less than what they do not read, and miss nothing`, async () => {
    const cluster = await MemberCluster.start(cleanup, 'kuorum', await choosePorts(3));
    const follower = cluster.member('m2');
    const kv = clientOf<etcdserverpb.KVClient>('KV', cluster.first, cleanup);
    const value = Buffer.alloc(VALUE_BYTES, 'x');
    const logs: WatchLog[] = [];
    for (let i = 0; i < STREAMS; i++) {
      const log = new WatchLog(follower, cleanup);
      await log.created({ key: Buffer.from('slow') });
      log.pause();
      logs.push(log);
    }
    const before = await residentBytes(follower.pid);
    let most = before;
    const written: number[] = [];
    for (let i = 0; i < WRITES; i += AT_ONCE) {
      const puts = Array.from({ length: AT_ONCE }, () =>
        call<object, etcdserverpb.PutResponse__Output>(kv, 'Put', { key: Buffer.from('slow'), value }, PATIENCE_MS),
      );
      written.push(...(await Promise.all(puts)).map(({ header }) => Number(header?.revision)));
      most = Math.max(most, await residentBytes(follower.pid));
    }
    console.log(`      grew by ${Math.round((most - before) / 1e6)} MB from ${Math.round(before / 1e6)} MB`);
    expect(most - before).to.be.lessThan(GROWTH_BYTES_MAX);
    const expected = [...written].sort((a, b) => a - b);
    for (const log of logs) {
      log.resume();
      await eventually(() => log.events().length >= WRITES, 'every event', 4 * PATIENCE_MS);
      expect(log.events().map(({ kv: pair }) => Number(pair?.mod_revision))).to.deep.equal(expected);
      log.responses.length = 0;
    }
  }).timeout(12 * PATIENCE_MS);
});

async function residentBytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
