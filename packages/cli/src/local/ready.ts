/** Waits until the parts of a local cluster answer. Every wait has a deadline and notices a process that died. */
import { readFileSync } from 'node:fs';
import { isConditionTrue } from '@kuorum/api';
import { createApiClient, createEtcdClient } from '@kuorum/client';
import { CliError } from '../errors.js';
import type { ClusterConfig } from './cluster-config.js';
import { etcdServers } from './layout.js';
import { apiAccessOf, storeAccessOf } from './security.js';
import { findRecord, isAlive, logFile } from './processes.js';
import { until } from './until.js';

/** From start to everything ready; generous, for slow machines. */
export const readyTimeoutMs = 120_000;
const probeTimeoutMs = 2_000;
/** Lines of a dead process's log that are shown. */
const logLinesShown = 12;

export interface WaitContext {
  readonly config: ClusterConfig;
  readonly dataDir: string;
  readonly signal: AbortSignal;
}

type Update = (detail: string) => void;

/** Until every member answers and agrees on a leader; gives the leader's name. */
export async function storeReady({ config, dataDir, signal }: WaitContext, update: Update): Promise<string> {
  const client = createEtcdClient(storeAccessOf(config, dataDir));
  try {
    return await untilReady(
      dataDir,
      config.members.map(({ name }) => name),
      signal,
      async () => {
        const statuses = await Promise.all(
          etcdServers(config).map((endpoint) => client.status(endpoint).catch(() => undefined)),
        );
        const up = statuses.filter((status) => status !== undefined);
        update(`${up.length}/${config.members.length} members answer`);
        const [first] = up;
        if (up.length < config.members.length || first === undefined || first.leaderId === 0n) return undefined;
        if (!up.every(({ leaderId }) => leaderId === first.leaderId)) return undefined;
        const leader = statuses.findIndex((status) => status?.memberId === first.leaderId);
        return config.members[leader]?.name;
      },
    );
  } finally {
    client.close();
  }
}

/** Until the apiserver serves requests from the store. */
export async function apiserverReady({ config, dataDir, signal }: WaitContext): Promise<void> {
  const client = createApiClient(await apiAccessOf(config, dataDir));
  try {
    await untilReady(dataDir, ['apiserver'], signal, () =>
      client
        .resource('Namespace')
        .get('', 'default', { timeoutMs: probeTimeoutMs })
        .then(
          () => true,
          () => undefined,
        ),
    );
  } finally {
    client.close();
  }
}

/** Until `/healthz` of a component says 200. */
export async function healthReady({ dataDir, signal }: WaitContext, name: string, port: number): Promise<void> {
  await untilReady(dataDir, [name], signal, () =>
    fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(probeTimeoutMs) }).then(
      ({ ok }) => (ok ? true : undefined),
      () => undefined,
    ),
  );
}

/** Until every node of the cluster is Ready. */
export async function nodesReady({ config, dataDir, signal }: WaitContext, update: Update): Promise<void> {
  const client = createApiClient(await apiAccessOf(config, dataDir));
  const names = config.nodes.map(({ name }) => name);
  try {
    await untilReady(dataDir, names, signal, async () => {
      const { items } = await client
        .resource('Node')
        .list({ timeoutMs: probeTimeoutMs })
        .catch(() => ({ items: [] }));
      const ready = items.filter(
        ({ metadata, status }) => names.includes(metadata.name) && isConditionTrue(status.conditions, 'Ready'),
      );
      update(`${ready.length}/${names.length} nodes ready`);
      return ready.length === names.length ? true : undefined;
    });
  } finally {
    client.close();
  }
}

/** Waits for `probe`, and gives up at once when a process it depends on has ended. */
function untilReady<T>(
  dataDir: string,
  names: readonly string[],
  signal: AbortSignal,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  return until({
    signal,
    timeoutMs: readyTimeoutMs,
    onTimeout: () =>
      new CliError(
        `${names.join(', ')} not ready after ${readyTimeoutMs / 1000} s; see ${logFile(dataDir, names[0] ?? '')}`,
      ),
    probe: async () => {
      const result = await probe();
      if (result === undefined) mustBeAlive(dataDir, names);
      return result;
    },
  });
}

function mustBeAlive(dataDir: string, names: readonly string[]): void {
  for (const name of names) {
    const record = findRecord(dataDir, name);
    if (record !== undefined && !isAlive(record)) {
      throw new CliError(`${name} ended while starting:\n${logTail(dataDir, name)}`);
    }
  }
}

function logTail(dataDir: string, name: string): string {
  const lines = readFileSync(logFile(dataDir, name), 'utf8').trimEnd().split('\n');
  return `${lines.slice(-logLinesShown).join('\n')}\n(from ${logFile(dataDir, name)})`;
}
