/** One user's watches and streams of logs leave places for everybody else, and components have their own. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make, type ApiStatusError } from '@kuorum/api';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { eventually } from '@kuorum/testing';
import { TestCa } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { unsecuredUser, userOf } from '../dist/auth/user.js';
import { componentWatchers, logStreams, watchers } from '../dist/limits.js';
import { HeldPlaces } from '../dist/server/held-places.js';
import { Harness, podOf, watch, type Watched } from './harness.js';

describe('places for calls that last', () => {
  const jane = userOf('jane', []);
  const john = userOf('john', []);
  const node = userOf('system:node:n1', ['system:nodes']);
  const scheduler = userOf('system:kube-scheduler', []);
  let places: HeldPlaces;
  beforeEach(() => {
    const components = { perUser: 2, inAll: 3 };
    places = new HeldPlaces({ what: 'watches', others: { perUser: 2, inAll: 3 }, components });
  });

  /** Gives what ends the call, or why there is none. */
  function open(user: typeof jane): AbortController | ApiStatusError {
    const call = new AbortController();
    try {
      places.take(user, call.signal);
      return call;
    } catch (error) {
      return error as ApiStatusError;
    }
  }
  const opened = (user: typeof jane): boolean => open(user) instanceof AbortController;

  it('are a share for each user and a number for all, and come back when a call ends', () => {
    const first = open(jane) as AbortController;
    expect([opened(jane), opened(jane)]).to.deep.equal([true, false]);
    expect([opened(john), opened(john)], 'all together').to.deep.equal([true, false]);
    first.abort();
    expect([opened(john), opened(jane)]).to.deep.equal([true, false]);
  });

  it('are not given to a call that has ended', () => {
    for (let i = 0; i < 3; i++) places.take(jane, AbortSignal.abort());
    expect(opened(jane)).to.equal(true);
  });

  it('have some of their own for nodes and the control plane, each with its share', () => {
    expect([jane, jane, john, john].map(opened)).to.deep.equal([true, true, true, false]);
    expect([node, node, node, scheduler, scheduler].map(opened)).to.deep.equal([true, true, false, true, false]);
  });

  it('are all for the one name that there is without security', () => {
    expect([1, 2, 3, 4].map(() => opened(unsecuredUser))).to.deep.equal([true, true, true, false]);
  });

  it('are refused with what there is and what to do', () => {
    for (let i = 0; i < 2; i++) open(jane);
    const own = open(jane) as ApiStatusError;
    expect(own.code).to.equal(429);
    expect(own.status.details?.retryAfterSeconds).to.equal(5);
    expect(own.message).to.equal(
      'jane has 2 watches already, as many as one user may have through an apiserver: end one of them, or ask another apiserver',
    );
    open(john);
    expect(open(john)).to.have.property(
      'message',
      'there are 3 watches already, as many as an apiserver takes: try again later, or ask another apiserver',
    );
  });

  it('are many more than one client needs, and no user has more than a fifth of them', () => {
    for (const { perUser, inAll } of [watchers, componentWatchers, logStreams])
      expect(perUser * 5).to.be.at.most(inAll);
    expect(watchers.perUser).to.be.at.least(2_000);
  });
});

describe('a server whose user asks for more than a share', () => {
  const harness = new Harness();
  const clients = new Map<string, ApiClient>();
  const streams = new Set<ServerResponse>();

  before(async () => {
    const directory = harness.cleanup.own(await mkdtemp(join(tmpdir(), 'kuorum-held-')), (dir) =>
      rm(dir, { recursive: true }),
    );
    const ca = await TestCa.create(directory);
    const tokenAuthFile = join(directory, 'tokens.csv');
    const tokenOf = (user: string): string => `token-of-${user}-that-nobody-guesses`;
    const users = ['jane', 'john', 'system:node:n1'];
    const groups = (user: string): string => (user.startsWith('system:') ? 'system:nodes' : 'system:masters');
    await writeFile(tokenAuthFile, users.map((user) => `${tokenOf(user)},${user},1,"${groups(user)}"\n`).join(''));
    const caPem = await readFile(ca.caFile, 'utf8');
    const tls = { ...(await ca.issue()), clientCaFile: ca.caFile };
    await harness.start({
      security: { kind: 'secure', tls, tokenAuthFile },
      watchLimits: { perUser: 2, inAll: 10 },
      logLimits: { perUser: 2, inAll: 10 },
    });
    for (const user of users) {
      const options = { servers: [harness.server.address], tls: { caPem }, token: tokenOf(user) };
      clients.set(
        user,
        harness.cleanup.own(createApiClient(options), (client) => client.close()),
      );
    }
    const kubelet = createServer((_, response) => {
      streams.add(response);
      response.once('close', () => streams.delete(response));
      response.write('x');
    });
    await new Promise<void>((resolve) => kubelet.listen(0, '127.0.0.1', resolve));
    harness.cleanup.add(() => kubelet.closeAllConnections());
    harness.cleanup.add(() => kubelet.close());
    const status = {
      addresses: [{ type: 'InternalIP' as const, address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: (kubelet.address() as AddressInfo).port } },
    };
    await as('jane')
      .resource('Node')
      .create(make('Node', { metadata: { name: 'n1' }, status }));
    await as('jane').pods.create(podOf('web', { spec: { nodeName: 'n1' } }));
  });
  after(() => harness.stop());

  function as(user: string): ApiClient {
    const client = clients.get(user);
    if (client === undefined) throw new Error(`nobody is ${user}`);
    return client;
  }

  it('refuses further watches of it, and none of others; a watch that ends makes room', async () => {
    const fieldSelector = 'spec.nodeName=n1';
    const begin = (user: string): Watched<'Pod'> => watch(as(user), 'Pod', { resourceVersion: '0', fieldSelector });
    const begun = async (user: string): Promise<Watched<'Pod'>> => {
      const watched = begin(user);
      await eventually(() => expect(watched.seen).to.deep.equal(['ADDED web']));
      return watched;
    };
    const first = await begun('jane');
    const second = await begun('jane');
    const third = begin('jane');
    await eventually(() =>
      expect(third.error)
        .to.have.property('message')
        .that.matches(/^jane has 2 watches already/),
    );
    const others = [await begun('john'), await begun('system:node:n1'), await begun('system:node:n1')];
    others.push(await begun('system:node:n1'));
    first.stop();
    await eventually(async () => {
      const again = begin('jane');
      await eventually(() => again.seen.length > 0 || again.error !== undefined);
      again.stop();
      return again.error === undefined;
    });
    for (const watched of [second, ...others]) watched.stop();
  });

  it('does the same with streams of logs, of which each holds a connection to a kubelet', async () => {
    const follow = (user: string): { seen: boolean; error?: ApiStatusError; stop(): void } => {
      const stream = { seen: false, stop: () => subscription.unsubscribe() };
      const subscription = as(user)
        .pods.logs({ namespace: 'default', name: 'web', follow: true })
        .subscribe({
          next: () => (stream.seen = true),
          error: (error: unknown) => Object.assign(stream, { error }),
        });
      return stream;
    };
    const open = [follow('jane'), follow('jane'), follow('john')];
    await eventually(() => open.every(({ seen }) => seen));
    const refused = follow('jane');
    await eventually(() => expect(refused.error?.message).to.match(/^jane has 2 streams of logs already/));
    expect(refused.error?.code).to.equal(429);
    expect(streams.size).to.equal(3);
    for (const stream of open) stream.stop();
    await eventually(() => streams.size === 0);
    const again = follow('jane');
    await eventually(() => again.seen);
    again.stop();
  });
});
