/** A real etcd, started on what its own etcdctl restores from a snapshot file. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, freePort, type Cleanup } from '@kuorum/testing';

const run = promisify(execFile);
const env = { ...process.env, ETCDCTL_API: '3' };

/** Gives its client address. */
export async function startRestoredEtcd(cleanup: Cleanup, file: string): Promise<string> {
  const dataDir = join(await cleanup.tempDir(), 'etcd');
  await run('etcdctl', ['snapshot', 'restore', file, '--data-dir', dataDir], { env });
  return startEtcd(cleanup, dataDir);
}

export async function startEtcd(cleanup: Cleanup, dataDir: string, flags: readonly string[] = []): Promise<string> {
  const [client, peer] = [await freePort(), await freePort()];
  const words = [
    `--data-dir=${dataDir}`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    '--log-level=error',
    '--logger=zap',
    ...flags,
  ];
  const child = cleanup.own(spawn('etcd', words, { stdio: ['ignore', 'ignore', 'pipe'] }), async (process) => {
    if (process.exitCode !== null || process.signalCode !== null) return;
    await new Promise((resolve) => {
      process.once('exit', resolve);
      process.kill('SIGKILL');
    });
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const address = `127.0.0.1:${client}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`etcd ended: ${said}`);
    const health = await fetch(`http://${address}/health`);
    return ((await health.json()) as { health: string }).health === 'true';
  }, 'a healthy etcd');
  return address;
}
