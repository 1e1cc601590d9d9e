/**
 * What the processes of containers use, from /proc (proc(5)). A container's processes are those of its leader's session
 * and whatever descends from them; what ended counts with who waited for it. What ended unwaited for is lost, so the sum can
 * fall. Memory is the resident set: pages that processes share count with each of them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { ContainerUsage } from '../types.js';

/** USER_HZ: what /proc counts processor time in, 100 a second on every Linux that Node runs on. */
const ticksPerSecond = 100;
const nanosecondsPerTick = 1e9 / ticksPerSecond;

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
  readonly cpuTicks: number;
}

/** By the leader's pid. Empty where there is no /proc; a leader that is gone is left out. */
export function usageOfGroups(leaders: readonly number[], proc = '/proc'): ReadonlyMap<number, ContainerUsage> {
  if (leaders.length === 0) return new Map();
  const owners = ownersOf(readProcesses(proc), new Set(leaders));
  const timeMs = Date.now();
  const usage = new Map<number, ContainerUsage>();
  for (const [{ pid, cpuTicks }, leader] of owners) {
    const before = usage.get(leader) ?? { timeMs, cpuNanoseconds: 0, workingSetBytes: 0 };
    const cpuNanoseconds = before.cpuNanoseconds + cpuTicks * nanosecondsPerTick;
    usage.set(leader, { timeMs, cpuNanoseconds, workingSetBytes: before.workingSetBytes + residentBytes(proc, pid) });
  }
  return usage;
}

/** Of a session's processes. Empty where there is no /proc. */
export function pidsOfSession(session: number, proc = '/proc'): number[] {
  return [...readProcesses(proc).values()].filter((each) => each.session === session).map(({ pid }) => pid);
}

/** Which leader each process belongs to; those of nobody are left out. */
function ownersOf(
  processes: ReadonlyMap<number, ProcessStat>,
  leaders: ReadonlySet<number>,
): ReadonlyMap<ProcessStat, number> {
  const owners = new Map<ProcessStat, number>();
  for (const each of processes.values()) {
    // Up to the first ancestor that is of a leader's session. The table was read while processes came and went, so it
    // may hold a circle; no way is longer than the table.
    let at: ProcessStat | undefined = each;
    for (let steps = processes.size; at !== undefined && steps > 0; steps--) {
      if (leaders.has(at.session)) {
        owners.set(each, at.session);
        break;
      }
      at = processes.get(at.parent);
    }
  }
  return owners;
}

function readProcesses(proc: string): ReadonlyMap<number, ProcessStat> {
  const found = new Map<number, ProcessStat>();
  for (const entry of entriesOf(proc)) {
    if (!/^\d+$/.test(entry)) continue;
    const text = textOf(`${proc}/${entry}/stat`);
    // The second field is the command in parentheses and may hold anything, so count from the last parenthesis.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0, , session = 0] = fields;
    const [utime = 0, stime = 0, childrenUtime = 0, childrenStime = 0] = fields.slice(11, 15);
    const cpuTicks = utime + stime + childrenUtime + childrenStime;
    if (Number.isFinite(cpuTicks)) found.set(Number(entry), { pid: Number(entry), parent, session, cpuTicks });
  }
  return found;
}

function residentBytes(proc: string, pid: number): number {
  return 1024 * Number(/^VmRSS:\s*(\d+) kB$/m.exec(textOf(`${proc}/${pid}/status`))?.[1] ?? 0);
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // No Linux.
  }
}

/** '' when the process has ended meanwhile. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
