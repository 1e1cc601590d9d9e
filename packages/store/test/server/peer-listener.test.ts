/** The listener for peers: every connection counts from its first byte on, whatever becomes of it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { readFile } from 'node:fs/promises';
import { silentLogger } from '@kuorum/base/node';
import { PeerListener, TlsIdentity } from '@kuorum/store/server/internals';
import { Cleanup, eventually } from '@kuorum/testing';
import { TestCa } from '@kuorum/testing/test-ca';
import { expect } from 'chai';

describe('a listener for peers', () => {
  const cleanup = new Cleanup();
  afterEach(() => cleanup.run());

  const start = async (tls: TlsIdentity | undefined, handshakeTimeoutMs?: number) => {
    const told: string[] = [];
    const taker = {
      admit: (_socket: Socket, secure: boolean) => void told.push(`admit ${secure}`),
      serve: () => void told.push('serve'),
    };
    const listener = new PeerListener(taker, tls, silentLogger, handshakeTimeoutMs);
    cleanup.add(() => listener.close());
    const url = await listener.listen(`${tls === undefined ? 'http' : 'https'}://127.0.0.1:0`);
    return { told, url, port: Number(new URL(url).port) };
  };
  const dial = (port: number): Socket => {
    const socket = cleanup.own(connect(port, '127.0.0.1'), (each) => each.destroy());
    socket.on('error', () => undefined);
    return socket.resume();
  };
  const identity = async () => {
    const ca = await TestCa.create(await cleanup.tempDir());
    const files = await ca.issue();
    const tls = cleanup.own(new TlsIdentity('peer', { ...files, trustedCaFile: ca.caFile }, silentLogger), (each) =>
      each.close(),
    );
    return { tls, ca: await readFile(ca.caFile), ...files };
  };

  it('gives over plain connections, counted first', async () => {
    const { told, port } = await start(undefined);
    dial(port);
    await eventually(() => told.length === 2, 'the connection');
    expect(told).to.deep.equal(['admit false', 'serve']);
  });

  it('counts who agrees on nothing, and cuts them off', async () => {
    const { tls, ca, certFile, keyFile } = await identity();
    const { told, port } = await start(tls, 100);
    const silent = dial(port);
    await eventually(() => told.length === 1, 'the connection');
    expect(told).to.deep.equal(['admit true']);
    if (!silent.closed) await once(silent, 'close');
    const options = { port, host: '127.0.0.1', ca, cert: await readFile(certFile), key: await readFile(keyFile) };
    const good = cleanup.own(connectTls({ ...options, ALPNProtocols: ['h2'] }), (each) => each.destroy());
    await once(good, 'secureConnect');
    await eventually(() => told.length === 3, 'who agrees');
    expect(told).to.deep.equal(['admit true', 'admit true', 'serve']);
  });

  it('says so where it cannot listen', async () => {
    const { url } = await start(undefined);
    const taker = { admit: () => undefined, serve: () => undefined };
    const another = new PeerListener(taker, undefined, silentLogger);
    const error: unknown = await another.listen(url).catch((reason: unknown) => reason);
    expect(String(error)).to.match(new RegExp(`Cannot listen on ${url}: .*EADDRINUSE`));
  });
});
