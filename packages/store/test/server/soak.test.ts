/** The whole store under load while its members are killed in turn: what was acknowledged stays, on every member. */
import { Xoshiro128 } from '@kuorum/base';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, range, type Clients } from './cluster.js';
import { startThree, type MemberProcess } from './processes.js';
import { Ledger, SoakClient } from './soak-client.js';

const SOAK_MS = 10_000;
const KILLS_MIN = 3;
/** For a machine that has other work. */
const PATIENCE_MS = 30_000;
/** Small, so that a member that comes back may need a snapshot. */
const flags = ['--snapshot-count=300', '--experimental-snapshot-catchup-entries=50'];

describe('a store whose members are killed in turn', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const everything = { key: Buffer.from('soak/'), range_end: Buffer.from('soak0') };
  const serves = (member: MemberProcess): Promise<unknown> =>
    eventually(
      () => range(member.clients, { ...everything, count_only: true }),
      `${member.name} to serve`,
      PATIENCE_MS,
    );
  const revisionOf = async ({ clients }: MemberProcess): Promise<number> =>
    Number((await range(clients, { ...everything, count_only: true })).header?.revision);
  const hashOf = async ({ clients }: MemberProcess, revision: string): Promise<string> => {
    const { hash, compact_revision } = await call<etcdserverpb.HashKVRequest, etcdserverpb.HashKVResponse__Output>(
      clients.maintenance,
      'HashKV',
      { revision },
      PATIENCE_MS,
    );
    return `${hash} since ${compact_revision}`;
  };

  it('loses no acknowledged write, goes back to no revision, and ends with the same history on every member', async () => {
    const seed = 7;
    const prng = new Xoshiro128(seed);
    const members = await startThree(cleanup, flags);
    for (const member of members) await serves(member);
    const up = new Set(members);
    const pick = (): Clients => ([...up][prng.int(up.size)] as MemberProcess).clients;
    const ledger = new Ledger();
    const clients = ['a', 'b', 'c', 'd'].map((name, i) => new SoakClient(name, new Xoshiro128(seed + i), ledger, pick));
    let over = false;
    const running = Promise.all(clients.map((client) => client.run(() => over || ledger.violations.length > 0)));
    const progress = (what: string): Promise<unknown> => {
      const before = ledger.acknowledged;
      return eventually(
        () => ledger.violations.length > 0 || ledger.acknowledged > before + 100,
        `writes ${what}`,
        PATIENCE_MS,
      );
    };

    const started = performance.now();
    for (let kills = 0; kills < KILLS_MIN || performance.now() - started < SOAK_MS; kills++) {
      const member = members[kills % members.length] as MemberProcess;
      await progress('on three members');
      // Not awaited before the kill: it may be in the middle of it. No answer is one, too.
      const compaction = call(pick().kv, 'Compact', { revision: String(ledger.revision - 50) }).catch(() => undefined);
      await member.end('SIGKILL');
      up.delete(member);
      await progress(`without ${member.name}`);
      member.start();
      await serves(member);
      up.add(member);
      await compaction;
      if (ledger.violations.length > 0) break;
    }
    over = true;
    await running;
    expect(ledger.violations).to.deep.equal([]);

    for (const member of members) {
      const { kvs } = await eventually(() => range(member.clients, everything), 'a read', PATIENCE_MS);
      const contents = new Map(kvs.map(({ key, value }) => [key.toString(), value.toString()]));
      expect(clients.flatMap((client) => client.mistakesIn(contents))).to.deep.equal([]);
    }
    // A request that lost its answer may still arrive in between: then the members are asked again.
    await eventually(
      async () => {
        const revisions = await Promise.all(members.map(revisionOf));
        const hashes = await Promise.all(members.map((member) => hashOf(member, String(revisions[0]))));
        const seen = `revisions ${revisions.join()}, hashes ${hashes.join()}`;
        if (new Set(revisions).size !== 1 || new Set(hashes).size !== 1) throw new Error(seen);
        return Number(revisions[0]) >= ledger.revision;
      },
      'the same history on every member',
      PATIENCE_MS,
    );
  }).timeout(240_000);
});
