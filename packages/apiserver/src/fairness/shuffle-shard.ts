/**
 * Shuffle sharding: each flow gets a hand of queues, dealt by the hash of its name. Two flows may share a queue, but
 * hardly ever a whole hand, so a flow that fills all its queues leaves nearly everybody else one that is free.
 */
import { Xoshiro128 } from '@kuorum/base';

/** `handSize` different numbers below `queues`; the same ones for the same flow. */
export function dealHand(flow: string, queues: number, handSize: number): number[] {
  const prng = new Xoshiro128(hashOf(flow));
  const hand: number[] = [];
  while (hand.length < Math.min(handSize, queues)) {
    // The next card of those that are left: as far on as cards below it have been dealt.
    let card = prng.int(queues - hand.length);
    for (const dealt of [...hand].sort((a, b) => a - b)) if (dealt <= card) card++;
    hand.push(card);
  }
  return hand;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
