/** Work queue, rate limiters, controller$ and expectations: the one reconcile idiom. */
export * from './controller.js';
export * from './expectations.js';
export * from './limits.js';
export * from './periodic.js';
export * from './rate-limiter.js';
export * from './work-queue.js';
