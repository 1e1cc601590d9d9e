/** Limits of the checkers. Names end in their unit. */

/** Configurations that one search may visit: each open call may double them, and a check must end. */
export const SEARCH_STATES_MAX = 100_000;
/** Operations that one search may try to take: most of those of a long one lead to configurations that it has visited. About ten seconds. */
export const SEARCH_STEPS_MAX = 4_000_000;
/** Configurations that all searches together may visit to make a counterexample small. */
export const SHRINK_STATES_MAX = 100_000;
/** Configurations that one of those may visit: a smaller history that is hard to judge is not worth it. */
export const SHRINK_SEARCH_STATES_MAX = 3_000;
/** Operations that a printed counterexample shows before the place where it is stuck. */
export const SHOWN_BEFORE_STUCK = 12;
