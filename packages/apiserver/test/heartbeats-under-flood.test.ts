/**
 * Heartbeats of a node over real gRPC while one user lists as fast as 200 calls at a time can: with fair seats and
 * without, in one run on one machine. What a list costs is made up (so long on the processor, so long for the store),
 * so that the test shows the order of calls and not the speed of a store.
 */
import { credentials, Metadata, Server, ServerCredentials, type ServiceError } from '@grpc/grpc-js';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { make } from '@kuorum/api';
import { systemClock } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Cleanup } from '@kuorum/testing';
import { clientConstructor, serviceDefinition } from '@kuorum/wire';
import { userOf } from '../dist/auth/user.js';
import { definitionOf } from '../dist/server/add-services.js';
import { CallGate, type AdmissionHooks } from '../dist/server/admit-call.js';
import { CallKeeper } from '../dist/server/call-keeper.js';
import { unary } from '../dist/server/calls.js';

type Call = (request: object, metadata: Metadata, done: (error: ServiceError | null) => void) => void;

const hooks: AdmissionHooks = {
  authenticate: ({ metadata }) => {
    const name = String(metadata.get('x-test-user')[0]);
    return userOf(name, [name.startsWith('system:node:') ? 'system:nodes' : 'people', 'system:authenticated']);
  },
  authorize: () => undefined,
};

describe('heartbeats under a flood of lists', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  async function serve(gate: CallGate): Promise<string> {
    const server = new Server();
    cleanup.add(() => server.forceShutdown());
    const list = unary('ListRequest', 'PodList', gate, async () => {
      await store();
      spin(1);
      return make('PodList', {});
    });
    const unused = (): never => {
      throw new Error('not part of the test');
    };
    const others = (service: string): object =>
      Object.fromEntries(Object.keys(serviceDefinition(service)).map((name) => [name, unused]));
    server.addService(definitionOf('kuorum.v1.PodService'), { ...others('kuorum.v1.PodService'), List: list });
    const beat = unary('LeaseUpdateRequest', 'Lease', gate, async () => {
      await store();
      return make('Lease', {});
    });
    server.addService(definitionOf('kuorum.v1.LeaseService'), {
      ...others('kuorum.v1.LeaseService'),
      Update: beat,
    });
    const port = await new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    return `127.0.0.1:${port}`;
  }

  function caller(address: string, kind: string, method: string, user: string): () => Promise<ServiceError | null> {
    const local = { 'grpc.use_local_subchannel_pool': 1 };
    const client = new (clientConstructor(`kuorum.v1.${kind}Service`))(address, credentials.createInsecure(), local);
    cleanup.add(() => client.close());
    const call = (client as unknown as Record<string, Call>)[method] as Call;
    const metadata = new Metadata();
    metadata.set('x-test-user', user);
    return () => new Promise((resolve) => call.call(client, {}, metadata, (error) => resolve(error)));
  }

  /** How long heartbeats took, ascending, and how many lists were answered meanwhile. */
  async function measure(gate: CallGate, flood: number): Promise<{ beatsMs: number[]; lists: number; failed: number }> {
    const address = await serve(gate);
    const list = caller(address, 'Pod', 'List', 'jane');
    const beat = caller(address, 'Lease', 'Update', 'system:node:n1');
    let [lists, failed, on] = [0, 0, true];
    const keepListing = async (): Promise<void> => {
      while (on) {
        if ((await list()) === null) lists++;
        else failed++;
      }
    };
    await beat();
    const floods = Array.from({ length: flood }, keepListing);
    const beatsMs: number[] = [];
    for (let i = 0; i < 7; i++) {
      await sleep(30);
      const startMs = performance.now();
      expect(await beat()).to.equal(null);
      beatsMs.push(performance.now() - startMs);
    }
    on = false;
    await Promise.all(floods);
    return { beatsMs: beatsMs.sort((a, b) => a - b), lists, failed };
  }

  it('wait for a few lists, not for all of them', async () => {
    const fair = (): CallKeeper => new CallKeeper({ clock: systemClock, objectsOf: () => 5000 });
    const quiet = await measure(new CallGate(silentLogger, hooks, fair()), 0);
    const flooded = await measure(new CallGate(silentLogger, hooks, fair()), 200);
    const unfair = await measure(new CallGate(silentLogger, hooks), 200);
    const middle = ({ beatsMs }: { beatsMs: number[] }): number => beatsMs[Math.floor(beatsMs.length / 2)] ?? Infinity;
    const seen = [quiet, flooded, unfair].map(middle).map((ms) => ms.toFixed(1));
    const text = `median of a heartbeat: ${seen[0]} ms without a flood, ${seen[1]} under it, ${seen[2]} under it without seats`;
    expect(middle(flooded), text).to.be.below(middle(unfair) / 2);
    expect(flooded.lists, 'the flood is served too').to.be.above(20);
    expect(flooded.failed, 'nobody is refused whom the queues hold').to.equal(0);
  }).timeout(60_000);
});

/** Asks something outside of the process, as a call of the store does. */
async function store(): Promise<void> {
  for (let i = 0; i < 3; i++) await stat('.');
}

/** Work of the processor. */
function spin(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}
