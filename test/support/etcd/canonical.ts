/**
 * What two runs of the same command may say differently although nothing differs: times, terms, log indexes, sizes, and ids
 * that are drawn. Ids become names in the order in which they first appear, hexadecimal and decimal alike.
 */

const MASKS: readonly (readonly [RegExp, string])[] = [
  // etcdctl's own log lines, and where it panics.
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+/gm, '<time>'],
  [/goroutine \d+ \[running\]:[^]*/g, 'goroutine…'],
  [/\[signal SIGSEGV.*\]/g, '[signal SIGSEGV…]'],
  [/"ts":"[^"]*"/g, '"ts":…'],
  [/"caller":"[^"]*"/g, '"caller":…'],
  [/endpoint:\/\/client-[0-9a-f-]*\//g, 'endpoint://client/'],
  [/("raft_?[tT]erm":|"RaftTerm" : )\d+/g, '$1<term>'],
  [/("raftIndex":|"raftAppliedIndex":|"Raft(?:Applied)?Index" : )\d+/g, '$1<index>'],
  [/("dbSize(?:InUse)?":|"DB(?:Size|SizeInUse)" : )\d+/g, '$1<size>'],
  [/("version":|"Version" : )"3\.[0-9.]+"/g, '$1<version>'],
  [/took = [0-9.]+[µm]?s/g, 'took = <time>'],
  [/"(took|Took)"( ?: ?)"?[0-9.]+[µm]?s"?/g, '"$1"$2<time>'],
  [/remaining\(\d+s\)/g, 'remaining(<time>)'],
  [/("ttl":|"TTL" : )\d+/g, '$1<seconds>'],
  [/("hash":|"Hash" : )\d+/g, '$1<hash>'],
];
/** One in sixteen ids has a digit less, and where etcdctl pads it a space more. */
const PADDING = / +(?=[0-9a-f]{13,15}\b)/g;
const ID = /\b(?:[0-9a-f]{13,16}|[1-9]\d{15,19})\b/g;

export class Canonical {
  private readonly names = new Map<bigint, string>();

  /** `known` are ids that are the same in every run. */
  constructor(known: Iterable<string>) {
    for (const id of known) this.names.set(BigInt(`0x${id}`), id);
  }

  /** The text with everything that is drawn or measured replaced. */
  of(text: string): string {
    const masked = MASKS.reduce((whole, [pattern, mask]) => whole.replace(pattern, mask), text);
    return masked.replace(PADDING, ' ').replace(ID, (id) => this.nameOf(id));
  }

  private nameOf(id: string): string {
    // One of digits alone may be either. Both forms of one id have one name.
    const decimal = /^\d{16,}$/.test(id) ? [BigInt(id)] : [];
    const hexadecimal = id.length <= 16 ? [BigInt(`0x${id}`)] : [];
    const values = [...decimal, ...hexadecimal];
    const known = values.map((value) => this.names.get(value)).find((name) => name !== undefined);
    const name = known ?? `<id ${new Set(this.names.values()).size + 1}>`;
    for (const value of values) this.names.set(value, name);
    return name;
  }
}
