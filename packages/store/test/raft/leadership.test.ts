/** PreVote, CheckQuorum, votes, transfer and the early campaign after a lost connection. */
import { mustGet, Xoshiro128 } from '@kuorum/base';
import {
  asLogIndex,
  asTerm,
  decodeConfChange,
  encodeConfChange,
  INDEX_ZERO,
  MemoryLogStorage,
  type Message,
  type NodeId,
  type RaftConfig,
  RawNode,
  type Ready,
  TERM_ZERO,
  type VoteMessage,
} from '@kuorum/store/raft';
import { expect } from 'chai';
import { Cluster } from './cluster.js';

function followerOf(cluster: Cluster): NodeId {
  return mustGet(
    cluster.ids.find((id) => id !== cluster.checkOneLeader().id),
    'a follower',
  );
}

/** One node of a group of three, by hand. */
function nodeOn(storage: MemoryLogStorage, config: Partial<RaftConfig> = {}): RawNode {
  return new RawNode({
    id: 1n,
    electionTicks: 10,
    heartbeatTicks: 1,
    storage,
    applied: INDEX_ZERO,
    maxSizePerMsgBytes: 1024,
    maxInflightMsgs: 8,
    maxUncommittedBytes: 1024,
    preVote: false,
    checkQuorum: false,
    prng: new Xoshiro128(1),
    ...config,
  });
}

function groupOfThree(): MemoryLogStorage {
  return new MemoryLogStorage({
    voters: [1n, 2n, 3n],
    votersOutgoing: [],
    learners: [],
    learnersNext: [],
    autoLeave: false,
  });
}

function runReady(node: RawNode, storage: MemoryLogStorage): Ready {
  const ready = node.ready();
  storage.append(ready.entries);
  if (ready.hardState !== undefined) storage.setHardState(ready.hardState);
  node.advance();
  return ready;
}

function voteRequest(from: NodeId, term: number): VoteMessage {
  return {
    type: 'vote',
    from,
    to: 1n,
    term: asTerm(term),
    lastIndex: INDEX_ZERO,
    lastTerm: TERM_ZERO,
    transfer: false,
  };
}

describe('raft leadership', () => {
  it('PreVote: a member that was cut off does not disturb when it comes back', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const term = cluster.term();
    const away = followerOf(cluster);
    cluster.disconnect(away);
    cluster.tick(100);
    expect(cluster.member(away).running.raft.role.name).to.equal('preCandidate');
    expect(cluster.member(away).running.raft.term).to.equal(term);
    cluster.connect(away);
    cluster.tick(50);
    expect(cluster.checkOneLeader().id).to.equal(leader.id);
    expect(cluster.term()).to.equal(term);
  });

  it('the lease alone also keeps a higher term out, until the leader learns of it and a new election settles it', () => {
    const cluster = new Cluster({ size: 3, config: { preVote: false } });
    const before = cluster.term();
    const away = followerOf(cluster);
    cluster.disconnect(away);
    cluster.tick(100);
    expect(cluster.member(away).running.raft.term).to.be.greaterThan(before);
    cluster.connect(away);
    cluster.one('after', 3);
  });

  it('a half cut-off member (it hears nothing, but is heard) does not disturb', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const term = cluster.term();
    const deaf = followerOf(cluster);
    for (const id of cluster.ids) if (id !== deaf) cluster.network.cut(id, deaf);
    cluster.tick(100);
    expect(leader.running.raft.role.name).to.equal('leader');
    expect(leader.running.raft.term).to.equal(term);
  });

  it('CheckQuorum: a cut-off leader steps down within two election timeouts', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    cluster.disconnect(leader.id);
    cluster.runUntil(() => leader.running.raft.role.name !== 'leader', 'the leader steps down', 20);
  });

  it('transfer: the chosen member leads next, at once, and proposals wait meanwhile', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const next = followerOf(cluster);
    leader.running.transferLeader(next);
    expect(cluster.propose(leader, 'x')).to.equal('droppedTransferring');
    cluster.settle();
    expect(cluster.checkOneLeader().id).to.equal(next);
    // Asked at a follower, too.
    leader.running.transferLeader(leader.id);
    cluster.settle();
    expect(cluster.checkOneLeader().id).to.equal(leader.id);
  });

  it('transfer: given up after an election timeout when the chosen member is away', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    const away = followerOf(cluster);
    cluster.disconnect(away);
    leader.running.transferLeader(away);
    cluster.tick(11);
    expect(leader.running.status().leadTransferee).to.equal(0n);
    cluster.one('goes on', 2);
  });

  it('a lost connection to a dead leader brings a new one far sooner than the election timeout', () => {
    const cluster = new Cluster({ size: 3 });
    const leader = cluster.checkOneLeader();
    cluster.crash(leader.id);
    for (const member of cluster.running) member.running.reportLeaderConnectionLost();
    cluster.runUntil(() => cluster.leaders().length === 1, 'a new leader', 9);
  });

  it('a lost connection to a living leader changes nothing', () => {
    for (const reporters of [1, 2]) {
      const cluster = new Cluster({ size: 3 });
      const leader = cluster.checkOneLeader();
      const term = cluster.term();
      for (const member of cluster.running.filter(({ id }) => id !== leader.id).slice(0, reporters)) {
        member.running.reportLeaderConnectionLost();
      }
      cluster.tick(40);
      expect(cluster.checkOneLeader().id).to.equal(leader.id);
      expect(cluster.term()).to.equal(term);
    }
  });

  for (const { name, knownTerm } of [
    { name: 'one vote a term, also after a restart', knownTerm: 0 },
    { name: 'one vote a term, also when the term was known before', knownTerm: 5 },
  ]) {
    it(name, () => {
      const storage = groupOfThree();
      storage.setHardState({ term: asTerm(knownTerm), vote: 0n, commit: INDEX_ZERO });
      const node = nodeOn(storage);
      node.step(voteRequest(2n, 5));
      const ready = runReady(node, storage);
      expect(ready.mustSync).to.equal(true);
      expect(ready.hardState).to.deep.equal({ term: 5, vote: 2n, commit: 0 });
      expect(ready.messages).to.deep.equal([]);
      expect(ready.messagesAfterPersist).to.deep.equal([
        { type: 'voteResp', from: 1n, to: 2n, term: 5, reject: false },
      ]);
      for (const again of [node, nodeOn(storage)]) {
        again.step(voteRequest(3n, 5));
        expect(runReady(again, storage).messagesAfterPersist[0]).to.include({ type: 'voteResp', to: 3n, reject: true });
      }
    });
  }

  it('a stale vote reply is ignored', () => {
    const storage = groupOfThree();
    const node = nodeOn(storage);
    node.campaign();
    runReady(node, storage);
    node.campaign();
    runReady(node, storage);
    expect(node.status().term).to.equal(2);
    const reply = { type: 'voteResp', from: 2n, to: 1n, reject: false } as const;
    node.step({ ...reply, term: asTerm(1) });
    expect(node.status().role).to.equal('candidate');
    node.step({ ...reply, term: asTerm(2) });
    expect(node.status().role).to.equal('leader');
  });

  it('who hears a leader ignores requests for votes, unless the leader asked for the election', () => {
    const storage = groupOfThree();
    const node = nodeOn(storage, { checkQuorum: true });
    const heartbeat = { from: 2n, to: 1n, term: asTerm(1), commit: INDEX_ZERO, readSeq: 0 };
    node.step({ type: 'heartbeat', ...heartbeat });
    node.step(voteRequest(3n, 5));
    expect(node.status().term).to.equal(1);
    for (let i = 0; i < 9; i++) node.tick();
    node.step({ ...voteRequest(3n, 5), type: 'preVote' });
    expect(runReady(node, storage).messagesAfterPersist).to.deep.equal([]);
    node.step({ ...voteRequest(3n, 5), transfer: true });
    expect(node.status().term).to.equal(5);
    expect(node.status().vote).to.equal(3n);
  });

  it('a member does not campaign while a committed change of membership is not applied', () => {
    const storage = groupOfThree();
    const data = encodeConfChange({
      transition: 'auto',
      changes: [{ kind: 'addVoter', nodeId: 4n }],
      context: new Uint8Array(0),
    });
    storage.append([{ term: asTerm(1), index: asLogIndex(1), type: 'confChange', data }]);
    storage.setHardState({ term: asTerm(1), vote: 0n, commit: asLogIndex(1) });
    const node = nodeOn(storage);
    node.campaign();
    expect(node.status().role).to.equal('follower');
    const [entry] = node.ready().committedEntries;
    node.applyConfChange(decodeConfChange(mustGet(entry, 'the change').data));
    node.advance();
    node.campaign();
    expect(node.status().role).to.equal('candidate');
  });

  it('no vote for a log that is behind', () => {
    const storage = groupOfThree();
    storage.append([{ term: asTerm(3), index: asLogIndex(1), type: 'normal', data: new Uint8Array(0) }]);
    storage.setHardState({ term: asTerm(3), vote: 0n, commit: INDEX_ZERO });
    const node = nodeOn(storage);
    node.step({ ...voteRequest(2n, 4), lastIndex: asLogIndex(9), lastTerm: asTerm(2) });
    expect(runReady(node, storage).messagesAfterPersist[0]).to.include({ type: 'voteResp', reject: true });
    node.step({ ...voteRequest(2n, 4), lastIndex: asLogIndex(1), lastTerm: asTerm(3) });
    expect(runReady(node, storage).messagesAfterPersist[0]).to.include({ type: 'voteResp', reject: false });
  });

  it('the election timer restarts when a leader is heard or a vote is granted, not when one is refused', () => {
    const storage = groupOfThree();
    const node = nodeOn(storage);
    const elapsedAfter = (message: Message): number => {
      for (let i = 0; i < 5; i++) node.tick();
      node.step(message);
      runReady(node, storage);
      return node.status().electionElapsedTicks;
    };
    expect(elapsedAfter(voteRequest(2n, 1))).to.equal(0);
    expect(elapsedAfter(voteRequest(3n, 1))).to.equal(5);
    const heartbeat = { from: 2n, to: 1n, term: asTerm(1), commit: INDEX_ZERO, readSeq: 0 };
    expect(elapsedAfter({ type: 'heartbeat', ...heartbeat })).to.equal(0);
  });

  it('a single member leads as soon as its own vote is on disk', () => {
    const cluster = new Cluster({ size: 1 });
    expect(cluster.checkOneLeader().id).to.equal(1n);
    cluster.one('alone', 1);
    cluster.restart(1n);
    cluster.one('again', 1);
    expect(cluster.member(1n).commands).to.deep.equal(['alone', 'again']);
  });
});
