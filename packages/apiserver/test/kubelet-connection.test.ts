/** How the apiserver reaches kubelets: it shows its certificate to them, and to nobody of another authority or name. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createPlaintextServer, type IncomingMessage, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';
import { tlsFromFiles, type ClientTlsSource } from '@kuorum/client';
import { Cleanup } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';
import { expect } from 'chai';
import { askKubeletBy } from '../dist/server/kubelet-connection.js';

describe('the connection to a kubelet', () => {
  const cleanup = new Cleanup();
  let ca: TestCa;
  let other: TestCa;
  let mine: ClientTlsSource;

  before(async () => {
    const directory = await cleanup.tempDir();
    [ca, other] = await Promise.all([TestCa.create(directory), TestCa.create(directory, 'other')]);
    const files = await ca.issue({ commonName: 'kube-apiserver-kubelet-client' });
    mine = tlsFromFiles({ caFile: ca.caFile, ...files });
  });
  after(() => cleanup.run());

  const listening = async (server: Server): Promise<number> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanup.add(() => server.closeAllConnections());
    cleanup.add(() => server.close());
    return (server.address() as AddressInfo).port;
  };
  const kubelet = async ({ certFile, keyFile }: CertificateFiles): Promise<number> => {
    const [cert, key, trusted] = await Promise.all([certFile, keyFile, ca.caFile].map((file) => readFile(file)));
    const options = {
      cert: cert ?? '',
      key: key ?? '',
      ca: trusted ?? '',
      requestCert: true,
      rejectUnauthorized: false,
    };
    return listening(
      createServer(options, ({ socket }, response) =>
        response.end(socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject.CN) : 'nobody'),
      ),
    );
  };
  const ask = async (port: number, tls: ClientTlsSource | undefined): Promise<string> => {
    try {
      const request = askKubeletBy(tls)({ host: '127.0.0.1', port, path: '/', agent: false }, () => undefined);
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return await text(response);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it('shows who asks', async () => {
    expect(await ask(await kubelet(await ca.issue()), mine)).to.equal('kube-apiserver-kubelet-client');
  });

  it('is not made to a kubelet of another authority, or with the certificate of another host', async () => {
    expect(await ask(await kubelet(await other.issue()), mine)).to.match(/unable to verify|self.signed/);
    expect(await ask(await kubelet(await ca.issue({ hosts: ['node-2'] })), mine)).to.match(/not in the cert's list/);
  });

  it('is plaintext where there is no security', async () => {
    const port = await listening(createPlaintextServer((_, response) => response.end('hello')));
    expect(await ask(port, undefined)).to.equal('hello');
    expect(await ask(port, mine)).to.match(/wrong version number/);
  });
});
