/** The object model: kinds, defaults, validation, labels, selectors, status errors (pure). */
export {};
