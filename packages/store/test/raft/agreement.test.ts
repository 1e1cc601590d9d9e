/** Log replication: MIT's scenarios BasicAgree to Count, Figure 8 as in the paper, and the commit rule. */
import { mustGet, utf8 } from '@kuorum/base';
import { asLogIndex, entriesBytes, type Message } from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';

describe('raft agreement', () => {
  it('BasicAgree: commands commit in order on all', () => {
    const cluster = new Cluster({ size: 3 });
    for (const command of ['100', '200', '300']) cluster.one(command, 3);
    for (const member of cluster.running) expect(member.commands).to.deep.equal(['100', '200', '300']);
  });

  it('RPCBytes: each command is sent to each peer once', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.checkOneLeader();
    let bytes = 0;
    cluster.network.intercept = (message) => {
      if (message.type === 'app') for (const entry of message.entries) bytes += entry.data.length;
      return message;
    };
    for (let i = 0; i < 10; i++) cluster.one(`${i}`.repeat(5000), 3);
    expect(bytes).to.equal(10 * 5000 * 2);
  });

  it('FollowerFailure, LeaderFailure: progress with a majority, none without', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('101', 3);
    const first = cluster.checkOneLeader();
    cluster.disconnect(
      mustGet(
        cluster.ids.find((id) => id !== first.id),
        'a follower',
      ),
    );
    cluster.one('102', 2);
    cluster.disconnect(first.id);
    cluster.tick(100);
    expect(cluster.propose(first, '103')).to.equal('droppedNoLeader');
    expect(cluster.appliedBy('103')).to.equal(0);
    cluster.checkNoLeader();
  });

  it('FailAgree: a reconnected follower catches up', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('101', 3);
    const leader = cluster.checkOneLeader();
    const away = mustGet(
      cluster.ids.find((id) => id !== leader.id),
      'a follower',
    );
    cluster.disconnect(away);
    for (const command of ['102', '103', '104', '105']) cluster.one(command, 2);
    cluster.connect(away);
    cluster.one('106', 3);
    cluster.checkConverged();
  });

  it('FailNoAgree: nothing commits while three of five are away', () => {
    const cluster = new Cluster({ size: 5 });
    cluster.one('10', 5);
    const leader = cluster.checkOneLeader();
    const away = cluster.ids.filter((id) => id !== leader.id).slice(0, 3);
    cluster.disconnect(...away);
    expect(cluster.propose(leader, '20')).to.equal('ok');
    cluster.tick(30);
    expect(cluster.appliedBy('20')).to.equal(0);
    cluster.connect(...away);
    cluster.checkOneLeader();
    cluster.one('1000', 5);
    cluster.checkConverged();
  });

  it('ConcurrentStarts: proposals made at once all commit', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const commands = Array.from({ length: 50 }, (_, i) => `c${i}`);
    for (const command of commands) expect(cluster.propose(leader, command)).to.equal('ok');
    // Followers pass proposals on.
    for (const member of cluster.running) if (member !== leader) cluster.propose(member, `from ${member.id}`);
    cluster.runUntil(() => cluster.running.every((member) => member.commands.length === 52), 'all commit everywhere');
    expect(leader.commands.slice(0, 50)).to.deep.equal(commands);
  });

  it("Rejoin: a partitioned leader's uncommitted entries are dropped", () => {
    const cluster = new Cluster({ size: 3 });
    cluster.one('101', 3);
    const first = cluster.checkOneLeader();
    cluster.disconnect(first.id);
    for (const lost of ['102', '103', '104']) cluster.propose(first, lost);
    cluster.settle();
    cluster.one('103b', 2);
    const second = cluster.checkOneLeader();
    cluster.disconnect(second.id);
    cluster.connect(first.id);
    cluster.one('104b', 2);
    cluster.connect(second.id);
    cluster.one('105', 3);
    for (const member of cluster.running) expect(member.commands).to.deep.equal(['101', '103b', '104b', '105']);
  });

  it('Backup: conflicts of 50 entries a term are resolved in a round trip or two a term', () => {
    const cluster = new Cluster({ size: 5, config: { maxInflightMsgs: 256, maxSizePerMsgBytes: 1024 * 1024 } });
    cluster.one('first', 5);
    const [a, b, ...rest] = cluster.ids.filter((id) => id !== cluster.checkOneLeader().id);
    const first = cluster.checkOneLeader();
    // The first leader and one follower take 50 entries that never commit.
    cluster.disconnect(...rest, b ?? 0n);
    proposeMany(cluster, first.id, 'x');
    // The other three elect one of themselves; 50 commit.
    cluster.disconnect(first.id, a ?? 0n);
    cluster.connect(...rest, b ?? 0n);
    for (let i = 0; i < 50; i++) cluster.one(`y${i}`, 3);
    // Of them, a leader and one follower take another 50 that never commit.
    const second = cluster.checkOneLeader();
    const other = mustGet(
      cluster.connected.find(({ id }) => id !== second.id),
      'a follower',
    ).id;
    cluster.disconnect(other);
    proposeMany(cluster, second.id, 'z');
    cluster.disconnect(...cluster.ids);
    // The first two, with the one that was left out, go on with 50 more.
    cluster.connect(first.id, a ?? 0n, other);
    let rejections = 0;
    cluster.network.intercept = (message) => {
      if (message.type === 'appResp' && message.reject) rejections++;
      return message;
    };
    for (let i = 0; i < 50; i++) cluster.one(`w${i}`, 3);
    cluster.connect(...cluster.ids);
    cluster.one('last', 5);
    cluster.checkConverged();
    expect(rejections).to.be.at.most(16);
  });

  it('Count: few messages to elect, to agree and to idle', () => {
    const cluster = new Cluster({ size: 3 });
    cluster.checkOneLeader();
    expect(cluster.network.sent).to.be.at.most(30);
    const before = cluster.network.sent;
    for (let i = 0; i < 10; i++) cluster.one(`c${i}`, 3);
    // MIT counts calls, here every message counts: two a call.
    expect(cluster.network.sent - before).to.be.at.most((10 + 1 + 3) * 3 * 2);
    const idle = cluster.network.sent;
    cluster.tick(10);
    expect(cluster.network.sent - idle).to.be.at.most(60);
  });

  it('Figure 8: an old-term entry on a majority is not committed by counting, and may still be replaced', () => {
    const cluster = new Cluster({ size: 5, config: { preVote: false, checkQuorum: false } });
    const allow = (passes: (message: Message) => Message | undefined): void => {
      cluster.network.intercept = passes;
    };
    const campaign = (id: bigint): void => {
      cluster.member(id).running.campaign();
      cluster.settle();
    };
    const termAt = (id: bigint, index: number): number | undefined =>
      cluster.member(id).running.raft.log.term(asLogIndex(index));
    campaign(1n);
    // (a) S1 leads term 2, its entry 2 reaches S2 only.
    cluster.restart(1n);
    allow((message) => (message.type === 'app' && message.to !== 2n ? undefined : message));
    campaign(1n);
    expect([1n, 2n, 3n].map((id) => termAt(id, 2))).to.deep.equal([2, 2, undefined]);
    // (b) S1 crashes; S5 leads term 3 by S3 and S4, and keeps its entry 2 to itself.
    cluster.crash(1n);
    allow((message) => (message.type === 'app' ? undefined : message));
    campaign(5n);
    expect(termAt(5n, 2)).to.equal(3);
    // (c) S5 crashes; S1 leads term 4 and brings entry 2 of term 2 to S3: it is on a majority.
    cluster.crash(5n);
    cluster.restart(1n);
    allow((message) => {
      if (message.type !== 'app') return message;
      return message.to === 4n ? undefined : { ...message, entries: message.entries.filter((entry) => entry.term < 4) };
    });
    campaign(1n);
    campaign(1n);
    expect(cluster.member(1n).running.raft.role.name).to.equal('leader');
    expect([1n, 2n, 3n].map((id) => termAt(id, 2))).to.deep.equal([2, 2, 2]);
    expect(cluster.member(1n).running.raft.log.committed).to.be.below(2);
    // (d) S1 crashes; S5 wins again and replaces entry 2 everywhere.
    cluster.crash(1n);
    cluster.restart(5n);
    allow((message) => message);
    campaign(5n);
    campaign(5n);
    cluster.restart(1n);
    cluster.tick(3);
    expect(cluster.ids.map((id) => termAt(id, 2))).to.deep.equal([3, 3, 3, 3, 3]);
  });

  it('the pipeline goes on as answers come in, without waiting for a heartbeat', () => {
    const cluster = new Cluster({ size: 3, config: { maxInflightMsgs: 2, maxSizePerMsgBytes: 1 } });
    const leader = cluster.checkOneLeader();
    for (let i = 0; i < 50; i++) cluster.propose(leader, `c${i}`);
    cluster.settle();
    for (const member of cluster.running) expect(member.commands).to.have.length(50);
  });

  it('a follower that does not answer is sent no more than the window holds in bytes', () => {
    const config = { maxInflightMsgs: 100, maxSizePerMsgBytes: 1, maxInflightBytes: 300 };
    const cluster = new Cluster({ size: 3, config });
    const leader = cluster.checkOneLeader();
    const silent = mustGet(
      cluster.ids.find((id) => id !== leader.id),
      'a follower',
    );
    cluster.network.cut(silent, leader.id);
    let sentBytes = 0;
    cluster.network.intercept = (message) => {
      if (message.type === 'app' && message.to === silent) sentBytes += entriesBytes(message.entries);
      return message;
    };
    for (let i = 0; i < 20; i++) cluster.propose(leader, 'x'.repeat(76));
    cluster.settle();
    // Entries of 100 bytes with their overhead: three fill the window.
    expect([sentBytes, cluster.appliedBy('x'.repeat(76))]).to.deep.equal([300, 2]);
    cluster.network.heal();
    cluster.checkConverged();
  });

  it('a leader counts itself only once its entry is on its own disk', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const [helper, away] = cluster.ids.filter((id) => id !== leader.id);
    cluster.disconnect(away ?? 0n);
    const before = leader.running.raft.log.committed;
    const followerIsDoneFirst = (): void => {
      leader.beginReady((message) => cluster.network.send(message));
      for (const message of cluster.network.takeDue()) cluster.deliver(message);
      cluster.processReady(cluster.member(helper ?? 0n));
      for (const message of cluster.network.takeDue()) cluster.deliver(message);
    };
    cluster.propose(leader, 'x');
    followerIsDoneFirst();
    expect(leader.running.status().progress.get(helper ?? 0n)?.match).to.equal(before + 1);
    expect(leader.running.raft.log.committed).to.equal(before);
    // Comes while the disk is busy with the first, so it has to wait for the second write.
    cluster.propose(leader, 'y');
    cluster.finishReady(leader);
    expect(leader.running.raft.log.committed).to.equal(before + 1);
    followerIsDoneFirst();
    expect(leader.running.raft.log.committed).to.equal(before + 1);
    cluster.finishReady(leader);
    expect(leader.running.raft.log.committed).to.equal(before + 2);
  });

  it('a leader refuses proposals beyond its limit of uncommitted bytes, until the backlog is applied', () => {
    const cluster = new Cluster({ size: 3, config: { maxUncommittedBytes: 1000 } });
    const leader = cluster.checkOneLeader();
    const others = cluster.ids.filter((id) => id !== leader.id);
    cluster.disconnect(...others);
    expect(leader.running.propose(new Uint8Array(900))).to.equal('ok');
    expect(leader.running.propose(new Uint8Array(900))).to.equal('droppedTooManyUncommitted');
    cluster.settle();
    cluster.connect(...others);
    cluster.runUntil(() => leader.running.propose(utf8('again')) === 'ok', 'room for a proposal');
  });
});

function proposeMany(cluster: Cluster, leader: bigint, prefix: string): void {
  for (let i = 0; i < 50; i++) cluster.propose(cluster.member(leader), `${prefix}${i}`);
  cluster.settle();
}
