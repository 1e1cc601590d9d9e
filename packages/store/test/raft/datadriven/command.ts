import type { ScriptCommand } from '@kuorum/testing/datadriven';
import type { Environment } from './environment.js';

/** Executes one command of a script; what it has to say it prints into the environment. */
export type CommandFn = (env: Environment, command: ScriptCommand) => void;
