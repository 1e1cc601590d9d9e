/** kuorum: the client, every component as a subcommand, and local clusters. */
export {};
