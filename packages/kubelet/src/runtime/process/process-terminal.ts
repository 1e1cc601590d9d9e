/**
 * Commands with a terminal on the process runtime. Node.js has none to give, but util-linux's `script` has (on Debian a part of
 * bsdutils, which is always there): it makes a pseudo-terminal, leads a session in it, carries everything to and fro between that
 * and our pipes, and ends with the command's exit code. The shell that it begins with tells us its pid, which is the session's and the
 * command's, and the name of the terminal; `stty` gives that its size.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { execTerminalTimeoutMs } from '../../limits.js';
import { RuntimeError, type ExecSession, type ExecSpec, type TerminalSize } from '../types.js';
import { exists, type ContainerRecord } from './container-files.js';
import { pidsOfSession } from './process-usage.js';
import { isExecutable } from './spawn-container.js';

const run = promisify(execFile);

const noTerminal =
  'the process runtime has no terminals here, as there is no "script" of util-linux: leave out -t (tty)';

/** The file descriptor on which the shell tells who it is. */
const tellFd = 3;

/** Whether there are terminals; where they are made, if so. */
export async function findScript(): Promise<string | undefined> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, 'script');
    if (directory === '' || !(await exists(path))) continue;
    // Those of BSD and BusyBox have the name and little else in common with it.
    const { stdout } = await run(path, ['--version'], { timeout: execTerminalTimeoutMs }).catch(() => ({ stdout: '' }));
    return stdout.includes('util-linux') ? path : undefined;
  }
  return undefined;
}

export async function openTerminal(record: ContainerRecord, spec: ExecSpec): Promise<ExecSession> {
  const script = await findScript();
  if (script === undefined) throw new RuntimeError('Unimplemented', noTerminal);
  const { env, workingDir: cwd } = record;
  const [given = '', ...args] = spec.command;
  const program = given === 'node' ? process.execPath : given;
  if (!(await isExecutable(program, env['PATH'] ?? ''))) {
    throw new RuntimeError('RunContainerError', `exec: "${given}": executable file not found in $PATH`);
  }
  const child = spawn(script, ['-qfec', shellOf([program, ...args], spec.size, env), '/dev/null'], {
    cwd,
    // What leads up to the command is found by our path, and run by a shell that is one.
    env: { TERM: 'xterm', ...env, PATH: process.env['PATH'], SHELL: '/bin/sh' },
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
  });
  const { stdin, stdout } = child as unknown as { stdin: Writable; stdout: Readable };
  // The command may end while somebody still writes to it: no failure of ours.
  stdin.on('error', () => undefined);
  let ended = false;
  let session = 0;
  const exited = once(child, 'exit').then(([code]) => {
    ended = true;
    // What it left behind would go on without a terminal.
    endSession(session);
    return typeof code === 'number' ? code : 137;
  });
  exited.catch(() => undefined);
  const kill = async (): Promise<void> => {
    stdin.destroy();
    stdout.destroy();
    if (ended) return;
    endSession(session);
    child.kill('SIGKILL');
    await exited;
  };
  try {
    const told = await firstLine(child.stdio[tellFd] as Readable, exited);
    session = Number(told.split(' ')[0]);
    const terminal = told.slice(told.indexOf(' ') + 1);
    if (ended) endSession(session);
    const resize = async (size: TerminalSize): Promise<void> => {
      // The terminal's name may be another one's by then.
      if (!ended) await run('stty', ['-F', terminal, ...sizeWords(size)]).catch(() => undefined);
    };
    return {
      ...(spec.stdin ? { stdin } : {}),
      ...(spec.stdout ? { stdout } : {}),
      ...{ exited, resize, kill },
    };
  } catch (error) {
    await kill().catch(() => undefined);
    throw new RuntimeError('RunContainerError', `cannot make a terminal: ${String(error)}`, { cause: error });
  }
}

/** For the shell in the terminal. `script` turns the echo off where it is not in a terminal itself. */
function shellOf(command: readonly string[], size: TerminalSize | undefined, env: ContainerRecord['env']): string {
  const variable = (name: string): string => {
    const value = env[name];
    return value === undefined ? `unset ${name}` : `export ${name}=${quoted(value)}`;
  };
  return [
    `stty echo ${size === undefined ? '' : sizeWords(size).join(' ')}`,
    `printf '%s %s\\n' "$$" "$(tty)" >&${tellFd}`,
    `exec ${tellFd}>&-`,
    variable('SHELL'),
    variable('PATH'),
    `exec ${command.map(quoted).join(' ')}`,
  ].join('; ');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function sizeWords({ width, height }: TerminalSize): string[] {
  return ['cols', String(width), 'rows', String(height)];
}

async function firstLine(from: Readable, ended: Promise<number>): Promise<string> {
  const told = new Promise<string>((resolve, reject) => {
    let text = '';
    from.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    from.on('error', reject);
    ended.catch(reject);
    // It ends with the command, which may have ended at once; what it told has come before.
    from.on('end', () => void ended.then((code) => reject(new Error(`script ended with ${code}`)), reject));
    setTimeout(() => reject(new Error(`no answer within ${execTerminalTimeoutMs} ms`)), execTerminalTimeoutMs).unref();
  });
  return told.finally(() => from.destroy());
}

/** Everything in the terminal's session. */
function endSession(session: number): void {
  if (session === 0) return;
  for (const pid of pidsOfSession(session)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
