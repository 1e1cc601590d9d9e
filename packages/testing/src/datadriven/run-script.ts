/** Runs a script and compares what its commands print with what they should. */
import { lineDiff } from './line-diff.js';
import { parseScript, renderScript, type ScriptCommand } from './script.js';

/** Executes one command and gives what it prints. */
export type CommandHandler = (command: ScriptCommand) => string;

export interface ScriptOutcome {
  /** One text a command whose output differs: where, and the difference line by line. */
  readonly mismatches: readonly string[];
  /** The script as it would have to be. */
  readonly rewritten: string;
}

export function runScript(name: string, text: string, handler: CommandHandler): ScriptOutcome {
  const script = parseScript(name, text);
  const mismatches: string[] = [];
  const outputs = script.commands.map((command) => {
    const output = trimEnd(handler(command));
    command.args.finish();
    if (output !== command.expected) {
      mismatches.push(
        `${command.where}: ${command.name} printed something else\n${lineDiff(command.expected, output)}`,
      );
    }
    return output;
  });
  return { mismatches, rewritten: renderScript(script, outputs) };
}

function trimEnd(output: string): string {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}
