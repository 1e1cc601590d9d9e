import { systemClock, systemPrng } from '@kuorum/base';
import { silentLogger } from '@kuorum/base/node';
import { Listener, type Endpoint } from '@kuorum/proxy';
import { Cleanup, eventually, freePort } from '@kuorum/testing';
import { expect } from 'chai';
import { ask, openClient, startPod } from './pods.js';

describe('listener', () => {
  const cleanup = new Cleanup();
  const host = '127.0.0.1';
  let port: number;
  beforeEach(async () => (port = await freePort()));
  afterEach(() => cleanup.run());

  async function listen(...endpoints: Endpoint[]): Promise<Listener> {
    const context = { logger: silentLogger, clock: systemClock, prng: { ...systemPrng, int: () => 0 } };
    const listener = new Listener({ id: `${host}:${port}`, host, port, endpoints }, context);
    cleanup.add(() => listener.stop(0));
    await listener.start();
    return listener;
  }
  const pods = (...names: string[]) => Promise.all(names.map((name) => startPod(cleanup, name)));
  const talk = (): Promise<string> => ask(cleanup, host, port);

  it('takes turns between endpoints', async () => {
    const started = await pods('a', 'b', 'c');
    await listen(...started.map(({ endpoint }) => endpoint));
    const answers: string[] = [];
    for (let i = 0; i < 6; i++) answers.push(await talk());
    expect(answers.sort()).to.deep.equal(['a', 'a', 'b', 'b', 'c', 'c'].map((name) => `${name}: hello`));
  });

  it('goes to another endpoint when one refuses, and the client does not notice', async () => {
    const started = await pods('a', 'b');
    const dead = { ip: host, port: await freePort() };
    await listen(dead, ...started.map(({ endpoint }) => endpoint), { ip: host, port: await freePort() });
    for (let i = 0; i < 8; i++) expect(await talk()).to.match(/^[ab]: hello$/);
  });

  it('resets the connection when nobody answers', async () => {
    await listen({ ip: host, port: await freePort() });
    expect(await talk()).to.equal('ECONNRESET');
  });

  it('resets the connection when there are no endpoints, and serves as soon as there are', async () => {
    const [pod] = await pods('a');
    const listener = await listen();
    expect(await talk()).to.equal('ECONNRESET');
    listener.update(pod === undefined ? [] : [pod.endpoint]);
    expect(await talk()).to.equal('a: hello');
  });

  it('ends each direction on its own: an answer after the end of the question arrives', async () => {
    const [pod] = await pods('a');
    await listen(...(pod === undefined ? [] : [pod.endpoint]));
    const client = openClient(cleanup, host, port);
    client.send('question\n');
    client.end();
    await eventually(() => client.state === 'closed');
    expect(client.text).to.equal('a: question\na: end\n');
  });

  it('carries a lot of data in both directions', async () => {
    const [pod] = await pods('a');
    const listener = await listen(...(pod === undefined ? [] : [pod.endpoint]));
    const client = openClient(cleanup, host, port);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let i = 0; i < 8; i++) client.send(megabyte);
    client.end();
    await eventually(() => client.state === 'closed');
    expect(client.text.length).to.be.greaterThan(8 * 1024 * 1024);
    await eventually(() => listener.connectionCount === 0);
  });

  it('passes a reset on, in both directions', async () => {
    const [pod] = await pods('a');
    const listener = await listen(...(pod === undefined ? [] : [pod.endpoint]));
    const client = openClient(cleanup, host, port);
    client.send('hello\n');
    await eventually(() => client.text !== '');
    for (const socket of pod?.sockets ?? []) socket.resetAndDestroy();
    await eventually(() => client.state === 'reset');
    const second = openClient(cleanup, host, port);
    second.send('hello\n');
    await eventually(() => second.text !== '');
    second.destroy();
    await eventually(() => pod?.sockets.size === 0 && listener.connectionCount === 0);
  });

  it('leaves connections to an endpoint that goes away to finish; new ones go elsewhere', async () => {
    const [a, b] = await pods('a', 'b');
    if (a === undefined || b === undefined) return expect.fail();
    const listener = await listen(a.endpoint);
    const client = openClient(cleanup, host, port);
    client.send('one\n');
    await eventually(() => client.text === 'a: one\n');
    listener.update([b.endpoint]);
    expect(await talk()).to.equal('b: hello');
    client.send('two\n');
    await eventually(() => client.text === 'a: one\na: two\n');
  });

  it('drains on stop: takes nothing new, lets connections finish', async () => {
    const [a] = await pods('a');
    if (a === undefined) return expect.fail();
    const listener = await listen(a.endpoint);
    const client = openClient(cleanup, host, port);
    client.send('one\n');
    await eventually(() => client.text !== '');
    let stopped = false;
    const stopping = listener.stop(60_000).then(() => (stopped = true));
    expect(await talk()).to.equal('ECONNREFUSED');
    client.send('two\n');
    await eventually(() => client.text === 'a: one\na: two\n');
    expect(stopped).to.equal(false);
    client.end();
    await stopping;
  });

  it('ends connections that do not finish in time', async () => {
    const [a] = await pods('a');
    if (a === undefined) return expect.fail();
    const listener = await listen(a.endpoint);
    const client = openClient(cleanup, host, port);
    client.send('one\n');
    await eventually(() => client.text !== '');
    await listener.stop(10);
    await eventually(() => client.state !== 'open');
  });

  it('stands by while another has the address, and takes over', async () => {
    const [a, b] = await pods('a', 'b');
    if (a === undefined || b === undefined) return expect.fail();
    const first = await listen(a.endpoint);
    const second = await listen(b.endpoint);
    expect([first.state, second.state]).to.deep.equal(['listening', 'standby']);
    expect(await talk()).to.equal('a: hello');
    await first.stop(0);
    await eventually(() => second.state === 'listening');
    expect(await talk()).to.equal('b: hello');
  });

  it('stands by while the machine does not have the address', async () => {
    const context = { logger: silentLogger, clock: systemClock, prng: systemPrng };
    const listener = new Listener({ id: 'x', host: '198.51.100.1', port, endpoints: [] }, context);
    await listener.start();
    expect(listener.state).to.equal('standby');
    await listener.stop(0);
    expect(listener.state).to.equal('stopped');
  });
});
