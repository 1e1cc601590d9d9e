/**
 * `kuorum __complete WORDS…`: what could stand in place of the last word, a line each, then `:files` when a file could
 * too, else `:done`. Called by the shells' completion scripts at every press of Tab: says nothing of errors, and ends
 * within {@link completionMsMax} whatever the server does.
 */
import { findKind, kinds, type ApiObject, type KindInfo, type Pod } from '@kuorum/api';
import type { ApiClient } from '@kuorum/client';
import type { Command, Option } from 'commander';
import { leadingOptions } from '../command-line.js';
import { completionMsMax, completionNamesMax } from '../limits.js';
import { namespaceOf, type ClientOptions } from './access.js';
import {
  argumentsOf,
  conditionWords,
  dryRunWords,
  fieldWords,
  formatWords,
  optionValues,
  rollableWords,
  scalableWords,
  typeWords,
  type OptionValue,
} from './complete-words.js';
import type { Env } from './env.js';

export type Loaders = Readonly<Record<string, () => Promise<Command>>>;

export async function complete(env: Env, words: readonly string[], loaders: Loaders): Promise<void> {
  const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, completionMsMax, undefined).unref());
  const answer = (async () => {
    try {
      return await new Completion(env, words, loaders).answer();
    } catch {
      // The person is in the middle of a line: nothing may be written there.
      return undefined;
    }
  })();
  const { candidates, files } = (await Promise.race([answer, tooLate])) ?? nothing;
  env.out([...new Set(candidates), files ? ':files' : ':done'].join('\n'));
}

interface Answer {
  readonly candidates: readonly string[];
  readonly files: boolean;
}

const nothing: Answer = { candidates: [], files: false };

class Completion {
  private readonly current: string;

  constructor(
    private readonly env: Env,
    private readonly words: readonly string[],
    private readonly loaders: Loaders,
  ) {
    this.current = words.at(-1) ?? '';
  }

  /** Options that stand before the command go behind what is complete of it. */
  private commandFirst(): readonly string[] {
    const { options, rest } = leadingOptions(this.words.slice(0, -1));
    return rest.length === 0 && options.length > 0 ? [this.current] : [...rest, ...options, this.current];
  }

  async answer(): Promise<Answer> {
    const [name = '', ...rest] = this.commandFirst();
    if (rest.length === 0) return this.startingWith([...Object.keys(this.loaders), 'help'].sort());
    const load = Object.hasOwn(this.loaders, name) ? this.loaders[name] : undefined;
    if (load === undefined) return name === 'help' ? this.startingWith(Object.keys(this.loaders)) : nothing;
    let command = await load();
    let before = rest.slice(0, -1);
    for (const word of [...before]) {
      const sub = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
      if (sub === undefined) break;
      command = sub;
      before = before.slice(1);
    }
    const option = optionWaiting(command, before);
    if (option !== undefined) {
      const complete = before.slice(
        0,
        before.findLastIndex((word) => word.startsWith('-')),
      );
      return this.optionValue(command, option, complete, this.current, '');
    }
    const equals = this.current.indexOf('=');
    if (this.current.startsWith('--') && equals > 0) {
      const flag = this.current.slice(0, equals);
      const known = command.options.find(({ long }) => long === flag);
      if (known === undefined) return nothing;
      return this.optionValue(command, known, before, this.current.slice(equals + 1), `${flag}=`);
    }
    if (this.current.startsWith('-')) return this.startingWith(flagsOf(command));
    if (command.commands.length > 0) return this.startingWith(command.commands.map((each) => each.name()));
    return this.argument(name, operandsOf(command, before));
  }

  private async optionValue(
    command: Command,
    option: Option,
    before: readonly string[],
    written: string,
    prefix: string,
  ): Promise<Answer> {
    const value = option.long === undefined || option.long === null ? undefined : optionValues[option.long];
    const words = option.argChoices ?? (await this.valuesOf(value, command, before, written));
    const fitting = words.filter((word) => word.startsWith(written)).sort();
    const candidates = fitting.map((word) => `${prefix}${word}`);
    return { candidates, files: value === 'files' };
  }

  private async valuesOf(
    value: OptionValue | undefined,
    command: Command,
    before: readonly string[],
    written: string,
  ): Promise<readonly string[]> {
    switch (value) {
      case 'namespaces':
        return this.names(command, before, kinds.Namespace);
      case 'formats':
        return formatWords;
      case 'containers':
        return this.containers(command, before, operandsOf(command, before).operands[0] ?? '');
      case 'conditions':
        return command.name() === 'events' ? this.targetWords(command, before, written) : conditionWords;
      case 'eventTypes':
        return ['Normal', 'Warning'];
      case 'dryRuns':
        return dryRunWords;
      default:
        return [];
    }
  }

  private async argument(name: string, { command, before, operands }: Parsed): Promise<Answer> {
    const { current } = this;
    const [first, ...more] = operands;
    const what = argumentsOf[name];
    if (what === undefined) return nothing;
    switch (what) {
      case 'shells':
        return this.startingWith(['bash', 'fish', 'zsh']);
      case 'metrics':
        if (first !== undefined) return nothing;
        return this.startingWith(await this.names(command, before, command.name() === 'node' ? kinds.Node : kinds.Pod));
      case 'fields':
        return this.startingWith(fieldWords(current, findKind));
      case 'nodes':
        return this.startingWith(await this.names(command, before, kinds.Node));
      case 'copies': {
        if (current.includes(':') || more.length > 0) return { candidates: [], files: false };
        const pods = await this.names(command, before, kinds.Pod);
        return { ...this.startingWith(pods.map((pod) => `${pod}:`)), files: true };
      }
      case 'onlyPod':
      case 'pod':
        if (first !== undefined && what === 'onlyPod') return nothing;
        if (first !== undefined) {
          return more.length > 0 ? nothing : this.startingWith(await this.containers(command, before, first));
        }
        if (current.includes('/')) return this.startingWith(await this.targetWords(command, before, current));
        return this.startingWith(await this.names(command, before, kinds.Pod));
      case 'targets':
      case 'rollable':
      case 'scalable': {
        const types = what === 'targets' ? typeWords() : what === 'scalable' ? scalableWords() : rollableWords;
        if (current.includes('/')) return this.startingWith(await this.targetWords(command, before, current));
        if (first === undefined) return this.startingWith(typesAfterComma(types, current));
        if (first.includes('/')) return this.startingWith(types.map((type) => `${type}/`));
        const info = findKind(first);
        return info === undefined ? nothing : this.startingWith(await this.names(command, before, info));
      }
    }
  }

  /** `pod/` and the names that follow. */
  private async targetWords(command: Command, before: readonly string[], written: string): Promise<string[]> {
    const slash = written.indexOf('/');
    if (slash < 0) return typeWords().map((type) => `${type}/`);
    const info = findKind(written.slice(0, slash));
    const names = info === undefined ? [] : await this.names(command, before, info);
    return names.map((name) => `${written.slice(0, slash + 1)}${name}`);
  }

  private names(command: Command, before: readonly string[], info: KindInfo): Promise<string[]> {
    return this.withNamespace(command, before, async (client, namespace, everywhere) => {
      const selection = info.namespaced && !everywhere ? { namespace } : {};
      const { items } = await client.resource(info.kind).list({ ...selection, limit: completionNamesMax });
      return (items as ApiObject[]).map(({ metadata }) => metadata.name);
    });
  }

  private containers(command: Command, before: readonly string[], pod: string): Promise<string[]> {
    return this.withNamespace(command, before, async (client, namespace) => {
      const name = pod.slice(pod.indexOf('/') + 1);
      const { spec }: Pod = await client.pods.get(namespace, name);
      return spec.containers.map((container) => container.name);
    });
  }

  private async withNamespace<T>(
    command: Command,
    before: readonly string[],
    fn: (client: ApiClient, namespace: string, everywhere: boolean) => Promise<T>,
  ): Promise<T> {
    const options = operandsOf(command, before).options;
    const namespace = options.namespace ?? (await namespaceOf(options)) ?? 'default';
    return this.env.withClient(options, (client) => fn(client, namespace, options.allNamespaces === true));
  }

  private startingWith(words: readonly string[]): Answer {
    return { candidates: words.filter((word) => word.startsWith(this.current)).sort(), files: false };
  }
}

interface Parsed {
  readonly command: Command;
  readonly before: readonly string[];
  readonly operands: readonly string[];
  readonly options: ClientOptions & { readonly allNamespaces?: boolean };
}

/** What stands before the word, as the command itself would read it. */
function operandsOf(command: Command, before: readonly string[]): Parsed {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  const { operands } = command.parseOptions([...before]);
  return { command, before, operands, options: command.opts() };
}

/** The option whose value the word is. A variadic one takes words until the next option. */
function optionWaiting(command: Command, before: readonly string[]): Option | undefined {
  const last = before.at(-1) ?? '';
  const named = (word: string): Option | undefined =>
    command.options.find(({ short, long }) => word === short || word === long);
  const option = named(last);
  if (option !== undefined) return option.required ? option : undefined;
  const at = before.findLastIndex((word) => word.startsWith('-'));
  const open = at < 0 ? undefined : named(before[at] ?? '');
  return open?.variadic === true ? open : undefined;
}

function flagsOf(command: Command): string[] {
  const flags = command.options.filter(({ hidden }) => !hidden).map(({ long, short }) => long ?? short ?? '');
  return [...flags, '--help'].filter((flag) => flag !== '').sort();
}

/** `pods,sv` is completed at its end. */
function typesAfterComma(types: readonly string[], written: string): string[] {
  const done = written.slice(0, written.lastIndexOf(',') + 1);
  return types.map((type) => `${done}${type}`);
}
