/**
 * The cluster of deploy/docker-compose.yml as a test sees it: brought up and taken away by the scripts that people use,
 * under a project name of its own, so that it never meets a cluster that somebody runs.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPodReady, isTerminating, type Pod } from '@kuorum/api';
import { createApiClient, createEtcdClient, tlsFromFiles, type ApiClient, type ClientTlsSource } from '@kuorum/client';
import { mustRun, runCommand, runKuorum } from '../support/commands.js';
import { eventually } from '../support/eventually.js';

/** With nothing cached: a base system, an npm install, a build, ten containers. */
export const composeUpTimeoutMs = 8 * 60_000;
export const composeDownTimeoutMs = 60_000;

export class ComposeCluster {
  private adminDir = '';
  /** Host and port under which the host reaches apiserver1, and member n1's etcd API. */
  apiserver = '';
  store = '';
  /** Host and port under which the host reaches node1's NodePort. */
  nodePort = { host: '', port: 0 };

  constructor(private readonly project: string) {}

  /** Builds, starts, waits until it is ready; gives what the script said. */
  async up(): Promise<string> {
    this.adminDir = await mkdtemp(join(tmpdir(), 'kuorum-compose-'));
    const said = await mustRun('bash', ['deploy/scripts/compose-up.sh'], {
      env: this.env(),
      timeoutMs: composeUpTimeoutMs,
    });
    this.apiserver = mustMatch(said, /^ +apiserver +https:\/\/(\S+)$/m);
    this.store = mustMatch(said, /^ +etcd API +https:\/\/(\S+)$/m);
    const { hostname, port } = new URL(mustMatch(said, /^ +NodePort .*(http:\S+)$/m));
    this.nodePort = { host: hostname, port: Number(port) };
    return said;
  }

  private env(): NodeJS.ProcessEnv {
    return {
      KUORUM_PROJECT: this.project,
      KUORUM_ADMIN_DIR: this.adminDir,
      KUORUM_SUBNET: '',
      KUORUM_ENGINE_ONLY: '',
    };
  }

  /** Takes everything away; gives the ids of what Docker still has of it, and the administrator's directory if that is still there. */
  async down(): Promise<string[]> {
    const options = { env: this.env(), timeoutMs: composeDownTimeoutMs };
    const { code, stdout, stderr } = await runCommand('bash', ['deploy/scripts/compose-down.sh'], options);
    if (code !== 0) throw new Error(`compose-down.sh exited with ${code}:\n${stdout}${stderr}`);
    const filter = ['--filter', `label=com.docker.compose.project=${this.project}`];
    const left = [
      await mustRun('docker', ['ps', '-aq', ...filter]),
      await mustRun('docker', ['volume', 'ls', '-q', ...filter]),
      await mustRun('docker', ['network', 'ls', '-q', ...filter]),
    ];
    const files = existsSync(this.adminDir) ? [this.adminDir] : [];
    await rm(this.adminDir, { recursive: true, force: true });
    return [...left.flatMap((ids) => ids.split('\n').filter((id) => id !== '')), ...files];
  }

  /** Runs the client, which must succeed; gives its output. */
  async kuorum(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runKuorum(args, {
      env: { KUORUM_CONFIG: this.adminFile('kubeconfig/admin.conf') },
    });
    if (code !== 0) throw new Error(`kuorum ${args.join(' ')} exited with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  adminFile(path: string): string {
    return join(this.adminDir, path);
  }

  /** The administrator's certificate, or with `certificate` undefined none, to servers of the authority `ca`. */
  tls(certificate: 'admin' | 'etcd/admin' | undefined, ca: 'ca' | 'etcd/ca' = 'ca'): ClientTlsSource {
    const file = (path: string): string => this.adminFile(`pki/${path}`);
    if (certificate === undefined) return tlsFromFiles({ caFile: file(`${ca}.crt`) });
    return tlsFromFiles({
      caFile: file(`${ca}.crt`),
      certFile: file(`${certificate}.crt`),
      keyFile: file(`${certificate}.key`),
    });
  }

  async withClient<T>(use: (client: ApiClient) => Promise<T>): Promise<T> {
    const client = createApiClient({ servers: [`https://${this.apiserver}`], tls: this.tls('admin') });
    return use(client).finally(() => client.close());
  }

  /** What an apiserver says to a list of pods: `answered`, or why not. Plaintext without `tls`. */
  askApiserver(tls?: ClientTlsSource): Promise<string> {
    const client = createApiClient({ servers: [`${schemeOf(tls)}://${this.apiserver}`], tls });
    return outcome(client.pods.list({ namespace: 'default' })).finally(() => client.close());
  }

  /** What member n1 says to a question for its status. */
  askStore(tls?: ClientTlsSource): Promise<string> {
    const client = createEtcdClient({ endpoints: [`${schemeOf(tls)}://${this.store}`], tls });
    return outcome(client.status()).finally(() => client.close());
  }

  /** Waits until `count` pods match that are ready and stay, none of them on `exceptNode`; gives them. */
  readyPods(labelSelector: string, count: number, deadlineMs: number, exceptNode = ''): Promise<Pod[]> {
    return eventually(`${count} ready pods of ${labelSelector}`, deadlineMs, () =>
      this.withClient(async (client) => {
        const { items } = await client.pods.list({ namespace: 'default', labelSelector });
        const ready = items.filter(
          (pod) => isPodReady(pod) && !isTerminating(pod) && (exceptNode === '' || pod.spec.nodeName !== exceptNode),
        );
        if (ready.length === count) return ready;
        throw new Error(items.map((pod) => `${pod.metadata.name} on ${pod.spec.nodeName}`).join('; '));
      }),
    );
  }

  /** Id of a service's container, running or not. */
  async container(service: string): Promise<string> {
    const labels = [`com.docker.compose.project=${this.project}`, `com.docker.compose.service=${service}`];
    const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
    return (await mustRun('docker', ['ps', '-aq', ...filters])).trim();
  }
}

function schemeOf(tls: ClientTlsSource | undefined): 'https' | 'http' {
  return tls === undefined ? 'http' : 'https';
}

function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: Error) => error.message,
  );
}

function mustMatch(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Cannot find ${String(pattern)} in what compose-up.sh said:\n${text}`);
  return found;
}
