/** Whether the node may say Ready, and if not, why. Pure. */
import { runtimeUnhealthyAfterMs } from '../limits.js';
import type { Readiness } from './node-object.js';

export interface ReadinessFacts {
  /** How long the container runtime has not answered, and what it said last. */
  readonly silence: { readonly ms: number; readonly error: string };
  readonly runtimeVersionKnown: boolean;
  readonly containersListed: boolean;
  readonly podsListed: boolean;
  /** Why no pod can have a network. */
  readonly networkObstacle: string | undefined;
  /** Pods that have containers here and are not of this node any more. */
  readonly orphans: number;
}

/** A node that comes back must not be given new pods while it still runs what others have replaced. */
export function nodeReadiness(facts: ReadinessFacts): Readiness {
  const { ms, error } = facts.silence;
  if (ms > runtimeUnhealthyAfterMs || (!facts.containersListed && error !== '')) {
    return notReady(`container runtime is down: ${error === '' ? 'no answer' : error}`);
  }
  if (!facts.runtimeVersionKnown) return notReady('the container runtime has not said its version yet');
  if (facts.networkObstacle !== undefined) return notReady(facts.networkObstacle);
  if (!facts.podsListed || !facts.containersListed) return notReady('pods and containers are being listed');
  if (facts.orphans > 0) return notReady(`containers of ${facts.orphans} pods that left this node are being ended`);
  return { ready: true, reason: 'KubeletReady', message: 'kubelet is posting ready status' };
}

function notReady(message: string): Readiness {
  return { ready: false, reason: 'KubeletNotReady', message };
}
