/**
 * What README.md says to type is typed, as it stands there: each block with grpcurl in it is a script for bash. grpcurl
 * itself is not at hand: a stand-in on the PATH does each call by `buf curl`, over mutual TLS and by server reflection.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { kuorumBinary, repositoryDir, runCommand } from '../support/commands.js';
import type { LocalCluster } from '../support/local-cluster.js';

const require = createRequire(import.meta.url);
const standIns = join(repositoryDir, 'test', 'support', 'stand-ins');
const protoDir = join(repositoryDir, 'proto', 'kuorum', 'v1');
/** Says each command that failed, and goes on. */
const failuresTold = `trap 'failed=1; echo "failed: $BASH_COMMAND" >&2' ERR`;
const blockTimeoutMs = 100_000;

/** `cluster` is asked when the checks run; it runs `rc/echo` then. */
export function checkReadmeCalls(cluster: () => LocalCluster): void {
  it('answers every call that README.md shows, and README.md shows one of every service and verb', async () => {
    const blocks = shellBlocks(await readFile(join(repositoryDir, 'README.md'), 'utf8'));
    const shown = blocks.join('\n').match(/^grpcurl /gm) ?? [];
    const done = await run(cluster(), blocks);
    expect(done.failures).to.equal('');
    expect(done.calls, 'calls that were made, of those that are shown').to.have.length(shown.length);
    expect(done.calls.filter(({ status }) => status !== 0)).to.deep.equal([]);

    const { services, verbs } = await definedCalls();
    const symbols = done.calls.map(({ symbol }) => symbol.split('/'));
    const missing = (wanted: readonly string[], found: readonly (string | undefined)[]): string[] =>
      wanted.filter((each) => !found.includes(each));
    expect(
      missing(
        [...services, 'list', 'grpc.health.v1.Health'],
        symbols.map(([service]) => service),
      ),
      'services that README.md does not show',
    ).to.deep.equal([]);
    expect(
      missing(
        verbs,
        symbols.map(([, verb]) => verb),
      ),
      'verbs that README.md does not show',
    ).to.deep.equal([]);
  });
}

function shellBlocks(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, block = '']) => block)
    .filter((block) => /^grpcurl /m.test(block));
}

interface Call {
  readonly status: number;
  /** Such as kuorum.v1.PodService/List, or list. */
  readonly symbol: string;
}

/** The blocks run side by side: none needs another. */
async function run(cluster: LocalCluster, blocks: readonly string[]): Promise<{ calls: Call[]; failures: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'kuorum-readme-'));
  try {
    const env = {
      KUORUM_DATA_DIR: cluster.dataDir,
      PATH: `${standIns}:${process.env['PATH'] ?? ''}`,
      BUF: bufProgram(),
      REFLECTION: join(
        dirname(require.resolve('@grpc/reflection/package.json')),
        'build/proto/grpc/reflection/v1/reflection.proto',
      ),
      KUORUM: kuorumBinary,
      GRPCURL_FLAGS: (await cluster.mustKuorum(['config', 'grpcurl'])).trim(),
      CALLS: join(directory, 'calls'),
      ETCDCTL_API: '3',
    };
    const ended = await Promise.all(
      blocks.map((block) =>
        runCommand('bash', ['-uc', `${failuresTold}\n${block}\nexit "\${failed:-0}"`], {
          env,
          timeoutMs: blockTimeoutMs,
        }),
      ),
    );
    const lines = existsSync(env.CALLS) ? (await readFile(env.CALLS, 'utf8')).trim().split('\n') : [];
    const calls = lines.map((line) => ({ status: parseInt(line, 10), symbol: line.replace(/^\d+ /, '') }));
    return {
      calls,
      failures: ended
        .filter(({ code }) => code !== 0)
        .map(({ code, stderr }) => `exit status ${code}: ${stderr}`)
        .join('\n'),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The program itself: what npm puts before it starts a Node for each call. */
function bufProgram(): string {
  const arch = process.arch === 'arm64' && process.platform === 'linux' ? 'aarch64' : process.arch;
  return require.resolve(`@bufbuild/buf-${process.platform}-${arch}/bin/buf`);
}

/** What .proto files define. */
async function definedCalls(): Promise<{ services: string[]; verbs: string[] }> {
  const names = (await readdir(protoDir)).filter((name) => name.endsWith('.proto'));
  const text = (await Promise.all(names.map((name) => readFile(join(protoDir, name), 'utf8')))).join('\n');
  const all = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
  return {
    services: all(/^service (\w+)/gm).map((name) => `kuorum.v1.${name}`),
    verbs: [...new Set(all(/^ +rpc (\w+)\(/gm))],
  };
}
