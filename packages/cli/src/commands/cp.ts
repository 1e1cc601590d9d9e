/** `kuorum cp`: files and directories into containers and out of them, through `tar` in the container, as kubectl does it. */
import { lstat, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ApiClient, ExecSession } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { packInto, unpackFrom } from '../tar/tree.js';
import { clientCommand, type ClientOptions } from './client-command.js';
import { tarVerdictMs } from '../limits.js';
import { processEnv, type Env } from './env.js';
import { defaultContainer } from './find-pod.js';

interface CopyOptions extends ClientOptions {
  readonly container?: string;
  /** `--no-preserve` makes it false. */
  readonly preserve: boolean;
}

/** A place on this machine, or in a pod. */
export interface Place {
  readonly pod: string;
  readonly namespace: string | undefined;
  readonly path: string;
}

export function cpCommand(env: Env = processEnv): Command {
  return clientCommand('cp', 'Copy files to containers and from them; the container needs tar')
    .argument('<source>', 'a path, or [NAMESPACE/]POD:PATH')
    .argument('<destination>', 'the same')
    .option('-c, --container <name>', 'container of the pod')
    .option('--no-preserve', 'the copies in the container get its owner and permissions')
    .action((source: string, destination: string, options: CopyOptions) => copy(env, source, destination, options));
}

async function copy(env: Env, source: string, destination: string, options: CopyOptions): Promise<void> {
  const [from, to] = [parsePlace(source), parsePlace(destination)];
  if ((from.pod === '') === (to.pod === '')) {
    throw new CliError('one of src or dest must be a local file specification, the other POD:PATH');
  }
  if (from.path === '' || to.path === '') throw new CliError('filepath can not be empty');
  await env.withClient(options, async (client) => {
    const place = from.pod === '' ? to : from;
    const namespace = place.namespace ?? options.namespace ?? 'default';
    const container = options.container ?? defaultContainer(env, await client.pods.get(namespace, place.pod));
    const remote = new Remote(client, namespace, place.pod, container);
    if (from.pod === '') await copyIn(remote, from.path, to.path, options.preserve);
    else await copyOut(env, remote, from.path, to.path);
  });
}

/** `web:/etc/hosts`, `prod/web:/etc`, `./file`, `C:\file`. */
export function parsePlace(text: string): Place {
  const colon = text.indexOf(':');
  // One letter before the colon is a drive; a path may have colons once it has begun as one.
  if (colon < 2 || text.startsWith('.') || text.startsWith('/')) return { pod: '', namespace: undefined, path: text };
  const [first = '', second, ...more] = text.slice(0, colon).split('/');
  if (first === '' || second === '' || more.length > 0) {
    throw new CliError(`Cannot read ${JSON.stringify(text)}: write POD:PATH or NAMESPACE/POD:PATH`);
  }
  const path = text.slice(colon + 1);
  return second === undefined ? { pod: first, namespace: undefined, path } : { pod: second, namespace: first, path };
}

/** Commands in the container. */
class Remote {
  constructor(
    private readonly client: ApiClient,
    private readonly namespace: string,
    private readonly name: string,
    private readonly container: string,
  ) {}

  open(command: string[], stdin: boolean): Promise<ExecSession> {
    const { namespace, name, container } = this;
    return this.client.pods.exec({ namespace, name, container, command, stdin, stdout: true, stderr: true });
  }

  async succeeds(command: string[]): Promise<boolean> {
    const session = await this.open(command, false);
    session.stdout.resume();
    session.stderr.resume();
    return (await session.done).exitCode === 0;
  }
}

async function copyIn(remote: Remote, source: string, destination: string, preserve: boolean): Promise<void> {
  await lstat(source).catch(() => {
    throw new CliError(`${source} doesn't exist in local filesystem`);
  });
  const isDirectory = destination.endsWith('/') || (await remote.succeeds(['test', '-d', destination]));
  const target = isDirectory ? posix.join(destination, basename(source)) : destination;
  const flags = preserve ? '-xmf' : '--no-same-permissions --no-same-owner -xmf';
  const command = ['tar', ...flags.split(' '), '-', '-C', posix.dirname(target)];
  const session = await remote.open(command, true);
  const said = text(session.stderr);
  session.stdout.resume();
  // A tar that has given up closes its input: what it said is the reason then.
  const packed = Promise.allSettled([packInto(session.stdin, source, posix.basename(target))]);
  await finish(session, said);
  const [outcome] = await packed;
  if (outcome.status === 'rejected') throw outcome.reason;
}

async function copyOut(env: Env, remote: Remote, source: string, destination: string): Promise<void> {
  const session = await remote.open(['tar', 'cf', '-', source], false);
  const said = text(session.stderr);
  const intoDirectory = await stat(destination).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const root = intoDirectory ? join(destination, posix.basename(posix.normalize(source))) : destination;
  try {
    await unpackFrom(session.stdout, source, root, (warning) => env.err(warning));
  } catch (error) {
    // What is no archive may be the reason why there is none.
    const soon = new Promise<undefined>((resolve) => setTimeout(resolve, tarVerdictMs, undefined).unref());
    const status = await Promise.race([session.done.catch(() => undefined), soon]);
    session.cancel();
    if ((status?.exitCode ?? 0) !== 0) await finish(session, said);
    throw error;
  }
  await finish(session, said);
}

/** What tar said is the error when it failed. */
async function finish(session: ExecSession, said: Promise<string>): Promise<void> {
  const { exitCode, error } = await session.done;
  if (exitCode === 0) return;
  const why = (await said).trim();
  const how = exitCode === undefined ? error : `command terminated with exit code ${exitCode}`;
  // What shells and engines say of a program that cannot be run, and that is not there.
  if (exitCode === 126 || exitCode === 127) throw new CliError(`${how}: is there a tar in the container's image?`);
  throw new CliError(why === '' ? how : `${why}\n${how}`);
}
