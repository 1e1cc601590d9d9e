/** One apiserver as a process of its own, `kuorum apiserver …`, behind mutual TLS, ended and started again as a test wants. */
import { createApiClient, tlsFromFiles, type ApiClient } from '@kuorum/client';
import { eventually, freePort, type Cleanup } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';
import { kuorumBinary } from '../commands.js';
import { Restartable } from '../restartable.js';
import { standsStill } from '../store/store-member.js';

const READY_MS = 30_000;

export interface ApiserverPki {
  readonly caFile: string;
  readonly server: CertificateFiles;
  /** Of `system:masters`. */
  readonly admin: CertificateFiles;
}

export async function makeApiserverPki(directory: string): Promise<ApiserverPki> {
  const ca = await TestCa.create(directory);
  const server = await ca.issue();
  const admin = await ca.issue({ commonName: 'admin', organizations: ['system:masters'] });
  return { caFile: ca.caFile, server, admin };
}

/** A client that knows all these servers, and is the administrator to them. */
export function adminClient({ caFile, admin }: ApiserverPki, servers: readonly string[]): ApiClient {
  return createApiClient({ servers, tls: tlsFromFiles({ caFile, ...admin }) });
}

export class ApiserverProcess extends Restartable {
  private constructor(
    readonly address: string,
    private readonly words: readonly string[],
  ) {
    super();
  }

  /** Started; see {@link ready}. */
  static async start(
    cleanup: Cleanup,
    { caFile, server }: ApiserverPki,
    etcdServers: readonly string[],
    flags: readonly string[] = [],
  ): Promise<ApiserverProcess> {
    const address = `127.0.0.1:${await freePort()}`;
    const apiserver = new ApiserverProcess(address, [
      'apiserver',
      `--listen=${address}`,
      `--etcd-servers=${etcdServers.join(',')}`,
      `--tls-cert-file=${server.certFile}`,
      `--tls-private-key-file=${server.keyFile}`,
      `--client-ca-file=${caFile}`,
      '--log-level=warn',
      ...flags,
    ]);
    apiserver.start();
    cleanup.add(() => apiserver.end());
    return apiserver;
  }

  start(): void {
    this.launch(process.execPath, [kuorumBinary, ...this.words]);
  }

  /** SIGSTOP; resolves when none of its threads runs any more. */
  async pause(): Promise<void> {
    const { pid } = this;
    this.child?.kill('SIGSTOP');
    if (pid !== undefined) await eventually(() => standsStill(pid), `apiserver ${this.address} stands still`);
  }

  /** Until it answers reads from its caches. */
  async ready(pki: ApiserverPki): Promise<void> {
    const client = adminClient(pki, [this.address]);
    try {
      await eventually(
        async () => {
          if (this.pid === undefined) throw new Error(`it has ended:\n${this.said}`);
          return client.resource('Namespace').get('', 'default', { timeoutMs: 1_000 });
        },
        `apiserver ${this.address} is ready`,
        READY_MS,
      );
    } finally {
      client.close();
    }
  }
}
