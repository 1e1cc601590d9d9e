/**
 * What a kubelet says that its node and pods use: the part of its `/stats/summary` that metrics are made of. Read with
 * care, as it comes from a node: what is not in the expected form is passed over, and an answer without a node is none.
 */

/** Over `windowMs` up to `time`. */
export interface Usage {
  /** RFC 3339. */
  readonly time: string;
  readonly windowMs: number;
  readonly nanoCores: number;
  readonly workingSetBytes: number;
}

export interface NodeUsage {
  /** Undefined while there is no rate yet. */
  readonly node: Usage | undefined;
  /** By uid of the pod: its containers by name. Pods with a container that has no rate yet are left out. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Usage>>;
}

/** Throws when `text` is no summary. */
export function readSummary(text: string): NodeUsage {
  const summary: unknown = JSON.parse(text);
  const node = at(summary, 'node');
  if (typeof node !== 'object' || node === null) throw new Error('its summary tells nothing of the node');
  const pods = new Map<string, ReadonlyMap<string, Usage>>();
  for (const pod of listAt(summary, 'pods')) {
    const uid = at(at(pod, 'podRef'), 'uid');
    const containers = listAt(pod, 'containers').map((each) => [at(each, 'name'), usageIn(each)] as const);
    const complete = containers.flatMap(([name, usage]): [string, Usage][] =>
      typeof name === 'string' && usage !== undefined ? [[name, usage]] : [],
    );
    if (typeof uid !== 'string' || complete.length === 0 || complete.length < containers.length) continue;
    pods.set(uid, new Map(complete));
  }
  return { node: usageIn(node), pods };
}

function usageIn(stats: unknown): Usage | undefined {
  const cpu = at(stats, 'cpu');
  const time = at(cpu, 'time');
  const windowMs = amount(at(cpu, 'windowMilliseconds'));
  const nanoCores = amount(at(cpu, 'usageNanoCores'));
  const workingSetBytes = amount(at(at(stats, 'memory'), 'workingSetBytes'));
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return undefined;
  if (windowMs === undefined || nanoCores === undefined || workingSetBytes === undefined) return undefined;
  return { time, windowMs, nanoCores, workingSetBytes };
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function listAt(value: unknown, field: string): readonly unknown[] {
  const list = at(value, field);
  return Array.isArray(list) ? list : [];
}

function at(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}
