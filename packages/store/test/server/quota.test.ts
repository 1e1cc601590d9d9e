/** A full database, told to all members, and the way out of it, on three members and with Debian's etcdctl. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { status } from '@grpc/grpc-js';
import { Quota, quotaBytes, type Command } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, get, put, refusal, TestCluster } from './cluster.js';

const run = promisify(execFile);
const bytes = (text: string): Buffer => Buffer.from(text);
const noSpace = { code: status.RESOURCE_EXHAUSTED, details: 'etcdserver: mvcc: database space exceeded' };
const corrupt = { code: status.DATA_LOSS, details: 'etcdserver: corrupt cluster' };
const QUOTA_BYTES = 2 * 1024 * 1024;

const putOf = (valueBytes: number): Command => ({
  kind: 'store',
  request: { kind: 'put', key: bytes('k'), value: Buffer.alloc(valueBytes) },
});

const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim());

describe('a quota of 2 MiB on three members', () => {
  const cleanup = new Cleanup();
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await TestCluster.start(cleanup, 3, { quotaBackendBytes: QUOTA_BYTES });
  });
  afterEach(() => cleanup.run());

  const etcdctl = async (name: string, ...words: string[]): Promise<string> => {
    const env = { ...process.env, ETCDCTL_API: '3' };
    return (await run('etcdctl', ['--endpoints', cluster.target(name), ...words], { env })).stdout.trim();
  };
  const value = 'x'.repeat(100_000);
  /** Puts one key again and again until that is refused. */
  const fill = async (name: string): Promise<unknown> => {
    const clients = cluster.clients(name);
    for (let i = 0; i < 100; i++) {
      try {
        await put(clients, 'fill', value);
      } catch (error) {
        return error;
      }
    }
    throw new Error('nothing was refused');
  };
  const txn = (name: string, request: etcdserverpb.TxnRequest): Promise<etcdserverpb.TxnResponse__Output> =>
    call(cluster.clients(name).kv, 'Txn', request);
  const alarmsEverywhere = (expected: string): Promise<unknown> =>
    eventually(
      async () => {
        const seen = await Promise.all(cluster.names.map((name) => etcdctl(name, 'alarm', 'list')));
        // Another member that measures may raise an alarm of its own.
        return seen.every((text) => (expected === '' ? text === '' : linesOf(text).includes(expected)));
      },
      `the alarms of all members: ${JSON.stringify(expected)}`,
    );

  it('stops what needs space on every member, and nothing else', async () => {
    const follower = await cluster.follower();
    await put(cluster.clients(follower), 'kept', 'v');
    expect(await fill(follower)).to.include(noSpace);
    await alarmsEverywhere(`memberID:${cluster.member(follower).memberId} alarm:NOSPACE`);
    for (const name of cluster.names) {
      const clients = cluster.clients(name);
      expect(await refusal(put(clients, 'k', 'v')), name).to.deep.equal(noSpace);
      const nested = { request_txn: { failure: [{ request_put: { key: bytes('k'), value: bytes('v') } }] } };
      expect(await refusal(txn(name, { success: [nested] })), name).to.deep.equal(noSpace);
      expect(await refusal(call(clients.lease, 'LeaseGrant', { TTL: 60 })), name).to.deep.equal(noSpace);
      expect(await get(clients, 'kept')).to.equal('v');
      await txn(name, { success: [{ request_delete_range: { key: bytes(`nothing-${name}`) } }] });
      const { errors } = await call<object, etcdserverpb.StatusResponse__Output>(clients.maintenance, 'Status', {});
      expect(errors.join()).to.contain('alarm:NOSPACE');
    }
  });

  it('ends with compaction, defragmentation and a disarm, and outlasts a restart until then', async () => {
    expect(await fill('m1')).to.include(noSpace);
    const alarm = `memberID:${cluster.member('m1').memberId} alarm:NOSPACE`;
    await alarmsEverywhere(alarm);
    await cluster.stopMember('m2');
    await cluster.startMember('m2');
    await cluster.leader();
    await alarmsEverywhere(alarm);
    const revision = String(cluster.member('m1').member.machine.mvcc.currentRevision);
    await etcdctl('m1', 'compaction', revision, '--physical');
    for (const name of cluster.names) {
      await eventually(() => !cluster.member(name).member.machine.mvcc.isCompacting, 'the end of the compaction');
      await etcdctl(name, 'defrag');
    }
    expect(linesOf(await etcdctl('m3', 'alarm', 'disarm'))).to.include(alarm);
    await alarmsEverywhere('');
    for (const name of cluster.names) await put(cluster.clients(name), `again-${name}`, value);
  });

  it('an alarm of no type is heard by who raises it, and by nobody else', async () => {
    const { maintenance } = cluster.clients('m1');
    const none = { memberID: '7', alarm: 'NONE' } as const;
    const raised = await call<object, etcdserverpb.AlarmResponse__Output>(maintenance, 'Alarm', {
      action: 'ACTIVATE',
      ...none,
    });
    expect(raised.alarms).to.deep.equal([none]);
    await alarmsEverywhere('');
  });

  it('CORRUPT stops reads and writes of keys, on every member, until it is disarmed', async () => {
    await put(cluster.clients('m1'), 'k', 'v');
    const alarm = { memberID: '7', alarm: 'CORRUPT' } as const;
    await call(cluster.clients('m1').maintenance, 'Alarm', { action: 'ACTIVATE', ...alarm });
    await alarmsEverywhere('memberID:7 alarm:CORRUPT');
    for (const name of cluster.names) {
      const clients = cluster.clients(name);
      expect(await refusal(put(clients, 'k', 'w'))).to.deep.equal(corrupt);
      expect(await refusal(get(clients, 'k'))).to.deep.equal(corrupt);
      expect(await refusal(get(clients, 'k', { serializable: true }))).to.deep.equal(corrupt);
      expect(await refusal(call(clients.kv, 'Compact', { revision: 2 }))).to.deep.equal(corrupt);
      expect(await refusal(call(clients.lease, 'LeaseGrant', { TTL: 60 }))).to.deep.equal(corrupt);
    }
    await call(cluster.clients('m2').maintenance, 'Alarm', { action: 'DEACTIVATE', ...alarm });
    expect(await get(cluster.clients('m2'), 'k')).to.equal('v');
  });
});

describe('Quota', () => {
  const proposed: Command[] = [];
  const alarms = { has: () => false };
  let revision = 1;
  let measured = 0;
  const quotaOf = (limitBytes: number): Quota =>
    new Quota(
      {
        id: 7n,
        machine: {
          alarms: alarms as never,
          mvcc: {
            get currentRevision() {
              return revision;
            },
          },
        },
        propose: (command) => void proposed.push(command),
      },
      limitBytes,
      () => Promise.resolve(measured),
    );
  beforeEach(() => {
    proposed.length = 0;
    revision = 1;
    measured = 0;
  });

  it('reads its flag as etcd does', () => {
    expect([quotaBytes(), quotaBytes(0), quotaBytes(-1), quotaBytes(5)]).to.deep.equal([2 ** 31, 2 ** 31, Infinity, 5]);
  });

  it('counts what was admitted since it measured, and asks for the alarm once', async () => {
    const quota = quotaOf(1000);
    expect(quota.refusal(putOf(400))).to.equal(undefined);
    expect(quota.refusal(putOf(400))?.message).to.equal(noSpace.details);
    expect(quota.refusal(putOf(400))?.message).to.equal(noSpace.details);
    expect(proposed).to.deep.equal([{ kind: 'alarm', action: 'activate', memberId: 7n, type: 'nospace' }]);
    await quota.measure();
    expect(quota.refusal(putOf(400))).to.equal(undefined);
  });

  it('lets pass what needs no space', () => {
    const quota = quotaOf(0);
    expect(quota.refusal({ kind: 'leaseRevoke', id: 1n })).to.equal(undefined);
    expect(quota.refusal({ kind: 'store', request: { kind: 'compact', revision: 1 } })).to.equal(undefined);
    expect(quota.refusal({ kind: 'store', request: { kind: 'deleteRange', key: bytes('k') } })).to.equal(undefined);
  });

  it('raises the alarm on a member that no client writes to, but not again when it was disarmed and nothing came', async () => {
    const quota = quotaOf(1000);
    measured = 1000;
    await quota.measure();
    expect(proposed).to.have.length(1);
    const idle = quotaOf(1000);
    revision = 0;
    await idle.measure();
    expect(proposed).to.have.length(1);
  });
});
