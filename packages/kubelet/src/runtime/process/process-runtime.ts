/**
 * Pods as plain child processes, for machines without Docker: own process group, own working directory, own loopback
 * address, own log file. No isolation. Only registered images run (the bundled echo server), since there is nothing to
 * unpack an image with; a container's command may replace the image's.
 *
 * Each container is led by a small `sh` that waits for the command and writes its exit code to a file, so that a
 * kubelet that was killed and started again still learns it. What must survive is in files under
 * `<dataDir>/pods/<uid>/`: pod.json and `<container>.<attempt>/{record.json,exit,log}`, each written whole by rename.
 * Whether a recorded process still runs is verified by its start time, as pids are reused.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Duplex } from 'node:stream';
import { Subject } from 'rxjs';
import { logHousekeepingIntervalMs } from '../../limits.js';
import { dialPod } from '../dial-pod.js';
import { echoImage, echoScriptPath, isValidImageName, normalizeImage } from '../bundled-images.js';
import {
  RuntimeError,
  type ContainerRuntime,
  type ContainerSpec,
  type ContainerUsage,
  type ExecResult,
  type ExecSession,
  type ExecSpec,
  type LogOptions,
  type PodNetworkSpec,
  type PodRef,
  type PullPolicy,
  type RuntimeHint,
  type RuntimePod,
  type RuntimeVersion,
} from '../types.js';
import {
  entries,
  exists,
  exitOf,
  idPrefix,
  makeDirectory,
  makePodsDirectory,
  readJson,
  readPod,
  readRecord,
  writeJson,
  type ContainerRecord,
  type PodRecord,
} from './container-files.js';
import { LogFile } from './log-file.js';
import { chooseAddress } from './loopback-addresses.js';
import { openProcessExec } from './process-exec.js';
import { identify, isAlive, signalGroup } from './process-table.js';
import { usageOfGroups } from './process-usage.js';
import { environment, isExecutable, runInside, spawnLeader } from './spawn-container.js';

export interface ProcessRuntimeOptions {
  readonly cluster: string;
  readonly node: string;
  /** Where the state is; one directory a node. */
  readonly dataDir: string;
  /** Images beside the bundled ones: name → command. */
  readonly images?: Readonly<Record<string, readonly string[]>>;
}

const pollMs = 20;
/** What was just killed may still finish a write into its directory. */
const removal = { recursive: true, force: true, maxRetries: 5, retryDelay: 20 };
export class ProcessRuntime implements ContainerRuntime {
  readonly name = 'process';
  private readonly hints = new Subject<RuntimeHint>();
  readonly hints$ = this.hints.asObservable();
  private readonly podsDir: string;
  private readonly images: ReadonlyMap<string, readonly string[]>;
  private readonly logFiles = new Map<string, LogFile>();
  private readonly housekeeping: NodeJS.Timeout;
  /** One pod's files are changed by one call at a time. */
  private readonly starting = new Set<string>();
  /** What somebody runs in a container, by its directory: it ends with it. */
  private readonly sessions = new Map<string, Set<ExecSession>>();

  constructor(options: ProcessRuntimeOptions) {
    this.podsDir = join(options.dataDir, 'pods');
    makePodsDirectory(this.podsDir);
    this.images = new Map<string, readonly string[]>([
      [echoImage, [process.execPath, echoScriptPath()]],
      ...Object.entries(options.images ?? {}).map(([name, command]) => [normalizeImage(name), command] as const),
    ]);
    this.housekeeping = setInterval(() => void this.housekeep(), logHousekeepingIntervalMs);
    this.housekeeping.unref();
  }

  version(): Promise<RuntimeVersion> {
    return Promise.resolve({ name: 'process', version: process.versions.node });
  }

  async listPods(uid?: string): Promise<RuntimePod[]> {
    const uids = uid === undefined ? await entries(this.podsDir) : [uid];
    const pods = await Promise.all(uids.map((each) => readPod(this.podsDir, each)));
    return pods.filter((pod) => pod !== undefined);
  }

  async preparePod(spec: PodNetworkSpec): Promise<string> {
    const directory = join(this.podsDir, spec.pod.uid);
    const before = await readJson<PodRecord>(join(directory, 'pod.json'));
    if (before !== undefined) return before.ip;
    const taken = new Set((await this.listPods()).filter((pod) => pod.uid !== spec.pod.uid).map((pod) => pod.ip));
    const { namespace, name, uid } = spec.pod;
    const ip = await chooseAddress(uid, spec.ports, taken);
    await makeDirectory(directory);
    await writeJson(join(directory, 'pod.json'), { namespace, name, uid, ip } satisfies PodRecord);
    return ip;
  }

  ensureImage(image: string, policy: PullPolicy): Promise<{ imageId: string; pulled: boolean }> {
    if (!isValidImageName(image)) {
      return Promise.reject(
        new RuntimeError('InvalidImageName', `Failed to apply default image tag "${image}": invalid reference format`),
      );
    }
    if (this.images.has(normalizeImage(image))) {
      return Promise.resolve({ imageId: `${idPrefix}${normalizeImage(image)}`, pulled: false });
    }
    const known = [...this.images.keys()].join(', ');
    return Promise.reject(
      new RuntimeError(
        policy === 'Never' ? 'ErrImageNeverPull' : 'ErrImagePull',
        `the process runtime has no images but those registered with it (${known}): it cannot pull "${image}"`,
      ),
    );
  }

  async startContainer(spec: ContainerSpec): Promise<string> {
    const { pod, name, attempt } = spec;
    const id = `${pod.uid}/${name}.${attempt}`;
    const directory = join(this.podsDir, id);
    if (this.starting.has(id) || ((await readRecord(directory))?.pid ?? 0) > 0) {
      throw new RuntimeError('AlreadyExists', `container ${name} attempt ${attempt} has been started before`);
    }
    this.starting.add(id);
    try {
      await this.spawnContainer(spec, directory);
    } finally {
      this.starting.delete(id);
    }
    return idPrefix + id;
  }

  private async spawnContainer(spec: ContainerSpec, directory: string): Promise<void> {
    const ip = await this.preparePod({ ...spec, ports: spec.ports.map(({ port }) => port) });
    const argv = this.commandOf(spec);
    const [program = ''] = argv;
    const workingDir = join(directory, 'work');
    await makeDirectory(workingDir);
    const env = environment(spec, ip);
    if (!(await isExecutable(program, env['PATH'] ?? ''))) {
      await rm(directory, removal);
      throw new RuntimeError('RunContainerError', `exec: "${program}": executable file not found in $PATH`);
    }
    const { name, attempt, backoffMs, image } = spec;
    const record: ContainerRecord = {
      ...{ pid: 0, startTicks: '' },
      ...{ name, attempt, backoffMs, image, startedAtMs: Date.now(), env, workingDir },
    };
    await writeJson(join(directory, 'record.json'), record);
    const { uid: podUid } = spec.pod;
    const pid = await spawnLeader({
      ...{ directory, argv, env },
      workingDir: spec.workingDir === '' || !(await exists(spec.workingDir)) ? workingDir : spec.workingDir,
      onExit: () => this.hints.next({ podUid }),
    });
    await writeJson(join(directory, 'record.json'), { ...record, ...identify(pid) } satisfies ContainerRecord);
    this.hints.next({ podUid: spec.pod.uid });
  }

  private commandOf(spec: ContainerSpec): readonly string[] {
    const ofImage = this.images.get(normalizeImage(spec.image));
    if (ofImage === undefined) {
      throw new RuntimeError('CreateContainerError', `No such image: ${normalizeImage(spec.image)}`);
    }
    const argv = spec.command.length > 0 ? [...spec.command, ...spec.args] : [...ofImage, ...spec.args];
    return argv[0] === 'node' ? [process.execPath, ...argv.slice(1)] : argv;
  }

  async stopContainer(id: string, graceMs: number): Promise<void> {
    const directory = this.directoryOf(id);
    const record = await readRecord(directory);
    if (record === undefined || record.pid === 0) return;
    if (isAlive(record) && graceMs > 0) {
      const deadline = performance.now() + graceMs;
      // Before the leader has forked, a signal would reach only the leader, and the command would never hear of it.
      while (isAlive(record) && performance.now() < deadline && !(await exists(join(directory, 'forked')))) {
        await pause(pollMs);
      }
      signalGroup(record, 'SIGTERM');
      while (isAlive(record) && performance.now() < deadline) await pause(pollMs);
    }
    if (isAlive(record)) {
      signalGroup(record, 'SIGKILL');
      while (isAlive(record)) await pause(pollMs);
    }
    await exitOf(directory, record);
    await this.endSessions(directory);
  }

  async removeContainer(id: string): Promise<void> {
    await this.stopContainer(id, 0);
    const directory = this.directoryOf(id);
    this.logFiles.delete(directory);
    await rm(directory, removal);
  }

  async removePod(pod: PodRef): Promise<void> {
    const [found] = await this.listPods(pod.uid);
    await Promise.all((found?.containers ?? []).map((container) => this.removeContainer(container.id)));
    await rm(join(this.podsDir, pod.uid), removal);
  }

  async logs(id: string, options: LogOptions): Promise<Readable> {
    const directory = this.directoryOf(id);
    const ended = async (): Promise<boolean> => {
      const record = await readRecord(directory);
      return record === undefined || !isAlive(record);
    };
    if (!(await exists(join(directory, 'record.json')))) {
      throw new RuntimeError('NotFound', `No such container: ${id}`);
    }
    return Readable.from(this.logFile(directory).read(options, ended), { objectMode: false });
  }

  async exec(id: string, command: readonly string[], timeoutMs: number): Promise<ExecResult> {
    const record = await readRecord(this.directoryOf(id));
    if (record === undefined || !isAlive(record)) throw new RuntimeError('NotFound', `container ${id} is not running`);
    return runInside(record, command, timeoutMs);
  }

  async stats(ids: readonly string[]): Promise<ReadonlyMap<string, ContainerUsage>> {
    const leaders = new Map<number, string>();
    for (const id of ids) {
      const record = await readRecord(this.directoryOf(id));
      if (record !== undefined && isAlive(record)) leaders.set(record.pid, id);
    }
    const usage = usageOfGroups([...leaders.keys()]);
    return new Map([...usage].map(([pid, used]) => [leaders.get(pid) ?? '', used]));
  }

  async openExec(id: string, spec: ExecSpec): Promise<ExecSession> {
    const directory = this.directoryOf(id);
    const record = await readRecord(directory);
    if (record === undefined || !isAlive(record)) throw new RuntimeError('NotFound', `container ${id} is not running`);
    const session = await openProcessExec(record, spec);
    const sessions = this.sessions.get(directory) ?? new Set();
    this.sessions.set(directory, sessions.add(session));
    void session.exited.then(() => {
      sessions.delete(session);
      if (sessions.size === 0 && this.sessions.get(directory) === sessions) this.sessions.delete(directory);
    });
    return session;
  }

  async portForward(podUid: string, port: number): Promise<Duplex> {
    return dialPod((await this.listPods(podUid))[0], port);
  }

  async close(): Promise<void> {
    clearInterval(this.housekeeping);
    await Promise.all([...this.sessions.keys()].map((directory) => this.endSessions(directory)));
  }

  private async endSessions(directory: string): Promise<void> {
    await Promise.all([...(this.sessions.get(directory) ?? [])].map((session) => session.kill()));
  }

  private async housekeep(): Promise<void> {
    for (const pod of await this.listPods().catch(() => [])) {
      for (const container of pod.containers) {
        const directory = this.directoryOf(container.id);
        if (container.state !== 'running') await this.endSessions(directory);
        const file = this.logFile(directory);
        await file.housekeep(Date.now()).catch(() => undefined); // The container may be removed at this moment.
      }
    }
  }

  private logFile(directory: string): LogFile {
    const file = this.logFiles.get(directory) ?? new LogFile(join(directory, 'log'));
    this.logFiles.set(directory, file);
    return file;
  }

  private directoryOf(id: string): string {
    const bare = id.startsWith(idPrefix) ? id.slice(idPrefix.length) : id;
    if (bare.includes('..')) throw new RuntimeError('NotFound', `No such container: ${id}`);
    return join(this.podsDir, bare);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
