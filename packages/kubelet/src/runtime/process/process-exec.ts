/** Commands that somebody runs beside a container of the process runtime: in its environment and directory, in a group of their own. */
import { spawn } from 'node:child_process';
import { RuntimeError, type ExecSession, type ExecSpec } from '../types.js';
import type { ContainerRecord } from './container-files.js';
import { openTerminal } from './process-terminal.js';

export function openProcessExec(record: ContainerRecord, spec: ExecSpec): Promise<ExecSession> {
  if (spec.tty) return openTerminal(record, spec);
  const [program = '', ...args] = spec.command;
  return new Promise((resolve, reject) => {
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: record.workingDir,
      env: { ...record.env },
      detached: true,
      stdio: [spec.stdin ? 'pipe' : 'ignore', spec.stdout ? 'pipe' : 'ignore', spec.stderr ? 'pipe' : 'ignore'],
    });
    const endGroup = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    };
    let ended = false;
    const exited = new Promise<number>((resolveExit) => {
      // 128 + the signal's number would need a table of them; nobody but we ends these by signals, and by SIGKILL.
      child.once('exit', (code) => {
        ended = true;
        // What it left behind would keep the outputs open.
        endGroup();
        resolveExit(code ?? 137);
      });
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'ENOENT' ? `exec: "${program}": executable file not found in $PATH` : error.message;
      reject(new RuntimeError('RunContainerError', why, { cause: error }));
    });
    // The command may end or close its input while somebody still writes to it: no failure of ours.
    child.stdin?.on('error', () => undefined);
    child.once('spawn', () =>
      resolve({
        stdin: child.stdin ?? undefined,
        stdout: child.stdout ?? undefined,
        stderr: child.stderr ?? undefined,
        exited,
        resize: () => Promise.resolve(),
        kill: async () => {
          child.stdout?.destroy();
          child.stderr?.destroy();
          if (ended) return;
          endGroup();
          await exited;
        },
      }),
    );
  });
}
