/**
 * Commands that somebody runs in a container of a Docker Engine. The engine carries all their streams over one connection
 * (hijacked, in frames unless there is a terminal), so who does not read one output makes the other wait too.
 *
 * The engine starts such a command and has no call that ends it: it would go on after everybody has left. So it carries a mark
 * in its environment, which its children inherit, and is ended by that: on an engine of this machine through /proc, after
 * checking that the process is one of this container; elsewhere by a shell in the container, where the image has one.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { PassThrough, type Duplex, type Readable } from 'node:stream';
import { drained } from '@kuorum/base/node';
import type Docker from 'dockerode';
import { engineCallTimeoutMs, execExitPollMs, execExitTimeoutMs, execResizeAttemptsMax } from '../../limits.js';
import { RuntimeError, type ExecSession, type ExecSpec, type TerminalSize } from '../types.js';
import { engineCall, isEngineNotFound, engineMessage, engineStatus, runtimeError } from './engine.js';
import { FrameSplitter } from './log-demux.js';

const markName = 'KUORUM_EXEC';

/** Looks for processes to end: again while there are any, as they may be forking. */
const killRoundsMax = 5;

/** The same in the container itself; $0 is the mark. Ends with 1 when there are still some. */
const killMarkedScript = `round=0; while [ $round -lt ${killRoundsMax} ]; do round=$((round + 1)); found=
  for p in /proc/[0-9]*; do if grep -qs "$0" "$p/environ"; then found=1; kill -9 "\${p#/proc/}"; fi; done
  if [ -z "$found" ]; then exit 0; fi; done; exit 1`;

const noShell = 'of an engine on another machine: it has no shell with grep and kill that may do so';

/** `processes` is where those of this machine are seen, and the engine's among them when it is one of this machine. */
export async function openDockerExec(
  container: Docker.Container,
  spec: ExecSpec,
  processes = '/proc',
): Promise<ExecSession> {
  const mark = `${markName}=${randomUUID()}`;
  try {
    const exec = await engineCall('make an exec', engineCallTimeoutMs, () =>
      container.exec({
        Cmd: [...spec.command],
        Env: [mark],
        AttachStdin: spec.stdin,
        AttachStdout: spec.stdout,
        AttachStderr: spec.stderr && !spec.tty,
        Tty: spec.tty,
      }),
    );
    const connection = await engineCall('start an exec', engineCallTimeoutMs, () =>
      exec.start({ hijack: true, stdin: true, Tty: spec.tty }),
    );
    const session = new DockerExec(container, exec, connection, spec, { mark, processes });
    if (spec.tty && spec.size !== undefined) void session.setFirstSize(spec.size);
    return session;
  } catch (error) {
    // 409: it is not running (any more).
    if (isEngineNotFound(error) || engineStatus(error) === 409)
      throw new RuntimeError('NotFound', engineMessage(error));
    throw runtimeError(error, 'RunContainerError');
  }
}

class DockerExec implements ExecSession {
  readonly stdin?: Duplex;
  readonly stdout?: Readable;
  readonly stderr?: Readable;
  readonly exited: Promise<number>;
  /** A size was taken: the first one is out of date. */
  private sized = false;

  constructor(
    private readonly container: Docker.Container,
    private readonly exec: Docker.Exec,
    private readonly connection: Duplex,
    spec: ExecSpec,
    private readonly found: { readonly mark: string; readonly processes: string },
  ) {
    // A connection that breaks is a command without an exit code; whoever writes to one that has ended loses nothing.
    connection.on('error', () => undefined);
    if (spec.stdin) this.stdin = connection;
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    if (spec.stdout) this.stdout = stdout;
    if (spec.stderr && !spec.tty) this.stderr = stderr;
    const carried = carry(connection, spec.tty, stdout, stderr).finally(() => {
      stdout.end();
      stderr.end();
    });
    this.exited = carried.then(() => this.exitCode());
    this.exited.catch(() => undefined);
  }

  async resize({ width, height }: TerminalSize): Promise<void> {
    try {
      await this.maybeResize({ width, height });
    } catch {
      // The command has ended: it has no terminal any more.
    }
  }

  /** The engine refuses a size for a little while after it has answered that the command is started. */
  async setFirstSize(size: TerminalSize): Promise<void> {
    for (let attempt = 0; attempt < execResizeAttemptsMax && !this.sized && !this.connection.destroyed; attempt++) {
      if (await this.maybeResize(size).catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, execExitPollMs));
    }
  }

  private async maybeResize({ width, height }: TerminalSize): Promise<boolean> {
    await engineCall('resize a terminal', engineCallTimeoutMs, () => this.exec.resize({ w: width, h: height }));
    this.sized = true;
    return true;
  }

  async kill(): Promise<void> {
    this.connection.destroy();
    this.stdout?.destroy();
    this.stderr?.destroy();
    const { Running, Pid } = await this.inspect();
    if (!Running) return;
    const { id } = this.container;
    const { mark, processes } = this.found;
    // The engine's own word for the process, and the container in its control group: no engine elsewhere is mistaken for ours.
    if (await isOf(Pid, id, processes)) await killMarked(mark, Pid, id, processes);
    else await this.killByShell(mark);
  }

  private async killByShell(mark: string): Promise<void> {
    // The mark is no variable of this one, so that it does not find itself.
    const killer = await engineCall('make an exec', engineCallTimeoutMs, () =>
      this.container.exec({ Cmd: ['sh', '-c', killMarkedScript, mark], AttachStdout: true }),
    );
    const connection = await engineCall('start an exec', engineCallTimeoutMs, () => killer.start({}));
    connection.resume();
    const ended = (signal: AbortSignal): Promise<unknown> => once(connection, 'end', { signal });
    await engineCall('end a command', engineCallTimeoutMs, ended).finally(() => connection.destroy());
    const { ExitCode } = await engineCall('inspect an exec', engineCallTimeoutMs, () => killer.inspect());
    if (ExitCode !== 0) throw new RuntimeError('Unimplemented', `Cannot end a command in a container ${noShell}`);
  }

  private async exitCode(): Promise<number> {
    const deadline = performance.now() + execExitTimeoutMs;
    for (;;) {
      const { Running, ExitCode } = await this.inspect();
      if (!Running && ExitCode !== null) return ExitCode;
      if (performance.now() > deadline) {
        throw new RuntimeError('Unavailable', 'the connection to the command was lost before it ended');
      }
      await new Promise((resolve) => setTimeout(resolve, execExitPollMs));
    }
  }

  private inspect(): Promise<Docker.ExecInspectInfo> {
    return engineCall('inspect an exec', engineCallTimeoutMs, () => this.exec.inspect());
  }
}

/** Resolves when the engine has sent everything, or the connection is gone. Reads no faster than the outputs are taken. */
async function carry(connection: Duplex, tty: boolean, stdout: PassThrough, stderr: PassThrough): Promise<void> {
  const splitter = new FrameSplitter();
  const write = async (to: PassThrough, bytes: Uint8Array): Promise<void> => {
    if (!to.destroyed && !to.write(bytes)) await drained(to);
  };
  try {
    for await (const chunk of connection) {
      if (tty) await write(stdout, chunk as Buffer);
      else
        for (const { stream, bytes } of splitter.push(chunk as Buffer))
          await write(stream === 2 ? stderr : stdout, bytes);
    }
  } catch {
    // Broken or closed from here: the exit code, or that there is none, says the rest.
  }
}

async function isOf(pid: number, containerId: string, processes: string): Promise<boolean> {
  if (process.platform !== 'linux' || pid <= 0) return false;
  const text = await readFile(`${processes}/${pid}/cgroup`, 'latin1').catch(() => '');
  return text.includes(containerId);
}

/** The command and everything that carries the mark; again until nothing does, as it may be forking. */
async function killMarked(mark: string, command: number, containerId: string, processes: string): Promise<void> {
  for (let round = 0; round < killRoundsMax; round++) {
    let found = 0;
    for (const entry of await readdir(processes)) {
      const pid = Number(entry);
      if (!Number.isInteger(pid)) continue;
      const environment = await readFile(`${processes}/${pid}/environ`, 'latin1').catch(() => '');
      const marked = pid === command || environment.split('\0').includes(mark);
      if (!marked || !(await isOf(pid, containerId, processes))) continue;
      found++;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended by itself, or is not ours to end; the next round tells.
      }
    }
    if (found === 0) return;
  }
}
