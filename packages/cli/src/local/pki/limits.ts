/** How long certificates live. kubeadm's: ten years for authorities, one for the rest. */
const dayMs = 24 * 3_600_000;

export const authorityLifeMs = 3_650 * dayMs;
export const certificateLifeMs = 365 * dayMs;

/** A certificate is valid from so long ago, for machines whose clocks are behind. */
export const clockSkewMs = 5 * 60_000;

/** It is renewed when less than this part of its life is left. */
export const renewalShare = 1 / 3;
