/**
 * A leader whose disk or state machine hangs: it must fall silent, so that the others elect one who works, and must not
 * believe for long that it leads. Real cores and real Ready loops; the disk and the state machine answer when told.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { mustGet, utf8, Xoshiro128 } from '@kuorum/base';
import { type Entry, INDEX_ZERO, MemoryLogStorage, type Message, type NodeId, RawNode } from '@kuorum/store/raft';
import { ReadyLoop } from '@kuorum/store/server/internals';
import { expect } from 'chai';

const IDS: readonly NodeId[] = [1n, 2n, 3n];
const ELECTION_TICKS = 10;
const ROUNDS_MAX = 400;

/** Holds up whoever passes, while it is closed. */
class Gate {
  private opened: Promise<void> = Promise.resolve();
  private release: () => void = () => undefined;

  close(): void {
    this.opened = new Promise((resolve) => (this.release = resolve));
  }

  open(): void {
    this.release();
  }

  pass(): Promise<void> {
    return this.opened;
  }
}

class HangingMember {
  readonly disk = new Gate();
  readonly machine = new Gate();
  readonly applied: Entry[] = [];
  sent: Message[] = [];
  readonly node: RawNode;
  readonly loop: ReadyLoop;

  constructor(id: NodeId, deliver: (message: Message) => void) {
    const storage = new MemoryLogStorage({
      voters: IDS,
      votersOutgoing: [],
      learners: [],
      learnersNext: [],
      autoLeave: false,
    });
    this.node = new RawNode({
      id,
      electionTicks: ELECTION_TICKS,
      heartbeatTicks: 1,
      storage,
      applied: INDEX_ZERO,
      maxSizePerMsgBytes: 1024,
      maxInflightMsgs: 16,
      maxUncommittedBytes: 1024 * 1024,
      preVote: true,
      checkQuorum: true,
      prng: new Xoshiro128(Number(id)),
    });
    const log = {
      save: async ({ entries = [], hardState }: Parameters<ConstructorParameters<typeof ReadyLoop>[1]['save']>[0]) => {
        await this.disk.pass();
        storage.append(entries);
        if (hardState !== undefined) storage.setHardState(hardState);
      },
    };
    this.loop = new ReadyLoop(this.node, log, {
      send: (messages) => {
        this.sent.push(...messages);
        messages.forEach(deliver);
      },
      apply: async (entries) => {
        await this.machine.pass();
        this.applied.push(...entries);
      },
      written: () => Promise.resolve(),
      softStateChanged: () => undefined,
      termChanged: () => undefined,
      readsConfirmed: () => undefined,
      persistSnapshot: () => Promise.resolve(),
      restoreSnapshot: () => Promise.resolve(),
      fatal: (error) => {
        throw error;
      },
    });
  }
}

describe('a leader that hangs', () => {
  const members = new Map<NodeId, HangingMember>();
  const member = (id: NodeId): HangingMember => mustGet(members.get(id), `member ${id}`);
  const all = (): readonly HangingMember[] => IDS.map(member);
  const roleOf = ({ node }: HangingMember): string => node.raft.role.name;
  const leaderOf = (among: readonly HangingMember[]): HangingMember | undefined =>
    among.find((one) => roleOf(one) === 'leader');

  beforeEach(() => {
    for (const id of IDS) {
      const deliver = (message: Message): void => {
        setImmediate(() => {
          const target = members.get(message.to);
          target?.node.step(message);
          target?.loop.poke();
        });
      };
      members.set(id, new HangingMember(id, deliver));
    }
  });

  afterEach(async () => {
    for (const { disk, machine, loop } of all()) {
      disk.open();
      machine.open();
      await loop.stop();
    }
    members.clear();
  });

  /** Ticks of everybody, with time for messages in between. */
  async function until(condition: () => boolean, what: string): Promise<void> {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      if (condition()) return;
      for (const { node, loop } of all()) {
        node.tick();
        loop.poke();
      }
      for (let i = 0; i < 10; i++) await turn();
    }
    expect.fail(`not within ${ROUNDS_MAX} rounds: ${what}`);
  }

  const cases: readonly { name: string; gate: (one: HangingMember) => Gate }[] = [
    { name: 'in its disk', gate: ({ disk }) => disk },
    { name: 'in its state machine', gate: ({ machine }) => machine },
  ];
  for (const { name, gate } of cases) {
    it(`${name} falls silent, steps down, is replaced, and follows once it goes on`, async () => {
      await until(() => leaderOf(all()) !== undefined, 'a leader');
      const hung = mustGet(leaderOf(all()), 'the leader');
      const others = all().filter((one) => one !== hung);
      gate(hung).close();
      hung.node.propose(utf8('hangs'));
      hung.loop.poke();
      await until(() => leaderOf(others) !== undefined, 'another leader');
      await until(() => roleOf(hung) === 'follower', 'the one that hangs steps down');
      hung.sent = [];
      const next = mustGet(leaderOf(others), 'the next leader');
      next.node.propose(utf8('goes on'));
      next.loop.poke();
      const everyOther = (): boolean => others.every(({ applied }) => applied.some(isGoesOn));
      await until(everyOther, 'the others go on');
      // In its state machine: it answers its new leader, and helps to commit.
      expect(hung.sent.filter(({ type }) => leads.has(type)).map(({ type }) => type)).to.deep.equal([]);
      expect(roleOf(hung)).to.equal('follower');
      gate(hung).open();
      await until(() => hung.applied.some(isGoesOn), 'it catches up');
    });
  }

  it('leads on while its state machine takes many turns for one command, and goes on', async () => {
    await until(() => leaderOf(all()) !== undefined, 'a leader');
    const busy = mustGet(leaderOf(all()), 'the leader');
    const { term, config } = busy.node.raft;
    busy.machine.close();
    busy.node.propose(utf8('takes long'));
    busy.loop.poke();
    let rounds = 0;
    await until(() => {
      busy.node.applies();
      return ++rounds > 2 * config.applyStallTicks;
    }, 'more ticks than a leader may hang');
    expect(busy.applied.some(({ data }) => Buffer.from(data).toString() === 'takes long')).to.equal(false);
    expect(leaderOf(all())).to.equal(busy);
    expect(busy.node.raft.term).to.equal(term);
    busy.machine.open();
    await until(() => busy.applied.some(({ data }) => Buffer.from(data).toString() === 'takes long'), 'it is applied');
  });

  it('does not ask for votes while its state machine hangs', async () => {
    await until(() => leaderOf(all()) !== undefined, 'a leader');
    const hung = mustGet(leaderOf(all()), 'the leader');
    hung.machine.close();
    hung.node.propose(utf8('hangs'));
    hung.loop.poke();
    await until(
      () => hung.node.status().applyStalledTicks >= hung.node.raft.config.applyStallTicks,
      'it is known to hang',
    );
    hung.node.campaign();
    expect(roleOf(hung)).to.equal('follower');
  });
});

/** What a leader or who wants to lead says. */
const leads: ReadonlySet<Message['type']> = new Set(['app', 'heartbeat', 'snap', 'timeoutNow', 'preVote', 'vote']);

function isGoesOn(entry: Entry): boolean {
  return Buffer.from(entry.data).toString() === 'goes on';
}
