/** Calls to the store and connections that end under them, against stores of a few lines on Node's HTTP/2. */
import { EventEmitter, once } from 'node:events';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { utf8 } from '@kuorum/base';
import { createEtcdClient, EtcdError, type EtcdClient } from '@kuorum/client';
import { Cleanup, eventually } from '@kuorum/testing';
import { expect } from 'chai';

type Handle = (method: string, stream: ServerHttp2Stream) => void;

describe('calls to the store', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const end = (stream: ServerHttp2Stream, status: number, text = ''): void => {
    stream.respond({ ':status': 200 }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(status), 'grpc-message': text }));
    stream.end(status === 0 ? Buffer.alloc(5) : Buffer.alloc(0));
  };

  async function store(handle: Handle): Promise<{ endpoint: string; sessions: ServerHttp2Session[] }> {
    const sessions: ServerHttp2Session[] = [];
    const server = createServer();
    server.on('session', (session) => sessions.push(session));
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      stream.resume().on('end', () => handle(String(headers[':path']).split('/')[2] ?? '', stream));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanup.add(() => {
      for (const session of sessions) session.destroy();
      server.close();
    });
    return { endpoint: `127.0.0.1:${(server.address() as AddressInfo).port}`, sessions };
  }

  function clientOf(...endpoints: string[]): EtcdClient {
    return cleanup.own(createEtcdClient({ endpoints, timeoutMs: 5_000 }), (made) => made.close());
  }

  const put = { key: utf8('k'), value: utf8('v') };

  /** A client with a write under way, which has its answer at `go`; `others` are answered by that. */
  async function withWrite(others: (stream: ServerHttp2Stream) => void) {
    const held = new EventEmitter();
    const { endpoint, sessions } = await store((method, stream) => {
      if (method !== 'Put') return others(stream);
      held.once('go', () => end(stream, 0));
      held.emit('held');
    });
    const client = clientOf(endpoint);
    const begun = once(held, 'held');
    const written = client.put(put);
    await begun;
    return { client, sessions, written, go: () => held.emit('go') };
  }

  it('under way have their answers though others fail and the connection is made anew', async () => {
    const { client, sessions, written, go } = await withWrite((stream) => end(stream, 14, 'etcdserver: no leader'));
    for (let i = 0; i < 12; i++) await client.range({ key: utf8('k') }).catch(() => undefined);
    expect(sessions.length).to.be.greaterThan(1);
    go();
    expect(await written).to.deep.equal({ revision: 0 });
  });

  it('under way have their answers from a server that says goodbye, while others go over a new connection', async () => {
    const { client, sessions, written, go } = await withWrite((stream) => end(stream, 0));
    sessions[0]?.goaway(0, 1);
    await eventually(async () => {
      await client.range({ key: utf8('k') });
      return sessions.length === 2;
    }, 'a second connection');
    go();
    expect(await written).to.deep.equal({ revision: 0 });
  });

  it('go to another member when one cancels them, and a write’s outcome is unknown', async () => {
    const stopping = await store((_method, stream) => end(stream, 1, 'context canceled'));
    const healthy = await store((_method, stream) => end(stream, 0));
    for (let i = 0; i < 6; i++) {
      const client = clientOf(stopping.endpoint, healthy.endpoint);
      expect((await client.range({ key: utf8('k') })).kvs).to.deep.equal([]);
    }
    const alone = clientOf(stopping.endpoint);
    const error: unknown = await alone.put(put).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(EtcdError).with.property('outcomeUnknown', true);
  });

  it('that are aborted before they are sent are not sent, whatever the connection does', async () => {
    let puts = 0;
    const { endpoint } = await store((method, stream) => {
      if (method === 'Put') puts++;
      end(stream, 0);
    });
    const client = clientOf(endpoint);
    const abort = new AbortController();
    const call = client.put(put, { signal: abort.signal }).catch((thrown: unknown) => thrown);
    abort.abort();
    expect(await call)
      .to.be.instanceOf(EtcdError)
      .with.property('outcomeUnknown', false);
    await client.range({ key: utf8('k') });
    expect(puts).to.equal(0);
  });

  it('are for members of the store only', async () => {
    const { endpoint } = await store((_method, stream) => end(stream, 0));
    const other = await store((_method, stream) => end(stream, 0));
    const error: unknown = await clientOf(endpoint)
      .status(other.endpoint)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain('among those of this client');
    expect(other.sessions).to.deep.equal([]);
  });
});
