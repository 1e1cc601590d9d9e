/** A person's editor on a file. */
import { spawn } from 'node:child_process';
import { CliError } from '../errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

export function editorOf(environment: Environment = process.env): string {
  const named = ['KUORUM_EDITOR', 'KUBE_EDITOR', 'EDITOR'].map((name) => environment[name] ?? '');
  return named.find((each) => each !== '') ?? 'vi';
}

/** The shell's status for a command that there is none of. */
const notFoundStatus = 127;

/** Resolves when the editor has ended well. It is a command line, as `code --wait`, that is given the file's name. */
export function runEditor(file: string, editor = editorOf()): Promise<void> {
  // Ctrl-C is the editor's while it runs, though the terminal sends it to us as well.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore);
  return new Promise<void>((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit' });
    child.on('error', ({ message }) => reject(new CliError(`unable to launch the editor "${editor}": ${message}`)));
    child.on('close', (status) => {
      if (status === 0) resolve();
      else if (status === notFoundStatus) {
        reject(new CliError(`unable to launch the editor "${editor}": name another one in KUBE_EDITOR or EDITOR`));
      } else reject(new CliError(`There was a problem with the editor "${editor}"`));
    });
  }).finally(() => process.off('SIGINT', ignore));
}
