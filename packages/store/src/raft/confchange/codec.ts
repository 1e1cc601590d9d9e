/**
 * {@link ConfChange} as the data of a log entry. Layout: transition u8, number of changes u16, then for each kind u8
 * and node id u64, all big-endian; what is left is the context.
 */
import { assert } from '@kuorum/base';
import type { ConfChange, ConfChangeKind, ConfChangeSingle } from '../types.js';

const transitions: readonly ConfChange['transition'][] = ['auto', 'jointImplicit', 'jointExplicit'];
const kinds: readonly ConfChangeKind[] = ['addVoter', 'addLearner', 'removeNode'];
const HEAD_BYTES = 3;
const CHANGE_BYTES = 9;
const MAX_CHANGES = 0xffff;

/** The bytes are not a change of ours. From a peer: refuse the message. In the log: nobody can apply it. */
export class MalformedConfChangeError extends RangeError {
  override readonly name = 'MalformedConfChangeError';
}

export const leaveJointChange: ConfChange = { transition: 'auto', changes: [], context: new Uint8Array(0) };

export function encodeConfChange(change: ConfChange): Uint8Array {
  const count = change.changes.length;
  assert(count <= MAX_CHANGES, `cannot encode ${count} changes: the limit is ${MAX_CHANGES}`);
  const contextAt = HEAD_BYTES + count * CHANGE_BYTES;
  const bytes = new Uint8Array(contextAt + change.context.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, transitions.indexOf(change.transition));
  view.setUint16(1, count);
  change.changes.forEach(({ kind, nodeId }, i) => {
    view.setUint8(HEAD_BYTES + i * CHANGE_BYTES, kinds.indexOf(kind));
    view.setBigUint64(HEAD_BYTES + i * CHANGE_BYTES + 1, nodeId);
  });
  bytes.set(change.context, contextAt);
  return bytes;
}

export function decodeConfChange(bytes: Uint8Array): ConfChange {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEAD_BYTES) throw malformed(`it has ${bytes.length} bytes`);
  const count = view.getUint16(1);
  const contextAt = HEAD_BYTES + count * CHANGE_BYTES;
  if (bytes.length < contextAt) throw malformed(`it has ${count} changes in ${bytes.length} bytes`);
  const changes: ConfChangeSingle[] = [];
  for (let at = HEAD_BYTES; at < contextAt; at += CHANGE_BYTES) {
    const kind = kinds[view.getUint8(at)];
    if (kind === undefined) throw malformed('the kind of a change is unknown');
    changes.push({ kind, nodeId: view.getBigUint64(at + 1) });
  }
  const transition = transitions[view.getUint8(0)];
  if (transition === undefined) throw malformed('its transition is unknown');
  return { transition, changes, context: bytes.slice(contextAt) };
}

function malformed(reason: string): MalformedConfChangeError {
  return new MalformedConfChangeError(`Cannot read a configuration change as ${reason}`);
}
