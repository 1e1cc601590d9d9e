/** What nodes and pods use: how it is read, how rates come about, and that questions do not multiply the work. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { VirtualClock } from '@kuorum/base';
import { Cleanup } from '@kuorum/testing';
import { HollowRuntime, RuntimeError, type ContainerUsage, type RuntimePod } from '@kuorum/kubelet';
import { expect } from 'chai';
import { statsFirstWindowMs } from '../dist/limits.js';
import { usageIn, type EngineStats } from '../dist/runtime/docker/docker-stats.js';
import { usageOfGroups } from '../dist/runtime/process/process-usage.js';
import { machineUsage } from '../dist/stats/machine-usage.js';
import { StatsSampler } from '../dist/stats/stats-sampler.js';
import { summarize, type Sample, type SampledContainer } from '../dist/stats/summary.js';
import { eventually } from './eventually.js';

const web = { namespace: 'default', name: 'web', uid: 'uid-web' };

describe("the engine's account of a container", () => {
  const read = '2026-01-02T03:04:05.678901234Z';
  const at = Date.parse('2026-01-02T03:04:05.678Z');
  const cpu_stats = { cpu_usage: { total_usage: 5_000 } };
  const cases: readonly [what: string, stats: EngineStats, workingSetBytes: number | undefined][] = [
    [
      'cgroup v1',
      { read, cpu_stats, memory_stats: { usage: 100, stats: { total_inactive_file: 30, inactive_file: 10 } } },
      70,
    ],
    ['cgroup v2', { read, cpu_stats, memory_stats: { usage: 100, stats: { inactive_file: 40 } } }, 60],
    ['a kernel that counts no files', { read, cpu_stats, memory_stats: { usage: 100 } }, 100],
    ['more files than usage', { read, cpu_stats, memory_stats: { usage: 10, stats: { inactive_file: 40 } } }, 0],
    ['a container that does not run', { read: '0001-01-01T00:00:00Z', cpu_stats, memory_stats: {} }, undefined],
    ['nothing at all', {}, undefined],
  ];
  for (const [what, stats, workingSetBytes] of cases) {
    it(`of ${what}`, () => {
      const expected =
        workingSetBytes === undefined ? undefined : { timeMs: at, cpuNanoseconds: 5_000, workingSetBytes };
      expect(usageIn(stats)).to.deep.equal(expected);
    });
  }
});

describe('the usage of processes', () => {
  const cleanup = new Cleanup();
  after(() => cleanup.run());

  it('is that of the session of the leader and of all descendants, with the children that ended', async () => {
    const proc = await cleanup.tempDir();
    const process = async (
      pid: number,
      parent: number,
      session: number,
      ticks: readonly number[],
      residentKb: number,
    ): Promise<void> => {
      await mkdir(join(proc, String(pid)));
      const fields = ['S', parent, session, session, 0, 0, 0, 0, 0, 0, 0, ...ticks, 20, 0, 1, 0, 12345];
      await writeFile(join(proc, String(pid), 'stat'), `${pid} (a ) odd (name) ${fields.join(' ')}\n`);
      await writeFile(join(proc, String(pid), 'status'), `Name:\tx\nVmRSS:\t    ${residentKb} kB\nThreads:\t1\n`);
    };
    await process(1, 0, 1, [999, 999, 999, 999], 999);
    await process(10, 1, 10, [1, 2, 3, 4], 100);
    await process(11, 10, 10, [10, 0, 0, 0], 200);
    // Left its session, but not its parent.
    await process(12, 11, 12, [0, 5, 0, 0], 300);
    // Lost its parent, but not its session.
    await process(13, 1, 10, [7, 0, 0, 0], 400);
    await process(20, 1, 20, [1, 0, 0, 0], 50);
    // Two that claim to descend from one another.
    await process(30, 31, 30, [1, 1, 1, 1], 1);
    await process(31, 30, 30, [1, 1, 1, 1], 1);
    await mkdir(join(proc, '40'));
    await mkdir(join(proc, 'self'));
    const usage = usageOfGroups([10, 20, 77], proc);
    const plain = [...usage].map(([leader, { cpuNanoseconds, workingSetBytes }]) => [
      leader,
      cpuNanoseconds / 1e7,
      workingSetBytes / 1024,
    ]);
    expect(plain).to.have.deep.members([
      [10, 32, 1000],
      [20, 1, 50],
    ]);
    expect(usageOfGroups([10], join(proc, 'nowhere')).size).to.equal(0);
  });

  it('is told of the whole machine', () => {
    const { cpuNanoseconds, workingSetBytes, timeMs } = machineUsage(42);
    expect(timeMs).to.equal(42);
    expect(cpuNanoseconds).to.be.above(1e9);
    expect(workingSetBytes).to.be.above(1 << 20);
  });
});

describe('the summary of two samples', () => {
  const usage = (timeMs: number, cpuNanoseconds: number, workingSetBytes = 1_000): ContainerUsage => ({
    timeMs,
    cpuNanoseconds,
    workingSetBytes,
  });
  const container = (id: string, used: ContainerUsage, startedAtMs = 0): SampledContainer => ({
    id,
    name: id,
    startedAtMs,
    usage: used,
  });
  const sample = (machine: ContainerUsage | undefined, ...containers: SampledContainer[]): Sample => ({
    machine,
    pods: [{ pod: web, containers }],
  });

  it('has rates over the time between them, of containers, pods and the node', () => {
    const { node, pods } = summarize(
      'node-1',
      sample(usage(0, 10e9), container('a', usage(0, 1e9)), container('b', usage(0, 2e9))),
      sample(usage(20_000, 40e9, 7), container('a', usage(20_000, 6e9)), container('b', usage(10_000, 3e9))),
    );
    expect(node).to.deep.equal({
      nodeName: 'node-1',
      cpu: {
        time: '1970-01-01T00:00:20.000Z',
        usageCoreNanoSeconds: 40e9,
        usageNanoCores: 1.5e9,
        windowMilliseconds: 20_000,
      },
      memory: { time: '1970-01-01T00:00:20.000Z', workingSetBytes: 7 },
    });
    const [pod] = pods;
    expect(pod?.podRef).to.deep.equal(web);
    expect(pod?.containers.map(({ name, cpu }) => [name, cpu.usageNanoCores, cpu.windowMilliseconds])).to.deep.equal([
      ['a', 0.25e9, 20_000],
      ['b', 0.1e9, 10_000],
    ]);
    expect(pod?.cpu).to.include({ usageNanoCores: 0.35e9, usageCoreNanoSeconds: 9e9, windowMilliseconds: 20_000 });
    expect(pod?.memory.workingSetBytes).to.equal(2_000);
  });

  const rates: readonly [
    what: string,
    before: SampledContainer | undefined,
    after: SampledContainer,
    nanoCores: number | undefined,
  ][] = [
    ['begun since the first, over its own life', undefined, container('a', usage(30_000, 2e9), 26_000), 0.5e9],
    ['begun a moment ago: none', undefined, container('a', usage(30_000, 2e9), 29_500), undefined],
    ['whose counter fell: nothing', container('a', usage(0, 9e9)), container('a', usage(10_000, 1e9)), 0],
    [
      'seen with a clock that was set back: none',
      container('a', usage(9_000, 0)),
      container('a', usage(8_000, 1)),
      undefined,
    ],
  ];
  for (const [what, before, after, nanoCores] of rates) {
    it(`has of a container ${what}`, () => {
      const { node, pods } = summarize(
        'n',
        sample(undefined, ...(before === undefined ? [] : [before])),
        sample(undefined, after),
      );
      expect(pods[0]?.containers[0]?.cpu.usageNanoCores).to.equal(nanoCores);
      expect(pods[0]?.cpu.usageNanoCores).to.equal(nanoCores);
      expect(node.cpu.usageNanoCores, 'a node that is its pods').to.equal(nanoCores);
    });
  }

  it('leaves out pods of which nothing runs', () => {
    expect(summarize('n', sample(undefined), sample(undefined)).pods).to.deep.equal([]);
  });
});

describe('the sampler', () => {
  const clock = new VirtualClock();
  let runtime: HollowRuntime;
  let passes: number;
  let pods: RuntimePod[];
  let id: string;
  let sampler: StatsSampler;
  beforeEach(async () => {
    passes = 0;
    const hollow = new HollowRuntime(() => clock.now());
    const stats = hollow.stats.bind(hollow);
    runtime = Object.assign(hollow, {
      stats: (ids: readonly string[]) => {
        passes++;
        return stats(ids);
      },
    });
    id = await runtime.startContainer({
      ...{ pod: web, hostname: 'web', shared: false, name: 'main', attempt: 0, backoffMs: 0, image: 'x', command: [] },
      ...{ args: [], workingDir: '', env: {}, ports: [], cpuLimitMillis: 0, memoryLimitBytes: 0, cpuRequestMillis: 0 },
    });
    runtime.use(id, 250, 32 << 20);
    pods = await runtime.listPods();
    sampler = new StatsSampler({ nodeName: 'n', runtime, pods: () => pods, machine: undefined, clock });
  });

  /** The question is answered `ms` after its first sample. */
  const answered = async (question: Promise<unknown>, ms: number): Promise<void> => {
    await eventually('a first sample', () => clock.pending > 0 || undefined);
    clock.advance(ms);
    await question;
  };

  it('waits for a second sample when it has none, and then tells the same for a while, however many ask', async () => {
    const many = Array.from({ length: 20 }, () => sampler.summary());
    await answered(Promise.all(many), statsFirstWindowMs);
    expect(passes).to.equal(2);
    const first = await sampler.summary();
    expect(first.pods[0]?.cpu).to.include({ usageNanoCores: 250e6, windowMilliseconds: statsFirstWindowMs });
    expect(first.node.memory.workingSetBytes).to.equal(32 << 20);
    clock.advance(9_999);
    expect(await sampler.summary()).to.equal(first);
    runtime.use(id, 500, 1);
    clock.advance(10_001);
    const [second] = await Promise.all([sampler.summary(), sampler.summary()]);
    expect(passes, 'one more sample, as the last one serves as the first').to.equal(3);
    expect(second.pods[0]?.cpu.windowMilliseconds).to.equal(20_000);
    expect(second.pods[0]?.cpu.usageNanoCores).to.be.closeTo(375e6, 1e6);
  });

  it('takes no rate over a long silence', async () => {
    await answered(sampler.summary(), statsFirstWindowMs);
    clock.advance(60_001);
    const late = sampler.summary();
    await eventually('a first sample', () => clock.pending > 0 || undefined);
    clock.advance(statsFirstWindowMs);
    expect((await late).pods[0]?.cpu.windowMilliseconds).to.equal(statsFirstWindowMs);
  });

  it('tells of a runtime that does not answer, and tries again when asked again', async () => {
    const stats = runtime.stats.bind(runtime);
    runtime.stats = () => Promise.reject(new RuntimeError('Unavailable', 'no answer'));
    const failure = await sampler.summary().then(
      () => 'answered',
      (error: unknown) => (error instanceof RuntimeError ? error.reason : error),
    );
    expect(failure).to.equal('Unavailable');
    runtime.stats = stats;
    await answered(sampler.summary(), statsFirstWindowMs);
  });

  it('lets nobody wait when it is stopped', async () => {
    const question = sampler.summary().then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    await eventually('a first sample', () => clock.pending > 0 || undefined);
    sampler.stop();
    expect(await question).to.match(/the kubelet is stopping/);
  });
});
