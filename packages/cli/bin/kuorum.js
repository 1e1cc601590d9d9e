#!/usr/bin/env node
import { bundleDirectory, compileProgram, currentBundle } from '../dist/bundle.js';

const bundle = currentBundle(bundleDirectory);
if (bundle === undefined) await import('../dist/main.js');
else compileProgram(bundleDirectory, bundle.program).run();
