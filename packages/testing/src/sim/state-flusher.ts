/**
 * When what was applied goes to the writer of the state, as StateDb has it: all that was changed in one batch, with how far
 * that is, and never a part of a command.
 */
import { assert } from '@kuorum/base';
import type { PlantedBug } from './planted-bugs.js';
import type { Applied } from './sim-disk.js';
import type { SimState } from './sim-state.js';
import type { StateWriter } from './state-writer.js';

export interface FlusherHome {
  readonly bug: PlantedBug | undefined;
  readonly state: SimState;
  readonly applied: Applied;
  readonly writer: StateWriter;
}

export class StateFlusher {
  /** More is applied than the last flush has. */
  private isAhead = false;
  /** Who wants the state written waits for the rest of a command; undefined = none is applied in part. */
  private held: (() => void)[] | undefined;

  constructor(private readonly home: FlusherHome) {}

  /** The entry after the one that the state is of is applied in part. */
  hold(): void {
    if (this.home.bug === 'half-command') this.isAhead = true;
    else this.held ??= [];
  }

  /** An entry is applied, the whole of it. */
  advanced(): void {
    this.isAhead = true;
    const { held = [] } = this;
    this.held = undefined;
    held.forEach((write) => write());
  }

  flush(done: () => void): void {
    const { bug, state, writer, applied } = this.home;
    assert(this.held === undefined, 'a command must not be written in parts');
    this.isAhead = false;
    const told = bug === 'applied-twice' ? writer.written.applied : applied;
    writer.flush({ kind: 'flush', changes: state.takeChanges(), applied: told }, done);
  }

  /** `done` when everything that is applied is in the database. */
  whenWritten(done: () => void): void {
    if (this.held !== undefined) this.held.push(() => this.whenWritten(done));
    else if (this.isAhead) this.flush(done);
    else this.home.writer.whenWritten(done);
  }
}
