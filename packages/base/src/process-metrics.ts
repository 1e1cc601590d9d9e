/** What the system says of this process; of a system without /proc only what Node knows. */
import { readdir, readFile } from 'node:fs/promises';
import type { MetricsText } from './metrics-text.js';

/** Of the kernel's counts in /proc/PID/stat: 100 a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Fields of /proc/PID/stat after the name, which may hold anything (proc(5)). */
const START_TIME_FIELD = 19;
const VIRTUAL_BYTES_FIELD = 20;
/** What Go prints for a limit that there is not. */
const UNLIMITED = 2 ** 64;

interface ProcessView {
  readonly openFiles: number;
  readonly filesMax: number;
  readonly startTimeSeconds: number;
  readonly virtualBytes: number;
  readonly virtualBytesMax: number;
}

export async function renderProcess(text: MetricsText): Promise<void> {
  const { user, system } = process.cpuUsage();
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  text.counter('process_cpu_seconds_total', 'Time of processors, user and system.', (user + system) / 1e6);
  text.gauge('process_resident_memory_bytes', 'Memory that is resident.', rss);
  const view = await readProc().catch(() => undefined);
  if (view !== undefined) {
    text.gauge('process_max_fds', 'Files that may be open.', view.filesMax);
    text.gauge('process_open_fds', 'Files that are open.', view.openFiles);
    text.gauge('process_start_time_seconds', 'When the process began, since 1970.', view.startTimeSeconds);
    text.gauge('process_virtual_memory_bytes', 'Memory that is mapped.', view.virtualBytes);
    text.gauge('process_virtual_memory_max_bytes', 'Memory that may be mapped.', view.virtualBytesMax);
    text.gauge('os_fd_limit', 'Files that may be open.', view.filesMax);
    text.gauge('os_fd_used', 'Files that are open.', view.openFiles);
  }
  text.gauge('nodejs_heap_size_total_bytes', 'Heap of JavaScript, what it takes.', heapTotal);
  text.gauge('nodejs_heap_size_used_bytes', 'Heap of JavaScript, what is in use.', heapUsed);
  text.gauge('nodejs_external_memory_bytes', 'Memory beside the heap that objects of it own.', external);
  text.gauge('nodejs_version_info', 'The runtime.', [[{ version: process.version }, 1]]);
}

async function readProc(): Promise<ProcessView> {
  const [stat, limits, system, files] = await Promise.all([
    readFile('/proc/self/stat', 'utf8'),
    readFile('/proc/self/limits', 'utf8'),
    readFile('/proc/stat', 'utf8'),
    readdir('/proc/self/fd'),
  ]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const bootSeconds = Number(/^btime (\d+)$/m.exec(system)?.[1]);
  return {
    openFiles: files.length,
    filesMax: limitOf(limits, 'Max open files'),
    startTimeSeconds: bootSeconds + Number(fields[START_TIME_FIELD]) / TICKS_PER_SECOND,
    virtualBytes: Number(fields[VIRTUAL_BYTES_FIELD]),
    virtualBytesMax: limitOf(limits, 'Max address space'),
  };
}

function limitOf(limits: string, name: string): number {
  const soft = new RegExp(`^${name} +(\\S+)`, 'm').exec(limits)?.[1];
  return soft === 'unlimited' ? UNLIMITED : Number(soft);
}
