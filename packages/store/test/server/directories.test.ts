/** Whose a data directory is: what is not a member's own is refused, and not a byte of it changes. */
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StorageError, StartRefusal, type StoreOptions } from '@kuorum/store';
import { Cleanup } from '@kuorum/testing';
import { expect } from 'chai';
import { rejection } from '../storage/fixtures.js';
import { call, get, put, range, symbolicUrl, TestCluster } from './cluster.js';

describe('a data directory', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const existing: Partial<StoreOptions> = { initialClusterState: 'existing' };

  /** Names, sizes and contents of all files. */
  const hashOf = async (directory: string): Promise<string> => {
    const hash = createHash('sha256');
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    for (const entry of entries.sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
      const path = join(entry.parentPath, entry.name);
      hash.update(path.slice(directory.length));
      if (entry.isFile()) hash.update(await readFile(path));
    }
    return hash.digest('hex');
  };

  const refusedUntouched = async (
    cluster: TestCluster,
    name: string,
    options: Partial<StoreOptions>,
  ): Promise<Error | undefined> => {
    const before = await hashOf(cluster.directoryOf(name));
    const error = await rejection(cluster.startMember(name, options));
    expect(error, 'it starts').to.be.instanceOf(Error);
    expect(await hashOf(cluster.directoryOf(name)), error?.message).to.equal(before);
    return error;
  };

  it('of another cluster is refused and left as it is', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await put(cluster.clients('m1'), 'k', 'v');
    await cluster.stopMember('m1');
    const error = await refusedUntouched(cluster, 'm1', { initialClusterToken: 'other' });
    expect(error).to.be.instanceOf(StorageError);
    expect(error?.message).to.match(/^Cannot use .* as it belongs to cluster [0-9a-f]+, not to cluster [0-9a-f]+: /);
    await cluster.startMember('m1');
    expect(await get(cluster.clients('m1'), 'k')).to.equal('v');
  });

  it('of another cluster is refused by a member that joins, too, as its peers say another one', async () => {
    const cluster = await TestCluster.start(cleanup, 3);
    const other = await TestCluster.start(cleanup, 3, { initialClusterToken: 'other' });
    await cluster.stopMember('m3');
    await other.stopMember('m3');
    await rm(cluster.directoryOf('m3'), { recursive: true });
    await cp(other.directoryOf('m3'), cluster.directoryOf('m3'), { recursive: true });
    const error = await refusedUntouched(cluster, 'm3', existing);
    expect(error?.message).to.match(/belongs to cluster [0-9a-f]+, not to cluster [0-9a-f]+/);
  });

  for (const state of ['new', 'existing'] as const) {
    it(`of another member is refused and left as it is (${state})`, async () => {
      const cluster = await TestCluster.start(cleanup, 3);
      await cluster.stopMember('m2');
      await cluster.stopMember('m3');
      await rm(cluster.directoryOf('m3'), { recursive: true });
      await cp(cluster.directoryOf('m2'), cluster.directoryOf('m3'), { recursive: true });
      const error = await refusedUntouched(cluster, 'm3', { initialClusterState: state });
      expect(error?.message).to.match(/belongs to member [0-9a-f]+, not to member /);
    });
  }

  it('is the member that it was, whatever --initial-cluster says once members have come and gone', async () => {
    const cluster = await TestCluster.start(cleanup, 1);
    await cluster.addMember('m2');
    await cluster.leader();
    for (const name of ['m1', 'm2']) {
      await cluster.stopMember(name);
      await cluster.startJoining(name);
      await cluster.leader();
    }
    const now = new Map(['m1', 'm2'].map((name) => [name, [symbolicUrl(name)]]));
    await cluster.stopMember('m1');
    const asNew = await refusedUntouched(cluster, 'm1', { initialCluster: now });
    expect(asNew?.message).to.contain('start with --initial-cluster-state=existing');
  });

  it('that is empty joins nobody while no member answers', async () => {
    const cluster = await TestCluster.create(cleanup, 3);
    const error = await rejection(cluster.startMember('m1', { ...existing, alone: true }));
    expect(error).to.be.instanceOf(StartRefusal);
    expect(error?.message).to.match(
      /none of the other members of --initial-cluster answers \(http:\/\/m2:2380, http:\/\/m3:2380\)/,
    );
  });

  describe('of a member that is left alone', () => {
    it('makes a new cluster by force, with all that was acknowledged, and others can join it', async () => {
      const cluster = await TestCluster.start(cleanup, 3);
      for (let i = 0; i < 50; i++) await put(cluster.clients('m1'), `k${i}`, `${i}`);
      const left = await cluster.follower();
      const lost = cluster.names.filter((name) => name !== left);
      // Acknowledged while only two of three run: the one that is left has it in its log.
      await cluster.stopMember(lost.find((name) => name !== left) ?? '');
      const leader = await cluster.leader();
      await put(cluster.clients(leader), 'last', 'x');
      for (const name of cluster.runningNames) await cluster.stopMember(name);
      await cluster.startMember(left, { forceNewCluster: true });
      await cluster.leader();
      expect(
        (await range(cluster.clients(left), { key: Buffer.from('k'), range_end: Buffer.from('l') })).kvs,
      ).to.have.length(50);
      expect(await get(cluster.clients(left), 'last')).to.equal('x');
      for (const name of ['m4', 'm5']) await cluster.addMember(name, { via: left });
      await cluster.leader();
      await put(cluster.clients('m5'), 'k', 'v');
      await cluster.stopMember(left);
      // The flag is for once.
      await cluster.startJoining(left);
      await cluster.leader();
      for (const name of [left, 'm4', 'm5']) expect(await get(cluster.clients(name), 'last')).to.equal('x');
      // Should those that were lost come back, they are told, and do not go on as the old cluster.
      const returned = await Promise.all(lost.map((name) => cluster.startMember(name)));
      await Promise.all(returned.map(({ closed }) => closed));
    });

    it('commits what is in its log, and drops a change of membership that was never committed', async () => {
      // Long enough to lead on for a moment without a majority.
      const cluster = await TestCluster.start(cleanup, 3, { heartbeatIntervalMs: 50, electionTimeoutMs: 2_000 });
      const leader = await cluster.leader();
      const { kv } = cluster.clients(leader);
      await put(cluster.clients(leader), 'k', 'v');
      const others = cluster.names.filter((name) => name !== leader);
      await Promise.all(others.map((name) => cluster.stopMember(name)));
      const { node } = cluster.member(leader).member;
      const change = { transition: 'auto', changes: [{ kind: 'addVoter', nodeId: 99n }] } as const;
      const before = node.status().lastIndex;
      expect(node.proposeConfChange({ ...change, context: new Uint8Array(0) })).to.equal('ok');
      await call(kv, 'Put', { key: Buffer.from('tail'), value: Buffer.from('t') }, 300).catch(() => undefined);
      expect(node.status()).to.include({ lastIndex: before + 2, commit: before });
      await cluster.stopMember(leader);
      const { member } = await cluster.startMember(leader, { forceNewCluster: true });
      await cluster.leader();
      expect(await get(cluster.clients(leader), 'tail')).to.equal('t');
      expect(member.node.status().confState.voters).to.deep.equal([member.id]);
    });

    it('is needed for that: an empty one is refused', async () => {
      const cluster = await TestCluster.create(cleanup, 1);
      const error = await rejection(cluster.startMember('m1', { forceNewCluster: true }));
      expect(error?.message).to.match(/^Cannot force a new cluster from .* as it is empty/);
    });
  });
});
