/** Makes and mends what is always there, however long the store takes to come up. */
import { isAlreadyExists, type KindName } from '@kuorum/api';
import { Backoff, delay, systemPrng, type Clock } from '@kuorum/base';
import type { Logger } from '@kuorum/base/node';
import { bootstrapRbac, mended, type RbacObject } from '../auth/rbac/bootstrap-roles.js';
import { cacheRetry } from '../limits.js';
import type { Registry } from '../registry/registry.js';
import type { AnyObject } from '../registry/stored-object.js';
import type { BootstrapObject } from '../strategy/bootstrap-objects.js';

/** One after another: later ones may lie in namespaces that earlier ones are. */
export async function ensureObjects(
  registry: Registry,
  objects: readonly BootstrapObject[],
  clock: Clock,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (const { kind, object } of objects) {
    await untilDone(kind, object, clock, logger, signal, async () => {
      await create(registry, kind, object);
    });
  }
}

/**
 * Bootstrap roles and bindings. One that is there is mended: what it lacks of ours is added, so that a newer server's
 * components have their rights, unless its annotation says no. What somebody has added stays.
 */
export async function ensureRbac(registry: Registry, clock: Clock, logger: Logger, signal: AbortSignal): Promise<void> {
  const ensure = (wanted: RbacObject): Promise<void> => {
    const { kind, object } = wanted;
    return untilDone(kind, object, clock, logger, signal, async () => {
      if (await create(registry, kind, object)) return;
      const { namespace, name } = object.metadata;
      const decide = (current: AnyObject): { object: AnyObject; remove: boolean } => ({
        object: mended(wanted, current as RbacObject['object']) ?? current,
        remove: false,
      });
      await registry.modify(kind, namespace, name, decide, { dryRun: false });
    });
  };
  await Promise.all(bootstrapRbac().map(ensure));
}

/** False: it is there already. */
async function create(registry: Registry, kind: KindName, object: AnyObject): Promise<boolean> {
  try {
    await registry.create(kind, object, { dryRun: false });
    return true;
  } catch (error) {
    if (isAlreadyExists(error)) return false;
    throw error;
  }
}

async function untilDone(
  kind: KindName,
  object: AnyObject,
  clock: Clock,
  logger: Logger,
  signal: AbortSignal,
  ensure: () => Promise<void>,
): Promise<void> {
  const backoff = new Backoff(cacheRetry, systemPrng);
  for (;;) {
    try {
      await ensure();
      return;
    } catch (error) {
      logger.warn({ kind, name: object.metadata.name, err: error }, 'cannot make what is always there yet');
    }
    await delay(clock, backoff.nextMs(), signal);
  }
}
