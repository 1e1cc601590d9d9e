/** Members that speak TLS, with authorities of their own: real certificates in files, given by flags. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { silentLogger, type Logger } from '@kuorum/base/node';
import { startStoreMember, type RunningStore } from '@kuorum/store';
import { parseStoreFlags } from '@kuorum/store/server';
import { freePort, type Cleanup } from '@kuorum/testing';
import { TestCa, type CertificateFiles } from '@kuorum/testing/test-ca';

const run = promisify(execFile);
export const DAY_MS = 24 * 3_600_000;

export interface Started {
  readonly store: RunningStore;
  /** Warnings and errors. */
  readonly logged: string[];
}

/** What one of three members is given for its peers. */
export interface PeerSide {
  readonly files: CertificateFiles;
  readonly caFile: string;
  readonly more?: readonly string[];
}

export class TlsBed {
  private constructor(
    private readonly cleanup: Cleanup,
    readonly directory: string,
    readonly ca: TestCa,
    readonly otherCa: TestCa,
  ) {}

  static async create(cleanup: Cleanup): Promise<TlsBed> {
    const directory = await cleanup.tempDir();
    return new TlsBed(cleanup, directory, await TestCa.create(directory), await TestCa.create(directory, 'other'));
  }

  async start(argv: readonly string[]): Promise<Started> {
    const { logger, logged } = recorder();
    const options = parseStoreFlags(['--heartbeat-interval=50', '--election-timeout=500', '--bcrypt-cost=4', ...argv]);
    const store = await startStoreMember(options, { logger });
    this.cleanup.add(() => store.stop());
    return { store, logged };
  }

  /** One member that serves clients, and metrics, by TLS. */
  startOne(files: CertificateFiles, ...more: string[]): Promise<Started> {
    return this.start([
      '--name=m1',
      `--data-dir=${join(this.directory, 'm1')}`,
      '--listen-client-urls=https://127.0.0.1:0',
      '--listen-peer-urls=http://127.0.0.1:0',
      '--listen-metrics-urls=https://127.0.0.1:0',
      ...flagsOf(files),
      ...more,
    ]);
  }

  /** Three members whose peers speak mutual TLS, each with what `sideOf` gives it. */
  async startThree(sideOf: (name: string) => Promise<PeerSide>): Promise<Started[]> {
    const ports = await Promise.all(['m1', 'm2', 'm3'].map(async (name) => ({ name, port: await freePort() })));
    const cluster = ports.map(({ name, port }) => `${name}=https://127.0.0.1:${port}`).join(',');
    return Promise.all(
      ports.map(async ({ name, port }) => {
        const { files, caFile, more = [] } = await sideOf(name);
        return this.start([
          `--name=${name}`,
          `--data-dir=${join(this.directory, name)}`,
          '--listen-client-urls=http://127.0.0.1:0',
          `--listen-peer-urls=https://127.0.0.1:${port}`,
          `--initial-advertise-peer-urls=https://127.0.0.1:${port}`,
          `--initial-cluster=${cluster}`,
          ...flagsOf(files, 'peer-'),
          `--peer-trusted-ca-file=${caFile}`,
          '--peer-client-cert-auth',
          ...more,
        ]);
      }),
    );
  }

  /** Of the authority that members are told to trust, or of another one. */
  async peerSide(ca = this.ca, ...more: string[]): Promise<PeerSide> {
    return { files: await ca.issue(), caFile: ca.caFile, more };
  }

  /** Says something that is not TLS to the port of `url`, and gives what comes back before it is cut off. */
  async answerToPlainText(url: string, said: string): Promise<string> {
    const socket = this.cleanup.own(connect(Number(new URL(url).port), '127.0.0.1'), (each) => each.destroy());
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(said);
    return text(socket).catch(() => '');
  }

  async fetchText(url: string): Promise<string> {
    const agent = new Agent({ ca: await readFile(this.ca.caFile) });
    return new Promise((resolve, reject) => {
      get(url, { agent }, (response) => void text(response).then(resolve, reject)).on('error', reject);
    });
  }
}

export function flagsOf(files: CertificateFiles, prefix = ''): string[] {
  return [`--${prefix}cert-file=${files.certFile}`, `--${prefix}key-file=${files.keyFile}`];
}

export async function etcdctl({ store }: Started, ...words: string[]): Promise<string> {
  const argv = ['--endpoints', store.clientUrls[0] ?? '', '--dial-timeout=1s', '--command-timeout=2s', ...words];
  const { stdout } = await run('etcdctl', argv, { env: { ...process.env, ETCDCTL_API: '3' } });
  return stdout.trim();
}

export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it was not refused');
}

/** Keeps what is told to operators. */
function recorder(): { logger: Logger; logged: string[] } {
  const logged: string[] = [];
  const note = (fields: object, message?: string): void => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const logger: Logger = { ...silentLogger, warn: note, error: note, child: () => logger };
  return { logger, logged };
}
