/** A real etcd for tests, from the machine's own packages: what our store and our etcd client are measured against. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

const candidates = ['/usr/bin/etcd', '/usr/local/bin/etcd'];

/** Path of the etcd binary; undefined where there is none. */
export function etcdBinary(): string | undefined {
  return candidates.find((path) => existsSync(path));
}

export interface RealEtcd {
  /** `host:port` of the client API. */
  readonly endpoint: string;
  readonly pid: number;
  /** kill -9; the data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>;
  /** Stops the process where it is (SIGSTOP); resolves when none of its threads runs any more. */
  pause(): Promise<void>;
  /** Lets a paused process go on. */
  resume(): void;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** Files by which an etcd proves who it is, and tells who its clients are. */
export interface EtcdTlsFiles {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Starts one etcd member on ports of its own with data in a temporary directory; with `tls` its clients must have certificates. */
export async function startRealEtcd(flags: readonly string[] = [], tls?: EtcdTlsFiles): Promise<RealEtcd> {
  const binary = etcdBinary();
  if (binary === undefined) throw new Error(`Cannot start etcd: none of ${candidates.join(', ')} is there`);
  const dataDir = await mkdtemp(join(tmpdir(), 'kuorum-etcd-'));
  const [clientPort, peerPort] = [await freePort(), await freePort()];
  const clientUrl = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${clientPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  const run = async (): Promise<ChildProcess> => {
    const child = spawn(
      binary,
      [
        ...['--name', 'test', '--data-dir', dataDir],
        ...['--listen-client-urls', clientUrl, '--advertise-client-urls', clientUrl],
        ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
        ...['--initial-cluster', `test=${peerUrl}`, '--log-level', 'error', '--logger', 'zap'],
        ...(tls === undefined ? [] : tlsFlags(tls)),
        ...flags,
      ],
      { stdio: 'ignore' },
    );
    await eventually(() => {
      if (child.exitCode !== null) throw new Error(`etcd ended with status ${child.exitCode}`);
      return answers(clientPort);
    }, 'etcd listens');
    return child;
  };
  let child = await run();
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return {
    endpoint: `127.0.0.1:${clientPort}`,
    get pid() {
      return child.pid ?? 0;
    },
    kill,
    restart: async () => {
      await kill();
      child = await run();
    },
    pause: async () => {
      child.kill('SIGSTOP');
      await eventually(() => isPaused(child.pid ?? 0), 'etcd stands still');
    },
    resume: () => void child.kill('SIGCONT'),
    stop: async () => {
      await kill();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function tlsFlags({ caFile, certFile, keyFile }: EtcdTlsFiles): string[] {
  return ['--client-cert-auth', '--trusted-ca-file', caFile, '--cert-file', certFile, '--key-file', keyFile];
}

/** On a busy machine a thread may still run for a moment after the signal was sent. */
async function isPaused(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(
    threads.map(async (thread) => {
      const stat = await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }),
  );
  return states.every((state) => state === 'T');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
