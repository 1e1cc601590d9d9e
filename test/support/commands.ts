/** Running commands the way a person at a terminal does, with a deadline. */
import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repositoryDir = fileURLToPath(new URL('../../', import.meta.url));
export const kuorumBinary = fileURLToPath(new URL('../../packages/cli/bin/kuorum.js', import.meta.url));

export interface CommandResult {
  /** Exit code; -1 when a signal or the deadline ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  readonly timeoutMs?: number;
}

const outputBytesMax = 32 * 1024 * 1024;
const commandTimeoutMs = 60_000;

/** Runs a program to its end. Never rejects: the exit code says how it went. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = execFile(
      file,
      args,
      {
        cwd: repositoryDir,
        env: { ...process.env, ...options.env },
        maxBuffer: outputBytesMax,
        timeout: options.timeoutMs ?? commandTimeoutMs,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
    // One that ends without reading closes its end first, which is no error of ours.
    child.stdin?.on('error', () => undefined).end(options.stdin ?? '');
  });
}

/** Runs a program that must succeed; gives its standard output. */
export async function mustRun(file: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runCommand(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} exited with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

export function runKuorum(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return runCommand(process.execPath, [kuorumBinary, ...args], options);
}

export interface RunningCommand {
  /** Standard output and standard error so far. */
  output(): string;
  /** Ctrl-C; gives the exit code. */
  interrupt(): Promise<number | null>;
  /** The exit code, once it has ended. */
  ended(): Promise<number | null>;
}

/** Starts a command that runs until it is interrupted. */
export function startKuorum(args: readonly string[], env: NodeJS.ProcessEnv = {}): RunningCommand {
  let output = '';
  const child = spawn(process.execPath, [kuorumBinary, ...args], {
    cwd: repositoryDir,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    output: () => output,
    interrupt: () => {
      child.kill('SIGINT');
      return ended;
    },
    ended: () => ended,
  };
}
