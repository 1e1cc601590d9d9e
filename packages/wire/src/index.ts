/** Generated gRPC types, the one proto loader and int64 decoding. */
export {};
