/**
 * How long the texts of a request may be that are parsed. Its size as bytes is bounded by gRPC, an object's by the registry; it
 * nests no deeper than its schema.
 */
import { badRequest } from '@kuorum/api';
import { continueTokenCharsMax, listLimitMax, selectorCharsMax } from '../limits.js';

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
}

function checkChars(field: string, text: unknown, charsMax: number): void {
  if (typeof text === 'string' && text.length > charsMax) {
    throw badRequest(`${field} has ${text.length} characters, at most ${charsMax} are taken`);
  }
}
