/** What this machine is: measured once at start. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, release, totalmem } from 'node:os';
import { formatBytes, type NodeStatus } from '@kuorum/api';
import type { RuntimeVersion } from '../runtime/types.js';

const podsMaxDefault = 110;
export const kubeletVersion = 'v0.1.0';

/** `given` overrides what was measured. */
export function capacityOf(given: Readonly<Record<string, string>>): Record<string, string> {
  return {
    cpu: String(availableParallelism()),
    memory: formatBytes(Math.floor(totalmem() / 1024) * 1024),
    pods: String(podsMaxDefault),
    ...given,
  };
}

export function systemInfo(runtime: RuntimeVersion): NonNullable<NodeStatus['nodeInfo']> {
  return {
    machineID: firstLine('/etc/machine-id'),
    systemUUID: '',
    bootID: firstLine('/proc/sys/kernel/random/boot_id'),
    kernelVersion: release(),
    osImage: /^PRETTY_NAME="?([^"\n]*)/m.exec(text('/etc/os-release'))?.[1] ?? process.platform,
    containerRuntimeVersion: `${runtime.name}://${runtime.version}`,
    kubeletVersion,
    operatingSystem: process.platform,
    architecture: arch() === 'x64' ? 'amd64' : arch(),
  };
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // Not on every system; only shown to people.
  }
}

function firstLine(path: string): string {
  return text(path).split('\n')[0] ?? '';
}
