/** Seats, time limits and bounds of calls, on a virtual clock. */
import { EventEmitter, getEventListeners } from 'node:events';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { expect } from 'chai';
import { make, notBegunKey, type ApiStatusError, type Pod } from '@kuorum/api';
import { VirtualClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { userOf } from '../dist/auth/user.js';
import type { Flow } from '../dist/fairness/levels.js';
import { CallGate, unsecured } from '../dist/server/admit-call.js';
import { CallKeeper } from '../dist/server/call-keeper.js';
import type { CallEnd, CallListener } from '../dist/server/call-listener.js';
import { serverStream, unary } from '../dist/server/calls.js';
import { checkBounds } from '../dist/server/request-bounds.js';
import { SeatKeeper, type Seat } from '../dist/server/seat-keeper.js';

const never = new AbortController().signal;
const jane: Flow = { schema: 'global-default', level: 'global-default', key: 'global-default/jane' };
const stranger: Flow = { schema: 'catch-all', level: 'catch-all', key: 'catch-all/x' };
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function refusalOf(taken: () => Seat | Promise<Seat>): Promise<ApiStatusError> {
  try {
    await taken();
  } catch (error) {
    return error as ApiStatusError;
  }
  throw new Error('got a seat');
}

describe('seats for calls', () => {
  /** One seat a level. */
  const keeper = (clock = new VirtualClock()): SeatKeeper => new SeatKeeper(1, 15_000, clock);

  it('are given without a wait while there are any, and back once', async () => {
    const seats = keeper();
    const seat = seats.take(jane, 1, never) as Seat;
    expect(seat.waitedMs).to.equal(0);
    const next = seats.take(jane, 1, never);
    expect(next).to.be.instanceOf(Promise);
    seat.release();
    seat.release();
    (await next).release();
    seats.dispatcher.check();
  });

  it('who waits too long is told when to come again', async () => {
    const clock = new VirtualClock();
    const seats = keeper(clock);
    const seat = seats.take(jane, 1, never) as Seat;
    const late = refusalOf(() => seats.take(jane, 1, never));
    clock.advance(14_999);
    expect(seats.flows.get('global-default')?.refused.size).to.equal(0);
    clock.advance(1);
    const error = await late;
    expect(error).to.include({ reason: 'TooManyRequests', code: 429 });
    expect(error.status.details?.retryAfterSeconds).to.equal(1);
    expect(error.message).to.equal(
      'too many requests, please try again later: the call waited for its turn too long (priority level global-default)',
    );
    seat.release();
    expect(clock.pending).to.equal(0);
    seats.dispatcher.check();
  });

  it('who gives up while waiting leaves nothing behind', async () => {
    const clock = new VirtualClock();
    const seats = keeper(clock);
    const seat = seats.take(jane, 1, never) as Seat;
    const client = new AbortController();
    const gone = refusalOf(() => seats.take(jane, 1, client.signal));
    const other = seats.take(jane, 1, never);
    client.abort();
    expect((await gone).reason).to.equal('Canceled');
    seat.release();
    (await other).release();
    expect([...(seats.flows.get('global-default')?.refused ?? [])]).to.deep.equal([['cancelled', 1]]);
    expect(clock.pending).to.equal(0);
    seats.dispatcher.check();
  });

  it('refuses at once whom no queue is for, and when a queue is full', async () => {
    const seats = keeper();
    void seats.take(stranger, 1, never);
    expect((await refusalOf(() => seats.take(stranger, 1, never))).message).to.include('all its seats are taken');
    const clients = Array.from({ length: 302 }, () => new AbortController());
    const waiting = clients.map(({ signal }) => refusalOf(() => seats.take(jane, 1, signal)));
    // One runs, and 50 wait in each of six queues.
    const full = await Promise.race(waiting);
    expect(full.message).to.include('too many calls of this client wait already');
    for (const client of clients) client.abort();
    seats.dispatcher.check();
  }).timeout(5000);

  it('leave no listener at the signal of a call, however its wait ends', async () => {
    const clock = new VirtualClock();
    const seats = keeper(clock);
    const first = seats.take(jane, 1, never) as Seat;
    const clients = Array.from({ length: 3 }, () => new AbortController());
    const waits = clients.map(async ({ signal }) => seats.take(jane, 1, signal));
    const ends = Promise.allSettled(waits);
    const listeners = (): number[] => clients.map(({ signal }) => getEventListeners(signal, 'abort').length);
    expect(listeners()).to.deep.equal([1, 1, 1]);
    clients[0]?.abort();
    first.release();
    clock.advance(15_000);
    expect((await ends).map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled', 'rejected']);
    expect(listeners()).to.deep.equal([0, 0, 0]);
  });
});

function fakeCall(request: unknown): EventEmitter {
  const metadata = new Metadata();
  return Object.assign(new EventEmitter(), {
    metadata,
    request,
    getPath: () => '/kuorum.v1.PodService/Get',
    getPeer: () => '127.0.0.1:1',
    sendMetadata: () => undefined,
  });
}

describe('the life of a call', () => {
  const clock = new VirtualClock();
  const ends: CallEnd[] = [];
  const keeper = new CallKeeper({ clock, objectsOf: () => 0, requestTimeoutMs: 1000, maxRequestsInflight: 1 });
  const told: string[] = [];
  const listener: CallListener = {
    known: () => void told.push('known'),
    ended: (_ticket, end) => {
      told.push('ended');
      ends.push(end);
    },
  };
  keeper.listeners.push(listener);
  const gate = new CallGate(
    silentLogger,
    { ...unsecured, authenticate: () => userOf('jane', ['system:authenticated']) },
    keeper,
  );
  type Handle = (signal: AbortSignal) => Promise<Pod>;

  function answer(
    handle: Handle,
    request: unknown = new Uint8Array(),
  ): { call: EventEmitter; answered: Promise<Partial<ServiceError>> } {
    const handler = unary('GetRequest', 'Pod', gate, (_request, { signal }) => handle(signal));
    const call = fakeCall(request);
    const answered = new Promise<Partial<ServiceError>>((resolve) => {
      handler(call as unknown as Parameters<typeof handler>[0], (error) => resolve(error ?? {}));
    });
    return { call, answered };
  }

  beforeEach(() => {
    ends.splice(0);
    told.splice(0);
  });
  afterEach(() => {
    keeper.seats.dispatcher.check();
    for (const { occupied, waiting } of keeper.seats.dispatcher.levels)
      expect([occupied, waiting]).to.deep.equal([0, 0]);
    expect(clock.pending).to.equal(0);
  });

  it('has an end by the clock of the server, and its handler is told', async () => {
    let told: unknown;
    const { answered } = answer(
      (signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            told = signal.reason;
            reject(signal.reason as Error);
          }),
        ),
    );
    await turn();
    clock.advance(1000);
    expect(await answered).to.include({
      code: status.DEADLINE_EXCEEDED,
      details: 'Timeout: request did not complete within the allotted timeout',
    });
    await turn();
    expect(String(told)).to.include('allotted timeout');
    expect(ends.map(({ code }) => code)).to.deep.equal([504]);
  });

  it('gives its seat back whatever became of it', async () => {
    const pod = make('Pod', {});
    await answer(() => Promise.resolve(pod)).answered;
    await answer(() => Promise.reject(new Error('boom'))).answered;
    await answer(() => Promise.resolve(undefined as unknown as Pod)).answered;
    const { call, answered } = answer(
      (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    await turn();
    call.emit('cancelled');
    await answered;
    expect(ends.map(({ code }) => code)).to.deep.equal([200, 500, 500, 500]);
  });

  it('is not told of as one under way after its end: a stream that is reset at once has that first', async () => {
    let began = false;
    const handler = serverStream('WatchRequest', gate, () => {
      began = true;
      return Promise.resolve();
    });
    const call = Object.assign(fakeCall(new Uint8Array()), { getPath: () => '/kuorum.v1.PodService/Watch' });
    call.on('error', () => undefined);
    handler(call as unknown as Parameters<typeof handler>[0]);
    call.emit('cancelled');
    await turn();
    expect(told).to.deep.equal(['ended']);
    expect(began).to.equal(false);
  });

  it('nobody is told of one that is refused by its headers when its client has gone already', async () => {
    const told: string[] = [];
    const strict = new CallKeeper({ clock, objectsOf: () => 0 });
    strict.listeners.push({ received: () => void told.push('received'), known: () => void told.push('known') });
    const refuse = (): never => {
      throw new Error('no');
    };
    const strictGate = new CallGate(silentLogger, { ...unsecured, authenticate: refuse }, strict);
    for (const gone of [false, true]) {
      const call = fakeCall(new Uint8Array()) as unknown as Parameters<typeof strictGate.admit>[0];
      const ticket = strictGate.expect(call);
      ticket.over = gone;
      await strictGate.admit(call, ticket).catch(() => told.push(gone ? 'gone' : 'refused'));
    }
    expect(told).to.deep.equal(['received', 'refused', 'gone']);
  });

  it('waits for its turn behind the one before it', async () => {
    let finish: (pod: Pod) => void = () => undefined;
    const first = answer(() => new Promise((resolve) => (finish = resolve)));
    await turn();
    let began = false;
    const second = answer(() => {
      began = true;
      return Promise.resolve(make('Pod', {}));
    });
    await turn();
    expect(began).to.equal(false);
    finish(make('Pod', {}));
    await Promise.all([first.answered, second.answered]);
    expect(began).to.equal(true);
  });

  it('has no beginning when the server no longer takes any', async () => {
    const closed = new CallKeeper({ clock, objectsOf: () => 0 });
    closed.close();
    let began = false;
    const handler = unary('GetRequest', 'Pod', new CallGate(silentLogger, unsecured, closed), () => {
      began = true;
      return Promise.resolve(make('Pod', {}));
    });
    const error = await new Promise<Partial<ServiceError>>((resolve) => {
      handler(fakeCall(new Uint8Array()) as unknown as Parameters<typeof handler>[0], (refused) =>
        resolve(refused ?? {}),
      );
    });
    expect(error).to.include({ code: status.UNAVAILABLE, details: 'the apiserver is shutting down' });
    // By this a client knows that even a write can be sent elsewhere.
    expect(error.metadata?.get(notBegunKey)).to.deep.equal(['1']);
    expect(began).to.equal(false);
  });
});

describe('bounds of a request', () => {
  const rows: [what: string, request: unknown, error: string | undefined][] = [
    ['a selector that is long', { labelSelector: 'x'.repeat(16_384) }, undefined],
    [
      'one that is too long',
      { labelSelector: 'x'.repeat(16_385) },
      'labelSelector has 16385 characters, at most 16384 are taken',
    ],
    [
      'a field selector',
      { fieldSelector: 'x'.repeat(1e6) },
      'fieldSelector has 1000000 characters, at most 16384 are taken',
    ],
    ['a continue token', { continue: 'x'.repeat(9000) }, 'continue has 9000 characters, at most 8192 are taken'],
    ['a limit', { limit: 100_001 }, 'limit must not be above 100000: 100001; leave it out to list everything'],
    ['bytes', { patch: Buffer.alloc(1_000_000) }, undefined],
    ['nothing', undefined, undefined],
  ];
  for (const [what, request, error] of rows) {
    it(`${what}: ${error === undefined ? 'taken' : 'refused'}`, () => {
      const check = (): void => checkBounds(request);
      if (error === undefined) check();
      else expect(check).to.throw(error);
    });
  }
});
