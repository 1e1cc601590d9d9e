/** Virtual clock, datadriven scripts, fakes and real-process helpers for tests. */
export {};
