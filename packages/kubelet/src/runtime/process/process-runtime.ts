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
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { type Observable, Subject, defer, from, switchMap } from 'rxjs';
import { execOutputBytesMax, logHousekeepingIntervalMs } from '../../limits.js';
import { echoImage, echoScriptPath, isValidImageName, normalizeImage } from '../bundled-images.js';
import {
  RuntimeError,
  type ContainerRuntime,
  type ContainerSpec,
  type ExecResult,
  type LogOptions,
  type PodNetworkSpec,
  type PodRef,
  type PullPolicy,
  type RuntimeContainer,
  type RuntimeHint,
  type RuntimePod,
  type RuntimeVersion,
} from '../types.js';
import { LogFile } from './log-file.js';
import { chooseAddress } from './loopback-addresses.js';
import { identify, isAlive, signalGroup, type ProcessIdentity } from './process-table.js';

export interface ProcessRuntimeOptions {
  readonly cluster: string;
  readonly node: string;
  /** Where the state is; one directory a node. */
  readonly dataDir: string;
  /** Images beside the bundled ones: name → command. */
  readonly images?: Readonly<Record<string, readonly string[]>>;
}

interface PodRecord extends PodRef {
  readonly ip: string;
}

interface ContainerRecord extends ProcessIdentity {
  readonly name: string;
  readonly attempt: number;
  readonly backoffMs: number;
  readonly image: string;
  readonly startedAtMs: number;
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
}

interface ExitRecord {
  readonly exitCode: number;
  readonly finishedAtMs: number;
}

const idPrefix = 'process://';
const pollMs = 20;
/**
 * Leads the process group: says who it is before anything else (a kubelet killed right after the spawn must find it),
 * hears signals without dying of them, and passes the command's exit code on to a file.
 */
const leader = `
{ read -r stat </proc/$$/stat; } 2>/dev/null
echo "$$ $stat" >"$CONTAINER_DIR/pid" || exit 125
dir=$CONTAINER_DIR
exit_file=$dir/exit
unset CONTAINER_DIR stat
trap : TERM INT HUP
( : >"$dir/forked" && exec "$@" )
code=$?
echo $code >"$exit_file.new" && mv "$exit_file.new" "$exit_file"
exit $code`;

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

  constructor(options: ProcessRuntimeOptions) {
    this.podsDir = join(options.dataDir, 'pods');
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
    const pods = await Promise.all(uids.map((each) => this.readPod(each)));
    return pods.filter((pod) => pod !== undefined);
  }

  async preparePod(spec: PodNetworkSpec): Promise<string> {
    const directory = join(this.podsDir, spec.pod.uid);
    const before = await readJson<PodRecord>(join(directory, 'pod.json'));
    if (before !== undefined) return before.ip;
    const taken = new Set((await this.listPods()).map((pod) => pod.ip));
    const { namespace, name, uid } = spec.pod;
    const ip = await chooseAddress(uid, spec.ports, taken);
    await mkdir(directory, { recursive: true });
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
    await mkdir(workingDir, { recursive: true });
    const env = environment(spec, ip);
    if (!(await isExecutable(program, env['PATH'] ?? ''))) {
      await rm(directory, { recursive: true, force: true });
      throw new RuntimeError('RunContainerError', `exec: "${program}": executable file not found in $PATH`);
    }
    const { name, attempt, backoffMs, image } = spec;
    const record: ContainerRecord = {
      ...{ pid: 0, startTicks: '' },
      ...{ name, attempt, backoffMs, image, startedAtMs: Date.now(), env, workingDir },
    };
    await writeJson(join(directory, 'record.json'), record);
    const log = openSync(join(directory, 'log'), 'a');
    try {
      const child = spawn('/bin/sh', ['-c', leader, 'sh', ...argv], {
        cwd: spec.workingDir === '' || !(await exists(spec.workingDir)) ? workingDir : spec.workingDir,
        env: { ...env, CONTAINER_DIR: directory },
        detached: true,
        stdio: ['ignore', log, log],
      });
      const pid = await started(child);
      child.unref();
      child.once('exit', () => this.hints.next({ podUid: spec.pod.uid }));
      await writeJson(join(directory, 'record.json'), { ...record, ...identify(pid) } satisfies ContainerRecord);
    } finally {
      closeSync(log);
    }
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
    await this.exitOf(directory, record);
  }

  async removeContainer(id: string): Promise<void> {
    await this.stopContainer(id, 0);
    const directory = this.directoryOf(id);
    this.logFiles.delete(directory);
    await rm(directory, { recursive: true, force: true });
  }

  async removePod(pod: PodRef): Promise<void> {
    const [found] = await this.listPods(pod.uid);
    await Promise.all((found?.containers ?? []).map((container) => this.removeContainer(container.id)));
    await rm(join(this.podsDir, pod.uid), { recursive: true, force: true });
  }

  logs(id: string, options: LogOptions): Observable<Uint8Array> {
    const directory = this.directoryOf(id);
    const ended = async (): Promise<boolean> => {
      const record = await readRecord(directory);
      return record === undefined || !isAlive(record);
    };
    return defer(() => from(exists(join(directory, 'record.json')))).pipe(
      switchMap((there) => {
        if (!there) throw new RuntimeError('NotFound', `No such container: ${id}`);
        return this.logFile(directory).read$(options, ended);
      }),
    );
  }

  async exec(id: string, command: readonly string[], timeoutMs: number): Promise<ExecResult> {
    const record = await readRecord(this.directoryOf(id));
    if (record === undefined || !isAlive(record)) throw new RuntimeError('NotFound', `container ${id} is not running`);
    const [program = '', ...args] = command;
    return new Promise((resolve, reject) => {
      const child = spawn(program === 'node' ? process.execPath : program, args, {
        cwd: record.workingDir,
        env: { ...record.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
      });
      let output = '';
      const take = (chunk: Buffer): void => {
        if (output.length < execOutputBytesMax) output = (output + chunk.toString()).slice(0, execOutputBytesMax);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('error', (error) => reject(new RuntimeError('RunContainerError', error.message)));
      child.once('close', (code) => {
        if (code === null) reject(new RuntimeError('Unavailable', `command timed out after ${timeoutMs} ms`));
        else resolve({ exitCode: code, output });
      });
    });
  }

  close(): Promise<void> {
    clearInterval(this.housekeeping);
    return Promise.resolve();
  }

  private async readPod(uid: string): Promise<RuntimePod | undefined> {
    const directory = join(this.podsDir, uid);
    const pod = await readJson<PodRecord>(join(directory, 'pod.json'));
    if (pod === undefined) return undefined;
    const names = await entries(directory);
    const containers = await Promise.all(
      names.filter((name) => name !== 'pod.json').map((name) => this.readContainer(uid, name)),
    );
    return {
      ...pod,
      network: 'none',
      containers: containers
        .filter((container) => container !== undefined)
        .sort((a, b) => a.name.localeCompare(b.name) || a.attempt - b.attempt),
    };
  }

  private async readContainer(uid: string, entry: string): Promise<RuntimeContainer | undefined> {
    const directory = join(this.podsDir, uid, entry);
    const record = await readRecord(directory);
    if (record === undefined) return undefined;
    const { name, attempt, backoffMs, image, startedAtMs } = record;
    const created = record.pid === 0;
    const exit = created || isAlive(record) ? undefined : await this.exitOf(directory, record);
    return {
      id: `${idPrefix}${uid}/${entry}`,
      name,
      attempt,
      backoffMs,
      state: created ? 'created' : exit === undefined ? 'running' : 'exited',
      startedAtMs: created ? 0 : startedAtMs,
      finishedAtMs: exit?.finishedAtMs ?? 0,
      exitCode: exit?.exitCode ?? 0,
      oomKilled: false,
      message: '',
      image,
      imageId: `${idPrefix}${normalizeImage(image)}`,
    };
  }

  /** How an ended container ended. Without a word from its leader it was killed together with it. */
  private async exitOf(directory: string, record: ContainerRecord): Promise<ExitRecord> {
    const path = join(directory, 'exit');
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) {
      // Its children may have outlived the leader.
      signalGroup(record, 'SIGKILL');
      await writeFile(path, '137\n');
    }
    const finishedAtMs = await stat(path).then(
      (found) => found.mtimeMs,
      () => Date.now(),
    );
    // Two clocks of one machine, the file system's being the coarser one.
    return {
      exitCode: Number.parseInt(text ?? '137', 10),
      finishedAtMs: Math.max(record.startedAtMs, Math.trunc(finishedAtMs)),
    };
  }

  private async housekeep(): Promise<void> {
    for (const pod of await this.listPods().catch(() => [])) {
      for (const container of pod.containers) {
        const file = this.logFile(this.directoryOf(container.id));
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

function environment(spec: ContainerSpec, ip: string): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}${delimiter}/usr/local/bin${delimiter}/usr/bin${delimiter}/bin`,
    HOSTNAME: spec.hostname,
    // What a process in a container need not care about and one among others must: where it may listen.
    HOST: ip,
    PORT: String(spec.ports[0]?.port ?? 8080),
    ...spec.env,
  };
}

function started(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (error) => reject(new RuntimeError('RunContainerError', error.message, { cause: error })));
  });
}

async function isExecutable(program: string, path: string): Promise<boolean> {
  if (program.includes('/')) return exists(program);
  for (const directory of path.split(delimiter)) if (await exists(join(directory, program))) return true;
  return false;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function entries(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

/** A record without a pid is completed by what the leader said of itself: the kubelet died in between. */
async function readRecord(directory: string): Promise<ContainerRecord | undefined> {
  const record = await readJson<ContainerRecord>(join(directory, 'record.json'));
  if (record === undefined || record.pid !== 0) return record;
  const said = await readFile(join(directory, 'pid'), 'utf8').catch(() => '');
  const match = /^(\d+) (?:.*\) (.*))?/.exec(said);
  if (match === null) return record;
  return { ...record, pid: Number(match[1]), startTicks: match[2]?.split(' ')[19] ?? '' };
}

async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(`${path}.new`, JSON.stringify(value));
  await rename(`${path}.new`, path);
}
