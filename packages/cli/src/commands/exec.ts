/** `kuorum exec`: runs a command in a container, with or without a terminal, and ends with its exit code. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ExecSession } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';
import { clientCommand, type ClientOptions } from './client-command.js';
import { interruptedStatus, processEnv, type Env } from './env.js';
import { defaultContainer, findPod } from './find-pod.js';
import { processTerminal, type Terminal } from './terminal.js';

interface ExecCommandOptions extends ClientOptions {
  readonly container?: string;
  readonly stdin?: boolean;
  readonly tty?: boolean;
  readonly quiet?: boolean;
}

export function execCommand(env: Env = processEnv, terminal: Terminal = processTerminal): Command {
  return clientCommand('exec', 'Run a command in a container')
    .usage('[options] POD|TYPE/NAME -- COMMAND [args...]')
    .argument('[pod]', 'POD, or TYPE/NAME such as deploy/web for one of its pods')
    .argument('[command...]', 'after --, the program and its arguments')
    .option('-c, --container <name>', 'container of the pod')
    .option('-i, --stdin', 'hand standard input on')
    .option('-t, --tty', 'with a terminal')
    .option('-q, --quiet', 'say nothing but what the command says')
    .action((target: string | undefined, command: string[], options: ExecCommandOptions) =>
      exec(env, terminal, target, command, options),
    );
}

async function exec(
  env: Env,
  terminal: Terminal,
  target: string | undefined,
  command: string[],
  options: ExecCommandOptions,
): Promise<void> {
  if (target === undefined)
    throw new CliError('pod, type/name or --filename must be specified: kuorum exec POD -- COMMAND');
  if (command.length === 0) throw new CliError('you must specify at least one command for the container');
  const quiet: Env = options.quiet === true ? { ...env, err: () => undefined } : env;
  await env.withClient(options, async (client) => {
    const { pod } = await findPod(quiet, client, options.namespace ?? 'default', target, 'run a command in');
    const { phase } = pod.status;
    if (phase === 'Succeeded' || phase === 'Failed') {
      throw new CliError(`cannot exec into a container in a completed pod; current phase is ${phase}`);
    }
    const container = options.container ?? defaultContainer(quiet, pod);
    const stdin = options.stdin === true;
    if (options.tty === true && stdin && !terminal.isTty) {
      quiet.err('Unable to use a TTY - input is not a terminal or the right kind of file');
    }
    const tty = options.tty === true && (terminal.isTty || !stdin);
    const session = await client.pods.exec({
      ...{ namespace: pod.metadata.namespace, name: pod.metadata.name, container, command },
      ...{ stdin, stdout: true, stderr: !tty, tty },
      terminalSize: tty ? terminal.size() : undefined,
    });
    const status = await attach(env, terminal, session, { stdin, tty });
    if (status !== 0 && status !== interruptedStatus) quiet.err(`command terminated with exit code ${status}`);
    if (status !== 0) env.fail(status);
  });
}

/** Joins the terminal and the command until that has ended; gives its exit code. */
async function attach(
  env: Env,
  terminal: Terminal,
  session: ExecSession,
  { stdin, tty }: { readonly stdin: boolean; readonly tty: boolean },
): Promise<number> {
  const restore = tty && stdin ? terminal.raw() : () => undefined;
  const unresize = tty
    ? terminal.onResize(() => {
        const size = terminal.size();
        if (size !== undefined) session.resize(size);
      })
    : () => undefined;
  const state = { interrupted: false };
  // With a raw terminal Ctrl-C is a key like any other; else it is ours, and ends the command with us.
  void env.interrupted().then(() => {
    state.interrupted = true;
    session.cancel();
  });
  if (stdin) terminal.stdin.pipe(session.stdin);
  try {
    await Promise.all([copy(session.stdout, terminal.stdout), copy(session.stderr, terminal.stderr)]);
    const { exitCode, error } = await session.done;
    if (exitCode === undefined) throw new CliError(error);
    return exitCode;
  } catch (error) {
    if (state.interrupted) return interruptedStatus;
    throw error;
  } finally {
    unresize();
    restore();
    if (stdin) {
      terminal.stdin.unpipe(session.stdin);
      terminal.leave();
    }
  }
}

/** As fast as it is taken; resolves at the end. Whoever closed our output wants no more of it. */
async function copy(from: Readable, to: Writable): Promise<void> {
  from.on('data', (chunk: Buffer) => {
    if (to.destroyed || to.write(chunk)) return;
    from.pause();
    void once(to, 'drain').then(
      () => from.resume(),
      () => from.resume(),
    );
  });
  await finished(from);
}
