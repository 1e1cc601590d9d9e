// What a benchmark started it ends, however it ends itself: processes by pid, directories, and whatever else is given.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const children = new Set();
const directories = new Set();
const undo = new Set();

/** A process that does not outlive this one. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  children.add(child);
  child.once('exit', () => children.delete(child));
  child.once('error', () => children.delete(child));
  return child;
}

export async function kill(child, signal = 'SIGKILL') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

export function temporaryDirectory(name) {
  const directory = mkdtempSync(join(process.env.KUORUM_BENCH_DIR ?? tmpdir(), `kuorum-bench-${name}-`));
  directories.add(directory);
  return directory;
}

/** Of those that were made here, before the end. */
export function removeDirectory(directory) {
  if (directories.delete(directory)) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

/** `action` is synchronous and runs at the end; gives a function that runs it now instead. */
export function atEnd(action) {
  undo.add(action);
  return () => {
    if (undo.delete(action)) action();
  };
}

export function cleanUp() {
  for (const child of children) child.kill('SIGKILL');
  for (const action of [...undo].reverse()) {
    try {
      action();
    } catch (error) {
      console.error(`cannot clean up: ${error.message}`);
    }
  }
  undo.clear();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  directories.clear();
}

process.once('exit', cleanUp);
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
])
  process.once(signal, () => process.exit(128 + number));
