/**
 * Gives memory back once a burst of work is over. V8 lets the heap grow to a multiple of what lives in it before it collects
 * everything, which is right while there is much to do; but then nothing more comes that would make it collect, and a member keeps
 * for hours what a minute of load took.
 *
 * For a process that is a member, to be started where the process starts: there may be more than one member in a test's.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { GARBAGE_WORTH_BYTES, HEAP_COLLECTED_BYTES_MAX, REST_CPU_MS, REST_LOOK_MS, SETTLED_LOOKS } from './limits.js';

export interface ProcessUse {
  /** Of JavaScript and of the buffers that hang on it. */
  heapBytes(): number;
  /** Of all threads, since the process began. */
  cpuMs(): number;
  /** Everything stands still meanwhile. */
  collect(): void;
}

export class MemoryAtRest {
  private cpuMs: number;
  /** After the last collection. */
  private keptBytes = 0;
  private restLooks = 0;
  /** In this rest. */
  private collected = false;

  constructor(private readonly use: ProcessUse) {
    this.cpuMs = use.cpuMs();
  }

  /** To be called every {@link REST_LOOK_MS}: collects when there was little to do since the last time, and it is worth it. */
  look(): void {
    const beforeMs = this.cpuMs;
    this.cpuMs = this.use.cpuMs();
    if (this.cpuMs - beforeMs > REST_CPU_MS) {
      this.restLooks = 0;
      this.collected = false;
      return;
    }
    this.restLooks++;
    const bytes = this.use.heapBytes();
    // A large heap takes longer than a leader may be silent.
    if (bytes > HEAP_COLLECTED_BYTES_MAX) return;
    if (bytes - this.keptBytes >= GARBAGE_WORTH_BYTES) this.collected = true;
    else if (!this.collected || this.restLooks !== SETTLED_LOOKS) return;
    this.use.collect();
    this.keptBytes = this.use.heapBytes();
    this.cpuMs = this.use.cpuMs();
  }
}

/** Gives a function that ends it. */
export function giveMemoryBackAtRest(): () => void {
  const atRest = new MemoryAtRest({ heapBytes, cpuMs, collect: collector() });
  const timer = setInterval(() => atRest.look(), REST_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function heapBytes(): number {
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}

/** V8's own collection of everything, which Node shows only to who asks for it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof found !== 'function') return () => undefined;
  // The second one gives back what the first has made empty.
  return () => {
    Reflect.apply(found, undefined, []);
    Reflect.apply(found, undefined, []);
  };
}
