/** What a test tells the faults that it has loaded into a member; see `member-faults.ts`. */

export const ORDERS_VARIABLE = 'KUORUM_TEST_ORDERS';
/** The loopback address that a member dials others from, so that a proxy knows whose connection it is; default: the kernel's choice. */
export const ADDRESS_VARIABLE = 'KUORUM_TEST_ADDRESS';
/** Said on standard error, before the time and the point. */
export const CRASHED = 'CRASHED';

export const crashPoints = [
  'log write',
  'hard state',
  'apply',
  'snapshot save',
  'log cut',
  'snapshot receive',
  'snapshot switch',
  'log reset',
  'compaction',
  'defragment',
  'membership change written',
  'membership change applied',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

export const crashTimes = ['before', 'during', 'after'] as const;
export type CrashTime = (typeof crashTimes)[number];

export interface CrashOrder {
  readonly point: CrashPoint;
  readonly when: CrashTime;
  /** Which one from now on; 1 = the next. */
  readonly nth?: number;
}

export interface MemberOrders {
  readonly crash?: CrashOrder;
  /** The wall clock goes wrong by so much, for good. */
  readonly clockJumpMs?: number;
}
