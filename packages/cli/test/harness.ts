/** Commands in the test's own process: what they print is captured, the cluster is whatever client the test hands in. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient } from '@kuorum/client';
import { describeError } from '../dist/errors.js';
import type { Env } from '../dist/commands/env.js';

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly status: number;
}

export interface CapturedEnv extends Env {
  readonly printed: { out: string; err: string; status: number; progress: string[] };
  /** Ctrl-C. */
  interrupt(): void;
}

export interface EnvOptions {
  readonly nowMs?: () => number;
}

export function capturedEnv(client: ApiClient, { nowMs = Date.now }: EnvOptions = {}): CapturedEnv {
  const printed = { out: '', err: '', status: 0, progress: [] as string[] };
  let interrupt = (): void => undefined;
  const interrupted = new Promise<void>((resolve) => (interrupt = resolve));
  return {
    printed,
    interrupt,
    nowMs,
    out: (text) => void (printed.out += `${text}\n`),
    err: (text) => void (printed.err += `${text}\n`),
    write: async (data) => void (printed.out += typeof data === 'string' ? data : Buffer.from(data).toString()),
    progress: (line) => void printed.progress.push(line),
    fail: (status = 1) => void (printed.status = status),
    interrupted: () => interrupted,
    withClient: (_options, fn) => fn(client),
  };
}

/** Runs one command to its end, as `main.ts` would. */
export async function run(make: (env: Env) => Command, env: CapturedEnv, args: readonly string[]): Promise<Ran> {
  const command = contained(make(env), env);
  try {
    await withoutKubeconfig(() => command.parseAsync([...args], { from: 'user' }));
  } catch (error) {
    env.err(describeError(error));
    env.fail();
  }
  const { out, err, status } = env.printed;
  return { out, err, status };
}

/** Neither it nor its subcommands end the process or write to it. */
function contained(command: Command, env: CapturedEnv): Command {
  for (const each of command.commands) contained(each, env);
  return command
    .exitOverride()
    .configureOutput({ writeOut: (text) => void env.write(text), writeErr: (text) => env.err(text.trimEnd()) });
}

/** Whoever runs the tests may have a kubeconfig with a namespace of its own. */
export async function withoutKubeconfig<T>(fn: () => Promise<T>): Promise<T> {
  const present = process.env['KUORUM_CONFIG'];
  process.env['KUORUM_CONFIG'] = join(tmpdir(), 'kuorum-no-such-config');
  try {
    return await fn();
  } finally {
    if (present === undefined) delete process.env['KUORUM_CONFIG'];
    else process.env['KUORUM_CONFIG'] = present;
  }
}
