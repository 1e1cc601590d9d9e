/**
 * How the member is, for probes, as etcd 3.5 answers: /health is the cluster's health seen from here, /livez says
 * whether a restart would help, /readyz whether clients should be sent here; these two are lists of checks that can be asked
 * each by itself (`/readyz/linearizable_read`), left out (`?exclude=`) and shown (`?verbose`).
 */
import { etcdError, toEtcdError } from '../errors.js';
import type { Member } from '../member.js';

export interface HealthAnswer {
  readonly ok: boolean;
  readonly body: string;
  readonly isJson: boolean;
}

/** What it needs of a member. */
export type HealthView = Pick<Member, 'leader' | 'isLearner' | 'unavailable' | 'machine' | 'linearizable'>;

type Kind = 'livez' | 'readyz';
type Check = (member: HealthView) => Promise<void>;

const checks: Readonly<Record<Kind, Readonly<Record<string, Check>>>> = {
  livez: { serializable_read: serializableRead },
  readyz: {
    data_corruption: noCorruption,
    serializable_read: serializableRead,
    linearizable_read: linearizableRead,
    non_learner: isVoter,
  },
};

/** Told what came of each check. */
export type CheckObserver = (type: Kind, name: string, ok: boolean) => void;

/** `/health?serializable=true&exclude=NOSPACE`: alarms that are not excluded, a leader, a read. */
export async function health(member: HealthView, query: URLSearchParams): Promise<HealthAnswer> {
  const reason = await healthTrouble(member, query);
  return {
    ok: reason === '',
    isJson: true,
    body: JSON.stringify({ health: String(reason === ''), reason }) + (reason === '' ? '' : '\n'),
  };
}

async function healthTrouble(member: HealthView, query: URLSearchParams): Promise<string> {
  const excluded = new Set(query.getAll('exclude'));
  const alarm = member.machine.alarms.list().find(({ type }) => !excluded.has(type.toUpperCase()));
  if (alarm !== undefined) return `ALARM ${alarm.type.toUpperCase()}`;
  const isSerializable = query.get('serializable') === 'true';
  if (!isSerializable && member.leader === 0n) return 'RAFT NO LEADER';
  // An alarm that was excluded is no trouble of the read either.
  const error = isSerializable ? member.unavailable : await confirmed(member);
  return error === undefined ? '' : `RANGE ERROR:${error.message}`;
}

/** Undefined = there is no such path. */
export async function probe(
  member: HealthView,
  path: string,
  query: URLSearchParams,
  observe: CheckObserver = () => undefined,
): Promise<HealthAnswer | undefined> {
  const [, kind = '', name] = path.split('/');
  if (kind !== 'livez' && kind !== 'readyz') return undefined;
  const excluded = new Set(query.getAll('exclude'));
  const asked = Object.entries(checks[kind]).filter(([each]) =>
    name === undefined ? !excluded.has(each) : each === name,
  );
  if (asked.length === 0 && name !== undefined) return undefined;
  const lines = await Promise.all(
    asked.map(async ([each, check]) => {
      const trouble = await troubleOf(check, member);
      observe(kind, each, trouble === undefined);
      return trouble === undefined ? `[+]${each} ok\n` : `[-]${each} failed: ${trouble}\n`;
    }),
  );
  const ok = lines.every((line) => line.startsWith('[+]'));
  const details = lines.join('');
  if (!ok) return { ok, isJson: false, body: `${details}\n` };
  return { ok, isJson: false, body: query.has('verbose') ? `${details}ok\n` : 'ok\n' };
}

async function troubleOf(check: Check, member: HealthView): Promise<string | undefined> {
  try {
    await check(member);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function noCorruption({ machine }: HealthView): Promise<void> {
  return machine.alarms.has('corrupt') ? Promise.reject(new Error('alarm activated: CORRUPT')) : Promise.resolve();
}

async function serializableRead(member: HealthView): Promise<void> {
  mustRead(member, member.unavailable);
  return Promise.resolve();
}

async function linearizableRead(member: HealthView): Promise<void> {
  mustRead(member, await confirmed(member));
}

function isVoter({ isLearner }: HealthView): Promise<void> {
  return isLearner ? Promise.reject(new Error('not supported for learner')) : Promise.resolve();
}

/** A linearizable read is possible: there is a leader, and a majority behind it. */
function confirmed(member: HealthView): Promise<{ readonly message: string } | undefined> {
  return new Promise((resolve) => member.linearizable((error) => resolve(error)));
}

/** What a Range would say. */
function mustRead({ machine }: HealthView, unavailable: { readonly message: string } | undefined): void {
  if (unavailable !== undefined) throw new Error(`range error: ${unavailable.message}`);
  try {
    machine.alarms.mustTrust();
  } catch (error) {
    throw new Error(`range error: ${(toEtcdError(error) ?? etcdError('corrupt')).message}`, { cause: error });
  }
}
