/**
 * Exec and port-forward on the kubelet's server, each a connection of its own that HTTP's Upgrade turns into frames of both
 * directions (base/framed-socket.ts): `GET /exec/{namespace}/{pod}/{container}?command&stdin&stdout&stderr&tty&width&height` and
 * `GET /portForward/{namespace}/{pod}?port`. What cannot be begun is an HTTP status with the reason; from then on the last frame
 * says how it ended. When the connection ends, so does what was begun for it.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import { systemClock, type Clock } from '@kuorum/base';
import {
  channels,
  drained,
  FramedSocket,
  type FrameHandler,
  type FramedSocketOptions,
  type Logger,
} from '@kuorum/base/node';
import { execCommandBytesMax, streamIdleTimeoutMs, streamLastWordMs, streamSessionsMax } from './limits.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import {
  RuntimeError,
  type ContainerRuntime,
  type ExecSession,
  type ExecSpec,
  type RuntimeContainer,
  type TerminalSize,
} from './runtime/types.js';

/** What both ends call the protocol. */
export const execProtocol = 'kuorum.v1.exec';
export const portForwardProtocol = 'kuorum.v1.portforward';

export interface StreamOptions {
  readonly runtime: ContainerRuntime;
  readonly findAttempts: (namespace: string, pod: string, container: string) => readonly RuntimeContainer[] | undefined;
  /** Undefined when this node has no such pod. */
  readonly findPodUid: (namespace: string, pod: string) => string | undefined;
  readonly logger: Logger;
  readonly clock?: Clock | undefined;
  /** For tests. */
  readonly frames?: FramedSocketOptions | undefined;
  readonly sessionsMax?: number | undefined;
}

/** Why nothing was begun. */
class Refused extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export class StreamSessions {
  private readonly open = new Set<Duplex>();

  constructor(private readonly options: StreamOptions) {}

  get size(): number {
    return this.open.size;
  }

  /** Never rejects. `parts` is the path; who asks has been let in already. */
  async serve(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    parts: string[],
    query: URLSearchParams,
  ): Promise<void> {
    socket.on('error', () => undefined);
    const { options, open } = this;
    const { sessionsMax = streamSessionsMax } = options;
    if (open.size >= sessionsMax) {
      return this.refuse(
        socket,
        429,
        `there are ${sessionsMax} sessions of exec and port-forward on this node already`,
      );
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    try {
      const [what, namespace = '', pod = '', container] = parts;
      const protocol = request.headers.upgrade;
      if (what === 'exec' && container !== undefined && parts.length === 4 && protocol === execProtocol) {
        const session = await this.beginExec(namespace, pod, container, query);
        await this.carryExec(session, this.accept(socket, head, execProtocol));
      } else if (what === 'portForward' && parts.length === 3 && protocol === portForwardProtocol) {
        const connection = await this.beginPortForward(namespace, pod, query);
        await this.carryPort(connection, this.accept(socket, head, portForwardProtocol));
      } else {
        this.refuse(socket, 404, `no such path, or not by ${protocol}: /${parts.join('/')}`);
      }
    } catch (error) {
      if (error instanceof Refused) return this.refuse(socket, error.code, error.message);
      options.logger.warn({ err: error }, 'a session failed');
      socket.destroy();
    }
  }

  /** Whoever is refused is no session (any more). */
  refuse(socket: Duplex, code: number, text: string): void {
    this.open.delete(socket);
    refuseUpgrade(socket, code, text, this.options.clock);
  }

  private accept(socket: Duplex, head: Buffer, protocol: string): FramedSocket {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n`);
    const { clock = systemClock, frames: timing } = this.options;
    const idleTimeoutMs = timing?.idleTimeoutMs ?? streamIdleTimeoutMs;
    const onIdle = once(() => {
      report(frames, { error: `closed, as nothing has gone either way for ${idleTimeoutMs / 1000} s` });
      // Whoever does not read does not hear it either.
      const timer = clock.setTimeout(() => frames.destroy(), streamLastWordMs);
      frames.signal.addEventListener('abort', () => timer.cancel());
    });
    const frames = new FramedSocket(socket, head, { ...timing, clock, idleTimeoutMs, onIdle });
    return frames;
  }

  private async beginExec(
    namespace: string,
    pod: string,
    container: string,
    query: URLSearchParams,
  ): Promise<ExecSession> {
    const { findAttempts, runtime } = this.options;
    const attempts = findAttempts(namespace, pod, container);
    if (attempts === undefined) throw new Refused(404, `pod "${pod}" is not on this node`);
    const running = attempts.at(-1);
    if (running?.state !== 'running') throw new Refused(404, `container not found ("${container}")`);
    const spec = execSpec(query);
    return runtime.openExec(running.id, spec).catch((error: unknown) => {
      throw refusalBy(error);
    });
  }

  private async carryExec(session: ExecSession, frames: FramedSocket): Promise<void> {
    const { logger } = this.options;
    const output = async (from: Readable | undefined, channel: number): Promise<void> => {
      if (from !== undefined) for await (const chunk of from) await frames.send(channel, chunk as Buffer);
    };
    Promise.all([output(session.stdout, channels.stdout), output(session.stderr, channels.stderr)])
      .then(() => session.exited)
      .then(
        (exitCode) => report(frames, { exitCode }),
        (error: unknown) => report(frames, { error: messageOf(error) }),
      );
    await this.untilGone(frames, (channel, payload) => execInput(session, frames, channel, payload));
    await session.kill().catch((error: unknown) => {
      logger.warn({ err: error }, 'the command of an exec session may go on');
    });
  }

  /** Resolves when the connection is no more: the apiserver ends it when it has heard the last word, or when its client has gone. */
  private async untilGone(frames: FramedSocket, handle: FrameHandler): Promise<void> {
    try {
      await frames.receive(handle);
    } catch (error) {
      this.options.logger.debug({ err: error }, 'a session broke off');
    }
    frames.destroy();
  }

  private async carryPort(connection: Duplex, frames: FramedSocket): Promise<void> {
    const fail = (error: Error): void => report(frames, { error: `lost connection to pod: ${error.message}` });
    connection.on('error', fail);
    const toPod = { ended: false };
    const outward = async (): Promise<void> => {
      for await (const chunk of connection.iterator({ destroyOnReturn: false })) {
        await frames.send(channels.stdout, chunk as Buffer);
      }
      await frames.sendClose(channels.stdout);
      if (toPod.ended) frames.end();
      else connection.once('finish', () => frames.end());
    };
    // Its failure is the connection's, told above.
    outward().catch(() => undefined);
    await this.untilGone(frames, (channel, payload) => {
      if (channel === channels.close) {
        toPod.ended = true;
        connection.end();
      } else if (channel === channels.stdin && !connection.write(payload)) {
        return drained(connection, frames.signal);
      }
      return undefined;
    });
    connection.destroy();
  }

  private async beginPortForward(namespace: string, pod: string, query: URLSearchParams): Promise<Duplex> {
    const uid = this.options.findPodUid(namespace, pod);
    if (uid === undefined) throw new Refused(404, `pod "${pod}" is not on this node`);
    const port = Number(query.get('port'));
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Refused(400, 'port must be 1 to 65535');
    return this.options.runtime.portForward(uid, port).catch((error: unknown) => {
      const refused = refusalBy(error);
      throw new Refused(refused.code, `error forwarding port ${port} to pod ${pod}: ${refused.message}`);
    });
  }
}

/** The last frame. */
function report(frames: FramedSocket, status: { readonly exitCode: number } | { readonly error: string }): void {
  void frames.sendJson(channels.status, status).then(() => frames.end());
}

function execInput(session: ExecSession, frames: FramedSocket, channel: number, payload: Buffer): Promise<void> | void {
  const { stdin } = session;
  switch (channel) {
    case channels.stdin:
      // A command that reads no more has its input closed: what comes for it is dropped.
      if (stdin?.writable === true && !stdin.write(payload)) return drained(stdin, frames.signal);
      return;
    case channels.close:
      stdin?.end();
      return;
    case channels.resize: {
      const size = sizeOf(payload);
      return size === undefined ? undefined : session.resize(size);
    }
    default:
      return;
  }
}

function sizeOf(payload: Buffer): TerminalSize | undefined {
  try {
    const { width, height } = JSON.parse(payload.toString()) as Record<string, unknown>;
    return terminalSize(Number(width), Number(height));
  } catch {
    return undefined;
  }
}

function terminalSize(width: number, height: number): TerminalSize | undefined {
  const fits = (n: number): boolean => Number.isInteger(n) && n > 0 && n <= 65_535;
  return fits(width) && fits(height) ? { width, height } : undefined;
}

function execSpec(query: URLSearchParams): ExecSpec {
  const command = query.getAll('command');
  const bytes = command.reduce((sum, word) => sum + Buffer.byteLength(word), 0);
  if (command.length === 0) throw new Refused(400, 'you must specify at least 1 command for the container');
  if (bytes > execCommandBytesMax) {
    throw new Refused(400, `the command has ${bytes} bytes, at most ${execCommandBytesMax} are taken`);
  }
  const isSet = (name: string): boolean => query.get(name) === 'true';
  const [stdin, stdout, stderr, tty] = [isSet('stdin'), isSet('stdout'), isSet('stderr'), isSet('tty')];
  if (!stdin && !stdout && !stderr) throw new Refused(400, 'you must specify at least one of stdin, stdout, stderr');
  const size = terminalSize(Number(query.get('width')), Number(query.get('height')));
  return { command, stdin, stdout, stderr, tty, size };
}

function refusalBy(error: unknown): Refused {
  const reason = error instanceof RuntimeError ? error.reason : undefined;
  const code = reason === 'NotFound' ? 404 : reason === 'Unimplemented' ? 501 : 500;
  return new Refused(code, messageOf(error));
}

function once(fn: () => void): () => void {
  let called = false;
  return () => {
    if (!called) fn();
    called = true;
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
