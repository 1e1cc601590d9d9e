/**
 * One owner, one close. A {@link Lifecycle} collects what a process opened and closes it in reverse order; every
 * closer runs even when one before it failed.
 */
export class Lifecycle {
  private readonly closers: { name: string; close: () => Promise<void> | void }[] = [];
  private closing: Promise<void> | undefined;

  /** Registers `close`, to be run before everything registered earlier. */
  own(name: string, close: () => Promise<void> | void): void {
    this.closers.push({ name, close });
  }

  /** Closes everything once; later calls share the first one's result. Rejects with an AggregateError of failures. */
  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    const failures: Error[] = [];
    for (const { name, close } of this.closers.reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(new Error(`Cannot close ${name}`, { cause: error }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Cannot close everything');
  }
}

/**
 * Aborts on the first SIGTERM, SIGINT or SIGHUP. A second one ends the process at once with status 130, after `onForced`
 * could say what is left undone.
 */
export function stopSignal(onForced: () => void = () => undefined): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      onForced();
      process.exit(130);
    }
    controller.abort(new Error('stopped by signal'));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
  return controller.signal;
}

/** Resolves when `signal` has aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
