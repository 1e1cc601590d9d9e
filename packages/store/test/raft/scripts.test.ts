/**
 * The scripts in testdata: each scenario of Raft as a page to read. They run against the real core, with every invariant
 * checked after every move. KUORUM_REWRITE=1 records what is printed; read it against the paper before you keep it.
 */
import { basename, join } from 'node:path';
import { checkScriptFile, scriptsIn } from '@kuorum/testing/datadriven';
import { scriptHandler } from './datadriven/commands.js';

const SCRIPTS = join(import.meta.dirname, '../../test/raft/testdata');

describe('raft scripts', () => {
  for (const path of scriptsIn(SCRIPTS)) {
    it(basename(path, '.txt').replaceAll('_', ' '), () => checkScriptFile(path, scriptHandler()));
  }
});
