/** What `kuorum status` shows: processes, Raft group, nodes. */
import { statSync } from 'node:fs';
import { createApiClient, createEtcdClient } from '@kuorum/client';
import type { Node } from '@kuorum/api';
import { formatAge } from '../durations.js';
import { nodeStatusText } from '../print/columns.js';
import { TablePrinter } from '../print/table.js';
import type { ClusterConfig } from './cluster-config.js';
import { endpointsOf, processesOf } from './layout.js';
import { apiAccessOf, storeAccessOf } from './security.js';
import { findRecord, isAlive } from './processes.js';

const probeTimeoutMs = 2_000;

const metricsText = '(/metrics is at the same addresses of store members and API server)';

/** `healthy` is false when a process has ended, no leader is agreed on, or a node is not Ready. */
export async function statusText(config: ClusterConfig, dataDir: string): Promise<{ text: string; healthy: boolean }> {
  const processes = processRows(config, dataDir);
  const [members, nodes] = await Promise.all([memberRows(config, dataDir), nodeRows(config, dataDir)]);
  const healthy = [processes, members, nodes].every((section) => section.healthy);
  const sections = [
    `${table(['PROCESS', 'ROLE', 'PID', 'STATE', 'SINCE', 'HEALTH'], processes.rows)}\n${metricsText}`,
    table(['MEMBER', 'ENDPOINT', 'RAFT', 'TERM', 'INDEX', 'REVISION', 'DB SIZE'], members.rows),
    nodes.rows.length === 0
      ? 'No node to show: the API server does not answer.'
      : table(['NODE', 'STATUS', 'PODS', 'ADDRESS'], nodes.rows),
  ];
  return { text: sections.join('\n\n'), healthy };
}

interface Section {
  readonly rows: string[][];
  readonly healthy: boolean;
}

function processRows(config: ClusterConfig, dataDir: string): Section {
  const rows = processesOf(config, dataDir).map(({ name, role, healthUrl = '-' }) => {
    const record = findRecord(dataDir, name);
    if (record === undefined) return [name, role, '-', 'stopped', '-', '-'];
    return [name, role, String(record.pid), isAlive(record) ? 'running' : 'dead', uptime(record.pid), healthUrl];
  });
  return { rows, healthy: rows.every(([, , , state]) => state === 'running') };
}

function uptime(pid: number): string {
  try {
    return formatAge(Date.now() - statSync(`/proc/${pid}`).ctimeMs);
  } catch {
    return '-';
  }
}

async function memberRows(config: ClusterConfig, dataDir: string): Promise<Section> {
  const endpoints = endpointsOf(config);
  const client = createEtcdClient(storeAccessOf(config, dataDir));
  try {
    const statuses = await Promise.all(endpoints.map((endpoint) => client.status(endpoint).catch(() => undefined)));
    const rows = config.members.map(({ name }, i) => {
      const status = statuses[i];
      const endpoint = endpoints[i] ?? '';
      if (status === undefined) return [name, endpoint, 'no answer', '-', '-', '-', '-'];
      const role = status.leaderId === 0n ? 'no leader' : status.leaderId === status.memberId ? 'leader' : 'follower';
      return [
        name,
        endpoint,
        role,
        String(status.raftTerm),
        String(status.raftIndex),
        String(status.revision),
        `${Math.ceil(status.dbSizeBytes / 1024)} KiB`,
      ];
    });
    return { rows, healthy: rows.every(([, , role]) => role === 'leader' || role === 'follower') };
  } finally {
    client.close();
  }
}

async function nodeRows(config: ClusterConfig, dataDir: string): Promise<Section> {
  const client = createApiClient(await apiAccessOf(config, dataDir));
  try {
    const [{ items: nodes }, { items: pods }] = await Promise.all([
      client.resource('Node').list({ timeoutMs: probeTimeoutMs }),
      client.pods.list({ timeoutMs: probeTimeoutMs }),
    ]);
    const rows = nodes.map((node: Node) => {
      const mine = pods.filter((pod) => pod.spec.nodeName === node.metadata.name);
      return [
        node.metadata.name,
        nodeStatusText(node),
        String(mine.length),
        node.status.addresses.find(({ type }) => type === 'InternalIP')?.address ?? '-',
      ];
    });
    return { rows, healthy: rows.every(([, status]) => status?.startsWith('Ready') === true) };
  } catch {
    return { rows: [], healthy: false };
  } finally {
    client.close();
  }
}

function table(head: string[], rows: string[][]): string {
  return new TablePrinter({ head: true }).lines(head, rows).join('\n');
}
