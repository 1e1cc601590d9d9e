import type { Nemesis } from '../nemesis.js';

/** `inject` gives false when there was nothing to do it to. */
export interface Fault {
  readonly name: string;
  readonly weight: number;
  readonly inject: (nemesis: Nemesis) => boolean;
}
