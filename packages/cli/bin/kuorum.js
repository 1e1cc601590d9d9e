#!/usr/bin/env node
import { bundleDirectory, isBundleCurrent } from '../dist/bundle.js';

await import(isBundleCurrent(bundleDirectory) ? '../dist-bundle/main.js' : '../dist/main.js');
