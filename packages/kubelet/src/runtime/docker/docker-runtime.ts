/**
 * Pods on a Docker Engine, through dockerode.
 *
 * A pod of one container is that one container, attached to the pod network itself: one engine object, the fastest
 * start. A pod of several (or one whose environment wants its own address before it starts) gets a sandbox first, a
 * container that only holds the network (Kubernetes' pause container), and its containers join that. So a container
 * that restarts never takes the others' network with it; when the sandbox itself dies, `network` is `lost` and the
 * kubelet restarts the whole pod. Everything is found again by labels.
 */
import { Readable, type Duplex } from 'node:stream';
import type Docker from 'dockerode';
import { type Observable, map, tap } from 'rxjs';
import { containerLabel } from '../../labels.js';
import { engineCallTimeoutMs, engineStartTimeoutMs, engineStopExtraMs, execOutputBytesMax } from '../../limits.js';
import { pauseImage } from '../bundled-images.js';
import { dialPod } from '../dial-pod.js';
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
import { createOptions, sandboxOptions, type NetworkOf, type Owner } from './container-config.js';
import { ContainerRecords, dockerIdPrefix, isSandbox } from './container-records.js';
import { openDockerExec } from './docker-exec.js';
import { destroyStream, dockerHints$ } from './docker-hints.js';
import { DockerImages, type EnsuredImage } from './docker-images.js';
import { DockerNetworks } from './docker-networks.js';
import { engineCall, engineMessage, engineStatus, isEngineNotFound, runtimeError } from './engine.js';
import { dockerStats } from './docker-stats.js';
import { LogDemuxer, demultiplexed } from './log-demux.js';

export interface DockerRuntimeOptions extends Owner {
  readonly engine: Docker;
  /** Name of the bridge network of the pods; made when it is not there. */
  readonly network: string;
  /** Addresses of that network; the engine chooses when not given. */
  readonly subnet?: string;
  /** Where processes of this machine are seen. For tests: where there are none, the engine is one of another machine. */
  readonly processes?: string | undefined;
}

export class DockerRuntime implements ContainerRuntime {
  readonly name = 'docker';
  readonly hints$: Observable<RuntimeHint>;
  private readonly engine: Docker;
  private readonly records: ContainerRecords;
  private readonly networks: DockerNetworks;
  private readonly images: DockerImages;

  constructor(private readonly options: DockerRuntimeOptions) {
    this.engine = options.engine;
    this.records = new ContainerRecords(this.engine, options);
    this.networks = new DockerNetworks(this.engine, {
      name: options.network,
      cluster: options.cluster,
      subnet: options.subnet,
    });
    this.images = new DockerImages(this.engine);
    this.hints$ = dockerHints$(this.engine, options).pipe(
      tap((hint) => this.records.forget(hint.containerId)),
      map(({ podUid }) => ({ podUid })),
    );
  }

  /** The pod network's addresses, once the controllers have given them to this node. */
  setSubnet(subnet: string): void {
    this.networks.setSubnet(subnet);
  }

  async version(): Promise<RuntimeVersion> {
    const { Version } = await engineCall('ask the version', engineCallTimeoutMs, () => this.engine.version());
    return { name: 'docker', version: Version };
  }

  listPods(uid?: string): Promise<RuntimePod[]> {
    return this.records.listPods(uid);
  }

  ensureImage(image: string, policy: PullPolicy): Promise<EnsuredImage> {
    return this.images.ensure(image, policy);
  }

  async preparePod(spec: PodNetworkSpec): Promise<string> {
    if (!spec.shared) {
      await this.networks.ensure();
      return '';
    }
    const old = await this.findSandbox(spec.pod.uid);
    if (old?.State === 'running') return this.addressOf(old.Id);
    if (old !== undefined) await this.removeContainer(old.Id);
    await this.images.ensure(pauseImage, 'IfNotPresent');
    const id = await this.createAndStart(async () =>
      sandboxOptions(this.options, spec, pauseImage, await this.networks.ensure()),
    );
    return this.addressOf(id);
  }

  async startContainer(spec: ContainerSpec): Promise<string> {
    const id = await this.createAndStart(async () => createOptions(this.options, spec, await this.networkOf(spec)));
    return dockerIdPrefix + id;
  }

  async stopContainer(id: string, graceMs: number): Promise<void> {
    const t = Math.ceil(graceMs / 1000);
    try {
      await engineCall('stop container', graceMs + engineStopExtraMs, (abortSignal) =>
        this.container(id).stop({ t, abortSignal }),
      );
    } catch (error) {
      // 304: it had ended before.
      if (!isEngineNotFound(error) && engineStatus(error) !== 304) throw runtimeError(error, 'RunContainerError');
    } finally {
      this.records.forget(bare(id));
    }
  }

  async removeContainer(id: string): Promise<void> {
    try {
      await engineCall('remove container', engineCallTimeoutMs, () =>
        this.container(id).remove({ force: true, v: true }),
      );
    } catch (error) {
      const beingRemoved = engineStatus(error) === 409 && /already in progress/.test(engineMessage(error));
      if (!isEngineNotFound(error) && !beingRemoved) throw runtimeError(error, 'RunContainerError');
    } finally {
      this.records.forget(bare(id));
    }
  }

  async removePod(pod: PodRef): Promise<void> {
    const infos = await this.records.list(pod.uid);
    await Promise.all(infos.filter((info) => !isSandbox(info)).map((info) => this.removeContainer(info.Id)));
    await Promise.all(infos.filter(isSandbox).map((info) => this.removeContainer(info.Id)));
  }

  async logs(id: string, options: LogOptions): Promise<Readable> {
    const shared = {
      stdout: true,
      stderr: true,
      timestamps: options.timestamps,
      ...(options.tailLines === undefined ? {} : { tail: options.tailLines }),
      ...(options.sinceMs === undefined ? {} : { since: options.sinceMs / 1000 }),
    };
    try {
      if (options.follow) {
        const opened = await engineCall('follow logs', engineCallTimeoutMs, () =>
          this.container(id).logs({ ...shared, follow: true }),
        );
        return demultiplexed(opened);
      }
      // In one piece: the engine keeps no more than two files of `logBytesMax`.
      const whole = await engineCall('read logs', engineCallTimeoutMs, () =>
        this.container(id).logs({ ...shared, follow: false }),
      );
      return Readable.from(new LogDemuxer().push(whole), { objectMode: false });
    } catch (error) {
      throw isEngineNotFound(error)
        ? new RuntimeError('NotFound', engineMessage(error))
        : runtimeError(error, 'NotFound');
    }
  }

  exec(id: string, command: readonly string[], timeoutMs: number): Promise<ExecResult> {
    return engineCall(`run ${command.join(' ')}`, timeoutMs, async (abortSignal) => {
      const exec = await this.container(id).exec({
        Cmd: [...command],
        AttachStdout: true,
        AttachStderr: true,
        abortSignal,
      });
      const stream = await exec.start({ abortSignal });
      const output = await collect(stream, abortSignal);
      const { ExitCode } = await exec.inspect();
      return { exitCode: ExitCode ?? -1, output };
    });
  }

  async stats(ids: readonly string[]): Promise<ReadonlyMap<string, ContainerUsage>> {
    const found = await dockerStats(this.engine, ids.map(bare));
    return new Map([...found].map(([id, usage]) => [dockerIdPrefix + id, usage]));
  }

  openExec(id: string, spec: ExecSpec): Promise<ExecSession> {
    return openDockerExec(this.container(id), spec, this.options.processes);
  }

  /** From this machine, which the engine's bridges are networks of. */
  async portForward(podUid: string, port: number): Promise<Duplex> {
    return dialPod((await this.listPods(podUid))[0], port);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private container(id: string): Docker.Container {
    return this.engine.getContainer(bare(id));
  }

  private async networkOf(spec: ContainerSpec): Promise<NetworkOf> {
    if (!spec.shared) return { networkId: await this.networks.ensure() };
    const sandbox = await this.findSandbox(spec.pod.uid);
    if (sandbox === undefined) throw new RuntimeError('CreateContainerError', 'the sandbox of the pod is gone');
    return { containerId: sandbox.Id };
  }

  private async findSandbox(uid: string): Promise<Docker.ContainerInfo | undefined> {
    return (await this.records.list(uid)).find((info) => info.Labels[containerLabel] === '');
  }

  private async addressOf(id: string): Promise<string> {
    const seen = await engineCall('inspect container', engineCallTimeoutMs, () => this.container(id).inspect());
    return Object.values(seen.NetworkSettings.Networks)[0]?.IPAddress ?? '';
  }

  /** Creates and starts; what could not start is taken away again, so that the name is free for the next try. */
  private async createAndStart(makeOptions: () => Promise<Docker.ContainerCreateOptions>): Promise<string> {
    const container = await this.create(makeOptions);
    try {
      await engineCall('start container', engineStartTimeoutMs, (abortSignal) => container.start({ abortSignal }));
      return container.id;
    } catch (error) {
      await this.removeContainer(container.id).catch(() => undefined); // A leftover is found by the next relist.
      if (/network .* not found/i.test(engineMessage(error))) this.networks.forget();
      throw runtimeError(error, 'RunContainerError');
    }
  }

  private async create(makeOptions: () => Promise<Docker.ContainerCreateOptions>): Promise<Docker.Container> {
    const options = await makeOptions().catch((error: unknown) => {
      throw runtimeError(error, 'CreateContainerError');
    });
    const attempt = (): Promise<Docker.Container> =>
      engineCall('create container', engineStartTimeoutMs, () => this.engine.createContainer(options));
    try {
      return await attempt();
    } catch (error) {
      if (engineStatus(error) !== 409 || options.name === undefined) throw runtimeError(error, 'CreateContainerError');
    }
    // The name is taken: by a start that has succeeded (then this one must not), or by one that died half-way.
    const other = await engineCall('inspect container', engineCallTimeoutMs, () =>
      this.container(options.name ?? '').inspect(),
    );
    if (other.State.Status !== 'created') {
      throw new RuntimeError('AlreadyExists', `container ${options.name} has been started before`);
    }
    await this.removeContainer(other.Id);
    return attempt().catch((error: unknown) => {
      throw runtimeError(error, 'CreateContainerError');
    });
  }
}

function bare(id: string): string {
  return id.startsWith(dockerIdPrefix) ? id.slice(dockerIdPrefix.length) : id;
}

function collect(stream: NodeJS.ReadableStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const demuxer = new LogDemuxer();
    const pieces: Uint8Array[] = [];
    let length = 0;
    stream.on('data', (chunk: Uint8Array) => {
      for (const piece of demuxer.push(chunk)) {
        if (length < execOutputBytesMax) pieces.push(piece);
        length += piece.length;
      }
    });
    stream.on('end', () => resolve(Buffer.concat(pieces).subarray(0, execOutputBytesMax).toString()));
    stream.on('error', reject);
    signal.addEventListener('abort', () => destroyStream(stream), { once: true });
  });
}
