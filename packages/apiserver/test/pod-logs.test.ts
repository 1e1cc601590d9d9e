import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { make, type ApiStatusError } from '@kuorum/api';
import type { LogsOptions } from '@kuorum/client';
import { eventually } from '@kuorum/testing';
import { lastValueFrom, toArray } from 'rxjs';
import { Harness, podOf } from './harness.js';

describe('logs of a pod', () => {
  const harness = new Harness();
  /** What the kubelet of node-1 does with a request. */
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: string[] = [];

  before(async () => {
    await harness.start();
    const kubelet = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(request, response);
    });
    await new Promise<void>((resolve) => kubelet.listen(0, '127.0.0.1', resolve));
    harness.cleanup.add(() => kubelet.closeAllConnections());
    harness.cleanup.add(() => kubelet.close());
    const { port: Port } = kubelet.address() as AddressInfo;
    const status = {
      addresses: [{ type: 'InternalIP' as const, address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port } },
    };
    await harness.client.resource('Node').create(make('Node', { metadata: { name: 'node-1' }, status }));
    await harness.client.resource('Node').create(make('Node', { metadata: { name: 'node-2' } }));
    const two = [
      { name: 'a', image: 'i' },
      { name: 'b', image: 'i' },
    ];
    await harness.client.pods.create(podOf('web', { spec: { nodeName: 'node-1' } }));
    await harness.client.pods.create(podOf('two', { spec: { nodeName: 'node-1', containers: two } }));
    const initContainers = [{ name: 'prepare', image: 'i' }];
    await harness.client.pods.create(podOf('prepared', { spec: { nodeName: 'node-1', initContainers } }));
    await harness.client.pods.create(podOf('pending'));
    await harness.client.pods.create(podOf('lost', { spec: { nodeName: 'node-2' } }));
  });
  beforeEach(() => (asked = []));
  after(() => harness.stop());

  const logs = async (options: Partial<LogsOptions> & { name: string }): Promise<string> => {
    const chunks = await lastValueFrom(harness.client.pods.logs({ namespace: 'default', ...options }).pipe(toArray()));
    return Buffer.concat(chunks).toString();
  };

  it('come from the kubelet, with what was asked for', async () => {
    answer = (_, response) => response.end('one\ntwo\n');
    const options = { tailLines: 2, previous: true, timestamps: true, sinceSeconds: 60 };
    expect(await logs({ name: 'web', ...options })).to.equal('one\ntwo\n');
    expect(asked).to.deep.equal([
      '/containerLogs/default/web/main?previous=true&timestamps=true&tailLines=2&sinceSeconds=60',
    ]);
  });

  it('from a time on, and so many bytes, are asked of the kubelet', async () => {
    answer = (_, response) => response.end('one\n');
    await logs({ name: 'web', sinceTime: '2026-01-01T10:00:00.5+01:00', limitBytes: 100 });
    expect(asked).to.deep.equal([
      '/containerLogs/default/web/main?sinceTime=2026-01-01T10%3A00%3A00.5%2B01%3A00&limitBytes=100',
    ]);
  });

  it('are whole, however long', async () => {
    const text = 'x'.repeat(5_000_000);
    answer = (_, response) => response.end(text);
    expect((await logs({ name: 'web' })) === text).to.equal(true);
  });

  it('flow while they are followed, until the client has enough', async () => {
    let kubeletSide: ServerResponse | undefined;
    answer = (_, response) => {
      kubeletSide = response;
      response.write('first\n');
    };
    const seen: string[] = [];
    const subscription = harness.client.pods
      .logs({ namespace: 'default', name: 'web', follow: true })
      .subscribe((chunk) => seen.push(Buffer.from(chunk).toString()));
    await eventually(() => seen.length === 1);
    kubeletSide?.write('second\n');
    await eventually(() => seen.join('') === 'first\nsecond\n');
    const closed = once(kubeletSide as ServerResponse, 'close');
    subscription.unsubscribe();
    await closed;
  });

  const errors: [what: string, options: Partial<LogsOptions> & { name: string }, status: number, message: RegExp][] = [
    ['a container that is not named among several', { name: 'two' }, 400, /choose one of: \[a b\]/],
    ['a container that is not there', { name: 'web', container: 'x' }, 400, /container x is not valid for pod web/],
    [
      'an init container',
      { name: 'prepared', container: 'prepare' },
      400,
      /^container prepare of pod prepared is an init container, which is not run here: its own containers are main$/,
    ],
    ['a negative number of lines', { name: 'web', tailLines: -1 }, 400, /tailLines: .* greater than or equal to 0/],
    ['no bytes', { name: 'web', limitBytes: 0 }, 400, /limitBytes: Invalid value: 0: must be greater than 0/],
    ['the last 0 seconds', { name: 'web', sinceSeconds: 0 }, 400, /sinceSeconds: .*must be greater than 0/],
    ['a time that is none', { name: 'web', sinceTime: 'yesterday' }, 400, /sinceTime: Invalid value: "yesterday"/],
    [
      'a time and a duration',
      { name: 'web', sinceTime: '2026-01-01T10:00:00Z', sinceSeconds: 5 },
      400,
      /at most one of `sinceTime` or `sinceSeconds`/,
    ],
    ['a pod that has no node', { name: 'pending' }, 400, /pod pending does not have a host assigned/],
    ['a pod that is not there', { name: 'nope' }, 404, /pods "nope" not found/],
    ['a node that says no address', { name: 'lost' }, 503, /node node-2 does not say where its kubelet is reached/],
  ];
  for (const [what, options, code, message] of errors) {
    it(`refuse ${what}`, async () => {
      const error = (await logs(options).catch((error: unknown) => error)) as ApiStatusError;
      expect(error.code).to.equal(code);
      expect(error.message).to.match(message);
      expect(asked).to.deep.equal([]);
    });
  }

  for (const [status, reason] of [
    [404, 'NotFound'],
    [400, 'BadRequest'],
    [500, 'InternalError'],
  ] as const) {
    it(`pass on what the kubelet says with ${status}`, async () => {
      answer = (_, response) => response.writeHead(status).end('previous terminated container not found');
      const error = (await logs({ name: 'web' }).catch((error: unknown) => error)) as ApiStatusError;
      expect(error.reason).to.equal(reason);
      expect(error.message).to.include('previous terminated container not found');
    });
  }
});
