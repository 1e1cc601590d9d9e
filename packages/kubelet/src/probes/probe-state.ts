/**
 * When a probe runs and what its outcomes add up to. Pure: Kubernetes' prober worker without the network.
 * Readiness begins as failed (no traffic before the first success), liveness as passed (no restart before the first
 * failures); the verdict changes after as many equal outcomes in a row as the threshold says.
 */
import type { Probe } from '@kuorum/api';
import { warmUpProbeInitialMs } from '../limits.js';

export type ProbeType = 'readiness' | 'liveness';

export interface ProbeState {
  /** The verdict: ready, alive. */
  readonly passed: boolean;
  readonly lastOutcome: boolean | undefined;
  /** Equal outcomes in a row. */
  readonly run: number;
  /** Readiness that has not succeeded yet: the container is coming up. */
  readonly warmingUp: boolean;
}

/** `initial` is what an earlier kubelet had found for the same container. */
export function initialProbeState(type: ProbeType, initial?: boolean): ProbeState {
  return {
    passed: initial ?? type === 'liveness',
    lastOutcome: undefined,
    run: 0,
    warmingUp: type === 'readiness' && initial !== true,
  };
}

export function afterOutcome(state: ProbeState, probe: Probe, succeeded: boolean): ProbeState {
  const run = state.lastOutcome === succeeded ? state.run + 1 : 1;
  const threshold = succeeded ? atLeastOne(probe.successThreshold, 1) : atLeastOne(probe.failureThreshold, 3);
  return {
    passed: run >= threshold ? succeeded : state.passed,
    lastOutcome: succeeded,
    run,
    warmingUp: state.warmingUp && !succeeded,
  };
}

export function periodMs(probe: Probe): number {
  return atLeastOne(probe.periodSeconds, 10) * 1000;
}

/**
 * How long to wait before the next probe. Kubernetes waits a period; we ask a container that is coming up sooner, at
 * growing distances up to the period, so that a server which needs 200 ms to listen is not unready for seconds.
 */
export function nextProbeDelayMs(state: ProbeState, probe: Probe): number {
  if (!state.warmingUp) return periodMs(probe);
  return Math.min(periodMs(probe), warmUpProbeInitialMs * 2 ** (state.run - 1));
}

/** Failures while a container comes up are expected: only those at the full period are worth an event. */
export function isFailureNews(state: ProbeState, probe: Probe): boolean {
  return !state.warmingUp || nextProbeDelayMs(state, probe) === periodMs(probe);
}

export function timeoutMs(probe: Probe): number {
  return atLeastOne(probe.timeoutSeconds, 1) * 1000;
}

/** How long to wait before the first probe of a container that started at `startedAtMs`. */
export function firstProbeDelayMs(probe: Probe, startedAtMs: number, nowMs: number): number {
  return Math.max(0, startedAtMs + probe.initialDelaySeconds * 1000 - nowMs);
}

function atLeastOne(value: number, whenAbsent: number): number {
  return value >= 1 ? value : whenAbsent;
}
