/**
 * Reads this node's containers from the engine. The list says that a container exists and whether it runs; exit code
 * and times need a look at each one. A look is remembered until the list or an event says that something changed.
 */
import type Docker from 'dockerode';
import * as labels from '../../labels.js';
import { engineCallTimeoutMs, engineListTimeoutMs, inspectConcurrency, inspectMaxAgeMs } from '../../limits.js';
import type { RuntimeContainer, RuntimePod } from '../types.js';
import { ownerFilter, type Owner } from './container-config.js';
import { engineCall, isEngineNotFound } from './engine.js';

/** Scheme of container ids in pod status. */
export const dockerIdPrefix = 'docker://';

interface Known {
  readonly state: string;
  readonly lookedAtMs: number;
  readonly record: RuntimeContainer;
  /** Of the look, not of the list: the container may have got it in between. */
  readonly ip: string;
}

export class ContainerRecords {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly engine: Docker,
    private readonly owner: Owner,
    private readonly now: () => number = Date.now,
  ) {}

  /** Makes the next list look at the container again. */
  forget(id: string): void {
    this.known.delete(id);
  }

  async listPods(uid?: string): Promise<RuntimePod[]> {
    const listed = await this.list(uid);
    const records = new Map<string, Known>();
    const queue = listed.filter((info) => !isSandbox(info));
    const look = async (): Promise<void> => {
      for (let info = queue.pop(); info !== undefined; info = queue.pop()) {
        const known = await this.look(info);
        if (known !== undefined) records.set(info.Id, known);
      }
    };
    await Promise.all(Array.from({ length: inspectConcurrency }, look));
    if (uid === undefined) this.dropUnlisted(listed);
    return groupByPod(listed, records);
  }

  list(uid?: string): Promise<Docker.ContainerInfo[]> {
    return engineCall('list containers', engineListTimeoutMs, (abortSignal) =>
      this.engine.listContainers({ all: true, filters: ownerFilter(this.owner, uid), abortSignal }),
    );
  }

  private async look(info: Docker.ContainerInfo): Promise<Known | undefined> {
    const before = this.known.get(info.Id);
    if (before?.state === info.State && this.now() - before.lookedAtMs < inspectMaxAgeMs) return before;
    try {
      const seen = await engineCall('inspect container', engineCallTimeoutMs, (abortSignal) =>
        this.engine.getContainer(info.Id).inspect({ abortSignal }),
      );
      const ip = Object.values(seen.NetworkSettings.Networks)[0]?.IPAddress ?? '';
      // What ended between list and look counts with what the look saw, so that the next list looks again.
      const known = { state: seen.State.Status, lookedAtMs: this.now(), record: toRecord(seen), ip };
      this.known.set(info.Id, known);
      return known;
    } catch (error) {
      if (isEngineNotFound(error)) return undefined;
      throw error;
    }
  }

  private dropUnlisted(listed: readonly Docker.ContainerInfo[]): void {
    const ids = new Set(listed.map((info) => info.Id));
    for (const id of this.known.keys()) if (!ids.has(id)) this.known.delete(id);
  }
}

export function isSandbox(info: Docker.ContainerInfo): boolean {
  return (info.Labels[labels.containerLabel] ?? '') === '';
}

function toRecord(seen: Docker.ContainerInspectInfo): RuntimeContainer {
  const { State: state } = seen;
  const own = seen.Config.Labels;
  const started = timeMs(state.StartedAt);
  const running = state.Running || state.Paused || state.Restarting;
  return {
    id: dockerIdPrefix + seen.Id,
    name: own[labels.containerLabel] ?? '',
    attempt: Number(own[labels.attemptLabel] ?? 0),
    backoffMs: Number(own[labels.backoffLabel] ?? 0),
    state: running ? 'running' : started === 0 ? 'created' : 'exited',
    startedAtMs: started,
    finishedAtMs: running ? 0 : timeMs(state.FinishedAt),
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    message: state.Error,
    image: seen.Config.Image,
    imageId: seen.Image,
  };
}

/** Docker's zero time is the year 1. */
function timeMs(text: string): number {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms < 0 ? 0 : ms;
}

function groupByPod(listed: readonly Docker.ContainerInfo[], records: ReadonlyMap<string, Known>): RuntimePod[] {
  const pods = new Map<string, Docker.ContainerInfo[]>();
  for (const info of listed) {
    const uid = info.Labels[labels.podUidLabel] ?? '';
    pods.set(uid, [...(pods.get(uid) ?? []), info]);
  }
  return [...pods].map(([uid, infos]) => {
    const own = infos[0]?.Labels ?? {};
    return {
      uid,
      namespace: own[labels.podNamespaceLabel] ?? '',
      name: own[labels.podNameLabel] ?? '',
      ip: infos.map((info) => ipOf(info, records.get(info.Id))).find((ip) => ip !== '') ?? '',
      network: networkState(infos),
      containers: infos
        .flatMap((info) => records.get(info.Id)?.record ?? [])
        .sort((a, b) => a.name.localeCompare(b.name) || a.attempt - b.attempt),
    };
  });
}

function ipOf(info: Docker.ContainerInfo, known: Known | undefined): string {
  const running = known === undefined ? info.State === 'running' : known.record.state === 'running';
  if (!running) return '';
  const listed = Object.values(info.NetworkSettings.Networks)[0]?.IPAddress ?? '';
  return listed === '' ? (known?.ip ?? '') : listed;
}

function networkState(infos: readonly Docker.ContainerInfo[]): RuntimePod['network'] {
  const sandbox = infos.find(isSandbox);
  if (sandbox !== undefined) return sandbox.State === 'running' ? 'ready' : 'lost';
  return infos.some((info) => info.HostConfig.NetworkMode.startsWith('container:')) ? 'lost' : 'none';
}
