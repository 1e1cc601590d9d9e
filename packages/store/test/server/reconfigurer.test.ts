/** Who asked for a change of membership is answered once, by its own log, whatever happens to leaders meanwhile. */
import { VirtualClock } from '@kuorum/base';
import { encodeConfChange, type ConfChange, type ProposeResult, type RoleName } from '@kuorum/store/raft';
import {
  Membership,
  Reconfigurer,
  type EtcdError,
  type MemberRecord,
  type ReconfigurerHome,
} from '@kuorum/store/server/internals';
import { expect } from 'chai';
import { confState } from '../storage/fixtures.js';

const TIMEOUT_MS = 7_000;

/** A member whose log is a list that the test applies by hand. */
class FakeMember {
  readonly log: Uint8Array[] = [];
  result: ProposeResult = 'ok';
  role: 'leader' | 'follower' = 'follower';
  term = 1;
  leaderId = 0n;
  removals = 0;
  readonly members = new Membership({ put: () => undefined, delete: () => undefined });
  readonly reconfigurer: Reconfigurer;

  constructor(
    readonly id: bigint,
    clock: VirtualClock,
    peers: ReadonlyMap<bigint, FakeMember>,
  ) {
    for (const each of [1n, 2n]) this.members.put(record(each));
    const home: ReconfigurerHome = {
      id,
      clusterId: 7n,
      clock,
      timeoutMs: TIMEOUT_MS,
      members: this.members,
      strict: true,
      maxLearners: 1,
      healthyAfterMs: 0,
      connectedForMs: () => 1,
      poke: () => undefined,
      removed: () => this.removals++,
      node: {
        raft: this.raft(),
        status: () => ({ progress: new Map() }),
        applyConfChange: () => confState,
        proposeConfChange: (change: ConfChange) => {
          if (this.result === 'ok') this.log.push(encodeConfChange(change));
          return this.result;
        },
      },
      ask: (peer, change, done) => {
        const refusal = peers.get(peer)?.reconfigurer.decideRecord(change);
        done(refusal === undefined ? null : { code: refusal.code, details: refusal.message });
        return true;
      },
    };
    this.reconfigurer = new Reconfigurer(home);
  }

  leads(term: number): void {
    this.role = 'leader';
    this.term = term;
    this.leaderId = this.id;
  }

  follows(leader: FakeMember): void {
    this.role = 'follower';
    this.term = leader.term;
    this.leaderId = leader.id;
  }

  apply(data: Uint8Array): void {
    this.reconfigurer.applyEntry(data).afterwards?.();
  }

  /** As it is at any time. */
  private raft(): ReconfigurerHome['node']['raft'] {
    const role = (): RoleName => this.role;
    const term = (): number => this.term;
    const leader = (): bigint => this.leaderId;
    return {
      get role() {
        return { name: role() };
      },
      get term() {
        return term();
      },
      get leader() {
        return leader();
      },
    };
  }
}

function record(id: bigint): MemberRecord {
  return { id, name: `m${id}`, peerUrls: [`http://m${id}:1`], clientUrls: [], isLearner: false };
}

describe('who asks for a change of membership', () => {
  const add = { kind: 'add', id: 9n, peerUrls: ['http://m9:1'], isLearner: false } as const;

  const setup = () => {
    const clock = new VirtualClock();
    const peers = new Map<bigint, FakeMember>();
    for (const id of [1n, 2n, 3n]) peers.set(id, new FakeMember(id, clock, peers));
    const [leader, asked, next] = [...peers.values()] as [FakeMember, FakeMember, FakeMember];
    leader.leads(1);
    asked.follows(leader);
    const answers: (EtcdError | readonly MemberRecord[] | undefined)[] = [];
    const ask = (): void => asked.reconfigurer.request(add, (error, members) => answers.push(error ?? members));
    return { clock, peers, leader, asked, next, answers, ask };
  };
  const idsOf = (answer: EtcdError | readonly MemberRecord[] | undefined): bigint[] =>
    Array.isArray(answer) ? (answer as readonly MemberRecord[]).map(({ id }) => id) : [];

  it('hears of it when it is applied there, not when the leader took it', () => {
    const { leader, asked, answers, ask } = setup();
    ask();
    const [entry] = leader.log;
    expect(entry).to.not.equal(undefined);
    leader.apply(entry as Uint8Array);
    expect(answers).to.have.length(0);
    asked.apply(entry as Uint8Array);
    expect(idsOf(answers[0])).to.deep.equal([1n, 2n, 9n]);
  });

  it('waits for its turn while another change is under way, and for a leader', () => {
    const { leader, asked, answers, ask } = setup();
    leader.result = 'droppedConfChangePending';
    ask();
    asked.reconfigurer.sweep();
    expect(answers).to.have.length(0);
    leader.role = 'follower';
    asked.reconfigurer.sweep();
    leader.leads(2);
    leader.result = 'ok';
    asked.reconfigurer.sweep();
    expect(leader.log).to.have.length(1);
    asked.apply(leader.log[0] as Uint8Array);
    expect(answers).to.have.length(1);
  });

  it('is told at once what the leader refuses', () => {
    const { leader, asked, answers } = setup();
    asked.reconfigurer.request({ kind: 'remove', id: 5n }, (error) => answers.push(error));
    expect(leader.log).to.have.length(0);
    expect(answers[0]).to.include({ message: 'etcdserver: member not found' });
  });

  it('gets it from the next leader when it was lost with the first', () => {
    const { leader, asked, next, answers, ask } = setup();
    ask();
    leader.role = 'follower';
    next.leads(2);
    asked.follows(next);
    asked.reconfigurer.sweep();
    // As long as no entry of the new term is applied, the old one may still come.
    expect(next.log).to.have.length(0);
    asked.reconfigurer.appliedTerm(2);
    asked.reconfigurer.sweep();
    expect(next.log).to.have.length(1);
    asked.apply(next.log[0] as Uint8Array);
    expect(idsOf(answers[0])).to.deep.equal([1n, 2n, 9n]);
  });

  it('is not refused its own change when it asks again before it has heard of it', () => {
    const { leader, asked, answers, ask } = setup();
    // It does not know yet in which term the leader took it.
    asked.term = 0;
    ask();
    leader.apply(leader.log[0] as Uint8Array);
    asked.reconfigurer.appliedTerm(1);
    asked.reconfigurer.sweep();
    expect(answers, 'told that the member exists').to.have.length(0);
    expect(leader.log).to.have.length(1);
    asked.apply(leader.log[0] as Uint8Array);
    expect(idsOf(answers[0])).to.deep.equal([1n, 2n, 9n]);
  });

  it('is answered once, though the change came into the log twice', () => {
    const { leader, asked, answers, ask } = setup();
    ask();
    const entry = leader.log[0] as Uint8Array;
    asked.apply(entry);
    asked.apply(entry);
    expect(answers).to.have.length(1);
    expect(asked.members.list()).to.have.length(3);
  });

  it('hears that the time is over, and nothing after that', () => {
    const { clock, leader, asked, answers, ask } = setup();
    ask();
    clock.advance(TIMEOUT_MS);
    asked.reconfigurer.sweep();
    expect(answers[0]).to.include({ message: 'etcdserver: request timed out' });
    asked.apply(leader.log[0] as Uint8Array);
    expect(answers).to.have.length(1);
  });

  it('learns of its own removal', () => {
    const { leader, asked } = setup();
    leader.reconfigurer.request({ kind: 'remove', id: asked.id }, () => undefined);
    for (const member of [leader, asked]) member.apply(leader.log[0] as Uint8Array);
    expect([leader.removals, asked.removals]).to.deep.equal([0, 1]);
  });
});
