/**
 * Work that may take long, in slices: a generator that stops now and then, so that whoever drives it can let others have
 * their turn. What it returns at its end is the result; what it throws is thrown by the step that came to it.
 */
export type Slices<T> = Generator<void, T, void>;

/** All of it in one go. */
export function inOneGo<T>(slices: Slices<T>): T {
  for (;;) {
    const step = slices.next();
    if (step.done === true) return step.value;
  }
}
