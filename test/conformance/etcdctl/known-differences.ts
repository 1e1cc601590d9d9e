/**
 * Where Kuorum means to answer otherwise than etcd 3.4, with the reason. docs/internals/conformance.md says it to readers. One that nothing shows any
 * more is an error: the list stays as short as it can be.
 */
import type { Note } from '../../support/etcd/recorder.js';

interface KnownDifference {
  readonly command: RegExp;
  /** What Kuorum says and what etcd says at the same place. */
  readonly kuorum: RegExp;
  readonly etcd: RegExp;
  readonly why: string;
}

const REVISION = /"revision":\d+,|(?<="Revision" : )\d+/;
const NO_REVISION = /^(?!)|(?<="Revision" : )0$/m;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    command: /^member (list|add|remove) /,
    kuorum: REVISION,
    etcd: NO_REVISION,
    why: 'the header of Cluster has the revision, as every other',
  },
  {
    command: /^watch v\/a --rev=\d+ -w json/,
    kuorum: REVISION,
    etcd: NO_REVISION,
    why: 'the answer that ends a watch below the compacted revision has the revision in its header',
  },
  {
    command: /^alarm list -w json/,
    kuorum: /(?<=\{)"header":\{[^}]*\}(?=\})/,
    etcd: /^(?!)/,
    why: 'the answer of Alarm has a header',
  },
  {
    command: /^role get root --user/,
    kuorum: /\t\[, <open ended> \(prefix \)\n/g,
    etcd: /^(?!)/,
    why: 'the role root shows what it may do, as from etcd 3.5 on',
  },
  {
    command: /^compaction 2 --user=alice/,
    kuorum: /code = PermissionDenied desc = etcdserver: permission denied|(?<=Error: ).*/g,
    etcd: /code = OutOfRange desc = etcdserver: mvcc: required revision has been compacted|(?<=Error: ).*/g,
    why: 'only root may throw history away',
  },
  {
    command: /^(defrag|snapshot save .*) --user=alice/,
    kuorum: /(?:rpc error: code = PermissionDenied desc = )?etcdserver: permission denied/g,
    etcd: /rpc error: code = Unknown desc = auth: permission denied/g,
    why: 'refusals of Maintenance have the code and the text that those of the other services have',
  },
];

const used = new Set<KnownDifference>();

/** A sentence for each command that did not do the same, but for what is known. */
export function differences(kuorum: readonly Note[], etcd: readonly Note[]): string[] {
  return Array.from({ length: Math.max(kuorum.length, etcd.length) }, (_, i) => {
    const [ours, theirs] = [told(kuorum[i]), told(etcd[i])];
    if (ours === theirs) return '';
    const known = KNOWN_DIFFERENCES.find(({ command }) => command.test(kuorum[i]?.command ?? ''));
    if (known !== undefined && ours.replace(known.kuorum, '') === theirs.replace(known.etcd, '')) {
      used.add(known);
      return '';
    }
    return `Kuorum: ${ours}\n  etcd: ${theirs}`;
  }).filter((difference) => difference !== '');
}

/** Of those that are known, what was not seen. */
export function notSeen(): string[] {
  return KNOWN_DIFFERENCES.filter((difference) => !used.has(difference)).map(({ why }) => why);
}

function told(note: Note | undefined): string {
  return note === undefined ? 'not run' : `${note.command} → ${note.ended}\n${note.stdout}${note.stderr}`;
}
