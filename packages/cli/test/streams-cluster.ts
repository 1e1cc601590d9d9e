/** A secured apiserver on a real etcd and a kubelet with real processes, everything in the test's own process and over TLS. */
import { startApiserver, type Apiserver, type ApiserverOptions } from '@kuorum/apiserver';
import { silentLogger } from '@kuorum/base/node';
import { isPodReady, make, type Container, type DeepPartial } from '@kuorum/api';
import { createApiClient, tlsFromFiles, type ApiClient, type ClientTlsSource } from '@kuorum/client';
import { runKubelet$, type KubeletOptions } from '@kuorum/kubelet';
import { Cleanup, eventually, startRealEtcd } from '@kuorum/testing';
import { TestCa } from '@kuorum/testing/test-ca';

export const apiservers = 'kuorum:kubelet-api-clients';

export class StreamsCluster {
  readonly cleanup = new Cleanup();
  ca!: TestCa;
  server!: Apiserver;
  client!: ApiClient;
  kubeletPort = 0;
  private etcd = '';
  private directory = '';

  /** For mocha's `before`. */
  async start(): Promise<void> {
    const { cleanup } = this;
    this.directory = await cleanup.tempDir();
    this.ca = await TestCa.create(this.directory);
    this.etcd = cleanup.own(await startRealEtcd(), (each) => each.stop()).endpoint;
    this.server = await this.startServer();
    this.client = await this.clientFor('admin', ['system:masters']);
    await this.startKubelet();
  }

  /** For mocha's `after`. */
  stop(): Promise<void> {
    return this.cleanup.run();
  }

  async startServer(more: Partial<ApiserverOptions> = {}): Promise<Apiserver> {
    const { caFile } = this.ca;
    const serving = await this.ca.issue();
    const toKubelets = await this.ca.issue({
      commonName: 'kube-apiserver-kubelet-client',
      organizations: [apiservers],
    });
    const server = await startApiserver({
      ...{ listen: '127.0.0.1:0', etcdServers: [this.etcd], compactionIntervalMs: 0 },
      security: { kind: 'secure', tls: { ...serving, clientCaFile: caFile } },
      kubeletTls: tlsFromFiles({ caFile, ...toKubelets }),
      ...more,
    });
    this.cleanup.own(server, (each) => each.stop());
    await server.ready;
    return server;
  }

  async clientFor(commonName: string, organizations: string[] = [], server = this.server): Promise<ApiClient> {
    const tls: ClientTlsSource = await this.identity(commonName, organizations);
    return this.cleanup.own(createApiClient({ servers: [server.address], tls }), (each) => each.close());
  }

  async identity(commonName: string, organizations: string[] = []): Promise<ReturnType<typeof tlsFromFiles>> {
    return tlsFromFiles({ caFile: this.ca.caFile, ...(await this.ca.issue({ commonName, organizations })) });
  }

  /** Runs it on the node, and waits until it runs. */
  async pod(name: string, containers: DeepPartial<Container>[], labels: Record<string, string> = {}): Promise<void> {
    const spec = { containers: containers.map((each) => ({ image: 'kuorum/echo', ...each })), nodeName: 'node-1' };
    await this.client.pods.create(make('Pod', { metadata: { name, namespace: 'default', labels }, spec }));
    await eventually(async () => isPodReady(await this.client.pods.get('default', name)));
  }

  private async startKubelet(): Promise<void> {
    const options: KubeletOptions = {
      client: this.client,
      ...{ nodeName: 'node-1', nodeIp: '127.0.0.1', listen: '127.0.0.1:0', cluster: 'test', logger: silentLogger },
      tls: await this.identity('system:node:node-1'),
      ...{ runtime: 'process', dataDir: this.directory, leaseIntervalMs: 1_000 },
      onListening: ({ port }) => (this.kubeletPort = port),
      onReady: () => (ready = true),
    };
    let ready = false;
    const running = runKubelet$(options).subscribe();
    this.cleanup.add(async () => {
      const { items } = await this.client.pods.list({ namespace: 'default' });
      await Promise.all(
        items.map(({ metadata }) => this.client.pods.delete('default', metadata.name, { gracePeriodSeconds: 1 })),
      );
      await eventually(async () => (await this.client.pods.list({ namespace: 'default' })).items.length === 0);
      running.unsubscribe();
    });
    await eventually(() => ready);
  }
}
