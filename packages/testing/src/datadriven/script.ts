/**
 * Scripts as tests (the file form of cockroachdb/datadriven): commands, each with what it must print. A script is a
 * page to read from top to bottom, and a test that is mended by looking at what changed.
 *
 *     # Comments and blank lines may stand between commands.
 *     propose 1 retries=3 to=(2, 3)
 *     optional input, up to the line of dashes
 *     ----
 *     what is printed, up to a blank line
 *
 * Output with blank lines in it stands between two doubled lines of dashes. Pure: no files, no test runner.
 */
import { assert } from '@kuorum/base';
import { ScriptArgs } from './script-args.js';

const SEPARATOR = '----';

export interface ScriptCommand {
  /** `file:line`, for messages. */
  readonly where: string;
  readonly name: string;
  readonly args: ScriptArgs;
  /** The lines between the command and the dashes. */
  readonly input: string;
  readonly expected: string;
  /** Everything from the end of the command before up to the dashes, word for word. */
  readonly lead: string;
}

export interface Script {
  readonly name: string;
  readonly commands: readonly ScriptCommand[];
  /** What follows the last command. */
  readonly tail: string;
}

/** The script itself is wrong, not what it tests. */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';

  constructor(where: string, reason: string) {
    super(`${where}: ${reason}`);
  }
}

export function parseScript(name: string, text: string): Script {
  const lines = text.split('\n');
  const commands: ScriptCommand[] = [];
  let at = 0;
  let leadFrom = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '' || line.startsWith('#')) {
      at++;
      continue;
    }
    const where = `${name}:${at + 1}`;
    const dashes = lines.indexOf(SEPARATOR, at);
    if (dashes === -1) throw new ScriptError(where, `no line "${SEPARATOR}" follows "${line}"`);
    const { expected, next } = readExpected(lines, dashes + 1, where);
    const [command = '', ...rest] = splitWords(line, where);
    commands.push({
      where,
      name: command,
      args: new ScriptArgs(where, rest),
      input: lines.slice(at + 1, dashes).join('\n'),
      expected,
      lead: lines.slice(leadFrom, dashes).join('\n'),
    });
    at = next;
    leadFrom = next;
  }
  return { name, commands, tail: lines.slice(leadFrom).join('\n') };
}

function readExpected(lines: readonly string[], from: number, where: string): { expected: string; next: number } {
  if (lines[from] !== SEPARATOR) {
    const blank = lines.findIndex((line, i) => i >= from && line === '');
    const end = blank === -1 ? lines.length : blank;
    return { expected: lines.slice(from, end).join('\n'), next: end };
  }
  const end = lines.findIndex((line, i) => i > from && line === SEPARATOR && lines[i + 1] === SEPARATOR);
  if (end === -1) throw new ScriptError(where, `the doubled line "${SEPARATOR}" is not closed`);
  return { expected: lines.slice(from + 1, end).join('\n'), next: end + 2 };
}

/** By blanks, but not within parentheses. */
function splitWords(line: string, where: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let depth = 0;
  for (const char of line) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (depth < 0) throw new ScriptError(where, `a parenthesis closes that was never opened: ${line}`);
    if (/\s/.test(char) && depth === 0) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      word += char;
    }
  }
  if (depth > 0) throw new ScriptError(where, `a parenthesis is not closed: ${line}`);
  if (word !== '') words.push(word);
  return words;
}

/** The script with `outputs` in place of what was expected. */
export function renderScript(script: Script, outputs: readonly string[]): string {
  assert(outputs.length === script.commands.length, 'one output a command');
  const blocks = script.commands.map(({ lead }, i) => {
    const output = outputs[i] ?? '';
    if (output === '') return `${lead}\n${SEPARATOR}\n`;
    const hasBlank = output.split('\n').includes('');
    return hasBlank
      ? `${lead}\n${SEPARATOR}\n${SEPARATOR}\n${output}\n${SEPARATOR}\n${SEPARATOR}\n`
      : `${lead}\n${SEPARATOR}\n${output}\n`;
  });
  return blocks.join('') + script.tail;
}
