/** What a store has done since its process started. Not part of the state: members differ in it. */
export class MvccCounts {
  puts = 0;
  putBytes = 0;
  /** Requests, not keys. */
  deletes = 0;
  ranges = 0;
  /** Of more than one operation, as etcd counts them. */
  txns = 0;
  /** Given to those who watch. */
  events = 0;
  /** Versions that compactions have removed. */
  compacted = 0;
}
