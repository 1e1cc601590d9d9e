/**
 * The cluster of deploy/docker-compose.yml as a test sees it: brought up and taken away by the scripts that people use,
 * under a project name of its own, so that it never meets a cluster that somebody runs.
 */
import { isPodReady, isTerminating, type Pod } from '@kuorum/api';
import { createApiClient, type ApiClient } from '@kuorum/client';
import { mustRun, runCommand, runKuorum } from '../support/commands.js';
import { eventually } from '../support/eventually.js';

/** With nothing cached: a base system, an npm install, a build, ten containers. */
export const composeUpTimeoutMs = 8 * 60_000;
export const composeDownTimeoutMs = 60_000;

export class ComposeCluster {
  private readonly env: NodeJS.ProcessEnv;
  private servers = '';
  /** Host and port under which the host reaches node1's NodePort. */
  nodePort = { host: '', port: 0 };

  constructor(private readonly project: string) {
    this.env = { KUORUM_PROJECT: project, KUORUM_SUBNET: '', KUORUM_ENGINE_ONLY: '' };
  }

  /** Builds, starts, waits until it is ready; gives what the script said. */
  async up(): Promise<string> {
    const options = { env: this.env, timeoutMs: composeUpTimeoutMs };
    const said = await mustRun('bash', ['deploy/scripts/compose-up.sh'], options);
    this.servers = mustMatch(said, /^ +apiserver +(\S+)$/m);
    const { hostname, port } = new URL(mustMatch(said, /^ +NodePort .*(http:\S+)$/m));
    this.nodePort = { host: hostname, port: Number(port) };
    return said;
  }

  /** Takes everything away; gives the ids of what Docker still has of it. */
  async down(): Promise<string[]> {
    const options = { env: this.env, timeoutMs: composeDownTimeoutMs };
    const { code, stdout, stderr } = await runCommand('bash', ['deploy/scripts/compose-down.sh'], options);
    if (code !== 0) throw new Error(`compose-down.sh exited with ${code}:\n${stdout}${stderr}`);
    const filter = ['--filter', `label=com.docker.compose.project=${this.project}`];
    const left = [
      await mustRun('docker', ['ps', '-aq', ...filter]),
      await mustRun('docker', ['volume', 'ls', '-q', ...filter]),
      await mustRun('docker', ['network', 'ls', '-q', ...filter]),
    ];
    return left.flatMap((ids) => ids.split('\n').filter((id) => id !== ''));
  }

  /** Runs the client, which must succeed; gives its output. */
  async kuorum(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runKuorum(args, { env: { KUORUM_SERVER: this.servers } });
    if (code !== 0) throw new Error(`kuorum ${args.join(' ')} exited with ${code}:\n${stdout}${stderr}`);
    return stdout;
  }

  async withClient<T>(use: (client: ApiClient) => Promise<T>): Promise<T> {
    const client = createApiClient({ servers: [this.servers] });
    return use(client).finally(() => client.close());
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

function mustMatch(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Cannot find ${String(pattern)} in what compose-up.sh said:\n${text}`);
  return found;
}
