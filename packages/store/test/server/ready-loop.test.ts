import { asLogIndex, asTerm, type Message, type Ready } from '@kuorum/store/raft';
import { ReadyLoop, type ReadyHandlers } from '@kuorum/store/server/internals';
import { eventually } from '@kuorum/testing';
import { expect } from 'chai';

const heartbeat = (readSeq: number): Message => ({
  type: 'heartbeat',
  from: 1n,
  to: 2n,
  term: asTerm(1),
  commit: asLogIndex(0),
  readSeq,
});
const entry = { term: asTerm(1), index: asLogIndex(1), type: 'normal', data: new Uint8Array(0) } as const;
const empty: Ready = {
  entries: [],
  messages: [],
  messagesAfterPersist: [],
  committedEntries: [],
  readStates: [],
  mustSync: false,
};

describe('the Ready loop', () => {
  /** A core that hands out `rounds`, a disk that answers when told, and what happened in which order. */
  const start = (rounds: Ready[]) => {
    const steps: string[] = [];
    const disk: { resolve(): void; reject(error: Error): void }[] = [];
    const note =
      (step: string) =>
      (..._details: unknown[]): void =>
        void steps.push(step);
    const noteAsync = (step: string) => (): Promise<void> => Promise.resolve(note(step)());
    const handlers: ReadyHandlers = {
      send: (messages) => steps.push(`send ${messages.map((m) => (m.type === 'heartbeat' ? m.readSeq : 0)).join()}`),
      softStateChanged: note('softState'),
      termChanged: note('term'),
      persistSnapshot: noteAsync('persistSnapshot'),
      restoreSnapshot: noteAsync('restoreSnapshot'),
      apply: (entries) => Promise.resolve(void steps.push(entries.length === 1 ? 'apply' : `apply ${entries.length}`)),
      written: noteAsync('written'),
      readsConfirmed: note('reads'),
      fatal: (error) => steps.push(`fatal ${(error as Error).message}`),
    };
    const node = {
      hasReady: () => rounds.length > 0,
      ready: () => rounds.shift() ?? empty,
      advance: note('advance'),
      takeMessages: () => meanwhile.splice(0),
    };
    const meanwhile: Message[] = [];
    const log = {
      save: ({ sync }: { sync: boolean }): Promise<void> => {
        steps.push(sync ? 'save synced' : 'save');
        return new Promise((resolve, reject) => disk.push({ resolve, reject }));
      },
    };
    return { steps, disk, rounds, meanwhile, handlers, loop: new ReadyLoop(node, log, handlers) };
  };
  const full: Ready = {
    ...empty,
    entries: [entry],
    committedEntries: [entry],
    messages: [heartbeat(1)],
    messagesAfterPersist: [heartbeat(2)],
    readStates: [{ index: asLogIndex(1), ctx: 'r' }],
    mustSync: true,
  };

  it('sends at once what needs no disk, and promises only what is on it', async () => {
    const { steps, disk, loop } = start([full]);
    loop.poke();
    await eventually(() => disk[0], 'the write');
    expect(steps).to.deep.equal(['send 1', 'save synced']);
    disk[0]?.resolve();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    expect(steps.slice(2)).to.deep.equal(['send 2', 'apply', 'reads', 'advance']);
    await loop.stop();
  });

  it('applies during the write what earlier rounds have written, when it promises nothing', async () => {
    const at = (index: number) => ({ ...entry, index: asLogIndex(index) });
    const round = { ...empty, mustSync: true, entries: [at(4), at(5)], committedEntries: [at(2), at(3), at(4)] };
    const { steps, disk, loop } = start([round]);
    loop.poke();
    await eventually(() => disk[0], 'the write');
    expect(steps).to.deep.equal(['save synced', 'apply 2']);
    disk[0]?.resolve();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    expect(steps.slice(2)).to.deep.equal(['apply', 'advance']);
    await loop.stop();
  });

  it('applies no change of the configuration before it is written that it is committed', async () => {
    const at = (index: number) => ({ ...entry, index: asLogIndex(index) });
    const change = { ...at(3), type: 'confChange' } as const;
    const round: Ready = { ...empty, mustSync: true, entries: [at(5)], committedEntries: [at(2), change, at(4)] };
    const { steps, disk, loop } = start([round]);
    loop.poke();
    await eventually(() => disk[0], 'the write');
    expect(steps).to.deep.equal(['save synced', 'apply']);
    disk[0]?.resolve();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    expect(steps.slice(2)).to.deep.equal(['apply 2', 'advance']);
    await loop.stop();
  });

  it('lets messages go that need no disk while a long round is applied, and none before its promises', async () => {
    const { steps, disk, meanwhile, handlers, loop } = start([full]);
    let applied: () => void = () => undefined;
    handlers.apply = () => {
      steps.push('apply');
      return new Promise((resolve) => (applied = resolve));
    };
    loop.poke();
    await eventually(() => disk[0], 'the write');
    meanwhile.push(heartbeat(3));
    loop.poke();
    expect(steps).to.deep.equal(['send 1', 'save synced']);
    disk[0]?.resolve();
    await eventually(() => steps.includes('apply'), 'that it applies');
    loop.poke();
    loop.poke();
    expect(steps.slice(2)).to.deep.equal(['send 2', 'apply', 'send 3']);
    meanwhile.push(heartbeat(4));
    applied();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    expect(steps.slice(5)).to.deep.equal(['reads', 'advance']);
    await loop.stop();
  });

  it('lets them go too when it applies during the write, as a leader does that always has new entries', async () => {
    const at = (index: number) => ({ ...entry, index: asLogIndex(index) });
    const { steps, disk, meanwhile, handlers, loop } = start([
      { ...empty, mustSync: true, entries: [at(5)], committedEntries: [at(4)] },
    ]);
    let applied: () => void = () => undefined;
    handlers.apply = () => new Promise((resolve) => (applied = resolve));
    loop.poke();
    await eventually(() => disk[0], 'the write');
    disk[0]?.resolve();
    meanwhile.push(heartbeat(3));
    loop.poke();
    expect(steps).to.deep.equal(['save synced', 'send 3']);
    applied();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    await loop.stop();
  });

  it('sends nothing any more when it could not apply', async () => {
    const { steps, meanwhile, handlers, loop } = start([{ ...empty, committedEntries: [entry] }]);
    handlers.apply = () => Promise.reject(new Error('a bug'));
    loop.poke();
    await eventually(() => steps.includes('fatal a bug'), 'the failure');
    meanwhile.push(heartbeat(3));
    loop.poke();
    expect(steps).to.deep.equal(['fatal a bug']);
  });

  it('writes nothing for a commit index alone, and applies at once', async () => {
    const hardState = { term: asTerm(1), vote: 1n, commit: asLogIndex(1) };
    const { steps, disk, loop } = start([{ ...empty, hardState, committedEntries: [entry] }]);
    loop.poke();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    expect(steps).to.deep.equal(['term', 'apply', 'advance']);
    expect(disk.length).to.equal(0);
    await loop.stop();
  });

  it('gives what arrives during a write to the next round', async () => {
    const { steps, disk, rounds, loop } = start([full]);
    loop.poke();
    await eventually(() => disk[0], 'the write');
    rounds.push({ ...empty, messages: [heartbeat(3)] });
    loop.poke();
    disk[0]?.resolve();
    await eventually(() => steps.includes('send 3'), 'the second round');
    expect(steps.indexOf('send 3')).to.be.greaterThan(steps.indexOf('advance'));
    expect(disk.length).to.equal(1);
    await loop.stop();
  });

  it('ends for good when a write fails, and promises nothing', async () => {
    const { steps, disk, rounds, loop } = start([full]);
    loop.poke();
    await eventually(() => disk[0], 'the write');
    rounds.push(full);
    disk[0]?.reject(new Error('disk full'));
    await eventually(() => steps.includes('fatal disk full'), 'the end');
    loop.poke();
    await loop.stop();
    expect(steps).to.deep.equal(['send 1', 'save synced', 'fatal disk full']);
  });

  it('persists a snapshot before anything else and loads it before entries are applied', async () => {
    const metadata = { index: asLogIndex(9), term: asTerm(1) };
    const confState = { voters: [1n], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false };
    const snapshot = { metadata: { ...metadata, confState }, data: new Uint8Array(0) };
    const { steps, disk, loop } = start([{ ...full, messages: [], snapshot }]);
    loop.poke();
    (await eventually(() => disk[0], 'the write')).resolve();
    await eventually(() => steps.includes('advance'), 'the end of the round');
    expect(steps).to.deep.equal([
      'persistSnapshot',
      'save synced',
      'send 2',
      'restoreSnapshot',
      'apply',
      'reads',
      'advance',
    ]);
    await loop.stop();
  });

  it('runs other work on the databases between two rounds', async () => {
    const { steps, disk, rounds, loop } = start([full]);
    loop.poke();
    await eventually(() => disk[0], 'the write');
    loop.runBetweenRounds(() => Promise.resolve(void steps.push('task')));
    rounds.push({ ...empty, messages: [heartbeat(3)] });
    disk[0]?.resolve();
    await eventually(() => steps.includes('send 3'), 'the second round');
    expect(steps.slice(-4)).to.deep.equal(['written', 'task', 'send 3', 'advance']);
    await loop.stop();
  });
});
