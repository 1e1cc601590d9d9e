import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { appendFile, chmod, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { LogOptions } from '@kuorum/kubelet';
import { exitOf } from '../../dist/runtime/process/container-files.js';
import { LogFile } from '../../dist/runtime/process/log-file.js';
import { findScript } from '../../dist/runtime/process/process-terminal.js';
import { identify, isAlive } from '../../dist/runtime/process/process-table.js';
import { eventually } from '../eventually.js';
import { ProcessRuntime } from '../../dist/runtime/process/process-runtime.js';
import { runtimeContract } from './runtime-contract.js';

describe('process runtime', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'kuorum-process-'));
  const open = (): ProcessRuntime => new ProcessRuntime({ cluster: 'test', node: 'node-1', dataDir });
  const runtime = open();
  let hasTerminals = false;
  before(async () => (hasTerminals = (await findScript()) !== undefined));
  after(async () => {
    for (const pod of await runtime.listPods()) await runtime.removePod(pod);
    await runtime.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  runtimeContract('process', () => ({
    runtime,
    image: 'kuorum/echo',
    missingImage: 'nobody/nothing:1',
    real: true,
    terminals: hasTerminals,
    reopen: open,
  }));

  it('finds what a killed kubelet had started, and its exit code', async function () {
    this.timeout(90_000);
    const pod = { namespace: 'default', name: 'orphan', uid: randomUUID() };
    const module = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
    const told = join(dataDir, 'told');
    const untilTold = `setInterval(() => require('fs').existsSync(${JSON.stringify(told)}) && process.exit(7), 20)`;
    const spec = {
      ...{ pod, hostname: 'orphan', shared: false, name: 'main', attempt: 4, backoffMs: 10_000, image: 'kuorum/echo' },
      ...{ command: ['node', '-e', untilTold], args: [], workingDir: '', env: {} },
      ...{ ports: [], cpuLimitMillis: 0, memoryLimitBytes: 0, cpuRequestMillis: 0 },
    };
    const code = `
      const { ProcessRuntime } = await import(${JSON.stringify(module)});
      const runtime = new ProcessRuntime({ cluster: 'test', node: 'node-1', dataDir: ${JSON.stringify(dataDir)} });
      await runtime.startContainer(${JSON.stringify(spec)});
      process.kill(process.pid, 'SIGKILL');`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).to.equal('SIGKILL');
    const [found] = (await runtime.listPods(pod.uid))[0]?.containers ?? [];
    expect(found).to.include({ name: 'main', attempt: 4, backoffMs: 10_000, state: 'running' });
    await writeFile(told, '');
    const ended = await eventually('its end', async () => {
      const [now] = (await runtime.listPods(pod.uid))[0]?.containers ?? [];
      return now?.state === 'exited' ? now : undefined;
    });
    expect(ended.exitCode).to.equal(7);
    await runtime.removePod(pod);
  });

  it('an ended container that is taken away while it is looked at was killed', async () => {
    const child = spawn(process.execPath, ['-e', ''], { detached: true, stdio: 'ignore' });
    const own = identify(child.pid ?? 0);
    await once(child, 'exit');
    const record = { ...own, name: 'main', attempt: 0, backoffMs: 0, image: '', env: {}, workingDir: '' };
    const ended = await exitOf(join(dataDir, 'taken', 'away'), { ...record, startedAtMs: 1 });
    expect(ended.exitCode).to.equal(137);
  });

  it('does not take another process for a container of its own', () => {
    const ours = identify(process.pid);
    expect(isAlive(ours)).to.equal(true);
    if (process.platform === 'linux') expect(isAlive({ ...ours, startTicks: '1' })).to.equal(false);
    expect(isAlive({ pid: 0, startTicks: '' })).to.equal(false);
  });

  it("keeps a container's environment, where Secrets are, for its owner only; also what was open before", async () => {
    const podsDir = join(dataDir, 'pods');
    await chmod(podsDir, 0o755);
    const again = open();
    const pod = { namespace: 'default', name: 'private', uid: randomUUID() };
    await again.startContainer({
      ...{ pod, hostname: 'private', shared: false, name: 'main', attempt: 0, backoffMs: 10_000, image: 'kuorum/echo' },
      ...{ command: ['node', '-e', ''], args: [], workingDir: '', env: { PASSWORD: 'only-for-the-owner' } },
      ...{ ports: [], cpuLimitMillis: 0, memoryLimitBytes: 0, cpuRequestMillis: 0 },
    });
    const modeOf = async (path: string): Promise<number> => (await stat(join(podsDir, path))).mode & 0o777;
    const container = join(pod.uid, 'main.0');
    for (const path of ['', pod.uid, container, join(container, 'work')]) {
      expect(await modeOf(path), path).to.equal(0o700);
    }
    for (const path of ['record.json', 'log']) expect(await modeOf(join(container, path)), path).to.equal(0o600);
    expect(await modeOf(join(pod.uid, 'pod.json'))).to.equal(0o600);
    await again.removePod(pod);
    await again.close();
  });

  describe('log files', () => {
    const read = async (file: LogFile, options: Partial<LogOptions>): Promise<string> => {
      const chunks: Uint8Array[] = [];
      const wanted = { follow: false, timestamps: false, ...options };
      for await (const chunk of file.read(wanted, () => Promise.resolve(true))) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };

    it('cut lines, stamps and times', async () => {
      const file = new LogFile(join(dataDir, 'log-1'));
      await writeFile(file.path, 'one\ntwo\n');
      await file.housekeep(1_000_000);
      await appendFile(file.path, 'three\n');
      await file.housekeep(2_000_000);
      expect(await read(file, {})).to.equal('one\ntwo\nthree\n');
      expect(await read(file, { tailLines: 2 })).to.equal('two\nthree\n');
      expect(await read(file, { tailLines: 0 })).to.equal('');
      expect(await read(file, { sinceMs: 1_500_000 })).to.equal('three\n');
      expect(await read(file, { timestamps: true, tailLines: 1 })).to.equal('1970-01-01T00:33:20.000Z three\n');
    });

    it('are bounded, and the older half stays readable', async () => {
      const file = new LogFile(join(dataDir, 'log-2'));
      await writeFile(file.path, 'old\n'.repeat(10));
      await file.housekeep(1_000, 20);
      expect((await stat(file.path)).size).to.equal(0);
      await appendFile(file.path, 'new\n');
      expect(await read(file, { tailLines: 2 })).to.equal('old\nnew\n');
    });
  });
});
