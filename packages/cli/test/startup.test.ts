/**
 * What the start of a command costs, told by what does not depend on how busy the machine is: which modules of the bundle are run
 * for it (V8's own record of what it executed), and its processor time beside that of `node -e 0` in the same seconds.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { encodeProto, make } from '@kuorum/api';
import { Cleanup } from '@kuorum/testing';
import { TestCa } from '@kuorum/testing/test-ca';

const run = promisify(execFile);
const kuorum = fileURLToPath(new URL('../bin/kuorum.js', import.meta.url));
const bundler = fileURLToPath(new URL('../../../scripts/bundle.mjs', import.meta.url));

/** When a bundle is to be made first. */
const BUNDLE_MS_MAX = 60_000;
/** The least of so many counts: what disturbs a process only ever adds to its time. */
const ROUNDS = 5;

/** What the whole test run is measured with takes time of its own, and refuses the code cache. */
const plainEnv: NodeJS.ProcessEnv = { ...process.env };
delete plainEnv['NODE_V8_COVERAGE'];

/** Ours that servers are made of, and others' that only they need. */
const notForClients = [
  /^packages\/(store|apiserver|scheduler|controllers|controller-runtime|kubelet|proxy|wire)\//,
  /^node_modules\/(protobufjs|@grpc\/proto-loader|dockerode|@peculiar|tar-stream|reflect-metadata)\//,
];

interface ExecutedScript {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
  }[];
}

describe('the start of a command', function () {
  this.timeout(BUNDLE_MS_MAX);
  const cleanup = new Cleanup();
  let directory: string;
  let kubeconfig: string;
  let probe: string;

  before(async () => {
    await run(process.execPath, [bundler], { env: plainEnv });
    directory = mkdtempSync(join(tmpdir(), 'kuorum-startup-'));
    cleanup.add(() => rmSync(directory, { recursive: true, force: true }));
    const ca = await TestCa.create(directory);
    const server = await ca.issue();
    const client = await ca.issue({ commonName: 'somebody' });
    const address = await serveOnePod(cleanup, ca.caFile, server.certFile, server.keyFile);
    kubeconfig = join(directory, 'config');
    const config = {
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server: address, 'certificate-authority': ca.caFile } }],
      users: [{ name: 'u', user: { 'client-certificate': client.certFile, 'client-key': client.keyFile } }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
    probe = join(directory, 'probe.cjs');
    writeFileSync(probe, "process.on('exit', () => process.stderr.write(JSON.stringify(process.cpuUsage())));");
  });
  after(() => cleanup.run());

  /** The modules of the bundle that a command runs, with their sizes in bytes. */
  async function modulesRun(...args: string[]): Promise<Map<string, number>> {
    const coverage = mkdtempSync(join(directory, 'coverage-'));
    await run(process.execPath, [kuorum, ...args], { env: { ...process.env, NODE_V8_COVERAGE: coverage } });
    const modules = new Map<string, number>();
    for (const file of readdirSync(coverage)) {
      const { result } = JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: ExecutedScript[] };
      for (const { functions } of result.filter(({ url }) => /\/dist-bundle\/kuorum-\w+\.cjs$/.test(url))) {
        // esbuild makes a function of each module, with the file's path as its name.
        for (const { functionName, ranges } of functions) {
          const [whole] = ranges;
          if (!/^(packages|node_modules)\/.*\.[cm]?js$/.test(functionName) || whole === undefined) continue;
          if (whole.count > 0) modules.set(functionName, whole.endOffset - whole.startOffset);
        }
      }
    }
    expect(modules.size, 'modules run').to.be.greaterThan(0);
    return modules;
  }

  /** Processor time of a process of Node, its own and the system's for it, in milliseconds. */
  async function processorMs(...args: string[]): Promise<number> {
    const { stderr } = await run(process.execPath, ['-r', probe, ...args], { env: plainEnv });
    const { user, system } = JSON.parse(/\{.*\}$/.exec(stderr)?.[0] ?? '') as NodeJS.CpuUsage;
    return (user + system) / 1_000;
  }

  const getPods = (): string[] => ['get', 'pods', '--kubeconfig', kubeconfig];
  const bytes = (modules: Map<string, number>): number => [...modules.values()].reduce((sum, each) => sum + each, 0);

  it('answers', async () => {
    const { stdout } = await run(process.execPath, [kuorum, ...getPods()]);
    expect(stdout).to.match(/^NAME +READY +STATUS +RESTARTS +AGE\nweb +1\/1 +Running/);
  });

  it('runs no module that only servers need, nor a protobuf library', async () => {
    for (const args of [['version', '--client'], getPods()]) {
      const foreign = [...(await modulesRun(...args)).keys()].filter((name) =>
        notForClients.some((pattern) => pattern.test(name)),
      );
      expect(foreign, args.join(' ')).to.deep.equal([]);
    }
  });

  it('runs 0.1 MB of code for a version, and 1.3 MB for a list, gRPC and YAML included', async () => {
    const version = await modulesRun('version', '--client');
    expect([...version.keys()].filter((name) => /grpc|yaml|rxjs/.test(name))).to.deep.equal([]);
    expect(bytes(version)).to.be.lessThan(120_000);
    expect(bytes(await modulesRun(...getPods()))).to.be.lessThan(1_300_000);
  });

  it('takes what V8 has compiled before', async () => {
    const module = JSON.stringify(new URL('../dist/bundle.js', import.meta.url).href);
    const look = `import(${module}).then(({ bundleDirectory, compileProgram, currentBundle }) => {
      const { script } = compileProgram(bundleDirectory, currentBundle(bundleDirectory).program);
      console.log(script.cachedDataRejected);
    })`;
    expect((await run(process.execPath, ['-e', look], { env: plainEnv })).stdout).to.equal('false\n');
  });

  it('takes less than 2.2 times the processor time of an empty program for a version, 3.4 times for a list over TLS', async () => {
    const commands = [
      ['-e', '0'],
      [kuorum, 'version', '--client'],
      [kuorum, ...getPods()],
    ];
    const least = commands.map(() => Infinity);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, args] of commands.entries()) least[i] = Math.min(least[i] ?? 0, await processorMs(...args));
    }
    const [empty = 0, version = 0, list = 0] = least;
    expect(version / empty, `version: ${version} ms, node: ${empty} ms`).to.be.lessThan(2.2);
    expect(list / empty, `get pods: ${list} ms, node: ${empty} ms`).to.be.lessThan(3.4);
  });
});

/** An apiserver that knows one answer. Gives its address. */
async function serveOnePod(cleanup: Cleanup, ca: string, cert: string, key: string): Promise<string> {
  const status = { phase: 'Running' as const, containerStatuses: [{ name: 'web', ready: true }] };
  const spec = { containers: [{ name: 'web', image: 'web' }] };
  const items = [{ metadata: { name: 'web', namespace: 'default' }, spec, status }];
  const list = encodeProto('PodList', make('PodList', { items }));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(list.length, 1);
  const server = createSecureServer({
    ca: readFileSync(ca),
    cert: readFileSync(cert),
    key: readFileSync(key),
    requestCert: true,
  });
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.concat([head, list]));
  });
  cleanup.own<Http2SecureServer>(server, (each) => each.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
