/** Starts the processes of containers: the leader that outlives the kubelet, its environment, commands run beside it. */
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { execOutputBytesMax } from '../../limits.js';
import { RuntimeError, type ContainerSpec, type ExecResult } from '../types.js';
import { exists, type ContainerRecord } from './container-files.js';

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

export interface LeaderOptions {
  /** The container's own directory, where the leader writes its files. */
  readonly directory: string;
  readonly workingDir: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly onExit: () => void;
}

/** Gives the pid of the leader, which is also its process group. */
export async function spawnLeader({ directory, workingDir, argv, env, onExit }: LeaderOptions): Promise<number> {
  const log = openSync(join(directory, 'log'), 'a', 0o600);
  try {
    const child = spawn('/bin/sh', ['-c', leader, 'sh', ...argv], {
      cwd: workingDir,
      env: { ...env, CONTAINER_DIR: directory },
      detached: true,
      stdio: ['ignore', log, log],
    });
    const pid = await started(child);
    child.unref();
    child.once('exit', onExit);
    return pid;
  } finally {
    closeSync(log);
  }
}

export function environment(spec: ContainerSpec, ip: string): Record<string, string> {
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

export async function isExecutable(program: string, path: string): Promise<boolean> {
  if (program.includes('/')) return exists(program);
  for (const directory of path.split(delimiter)) if (await exists(join(directory, program))) return true;
  return false;
}

/** Runs a command in the working directory and environment of a running container. */
export function runInside(record: ContainerRecord, command: readonly string[], timeoutMs: number): Promise<ExecResult> {
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
