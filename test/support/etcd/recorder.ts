/**
 * Runs etcdctl's commands against a cluster and notes what a person at a terminal would see of each: standard output, standard
 * error, exit code. A script is a function that is given a recorder; it is run once on etcd and once on Kuorum, and the notes are compared.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { eventually, type Cleanup } from '@kuorum/testing';
import { runCommand, type CommandResult } from '../commands.js';
import { Canonical } from './canonical.js';
import { PATIENCE_MS, watchersAt, type Member, type MemberCluster } from './members.js';

/** What one command did, with what is drawn or measured replaced. */
export interface Note {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit code, or the signal that ended it. */
  readonly ended: number | string;
}

export interface RunOptions {
  /** Names of the members that it is given as endpoints. Default: m1. */
  readonly at?: readonly string[];
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** It is refused. What etcd itself does otherwise is an error in the script. */
  readonly fails?: boolean;
  /** What else is not the same in two runs: each match becomes `…`. */
  readonly mask?: readonly RegExp[];
  /** A table, whose columns may be wider in one run than in the other. */
  readonly table?: boolean;
  /** Lines come in an order that is not promised. */
  readonly sorted?: boolean;
  /** Names of endpoints are given by the caller, in `words` or `env`. */
  readonly noEndpoints?: boolean;
}

/** What one command did. */
interface Raw extends Note {
  readonly options: RunOptions;
}

/** Longer than any of them takes on a machine that has other work; what etcdctl says when its own limits end a command depends on how far it was. */
const ETCDCTL_LIMITS = { 'command-timeout': '30s', 'dial-timeout': '30s' };

export class Recorder {
  /** Commands that went otherwise than the script says: a mistake in the script, when it is etcd's answer. */
  readonly surprises: string[] = [];
  /** Words of every command that was run, for the list of what was covered. */
  readonly commands: string[][] = [];
  /** The one member that was asked last, and has answered: it knows what it did. */
  private askedLast = '';

  /** One a command, in the order in which they were begun: which of two ends first is a matter of time. */
  private readonly told: (Raw | undefined)[] = [];

  constructor(
    readonly cluster: MemberCluster,
    /** Ids of the members by name. */
    readonly ids: ReadonlyMap<string, string>,
    /** Files that are made go here. */
    readonly directory: string,
    readonly cleanup: Cleanup,
  ) {}

  /** Of all commands that have ended. */
  get notes(): Note[] {
    const canonical = new Canonical(this.ids.values());
    return this.told.flatMap((raw) => (raw === undefined ? [] : [this.noteOf(raw, canonical)]));
  }

  /** Runs a command to its end, once all members know what was done before; gives what it really said. */
  async run(command: string, options: RunOptions = {}): Promise<CommandResult> {
    const { at = ['m1'], noEndpoints = false } = options;
    const asked = at.length > 1 || noEndpoints ? '' : at.join();
    if (asked === '' || asked !== this.askedLast) await this.cluster.inStep();
    this.askedLast = asked;
    const words = this.words(command, options);
    const note = this.begin(command, options);
    const env = environment(command, options);
    const result = await runCommand('etcdctl', words, { stdin: options.stdin ?? '', env, timeoutMs: 3 * PATIENCE_MS });
    note(result.stdout, result.stderr, result.code);
    if ((result.code !== 0) !== (options.fails ?? false)) {
      this.surprises.push(`etcdctl ${command} exits with ${result.code}:\n${result.stdout}${result.stderr}`);
    }
    return result;
  }

  /** Starts a command that runs until it is ended or ends itself. */
  start(command: string, options: RunOptions = {}): Running {
    this.askedLast = '';
    const words = this.words(command, options);
    const child = spawn('etcdctl', words, {
      env: { ...process.env, ...environment(command, options) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.cleanup.add(() => child.kill('SIGKILL'));
    return new Running(command, child, this.begin(command, options));
  }

  /** Starts a watch, and waits until the member has it. */
  async watch(command: string, options: RunOptions = {}): Promise<Running> {
    const member = this.cluster.member(options.at?.[0] ?? 'm1');
    await this.cluster.inStep();
    const before = await watchersAt(member);
    const running = this.start(command, options);
    running.watchedAt = member;
    await eventually(async () => (await watchersAt(member)) > before, `the watch of ${command}`, PATIENCE_MS);
    return running;
  }

  /** Resolves when the member has so many more watchers than it had. */
  async watchersOf<T>(name: string, more: number, begin: () => T): Promise<T> {
    const member = this.cluster.member(name);
    const before = await watchersAt(member);
    const begun = begin();
    await eventually(async () => (await watchersAt(member)) >= before + more, `${more} more watchers`, PATIENCE_MS);
    return begun;
  }

  file(name: string): string {
    return join(this.directory, name);
  }

  id(name: string): string {
    return this.ids.get(name) ?? name;
  }

  /** Something that the script itself found out. */
  remark(what: string, text: string): void {
    this.begin(what, {})(text, '', 0);
  }

  private words(command: string, { at = ['m1'], noEndpoints = false }: RunOptions): string[] {
    const words = splitWords(command);
    this.commands.push(words);
    if (noEndpoints) return words;
    return ['--endpoints', at.map((name) => this.cluster.member(name).endpoint).join(), ...words];
  }

  /** Gives what is told when it has ended. */
  private begin(
    command: string,
    options: RunOptions,
  ): (stdout: string, stderr: string, ended: number | string) => void {
    const place = this.told.push(undefined) - 1;
    return (stdout, stderr, ended) => (this.told[place] = { command, options, stdout, stderr, ended });
  }

  private noteOf({ command, options, stdout, stderr, ended }: Raw, canonical: Canonical): Note {
    const { mask = [], sorted = false, table = false } = options;
    const text = (raw: string): string => {
      const masked = mask.reduce((whole, pattern) => whole.replace(pattern, '…'), canonical.of(this.general(raw)));
      const narrow = table ? masked.replace(/ +/g, ' ').replace(/^\+[-+]+\+\n/gm, '') : masked;
      return sorted ? narrow.split('\n').sort().join('\n') : narrow;
    };
    return { command: text(command), stdout: text(stdout), stderr: text(stderr), ended };
  }

  /** The directory is another one in each run. */
  private general(text: string): string {
    return text.replaceAll(this.directory, '<directory>');
  }
}

/** With limits unless it has its own: etcdctl refuses a command that has one twice. */
function environment(command: string, { env = {} }: RunOptions): NodeJS.ProcessEnv {
  const limits = Object.entries(ETCDCTL_LIMITS)
    .filter(([name]) => !command.includes(`--${name}`))
    .map(([name, limit]) => [`ETCDCTL_${name.replaceAll('-', '_').toUpperCase()}`, limit] as const);
  return { ETCDCTL_API: '3', ...Object.fromEntries(limits), ...env };
}

/** A command under way. */
export class Running {
  stdout = '';
  stderr = '';
  /** A member that has a watcher because of it. */
  watchedAt: Member | undefined;
  readonly ended: Promise<number | string>;

  constructor(
    private readonly command: string,
    private readonly child: ChildProcess,
    note: (stdout: string, stderr: string, ended: number | string) => void,
  ) {
    // It may end before it has read what it was told.
    child.stdin?.on('error', () => undefined);
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) => {
      // `close`, not `exit`: by then everything that it said is here.
      child.once('close', (code, signal) => {
        const ended = signal ?? code ?? 0;
        note(this.stdout, this.stderr, ended);
        resolve(ended);
      });
    });
  }

  /** What it waited for has come: it watches no more. */
  watchesNoMore(): void {
    this.watchedAt = undefined;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  type(text: string): void {
    this.child.stdin?.write(text);
  }

  closeInput(): void {
    this.child.stdin?.end();
  }

  /** Waits until its standard output matches; gives the match. */
  says(pattern: RegExp): Promise<RegExpExecArray> {
    return eventually(
      () => {
        const match = pattern.exec(this.stdout);
        if (match === null)
          throw new Error(`it said ${JSON.stringify(this.stdout)} and ${JSON.stringify(this.stderr)}`);
        return match;
      },
      `etcdctl ${this.command} says ${String(pattern)}`,
      PATIENCE_MS,
    );
  }

  /** Ctrl-C unless told otherwise. Resolves when it is gone and its watcher too, so that watchers can be counted. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<number | string> {
    const { watchedAt } = this;
    const before = watchedAt === undefined ? 0 : await watchersAt(watchedAt);
    this.child.kill(signal);
    const ended = await this.ended;
    if (watchedAt !== undefined) {
      await eventually(async () => (await watchersAt(watchedAt)) < before, 'the end of the watcher', PATIENCE_MS);
    }
    return ended;
  }

  /** Waits for it to end by itself. */
  async ends(): Promise<number | string> {
    let ended: number | string | undefined;
    void this.ended.then((value) => (ended = value));
    await eventually(() => ended !== undefined, `the end of etcdctl ${this.command}`, PATIENCE_MS);
    return ended ?? '';
  }
}

/** Words as a shell would make them, of spaces and quotes alone. */
export function splitWords(command: string): string[] {
  const words = command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, (_, a?: string, b?: string) => a ?? b ?? ''));
}
