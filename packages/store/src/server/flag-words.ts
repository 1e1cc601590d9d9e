/** A command line as Go's `flag` package reads it: `--name value`, `--name=value`, with one dash or two, switches alone. */
import { FlagError } from './flag-error.js';

export interface KnownFlags {
  has(name: string): boolean;
  /** May stand without a value. */
  isSwitch(name: string): boolean;
}

/** What was given, the last of each name. Throws FlagError. */
export function parseWords(argv: readonly string[], known: KnownFlags): Map<string, string> {
  const given = new Map<string, string>();
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const [, name, value] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) throw new FlagError(`Cannot take ${JSON.stringify(word)}: all that is given must be flags`);
    if (!known.has(name))
      throw new FlagError(`Unknown option '--${name}': \`kuorum store --help\` lists all there are`);
    if (value !== undefined) given.set(name, value);
    else if (known.isSwitch(name)) given.set(name, 'true');
    else if (i + 1 < argv.length) given.set(name, argv[++i] ?? '');
    else throw new FlagError(`--${name} needs a value`);
  }
  return given;
}

const truths: Readonly<Record<string, 'true' | 'false'>> = {
  ...{ 1: 'true', t: 'true', T: 'true', TRUE: 'true', True: 'true' },
  ...{ 0: 'false', f: 'false', F: 'false', FALSE: 'false', False: 'false' },
};

/** A switch's value may be written in all the ways that Go knows. */
export function switchValue(value: string): string {
  return truths[value] ?? value;
}
