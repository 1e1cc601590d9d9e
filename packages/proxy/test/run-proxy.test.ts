import { make, type Endpoints, type Service } from '@kuorum/api';
import { silentLogger } from '@kuorum/base/node';
import { ipCommands, runProxy$, type ProxyOptions } from '@kuorum/proxy';
import { Cleanup, createFakeApi, eventually, freePort, type FakeApi } from '@kuorum/testing';
import { expect } from 'chai';
import { mayChangeAddresses } from './may-change-addresses.js';
import { ask, openClient, startPod, type FakePod } from './pods.js';

describe('proxy', () => {
  const cleanup = new Cleanup();
  let api: FakeApi;
  let nodePort: number;
  beforeEach(async () => {
    api = createFakeApi();
    nodePort = await freePort();
  });
  afterEach(() => cleanup.run());

  function service(spec: Partial<Service['spec']> = {}): Service {
    return make('Service', {
      metadata: { namespace: 'default', name: 'web' },
      spec: { type: 'NodePort', clusterIP: '127.96.0.7', ports: [{ port: nodePort, nodePort }], ...spec },
    });
  }
  function endpointsOf(...pods: FakePod[]): Endpoints {
    return make('Endpoints', {
      metadata: { namespace: 'default', name: 'web' },
      // Each stand-in has a port of its own.
      subsets: pods.map(({ endpoint }) => ({ addresses: [{ ip: endpoint.ip }], ports: [{ port: endpoint.port }] })),
    });
  }

  async function start(nodeName: string, nodeIp: string, options: Partial<ProxyOptions> = {}) {
    const state = { ready: false, stopped: false };
    const common = { client: api.client, logger: silentLogger, cluster: 'test', nodeName, nodeIp, drainMs: 2_000 };
    const subscription = runProxy$({
      ...common,
      ...options,
      onReady: () => (state.ready = true),
      onStopped: () => (state.stopped = true),
    }).subscribe();
    cleanup.add(async () => {
      subscription.unsubscribe();
      await eventually(() => state.stopped);
    });
    await eventually(() => state.ready);
    return { state, stop: () => subscription.unsubscribe() };
  }

  it('answers node ports and cluster addresses of services there were, and of services that come', async () => {
    const [a, b] = [await startPod(cleanup, 'a'), await startPod(cleanup, 'b')];
    api.seed('Service', service());
    api.seed('Endpoints', endpointsOf(a, b));
    await start('node-1', '127.0.1.1', { clusterIpMode: 'address' });
    const answers = [await ask(cleanup, '127.0.1.1', nodePort), await ask(cleanup, '127.0.1.1', nodePort)];
    expect(answers).to.have.members(['a: hello', 'b: hello']);
    expect(await ask(cleanup, '127.96.0.7', nodePort)).to.match(/^[ab]: hello$/);
    expect(await ask(cleanup, '127.0.0.1', nodePort)).to.equal('ECONNREFUSED');

    const laterPort = await freePort();
    const later = service({
      clusterIP: '127.96.0.8',
      ports: make('ServiceSpec', { ports: [{ port: 80, nodePort: laterPort }] }).ports,
    });
    later.metadata.name = 'later';
    api.seed('Service', later);
    const endpoints = endpointsOf(b);
    endpoints.metadata.name = 'later';
    api.seed('Endpoints', endpoints);
    await eventually(async () => (await ask(cleanup, '127.0.1.1', laterPort)) === 'b: hello');
  });

  it('follows the endpoints: traffic goes to ready pods only, connections stay', async () => {
    const [a, b] = [await startPod(cleanup, 'a'), await startPod(cleanup, 'b')];
    api.seed('Service', service());
    api.seed('Endpoints', endpointsOf(a));
    await start('node-1', '127.0.1.1');
    const client = openClient(cleanup, '127.0.1.1', nodePort);
    client.send('one\n');
    await eventually(() => client.text === 'a: one\n');
    api.seed('Endpoints', endpointsOf(b));
    await eventually(async () => (await ask(cleanup, '127.0.1.1', nodePort)) === 'b: hello');
    for (let i = 0; i < 4; i++) expect(await ask(cleanup, '127.0.1.1', nodePort)).to.equal('b: hello');
    client.send('two\n');
    await eventually(() => client.text === 'a: one\na: two\n');
    api.seed('Endpoints', endpointsOf());
    await eventually(async () => (await ask(cleanup, '127.0.1.1', nodePort)) === 'ECONNRESET');
  });

  it('stops answering for a service that is deleted', async () => {
    api.seed('Service', service());
    api.seed('Endpoints', endpointsOf(await startPod(cleanup, 'a')));
    await start('node-1', '127.0.1.1');
    expect(await ask(cleanup, '127.0.1.1', nodePort)).to.equal('a: hello');
    await api.client.resource('Service').delete('default', 'web');
    await eventually(async () => (await ask(cleanup, '127.0.1.1', nodePort)) === 'ECONNREFUSED');
  });

  it('of several on one machine one answers on localhost, and another takes over', async () => {
    api.seed('Service', service());
    api.seed('Endpoints', endpointsOf(await startPod(cleanup, 'a')));
    const first = await start('node-1', '127.0.1.1', { localhostNodePorts: true, clusterIpMode: 'address' });
    await start('node-2', '127.0.1.2', { localhostNodePorts: true, clusterIpMode: 'address' });
    for (const host of ['127.0.1.1', '127.0.1.2', '127.0.0.1', '127.96.0.7']) {
      expect(await ask(cleanup, host, nodePort), host).to.equal('a: hello');
    }
    first.stop();
    for (const host of ['127.0.1.2', '127.0.0.1', '127.96.0.7']) {
      await eventually(async () => (await ask(cleanup, host, nodePort)) === 'a: hello', host);
    }
    expect(await ask(cleanup, '127.0.1.1', nodePort)).to.equal('ECONNREFUSED');
  });

  if (mayChangeAddresses()) {
    it('adds the cluster address to the machine, keeps it there, and takes it away at the end', async () => {
      const clusterIP = '198.51.100.79';
      const isThere = (): boolean => ipCommands.present().has(clusterIP);
      const names = ['one', 'two'].map((name) => `test-${process.pid}-${name}`);
      api.seed('Service', service({ clusterIP }));
      api.seed('Endpoints', endpointsOf(await startPod(cleanup, 'a')));
      const first = await start(names[0] ?? '', '127.0.1.1', { clusterIpMode: 'address' });
      expect(await ask(cleanup, clusterIP, nodePort)).to.equal('a: hello');
      const second = await start(names[1] ?? '', '127.0.1.2', { clusterIpMode: 'address' });
      first.stop();
      await eventually(() => first.state.stopped);
      // The first had added it, so it took it away; the second puts it back and answers.
      await eventually(async () => isThere() && (await ask(cleanup, clusterIP, nodePort)) === 'a: hello');
      await api.client.resource('Service').delete('default', 'web');
      await eventually(() => !isThere());
      second.stop();
      await eventually(() => second.state.stopped);
    });
  }

  it('when stopped lets connections finish', async () => {
    api.seed('Service', service());
    api.seed('Endpoints', endpointsOf(await startPod(cleanup, 'a')));
    const proxy = await start('node-1', '127.0.1.1', { drainMs: 60_000 });
    const client = openClient(cleanup, '127.0.1.1', nodePort);
    client.send('one\n');
    await eventually(() => client.text !== '');
    proxy.stop();
    expect(await ask(cleanup, '127.0.1.1', nodePort)).to.equal('ECONNREFUSED');
    client.send('two\n');
    await eventually(() => client.text === 'a: one\na: two\n');
    expect(proxy.state.stopped).to.equal(false);
    client.end();
    await eventually(() => proxy.state.stopped);
  });

  it('goes on answering while the API is away', async () => {
    api.seed('Service', service());
    api.seed('Endpoints', endpointsOf(await startPod(cleanup, 'a')));
    await start('node-1', '127.0.1.1');
    api.onCall(() => new Error('down'));
    api.dropWatches();
    expect(await ask(cleanup, '127.0.1.1', nodePort)).to.equal('a: hello');
  });
});
