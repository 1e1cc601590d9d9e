// An apiserver over a group of store members, as its own process, in plaintext as its store is.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient } from '../packages/client/dist/index.js';
import { kill, start } from './cleanup.mjs';
import { freePorts } from './free-ports.mjs';
import { cpuSecondsOf, residentBytesOf } from './store-group.mjs';

const kuorum = join(import.meta.dirname, '../packages/cli/bin/kuorum.js');
const READY_DEADLINE_MS = 60_000;

export class BenchApiserver {
  #child;

  constructor(name, url, child) {
    this.name = name;
    this.url = url;
    this.#child = child;
  }

  static async start(name, group) {
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const stores = group.members.map(({ url }) => url).join(',');
    const words = ['apiserver', `--listen=${address}`, `--etcd-servers=${stores}`, '--insecure', '--log-level=error'];
    // KUORUM_BENCH_NODE_OPTIONS: a profile, say.
    const nodeOptions = process.env.KUORUM_BENCH_NODE_OPTIONS?.split(' ') ?? [];
    const server = new BenchApiserver(
      name,
      `http://${address}`,
      start(process.execPath, [...nodeOptions, kuorum, ...words]),
    );
    await server.#ready(address);
    return server;
  }

  async #ready(address) {
    const client = createApiClient({ servers: [address] });
    const deadline = performance.now() + READY_DEADLINE_MS;
    for (;;) {
      const answer = await client
        .resource('Namespace')
        .get('', 'default', { timeoutMs: 1_000 })
        .catch((error) => error);
      if (!(answer instanceof Error)) break;
      if (this.#child.exitCode !== null) throw new Error(`${this.name} ended with status ${this.#child.exitCode}`);
      if (performance.now() > deadline) throw new Error(`${this.name} is not ready: ${answer.message}`);
      await delay(50);
    }
    client.close();
  }

  /** Counts processor time from now on. */
  meterCpu() {
    const before = cpuSecondsOf(this.#child.pid);
    return { microsPer: (operations) => ((cpuSecondsOf(this.#child.pid) - before) / operations) * 1e6 };
  }

  get residentBytes() {
    return residentBytesOf(this.#child.pid);
  }

  stop(signal = 'SIGKILL') {
    return kill(this.#child, signal);
  }
}
