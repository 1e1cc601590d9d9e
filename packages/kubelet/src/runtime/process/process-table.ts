/**
 * Tells whether a process is still the one that was started. A pid alone says nothing after a while: it is given out
 * again. On Linux the kernel's start time of the process (field 22 of /proc/PID/stat, proc(5)) settles it.
 */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot at which it started; '' where the system does not tell. */
  readonly startTicks: string;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startTicks: readStat(pid)?.startTicks ?? '' };
}

export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.pid <= 0) return false;
  if (process.platform === 'linux') {
    const stat = readStat(identity.pid);
    return stat !== undefined && stat.state !== 'Z' && stat.startTicks === identity.startTicks;
  }
  try {
    process.kill(identity.pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Signals the whole process group that `identity` leads; nothing when it is not that process any more. */
export function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  try {
    process.kill(-identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function readStat(pid: number): { readonly state: string; readonly startTicks: string } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the command in parentheses and may hold anything, so count from the last parenthesis.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
}
