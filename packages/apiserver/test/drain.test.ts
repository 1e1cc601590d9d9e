/** Two servers on one store, one of which is stopped under load: its clients go to the other and notice nothing. */
import { createApiClient, createInformer } from '@kuorum/client';
import { expect } from 'chai';
import { eventually } from '@kuorum/testing';
import { Harness, podOf } from './harness.js';

describe('an apiserver that stops under load', () => {
  const harness = new Harness();
  before(() => harness.start());
  after(() => harness.stop());

  for (const shutdownDelayMs of [0, 200]) {
    it(`after a delay of ${shutdownDelayMs} ms: no call fails, no watch misses or repeats anything`, async () => {
      const { cleanup } = harness;
      const leaving = await harness.startServer({ shutdownDelayMs });
      const staying = harness.server;
      const name = (writer: number, n: number): string => `pod-${shutdownDelayMs}-${writer}-${n}`;
      const failures: string[] = [];
      let stop = false;
      const written = new Set<string>();
      const clients = Array.from({ length: 8 }, () =>
        cleanup.own(createApiClient({ servers: [leaving.address, staying.address] }), (client) => client.close()),
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
});
