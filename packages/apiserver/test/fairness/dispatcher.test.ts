import { expect } from 'chai';
import { Xoshiro128 } from '@kuorum/base';
import { Dispatcher } from '../../dist/fairness/dispatcher.js';
import { defaultLevels, type LevelConfig } from '../../dist/fairness/levels.js';
import { VirtualServer, type Call } from './virtual-server.js';

const user = (flow: string, width = 1) => ({ level: 'global-default', flow, width }) as const;
const node = (flow: string) => ({ level: 'node-high', flow, width: 1 }) as const;
/** One level that has all seats. */
const alone = (seats: number, queues = 64): VirtualServer => {
  const queuing = { queues, handSize: Math.min(6, queues), queueLengthMax: 50 };
  const config: LevelConfig = { name: 'global-default', shares: 1, lendablePercent: 0, queuing };
  return new VirtualServer(new Dispatcher(seats, [config]));
};
const seatMsOf = (calls: Call[], name: string): number =>
  calls
    .filter((call) => call.name === name && call.endedMs !== undefined)
    .reduce((sum, call) => sum + call.workMs * (call.ticket?.width ?? 0), 0);
/** Keeps `inFlight` calls of a flow under way. */
const keepUp = (server: VirtualServer, name: string, inFlight: number, workMs: number, width = 1): void => {
  const ask = (): void => void server.call(name, user(name, width), workMs);
  const previous = server.onEnd;
  server.onEnd = (call) => {
    previous(call);
    if (call.name === name) ask();
  };
  for (let i = 0; i < inFlight; i++) ask();
};

describe('seats of priority levels', () => {
  it('are shared out in proportion, and lent within what a level lends', () => {
    const { levels, capacity } = new Dispatcher(120);
    const seats = Object.fromEntries(levels.map(({ name, nominal, guaranteed }) => [name, [nominal, guaranteed]]));
    expect(seats).to.deep.equal({
      'leader-election': [5, 5],
      'node-high': [20, 15],
      system: [15, 11],
      'workload-high': [20, 10],
      'workload-low': [49, 5],
      'global-default': [10, 5],
      'catch-all': [3, 3],
    });
    expect(capacity).to.equal(122);
  });

  it('a level that wants more gets what others lend, and what they never lend stays free', () => {
    const server = new VirtualServer(new Dispatcher(120));
    for (let i = 0; i < 250; i++) server.call('flood', user('flood'), 100);
    const running = server.calls.filter(({ ticket }) => ticket?.state === 'running');
    expect(running).to.have.length(122 - (5 + 15 + 11 + 10 + 5 + 3));
  });

  it('there is a seat at once for every heartbeat that is within what its level never lends, whatever the flood', () => {
    const server = new VirtualServer(new Dispatcher(120));
    for (let i = 0; i < 500; i++) server.call('flood', user(`flood-${i % 3}`, 10), 5000);
    const beats = Array.from({ length: 15 }, (_, i) => server.call('beat', node(`n${i}`), 2));
    expect(beats.map(({ waitedMs }) => waitedMs)).to.deep.equal(beats.map(() => 0));
  });

  it('100 nodes beat every 2 s under 500 concurrent lists: no heartbeat ever waits', () => {
    const server = new VirtualServer(new Dispatcher(120));
    keepUp(server, 'flood', 300, 700, 10);
    for (let i = 0; i < 200; i++) server.call('more flood', user(`accomplice-${i}`, 10), 700);
    let beats = 0;
    for (let n = 0; n < 100; n++) {
      const beat = (): void => {
        beats++;
        const { waitedMs } = server.call('beat', node(`n${n}`), 5);
        expect(waitedMs, `heartbeat ${beats} at ${server.clock.monotonic()} ms`).to.equal(0);
        server.clock.setTimeout(beat, 2000);
      };
      server.clock.setTimeout(beat, n * 20);
    }
    server.clock.advance(20_000);
    expect(beats).to.equal(1001);
    // The flood has 73 seats, ten a list: seven lists at a time, 0.7 s each.
    expect(server.calls.filter(({ name, endedMs }) => name !== 'beat' && endedMs !== undefined)).to.have.length(196);
  });

  it('all 100 nodes at once under a flood: the last one waits for the nodes before it, not for the flood', () => {
    const server = new VirtualServer(new Dispatcher(120));
    for (let i = 0; i < 500; i++) server.call('flood', user(`flood-${i % 50}`), 10_000);
    for (let n = 0; n < 100; n++) server.call('beat', node(`n${n}`), 5);
    server.clock.advance(1000);
    const waits = server.calls.filter(({ name }) => name === 'beat').map(({ waitedMs }) => waitedMs);
    // 15 seats that are never lent, 5 ms each: 100 heartbeats are seven rounds.
    expect(Math.max(...waits.map((wait) => wait ?? Infinity))).to.equal(30);
  });

  it('who comes back for his own seats goes before who borrowed them', () => {
    const server = new VirtualServer(new Dispatcher(120));
    for (let i = 0; i < 250; i++) server.call('flood', user('flood'), 100);
    const beats = Array.from({ length: 20 }, (_, i) => server.call('beat', node(`n${i}`), 1000));
    expect(beats.filter(({ waitedMs }) => waitedMs === 0)).to.have.length(15);
    server.clock.advance(100);
    expect(beats.slice(15).map(({ waitedMs }) => waitedMs)).to.deep.equal([100, 100, 100, 100, 100]);
  });

  it('a level without queues refuses at once what finds no seat', () => {
    const server = new VirtualServer(new Dispatcher(1));
    const stranger = { level: 'catch-all', flow: 'x', width: 1 } as const;
    const verdicts = Array.from({ length: 3 }, () => server.call('x', stranger, 10).refused);
    // One of its own, and what the others lend of theirs: nothing, of one seat each.
    expect(verdicts).to.deep.equal([undefined, 'concurrency-limit', 'concurrency-limit']);
  });
});

describe('fairness within a level', () => {
  it('gives two flows equal parts, whatever they ask for', () => {
    for (const [a, b] of [
      [
        { calls: 100, ms: 10, width: 1 },
        { calls: 20, ms: 10, width: 1 },
      ],
      [
        { calls: 100, ms: 10, width: 1 },
        { calls: 100, ms: 50, width: 1 },
      ],
      [
        { calls: 50, ms: 10, width: 4 },
        { calls: 100, ms: 10, width: 1 },
      ],
    ] as const) {
      // So many queues that the two have none in common.
      const server = alone(8, 1024);
      keepUp(server, 'a', a.calls, a.ms, a.width);
      keepUp(server, 'b', b.calls, b.ms, b.width);
      server.clock.advance(20_000);
      const [ofA, ofB] = [seatMsOf(server.calls, 'a'), seatMsOf(server.calls, 'b')];
      expect(ofA / ofB).to.be.within(0.95, 1.05);
      expect(ofA + ofB).to.be.above(8 * 20_000 * 0.95);
    }
  });

  it('a mouse among elephants waits for one call to end, not for a herd', () => {
    const server = alone(4);
    for (let i = 0; i < 8; i++) keepUp(server, `elephant-${i}`, 40, 100);
    server.clock.advance(5000);
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      const mouse = server.call('mouse', user('mouse'), 1);
      server.clock.advance(333);
      waits.push(mouse.waitedMs ?? Infinity);
    }
    expect(Math.max(...waits)).to.be.at.most(100);
  });

  it('nobody pays later for what he used while nobody else wanted it', () => {
    const server = alone(2, 1024);
    keepUp(server, 'a', 10, 100);
    server.clock.advance(60_000);
    keepUp(server, 'b', 10, 100);
    const from = server.calls.length;
    server.clock.advance(10_000);
    const later = server.calls.slice(from);
    expect(seatMsOf(later, 'a') / seatMsOf(later, 'b')).to.be.within(0.85, 1.15);
  });

  it('a call for many seats gets its turn although narrow ones keep coming', () => {
    const server = alone(8);
    for (let i = 0; i < 4; i++) keepUp(server, `narrow-${i}`, 10, 7 + i);
    server.clock.advance(100);
    const wide = server.call('wide', user('wide', 8), 10);
    server.clock.advance(100);
    expect(wide.waitedMs).to.be.at.most(60);
    expect(wide.endedMs).to.not.equal(undefined);
  });

  it('refuses what finds its queue full, and only that', () => {
    const server = alone(1, 1);
    for (let i = 0; i < 60; i++) server.call('a', user('a'), 10);
    expect(server.calls.filter(({ refused }) => refused === 'queue-full')).to.have.length(60 - 1 - 50);
    server.clock.advance(51 * 10);
    expect(server.calls.filter(({ endedMs }) => endedMs !== undefined)).to.have.length(51);
  });
});

describe('random callers that come, wait, end and give up', () => {
  for (let seed = 1; seed <= 10; seed++) {
    it(`seed ${seed}: invariants hold after every step, nobody is lost, nobody starves`, () => {
      const prng = new Xoshiro128(seed);
      const server = new VirtualServer(new Dispatcher(1 + prng.int(150)), true);
      const names = defaultLevels.map(({ name }) => name);
      for (let step = 0; step < 300; step++) {
        const level = names[prng.int(names.length)];
        if (level === undefined || level === 'exempt') throw new Error('a level with seats');
        const arrival = { level, flow: `f${prng.int(12)}`, width: 1 + prng.int(12) };
        server.call('any', arrival, prng.int(60));
        if (prng.int(4) === 0) server.cancel(server.calls[prng.int(server.calls.length)] as Call);
        if (prng.int(3) === 0) server.clock.advance(prng.int(20));
      }
      server.clock.advance(60_000);
      const pending = server.calls.filter(({ ticket }) => ticket !== undefined && ticket.state !== 'gone');
      expect(pending, 'every call ended, was refused or gave up').to.have.length(0);
      for (const { occupied, waiting, running } of server.dispatcher.levels) {
        expect({ occupied, waiting, running }).to.deep.equal({ occupied: 0, waiting: 0, running: 0 });
      }
    });
  }
});
