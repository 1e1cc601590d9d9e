/** Members as processes, changed by etcdctl and restarted one by one, while clients write. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Cleanup, eventually } from '@kuorum/testing';
import type { etcdserverpb } from '@kuorum/wire';
import { expect } from 'chai';
import { call, get, put } from './cluster.js';
import { leaderOf, placeOf, startAt, startThree, type MemberProcess, type Place } from './processes.js';

const run = promisify(execFile);
const env = { ...process.env, ETCDCTL_API: '3' };

/** Writes key after key, at another member when one does not answer, and knows which were acknowledged, and when. */
class Writer {
  readonly acknowledged: string[] = [];
  longestGapMs = 0;
  private stopped = false;
  private lastMs = performance.now();
  private readonly done: Promise<void>;

  constructor(
    private readonly prefix: string,
    private readonly members: () => readonly MemberProcess[],
    private readonly onAcknowledged: () => void = () => undefined,
  ) {
    this.done = this.loop();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.done;
  }

  private async loop(): Promise<void> {
    for (let i = 0, at = 0; !this.stopped; i++) {
      // What is refused at once must not keep this process busy.
      if (at > 0) await new Promise<void>((resolve) => setImmediate(resolve));
      const members = this.members();
      const member = members[at % members.length];
      const key = `${this.prefix}${i}`;
      try {
        if (member !== undefined) await put(member.clients, key, key);
        this.acknowledged.push(key);
        this.longestGapMs = Math.max(this.longestGapMs, performance.now() - this.lastMs);
        this.lastMs = performance.now();
        this.onAcknowledged();
      } catch {
        at++;
      }
    }
  }
}

describe('reconfiguration of members that are processes', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const etcdctl = async (members: readonly MemberProcess[], ...words: string[]): Promise<string> => {
    const endpoints = members.map(({ target }) => target).join();
    return (await run('etcdctl', ['--endpoints', endpoints, ...words], { env })).stdout.trim();
  };
  const idOf = async (member: MemberProcess): Promise<string> => {
    const status: etcdserverpb.StatusResponse__Output = await call(member.clients.maintenance, 'Status', {});
    return BigInt(status.header?.member_id ?? 0).toString(16);
  };
  /** etcd wants its members connected for five seconds before it takes another. */
  const patiently = <T>(what: () => Promise<T>, title: string): Promise<NonNullable<T>> =>
    eventually(what, title, 60_000);

  it('etcdctl grows a cluster from one to three to five and back to three under load: nothing is lost, all are equal', async () => {
    const directory = await cleanup.tempDir();
    const places: Place[] = [await placeOf('m1')];
    const [first] = places;
    const members = [startAt(cleanup, directory, first as Place, places)];
    await leaderOf(members);
    const writer = new Writer('k', () => members);
    const grow = async (name: string): Promise<void> => {
      const place = await placeOf(name);
      const told = await patiently(
        () => etcdctl(members, 'member', 'add', name, `--peer-urls=${place.peerUrl}`),
        `adding ${name}`,
      );
      expect(told).to.contain('ETCD_INITIAL_CLUSTER_STATE="existing"');
      // Said by etcdctl, to be given to the new member as it is.
      const initialCluster = /ETCD_INITIAL_CLUSTER="([^"]+)"/.exec(told)?.[1] ?? '';
      expect(initialCluster.split(',')).to.have.members(
        [...places, place].map((each) => `${each.name}=${each.peerUrl}`),
      );
      places.push(place);
      const member = startAt(cleanup, directory, place, places, ['--initial-cluster-state=existing']);
      await patiently(() => get(member.clients, 'k0'), `${name} serves`);
      members.push(member);
    };
    for (const name of ['m2', 'm3', 'm4', 'm5']) await grow(name);
    expect((await etcdctl(members, 'member', 'list')).split('\n')).to.have.length(5);

    const leader = await leaderOf(members);
    const heir = members.find((member) => member !== leader) as MemberProcess;
    await etcdctl([leader], 'move-leader', await idOf(heir));
    expect((await leaderOf(members)).name).to.equal(heir.name);

    // The leader and the oldest other member go.
    for (const leaving of [heir, members.find((member) => member !== heir) as MemberProcess]) {
      const others = members.filter((member) => member !== leaving);
      const id = await idOf(leaving);
      await patiently(() => etcdctl(others, 'member', 'remove', id), `removing ${leaving.name}`);
      members.splice(members.indexOf(leaving), 1);
      expect(await leaving.ended).to.equal(0);
    }
    await leaderOf(members);
    await writer.stop();
    expect(writer.acknowledged.length).to.be.greaterThan(100);
    for (const member of members) {
      const request: etcdserverpb.RangeRequest = {
        key: Buffer.from('k'),
        range_end: Buffer.from('l'),
        keys_only: true,
      };
      const { kvs }: etcdserverpb.RangeResponse__Output = await call(member.clients.kv, 'Range', request);
      const keys = new Set(kvs.map(({ key }) => key.toString()));
      expect(writer.acknowledged.filter((key) => !keys.has(key))).to.deep.equal([]);
    }
    const hashes = await eventually(async () => {
      const lines = (await etcdctl(members, 'endpoint', 'hashkv')).split('\n').map((line) => line.split(', ')[1] ?? '');
      return new Set(lines).size === 1 ? lines : undefined;
    }, 'equal hashes');
    expect(hashes).to.have.length(3);
  }).timeout(120_000);

  it('a learner of etcdctl is promoted when it is in sync, and a member moves to other peer URLs', async () => {
    const directory = await cleanup.tempDir();
    const [one, two, elsewhere] = [await placeOf('m1'), await placeOf('m2'), await placeOf('m2')];
    const m1 = startAt(cleanup, directory, one, [one]);
    await leaderOf([m1]);
    await put(m1.clients, 'k', 'v');
    await etcdctl([m1], 'member', 'add', 'm2', '--learner', `--peer-urls=${two.peerUrl}`);
    const learner = startAt(cleanup, directory, two, [one, two], ['--initial-cluster-state=existing']);
    await patiently(() => get(learner.clients, 'k', { serializable: true }), 'the learner follows');
    const id = await idOf(learner);
    // Padded: one id in sixteen has a digit less.
    const shown = id.padStart(16);
    expect(await patiently(() => etcdctl([m1], 'member', 'promote', id), 'the promotion')).to.contain(
      `Member ${shown} promoted`,
    );
    // It hears of it after the one that was asked.
    expect(await patiently(() => get(learner.clients, 'k'), 'the new voter reads')).to.equal('v');
    const told = await etcdctl([m1], 'member', 'update', id, `--peer-urls=${elsewhere.peerUrl}`);
    expect(told).to.contain(`Member ${shown} updated`);
    await learner.end('SIGTERM');
    const moved = startAt(
      cleanup,
      directory,
      { ...two, peerUrl: elsewhere.peerUrl },
      [one, { ...two, peerUrl: elsewhere.peerUrl }],
      ['--initial-cluster-state=existing'],
    );
    await patiently(() => put(moved.clients, 'k', 'w'), 'a write that needs both');
    expect(await get(m1.clients, 'k')).to.equal('w');
  }).timeout(120_000);

  it('a change that a follower was asked for is made, though the leader is killed meanwhile', async () => {
    const members = await startThree(cleanup);
    await leaderOf(members);
    for (let round = 0; round < 5; round++) {
      const leader = await leaderOf(members);
      const asked = members.find((member) => member !== leader) as MemberProcess;
      // A member's name is in the list when it has published it, some time after it serves.
      const record = await eventually(async () => {
        const list: etcdserverpb.MemberListResponse__Output = await call(asked.clients.cluster, 'MemberList', {});
        return list.members.find(({ name }) => name === asked.name);
      }, `${asked.name} in the list`);
      const peerURLs = [record.peerURLs[0] ?? '', `http://127.0.0.1:9${round}`];
      const changed: Promise<etcdserverpb.MemberUpdateResponse__Output> = call(asked.clients.cluster, 'MemberUpdate', {
        ID: record.ID,
        peerURLs,
      });
      // The turns of the event loop in between are what differs from round to round.
      for (let turn = 0; turn < 40 * round; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
      await leader.end('SIGKILL');
      expect((await changed).members.find(({ ID }) => ID === record.ID)?.peerURLs).to.deep.equal(peerURLs);
      leader.start();
      const request: etcdserverpb.MemberListRequest = { linearizable: true };
      for (const member of members) {
        const after = await eventually(
          () => call<object, etcdserverpb.MemberListResponse__Output>(member.clients.cluster, 'MemberList', request),
          `${member.name} answers`,
        );
        expect(after.members.find(({ ID }) => ID === record.ID)?.peerURLs).to.deep.equal(peerURLs);
      }
    }
  }).timeout(120_000);

  it('one of three goes on by force when the others are lost for ever, with all that was acknowledged, and grows again', async () => {
    const directory = await cleanup.tempDir();
    const places = await Promise.all(['m1', 'm2', 'm3'].map(placeOf));
    const members = places.map((place) => startAt(cleanup, directory, place, places));
    const leader = await leaderOf(members);
    const writer = new Writer('k', () => [leader]);
    await eventually(() => writer.acknowledged.length > 200, 'some writes');
    await Promise.all(members.map((member) => member.end('SIGKILL')));
    await writer.stop();
    const place = places[members.indexOf(leader)] as Place;
    // All that the leader acknowledged is in its log, whether it has heard of the commit or not.
    const left = startAt(cleanup, directory, place, places, ['--force-new-cluster']);
    await leaderOf([left]);
    const group = [left];
    for (const name of ['m4', 'm5']) {
      const added = await placeOf(name);
      await patiently(() => etcdctl(group, 'member', 'add', name, `--peer-urls=${added.peerUrl}`), `adding ${name}`);
      const member = startAt(cleanup, directory, added, [place, added], ['--initial-cluster-state=existing']);
      await patiently(() => get(member.clients, 'k0'), `${name} serves`);
      group.push(member);
    }
    for (const member of group) {
      const request: etcdserverpb.RangeRequest = {
        key: Buffer.from('k'),
        range_end: Buffer.from('l'),
        keys_only: true,
      };
      const { kvs }: etcdserverpb.RangeResponse__Output = await call(member.clients.kv, 'Range', request);
      const keys = new Set(kvs.map(({ key }) => key.toString()));
      expect(writer.acknowledged.filter((key) => !keys.has(key))).to.deep.equal([]);
    }
  }).timeout(120_000);

  it('a rolling restart costs no election timeout: each leader hands over before it ends', async () => {
    const electionMs = 3_000;
    const members = await startThree(cleanup, ['--heartbeat-interval=100', `--election-timeout=${electionMs}`]);
    await leaderOf(members);
    const gaps: number[] = [];
    let lastMs = performance.now();
    const acknowledged = (): void => {
      gaps.push(performance.now() - lastMs);
      lastMs = performance.now();
    };
    await put((members[0] as MemberProcess).clients, 'begin', '1');
    lastMs = performance.now();
    const writers = members.map((member, i) => new Writer(`w${i}-`, () => [member, ...members], acknowledged));
    for (const member of members) {
      // Whoever it is by now: the leader goes each time.
      void member;
      const leader = await leaderOf(members);
      expect(await leader.end('SIGTERM')).to.equal(0);
      leader.start();
      await patiently(() => get(leader.clients, 'begin'), `${leader.name} is back`);
    }
    await Promise.all(writers.map((writer) => writer.stop()));
    expect(gaps.length).to.be.greaterThan(100);
    expect(Math.max(...gaps)).to.be.lessThan(electionMs);
  }).timeout(120_000);
});
