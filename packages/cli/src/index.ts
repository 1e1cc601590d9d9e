/** kuorum is a command; nothing imports it. See main.ts. */
export {};
