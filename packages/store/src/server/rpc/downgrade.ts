/** Maintenance.Downgrade: asks whether the cluster could go one minor version down, announces it, calls it off. */
import type { etcdserverpb } from '@kuorum/wire';
import { checkDowngrade } from '../cluster-version.js';
import { etcdError, invalidArgument, toEtcdError } from '../errors.js';
import type { Member } from '../member.js';
import type { CommandResult } from '../state-machine.js';
import type { Done } from '../waiters.js';
import { header } from './header.js';
import type { Handler } from './unary.js';

type DowngradeHandler = Handler<etcdserverpb.DowngradeRequest__Output, etcdserverpb.DowngradeResponse>;

/** Decided on what is committed: only after a linearizable read. */
export function downgradeHandler(member: Member): DowngradeHandler {
  return ({ action, version }, done, call) => {
    member.linearizable((error) => {
      if (error !== undefined) return done(error);
      const current = member.machine.clusterVersion;
      const answer = (): void => done(undefined, { header: header(member), version: current.version ?? '' });
      let announced: string;
      try {
        announced = action === 'CANCEL' ? mustBeUnderWay(current.downgrade.enabled) : checkDowngrade(current, version);
        if (!['VALIDATE', 'ENABLE', 'CANCEL'].includes(action))
          throw invalidArgument(`unknown action ${String(action)}`);
      } catch (thrown) {
        const refusal = toEtcdError(thrown);
        if (refusal === undefined) throw thrown;
        return done(refusal);
      }
      if (action === 'VALIDATE') return answer();
      const command = { kind: 'downgrade', targetVersion: announced } as const;
      const applied: Done<CommandResult> = (failed) => (failed === undefined ? answer() : done(failed));
      member.auth.enter(call, done, (caller) => member.propose(command, applied, caller));
    });
  };
}

function mustBeUnderWay(enabled: boolean): '' {
  if (!enabled) throw etcdError('noDowngrade');
  return '';
}
