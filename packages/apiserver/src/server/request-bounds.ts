/**
 * Bounds of what a request may hold, looked at before anything walks it: how deep it nests, and how long the texts are
 * that are parsed. Its size as bytes is bounded by gRPC, an object's by the registry.
 */
import { badRequest } from '@kuorum/api';
import { continueTokenCharsMax, listLimitMax, messageDepthMax, selectorCharsMax } from '../limits.js';

/** Throws BadRequest that names the limit. */
export function checkBounds(request: unknown): void {
  if (typeof request !== 'object' || request === null) return;
  const { labelSelector, fieldSelector, limit } = request as Record<string, unknown>;
  checkChars('labelSelector', labelSelector, selectorCharsMax);
  checkChars('fieldSelector', fieldSelector, selectorCharsMax);
  checkChars('continue', (request as Record<string, unknown>)['continue'], continueTokenCharsMax);
  if (typeof limit === 'number' && limit > listLimitMax) {
    throw badRequest(`limit must not be above ${listLimitMax}: ${limit}; leave it out to list everything`);
  }
  checkDepth(request, messageDepthMax);
}

function checkChars(field: string, text: unknown, charsMax: number): void {
  if (typeof text === 'string' && text.length > charsMax) {
    throw badRequest(`${field} has ${text.length} characters, at most ${charsMax} are taken`);
  }
}

/** Without recursion: what is to be found out is whether recursion is safe. */
function checkDepth(root: object, depthMax: number): void {
  let level: object[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) throw badRequest(`the request nests deeper than ${depthMax} levels`);
    const next: object[] = [];
    for (const parent of level) {
      if (ArrayBuffer.isView(parent)) continue;
      for (const child of Object.values(parent) as unknown[]) {
        if (typeof child === 'object' && child !== null) next.push(child);
      }
    }
    level = next;
  }
}
