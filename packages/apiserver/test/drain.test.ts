/** Two servers on one store, one of which is stopped under load: its clients go to the other and notice nothing. */
import type { ApiserverSecurity } from '@kuorum/apiserver';
import { createApiClient, createInformer, tlsFromFiles, type ClientTlsSource } from '@kuorum/client';
import { expect } from 'chai';
import { eventually } from '@kuorum/testing';
import { TestCa } from '@kuorum/testing/test-ca';
import { Harness, podOf } from './harness.js';

describe('an apiserver that stops under load', () => {
  const harness = new Harness();
  before(() => harness.start());
  after(() => harness.stop());

  for (const { title, shutdownDelayMs, isSecure } of [
    { title: 'at once', shutdownDelayMs: 0, isSecure: false },
    { title: 'after a delay of 200 ms', shutdownDelayMs: 200, isSecure: false },
    { title: 'at once, over mutual TLS', shutdownDelayMs: 0, isSecure: true },
  ]) {
    it(`${title}: no call fails, no watch misses or repeats anything`, async () => {
      const { cleanup } = harness;
      const { security, tls } = isSecure ? await mutualTls() : {};
      const leaving = await harness.startServer({ shutdownDelayMs, ...(security === undefined ? {} : { security }) });
      const staying = security === undefined ? harness.server : await harness.startServer({ security });
      const name = (writer: number, n: number): string => `pod-${isSecure}-${shutdownDelayMs}-${writer}-${n}`;
      const failures: string[] = [];
      let stop = false;
      const written = new Set<string>();
      const clients = Array.from({ length: 8 }, () =>
        cleanup.own(createApiClient({ servers: [leaving.address, staying.address], tls }), (client) => client.close()),
      );
      const write = async (writer: number): Promise<void> => {
        const client = clients[writer % clients.length];
        for (let n = 0; !stop; n++) {
          try {
            await client?.pods.create(podOf(name(writer, n)));
            written.add(name(writer, n));
            await client?.pods.patch('default', name(writer, n), { metadata: { labels: { n: String(n) } } });
            await client?.pods.get('default', name(writer, n));
          } catch (error) {
            failures.push(String(error));
          }
        }
      };
      const informers = clients.map((client) => createInformer(client, 'Pod', { namespace: 'default' }));
      const seen = informers.map(() => new Map<string, number>());
      informers.forEach((informer, i) => {
        informer.events$.subscribe((event) => {
          if (event.type !== 'added') return;
          const pod = event.object.metadata.name;
          seen[i]?.set(pod, (seen[i]?.get(pod) ?? 0) + 1);
        });
        const running = informer.run$.subscribe();
        cleanup.add(() => running.unsubscribe());
      });
      await eventually(() => informers.every(({ hasSynced }) => hasSynced), 'informers are filled');
      const writers = Array.from({ length: 16 }, (_, writer) => write(writer));
      await eventually(() => written.size > 50, 'load');
      await leaving.stop();
      const atStop = written.size;
      await eventually(() => written.size > atStop + 50, 'load on the other server');
      stop = true;
      await Promise.all(writers);
      expect(failures).to.deep.equal([]);
      await eventually(
        () => seen.every((map) => [...written].every((pod) => map.has(pod))),
        'every watch saw every pod',
      );
      for (const map of seen) expect([...map].filter(([, times]) => times !== 1)).to.deep.equal([]);
    });
  }

  /** Clients are the administrator. */
  async function mutualTls(): Promise<{ security: ApiserverSecurity; tls: ClientTlsSource }> {
    const ca = await TestCa.create(await harness.cleanup.tempDir());
    const server = await ca.issue();
    const admin = await ca.issue({ commonName: 'kubernetes-admin', organizations: ['system:masters'] });
    return {
      security: { kind: 'secure', tls: { ...server, clientCaFile: ca.caFile } },
      tls: tlsFromFiles({ caFile: ca.caFile, ...admin }),
    };
  }
});
