/** A snapshot is sent as a view of what is in the database by then, with the metadata of that. */
import { assert } from '@kuorum/base';
import type { SnapMessage } from '@kuorum/store/raft';
import type { PlantedBug } from './planted-bugs.js';
import { encodeRecords } from './records.js';
import type { StateImage } from './sim-disk.js';

export function withView(
  message: SnapMessage,
  { applied, records }: StateImage,
  bug: PlantedBug | undefined,
): SnapMessage {
  const asked = message.snapshot.metadata;
  assert(applied.index >= asked.index, `snapshot: ${asked.index} was offered, but ${applied.index} is written`);
  const sent = new Map(records);
  if (bug === 'partial-snapshot') sent.delete([...sent.keys()].sort().at(-1) ?? '');
  const metadata = bug === 'snapshot-misnamed' ? asked : applied;
  return { ...message, snapshot: { metadata, data: encodeRecords(sent) } };
}
