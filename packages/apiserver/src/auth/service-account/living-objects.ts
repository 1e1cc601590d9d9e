/**
 * Whether the objects that tokens name are still there. A token is looked at with every call, before anything bounds the
 * calls of its bearer, so this must cost the store little whoever shows what token how often: the watch caches say what is
 * there; what they do not have is read once for all who ask at the same time, few at a time, and that it is gone is
 * remembered, because a uid does not come back. Remembered for a time only: a store that is restored brings it back.
 */
import type { KindName, Kinds } from '@kuorum/api';
import { Semaphore, type Clock } from '@kuorum/base';
import { deletedOwnerGraceMs, goneOwnerMs, goneOwnersRemembered, ownerReadsMax } from '../../limits.js';
import type { FindObject } from '../../server/find-object.js';
import type { ObjectClaim } from './claims.js';

type AnyObject = Kinds[KindName];

export class LivingObjects {
  /** Until when it is known that they are gone; the oldest first. */
  private readonly goneUntilMs = new Map<string, number>();
  private readonly reads = new Map<string, Promise<boolean>>();
  private readonly turns = new Semaphore(ownerReadsMax);

  constructor(
    private readonly find: FindObject,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Throws what the store throws. */
  async has(kind: KindName, namespace: string, claim: ObjectClaim): Promise<boolean> {
    const { name, uid } = claim;
    if (this.counts(this.find.recent(kind, namespace, name), uid)) return true;
    const key = [kind, namespace, name, uid].join('/');
    if ((this.goneUntilMs.get(key) ?? 0) > this.clock.now()) return false;
    // Nobody knows a uid before its object is there, so a read that is under way is not too old for anybody who asks for it.
    const underWay = this.reads.get(key);
    if (underWay !== undefined) return underWay;
    const read = this.turns.run(() => this.read(kind, namespace, claim, key)).finally(() => this.reads.delete(key));
    this.reads.set(key, read);
    return read;
  }

  private async read(kind: KindName, namespace: string, { name, uid }: ObjectClaim, key: string): Promise<boolean> {
    if (this.counts(await this.find.newest(kind, namespace, name), uid)) return true;
    this.goneUntilMs.delete(key);
    const [oldest] = this.goneUntilMs.keys();
    if (this.goneUntilMs.size >= goneOwnersRemembered && oldest !== undefined) this.goneUntilMs.delete(oldest);
    this.goneUntilMs.set(key, this.clock.now() + goneOwnerMs);
    return false;
  }

  /** What is on its way out may still end its work: a pod's token for as long as the pod has to end, and a while after. */
  private counts(object: AnyObject | undefined, uid: string): boolean {
    if (object?.metadata.uid !== uid) return false;
    const { deletionTimestamp } = object.metadata;
    return deletionTimestamp === '' || Date.parse(deletionTimestamp) + deletedOwnerGraceMs >= this.clock.now();
  }
}
