/** `--dry-run`: nothing changes; `client` does not even ask, `server` has everything checked. */
import type { Command } from 'commander';
import { CliError } from '../errors.js';

export type DryRun = 'none' | 'client' | 'server';

export interface DryRunOptions {
  readonly dryRun?: string | boolean;
}

export function withDryRun(command: Command): Command {
  return command.option('--dry-run [how]', 'none, client (only show it) or server (have it checked, change nothing)');
}

export function parseDryRun({ dryRun }: DryRunOptions): DryRun {
  switch (dryRun) {
    case undefined:
    case 'none':
      return 'none';
    case 'client':
    case 'server':
      return dryRun;
    default: {
      const given = dryRun === true ? '' : String(dryRun);
      throw new CliError(`Invalid dry-run value (${given}). Must be "none", "server", or "client".`);
    }
  }
}

/** What kubectl puts after a line that tells of a change. */
export function dryRunSuffix(dryRun: DryRun): string {
  if (dryRun === 'none') return '';
  return dryRun === 'client' ? ' (dry run)' : ' (server dry run)';
}
