/** How many seats a call takes: as many as ordinary calls it holds up. */
import { objectsPerSeat, seatsOfOneCallMax } from './limits.js';

export interface WorkEstimate {
  readonly verb: string;
  /** Objects of the kind that there are. */
  readonly objects: number;
  /** Largest page that is asked for; 0: all of it. */
  readonly limit: number;
  /** The answer is one page of those that match, for which more may have to be read. */
  readonly selective: boolean;
}

/** One, but for what reads many objects: lists, the state that a watch begins with, deletions of collections. */
export function widthOf({ verb, objects, limit, selective }: WorkEstimate): number {
  if (verb !== 'list' && verb !== 'watch' && verb !== 'deletecollection') return 1;
  const read = limit > 0 && !selective ? Math.min(limit, objects) : objects;
  return Math.min(seatsOfOneCallMax, Math.max(1, Math.ceil(read / objectsPerSeat)));
}
