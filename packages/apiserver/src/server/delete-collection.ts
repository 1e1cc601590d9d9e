/**
 * Deletes what a selection holds: one list, then each object by a guarded write of its own, several at a time. An object
 * that is gone, was replaced by another of its name, or is not selected any more when its turn comes is passed over. The
 * first refusal ends the call; what was deleted until then is deleted.
 */
import {
  badRequest,
  conflict,
  isNotFound,
  kinds,
  methodNotAllowed,
  type KindName,
  type MessageTypes,
  type Selectable,
} from '@kuorum/api';
import { deleteCollectionWorkersMax } from '../limits.js';
import type { Registry } from '../registry/registry.js';
import type { AnyObject } from '../registry/stored-object.js';
import type { CallContext } from './calls.js';
import { selectionOf } from './selection.js';

/** What deletes one object, as the Delete method does. */
export type DeleteOne = (
  request: MessageTypes['DeleteRequest'],
  options: Pick<CallContext, 'signal' | 'user'> & { readonly check?: (current: AnyObject) => void },
) => Promise<AnyObject>;

export interface DeletedCollection {
  readonly items: AnyObject[];
  readonly revision: number;
}

export async function deleteCollection(
  kind: KindName,
  deps: { readonly registry: Pick<Registry, 'list'> },
  request: MessageTypes['DeleteCollectionRequest'],
  context: Pick<CallContext, 'signal' | 'user'>,
  deleteOne: DeleteOne,
): Promise<DeletedCollection> {
  const { namespace, matches } = selectionOf(kind, request);
  if (kind === 'Namespace') throw methodNotAllowed('namespaces are deleted one by one, by name');
  if (kinds[kind].namespaced && namespace === '') {
    throw badRequest(`namespace must be given: ${kinds[kind].plural} of which namespace are to be deleted?`);
  }
  const page = await deps.registry.list({
    kind,
    namespace,
    limit: 0,
    continueToken: '',
    matches,
    signal: context.signal,
  });
  const deleted = new Map<number, AnyObject>();
  const left = page.items.map(({ object }, i): [number, AnyObject] => [i, object]);
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && !failed; next = left.shift()) {
      const [i, listed] = next;
      const object = await deleteListed(kind, listed, request, matches, context, deleteOne).catch((error: unknown) => {
        failed = true;
        throw error;
      });
      if (object !== undefined) deleted.set(i, object);
    }
  };
  const workers = Math.min(deleteCollectionWorkersMax, left.length);
  // All of them, so that nothing goes on behind an answer.
  const outcomes = await Promise.allSettled(Array.from({ length: workers }, worker));
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
  const items = [...deleted].sort(([a], [b]) => a - b).map(([, object]) => object);
  return { items, revision: page.revision };
}

/** Undefined when there is nothing to delete any more. */
async function deleteListed(
  kind: KindName,
  listed: AnyObject,
  request: MessageTypes['DeleteCollectionRequest'],
  matches: ((object: Selectable) => boolean) | undefined,
  context: Pick<CallContext, 'signal' | 'user'>,
  deleteOne: DeleteOne,
): Promise<AnyObject | undefined> {
  const { namespace, name, uid } = listed.metadata;
  const { gracePeriodSeconds, propagationPolicy, dryRun } = request;
  const gone = conflict(kind, name, 'it is not the object that was selected');
  const check = (current: AnyObject): void => {
    if (current.metadata.uid !== uid || matches?.(current) === false) throw gone;
  };
  const grace = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds };
  try {
    return await deleteOne({ namespace, name, propagationPolicy, dryRun, ...grace }, { ...context, check });
  } catch (error) {
    if (error === gone || isNotFound(error)) return undefined;
    throw error;
  }
}
