/** Which commands and options etcdctl has, by its own help, and which of them the scripts have used. */
import { mustRun } from '../../support/commands.js';

export interface Usage {
  /** As in `member add`. */
  readonly command: string;
  /** Its own options, without those that all commands have. */
  readonly options: readonly string[];
}

const help = (words: readonly string[]): Promise<string> =>
  mustRun('etcdctl', [...words, '--help'], { env: { ETCDCTL_API: '3' } });

export async function allCommands(): Promise<Usage[]> {
  const text = await help([]);
  const list = /COMMANDS:\n([^]*?)\n\n/.exec(text)?.[1] ?? '';
  const commands = list.split('\n').map((line) => line.trim().split('\t')[0] ?? '');
  return Promise.all(
    commands.map(async (command) => ({ command, options: optionsIn(await help(command.split(' '))) })),
  );
}

export async function globalOptions(): Promise<string[]> {
  return optionsIn(await help([]));
}

function optionsIn(text: string): string[] {
  const section = /\nOPTIONS:\n([^]*?)(?:\n\n|$)/.exec(text)?.[1] ?? '';
  return [...section.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== '--help');
}

/** Whether one of the command lines uses the command, with this option if one is named. */
export function isUsed(lines: readonly (readonly string[])[], command: string, option?: string): boolean {
  const words = command.split(' ');
  return lines.some((line) => {
    const at = line.findIndex((_, i) => words.every((word, j) => line[i + j] === word));
    const before = line.slice(0, Math.max(at, 0));
    if (at < 0 || before.some((word) => !word.startsWith('-'))) return false;
    return option === undefined || line.some((word) => isOption(word, option));
  });
}

const SHORT: Readonly<Record<string, string>> = { '-w': '--write-out', '-l': '--listen', '-i': '--interactive' };

export function isOption(word: string, option: string): boolean {
  const name = word.split('=')[0] ?? '';
  return (SHORT[name] ?? name) === option;
}
