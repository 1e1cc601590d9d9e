/**
 * Scripts on disk. With `KUORUM_REWRITE=1` in the environment a script that differs is written anew instead of failing:
 * to be reviewed as any other change, as what was recorded is not yet what is right.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CommandHandler, runScript } from './run-script.js';

/** Differences that are shown of one script: those that follow are mostly consequences. */
const MISMATCHES_SHOWN = 3;

export class ScriptMismatchError extends Error {
  override readonly name = 'ScriptMismatchError';
}

/** The paths of the scripts (`*.txt`) in `directory`, by name. */
export function scriptsIn(directory: string): readonly string[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => join(directory, file));
}

/** Throws when a command of the script at `path` prints something else than it says. */
export function checkScriptFile(path: string, handler: CommandHandler, rewrite = mayRewrite()): void {
  const text = readFileSync(path, 'utf8');
  const { mismatches, rewritten } = runScript(basename(path), text, handler);
  if (mismatches.length === 0) return;
  if (rewrite) {
    writeFileSync(path, rewritten);
    return;
  }
  const more = mismatches.length - MISMATCHES_SHOWN;
  const shown = [...mismatches.slice(0, MISMATCHES_SHOWN), ...(more > 0 ? [`… and ${more} more`] : [])];
  throw new ScriptMismatchError(`${shown.join('\n\n')}\n\nKUORUM_REWRITE=1 records what is printed now.`);
}

function mayRewrite(): boolean {
  return process.env['KUORUM_REWRITE'] === '1';
}
