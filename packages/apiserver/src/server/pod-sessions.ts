/**
 * Exec and port-forward: what a client sends goes to the kubelet of the pod's node and back, a piece at a time. Nothing is kept
 * here but the piece that is on its way (64 KiB at most, and as much in HTTP/2's window), so a slow reader slows down who writes, however far away. A session lasts as long as
 * both ends want, and ends with Unavailable when this server stops; the kubelet ends what nothing goes through for hours.
 */
import {
  badRequest,
  tooManyRequests,
  unavailable,
  type ExecRequest,
  type ExecStatus,
  type Node,
  type Pod,
  type PodExecOptions,
  type PortForwardRequest,
} from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { channels, type FramedSocket } from '@kuorum/base/node';
import type { User } from '../auth/user.js';
import {
  execCommandBytesMax,
  execCommandWordsMax,
  podSessionsMax,
  podSessionsPerUserMax,
  streamPieceBytesMax,
} from '../limits.js';
import type { Registry } from '../registry/registry.js';
import { tooLargePiece } from './call-stream.js';
import { requestOf } from './calls.js';
import type { DuplexCall } from './duplex-call.js';
import type { AskKubelet } from './kubelet-connection.js';
import { openKubeletStream } from './kubelet-stream.js';
import { logsTarget } from './pod-logs.js';
import { targetOf } from './selection.js';

export interface PodSessionsDeps {
  readonly registry: Registry;
  readonly clock: Clock;
  readonly askKubelet: AskKubelet;
  readonly checkReady: () => void;
  /** For tests. */
  readonly sessionsMax?: number | undefined;
  readonly sessionsPerUserMax?: number | undefined;
}

const stopping = 'the apiserver is shutting down';

export class PodSessions {
  private readonly open = new Set<DuplexCall>();
  private stopped = false;

  constructor(private readonly deps: PodSessionsDeps) {}

  /** Ends every session, so that the server can stop. */
  stop(): void {
    this.stopped = true;
    for (const call of [...this.open]) call.end(unavailable(stopping));
  }

  async exec({ options, stdin, stdinClosed, resize }: ExecRequest, call: DuplexCall): Promise<void> {
    if (stdin.length > 0 || stdinClosed || resize !== undefined) throw firstMessageOnly();
    const wanted = checkExec(options);
    const { pod, node } = await this.begin(wanted, call);
    const container = logsTarget(pod, wanted.container);
    const path = execPath(pod, container, wanted);
    const frames = await this.connect(node, path, 'kuorum.v1.exec', call);
    this.carry(call, frames, node, {
      onMessage: (raw) => sendInput(frames, requestOf('ExecRequest', raw)),
      onEnd: () => void frames.sendClose(channels.stdin),
      onFrame: (channel, payload) => {
        if (channel === channels.stdout) return call.send({ stdout: payload });
        if (channel === channels.stderr) return call.send({ stderr: payload });
        return undefined;
      },
      onStatus: (status) => {
        call.write({ status });
        call.end();
      },
    });
  }

  async portForward({ options, data }: PortForwardRequest, call: DuplexCall): Promise<void> {
    if (options === undefined || data.length > 0) throw firstMessageOnly();
    const { port } = options;
    if (port < 1 || port > 65_535) throw badRequest(`port ${port} is none: it must be 1 to 65535`);
    const { pod, node } = await this.begin(options, call);
    const { namespace, name } = pod.metadata;
    const path = `/${['portForward', namespace, name].map(encodeURIComponent).join('/')}?port=${port}`;
    const frames = await this.connect(node, path, 'kuorum.v1.portforward', call);
    this.carry(call, frames, node, {
      onMessage: (raw) => frames.send(channels.stdin, piece(requestOf('PortForwardRequest', raw).data)),
      onEnd: () => void frames.sendClose(channels.stdin),
      onFrame: (channel, payload) => {
        if (channel === channels.stdout) return call.send({ data: payload });
        if (channel === channels.close) return call.send({ closed: true });
        return undefined;
      },
      onStatus: ({ error }) => call.end(unavailable(error)),
      onFinish: () => call.end(),
    });
  }

  /** Where the pod is; throws Kubernetes' reasons why it is nowhere. */
  private async begin(
    target: { readonly namespace: string; readonly name: string },
    call: DuplexCall,
  ): Promise<{ pod: Pod; node: Node }> {
    const { deps, open } = this;
    deps.checkReady();
    if (this.stopped) throw unavailable(stopping);
    checkRoom(open, call.user.name, deps);
    open.add(call);
    call.signal.addEventListener('abort', () => open.delete(call));
    const { namespace, name } = targetOf('Pod', target);
    const pod = (await deps.registry.get('Pod', namespace, name, call.signal)).object as Pod;
    if (pod.spec.nodeName === '') throw badRequest(`pod ${name} does not have a host assigned`);
    const { phase } = pod.status;
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw badRequest(`cannot connect to a completed pod; current phase is ${phase}`);
    }
    const node = (await deps.registry.get('Node', '', pod.spec.nodeName, call.signal)).object as Node;
    return { pod, node };
  }

  private async connect(node: Node, path: string, protocol: string, call: DuplexCall): Promise<FramedSocket> {
    const { askKubelet, clock } = this.deps;
    const frames = await openKubeletStream({ askKubelet, clock, node, path, upgrade: protocol, signal: call.signal });
    call.sendHeaders();
    return frames;
  }

  /** From now on both directions go by themselves. */
  private carry(call: DuplexCall, frames: FramedSocket, node: Node, session: Session): void {
    const received = frames.receive((channel, payload) => {
      if (channel !== channels.status) return session.onFrame(channel, payload);
      session.onStatus(statusOf(payload));
      return undefined;
    });
    const lost = (why: string, cause?: unknown): void =>
      call.end(unavailable(`the kubelet of node ${node.metadata.name} broke off: ${why}`, cause));
    received.then(
      () => (session.onFinish ?? (() => lost('it told no outcome')))(),
      (error: unknown) => lost(error instanceof Error ? error.message : String(error), error),
    );
    call.receive(session);
  }
}

/** Throws TooManyRequests. `open` has the sessions there are. */
export function checkRoom(
  open: ReadonlySet<{ readonly user: User }>,
  userName: string,
  limits: Pick<PodSessionsDeps, 'sessionsMax' | 'sessionsPerUserMax'> = {},
): void {
  const { sessionsMax = podSessionsMax, sessionsPerUserMax = podSessionsPerUserMax } = limits;
  if (open.size >= sessionsMax) {
    throw tooManyRequests(`there are ${sessionsMax} sessions of exec and port-forward already`);
  }
  const own = [...open].filter(({ user }) => user.name === userName).length;
  if (own >= sessionsPerUserMax) {
    const most = `as many as one user may have through an apiserver: end one of them`;
    throw tooManyRequests(`${userName} has ${own} sessions of exec and port-forward already, ${most}`);
  }
}

interface Session {
  readonly onMessage: (raw: unknown) => Promise<void> | void;
  readonly onEnd: () => void;
  readonly onFrame: (channel: number, payload: Buffer) => Promise<void> | void;
  readonly onStatus: (status: ExecStatus) => void;
  /** The kubelet has ended the connection well without a status. */
  readonly onFinish?: () => void;
}

function checkExec(options: PodExecOptions | undefined): PodExecOptions {
  if (options === undefined) throw firstMessageOnly();
  const { command, stdin, stdout, stderr, tty } = options;
  if (command.length === 0) throw badRequest('you must specify at least 1 command for the container');
  const bytes = command.reduce((sum, word) => sum + Buffer.byteLength(word), 0);
  if (bytes > execCommandBytesMax || command.length > execCommandWordsMax) {
    const limit = `at most ${execCommandBytesMax} bytes in ${execCommandWordsMax} words are taken`;
    throw badRequest(`the command has ${bytes} bytes in ${command.length} words: ${limit}`);
  }
  if (!stdin && !stdout && !stderr) throw badRequest('you must specify at least one of stdin, stdout, stderr');
  if (tty && stderr) throw badRequest('tty and stderr cannot both be true: a terminal has one output');
  return options;
}

function firstMessageOnly(): Error {
  return badRequest('the first message must have the options, and nothing else');
}

function execPath(pod: Pod, container: string, options: PodExecOptions): string {
  const { namespace, name } = pod.metadata;
  const query = new URLSearchParams();
  for (const word of options.command) query.append('command', word);
  for (const flag of ['stdin', 'stdout', 'stderr', 'tty'] as const) if (options[flag]) query.set(flag, 'true');
  const { terminalSize } = options;
  if (terminalSize !== undefined) {
    query.set('width', String(terminalSize.width));
    query.set('height', String(terminalSize.height));
  }
  return `/${['exec', namespace, name, container].map(encodeURIComponent).join('/')}?${query.toString()}`;
}

async function sendInput(frames: FramedSocket, { options, stdin, stdinClosed, resize }: ExecRequest): Promise<void> {
  if (options !== undefined) throw badRequest('options are for the first message only');
  if (stdin.length > 0) await frames.send(channels.stdin, piece(stdin));
  if (stdinClosed) await frames.sendClose(channels.stdin);
  if (resize !== undefined) await frames.sendJson(channels.resize, resize);
}

/** A compressed message is small on the line. */
function piece<B extends Uint8Array>(bytes: B): B {
  if (bytes.length > streamPieceBytesMax) throw tooLargePiece(bytes.length);
  return bytes;
}

/** What cannot be read is told as it is. */
function statusOf(payload: Buffer): ExecStatus {
  const text = payload.toString();
  try {
    const { exitCode, error } = JSON.parse(text) as Record<string, unknown>;
    if (typeof exitCode === 'number') return { exitCode, error: '' };
    if (typeof error === 'string') return { error };
  } catch {
    // Told below.
  }
  return { error: `the kubelet told an outcome that cannot be read: ${text.slice(0, 200)}` };
}
