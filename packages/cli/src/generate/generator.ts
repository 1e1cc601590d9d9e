/** What `kuorum create TYPE` makes manifests from: arguments and options of one type. */
import type { ApiClient } from '@kuorum/client';
import type { Command } from 'commander';
import { CliError } from '../errors.js';

export type Json = Record<string, unknown>;

/** Options as commander gives them, read by the helpers below. */
export type Options = Readonly<Record<string, unknown>>;

export interface Generator {
  /** `configmap`, or `secret generic`. */
  readonly words: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** Whether a command may follow. */
  readonly takesCommand?: boolean;
  /** Adds what the type takes besides its name. */
  readonly options: (command: Command) => Command;
  /** A manifest without a namespace. `client` is there for what is made after another object. */
  readonly make: (input: GeneratorInput) => Json | Promise<Json>;
}

export interface GeneratorInput {
  readonly name: string;
  /** What follows the name, or `--`. */
  readonly command: readonly string[];
  readonly options: Options;
  readonly client: ApiClient;
  readonly namespace: string;
}

/** An option that may be given several times, and each time as a list with commas. */
export function list(options: Options, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value.flatMap((each) => String(each).split(',')).filter((each) => each !== '') : [];
}

/** An option that may be given several times, each as it is. */
export function each(options: Options, name: string): string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function required(options: Options, name: string, flag: string): string {
  const value = text(options, name);
  if (value === undefined || value === '') throw new CliError(`required flag(s) "${flag}" not set: say --${flag}=…`);
  return value;
}

export function whole(options: Options, name: string, flag: string): number | undefined {
  const value = text(options, name);
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) {
    throw new CliError(`invalid argument ${JSON.stringify(value)} for "--${flag}": it is not a whole number`);
  }
  return Number(value);
}

/** For commander: an option that may be repeated. */
export function repeated(value: string, previous: string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

/** `a=b,c=d`, as `--labels` takes them. */
export function pairs(value: string, flag: string): Record<string, string> {
  const entries = value.split(',').filter((each) => each !== '');
  return Object.fromEntries(
    entries.map((entry) => {
      const equals = entry.indexOf('=');
      if (equals <= 0) throw new CliError(`Cannot read ${flag}: ${JSON.stringify(entry)} is not KEY=VALUE`);
      return [entry.slice(0, equals), entry.slice(equals + 1)];
    }),
  );
}
