/** Limits of the apiserver. Kubernetes' figures where it has them. */

/** Largest object that is stored, as JSON; etcd's request limit is the same. */
export const objectBytesMax = 1_572_864;

/** Largest patch, in bytes of its text: what it makes of an object must be an object that can be stored. */
export const patchBytesMax = objectBytesMax;

/** Largest request message taken; above the object limit, so that a too large object gets an error that says so. */
export const messageBytesMax = 8 * 1024 * 1024;

/** Objects read from the store at once, whatever page the client asked for. */
export const rangePageItems = 500;

/** Keys with their versions read from the store at once. */
export const versionPageItems = 2000;

/** Tries of a write that loses the compare-and-swap to other writers before the caller is told Conflict. */
export const updateAttemptsMax = 16;

/** At this try of a write that picks addresses or ports at random, everything taken is read from the store. */
export const claimsLookUpAttempt = 4;

/** Tries with another random suffix when a generated name is taken. */
export const generateNameAttemptsMax = 8;

/** Length of the random suffix of a generated name. */
export const nameSuffixChars = 5;

/** Longest prefix of a generated name; the rest is the suffix. */
export const generatedPrefixCharsMax = 58;

/** Events a watch cache keeps for watchers to resume from, and their size. The older of both bounds wins. */
export const cacheEventsMax = 8192;
/** Of kinds that change as long as a cluster works; all kinds together keep 512 MiB at most. */
export const busyCacheEventBytesMax = 64 * 1024 * 1024;
/** Of all other kinds. */
export const cacheEventBytesMax = 16 * 1024 * 1024;
/** What all caches together may keep. */
export const allCacheEventBytesMax = 512 * 1024 * 1024;

/** Watches through one apiserver at a time: one user's share of them, and all together. */
export const watchers = { perUser: 2_000, inAll: 10_000 } as const;
/** Components have their own: a kubelet keeps some ten, the control plane one or two for each kind. */
export const componentWatchers = { perUser: 2_000, inAll: 10_000 } as const;

/** Streams of logs through one apiserver at a time; each holds a connection to a kubelet. */
export const logStreams = { perUser: 100, inAll: 1_000 } as const;

/** When asking again for a watch or a stream of logs makes sense: those that there are last. */
export const heldRetrySeconds = 5;

/**
 * How long a watch lasts that asks for no time, at random in between, and any watch at most. What its user may see is decided
 * when it begins: whose rights were taken away sees no more from its end on. As Kubernetes' --min-request-timeout.
 */
export const watchLifetimeMs = { min: 30 * 60_000, max: 60 * 60_000 };

/** Time between two bookmarks of one watch. */
export const bookmarkIntervalMs = 30_000;

/** Events written to one watch before others get their turn. */
export const watchBurstEvents = 256;

/** Pause before a watch cache lists again after its watch ended. */
export const cacheRetry = { initialMs: 100, maxMs: 3_000, jitter: 0.5 } as const;

/** How long an event is kept, and how many share one lease of the store (Kubernetes: 1 h, 1000, 1 min). */
export const eventTtlSeconds = 3600;
export const eventLeaseKeysMax = 1000;
export const eventLeaseReuseMs = 60_000;

/** How often and how long the store is asked whether it answers. */
export const healthIntervalMs = 2_000;
export const healthTimeoutMs = 3_000;

/**
 * Calls to the store under way at once. At 1 ms of this process' time each (docs/internals/apiserver.md, Figures) the last of
 * them is answered after 0.13 s; a store that answers in 10 ms is asked 12 800 times a second.
 */
export const storeCallsMax = 128;

/** Time a call to the store may take. */
export const storeTimeoutMs = 8_000;

/** Pings on quiet connections: a dead client is noticed after their sum. */
export const keepaliveIntervalMs = 30_000;
/** grpc-js looks at the clock before it reads the answers: a server without a processor for so long ends all its connections. gRPC's figure. */
export const keepaliveTimeoutMs = 20_000;

/** Pause before a write whose answer was lost is looked after; within {@link storeTimeoutMs} in all. */
export const lostAnswerPauseMs = 200;

/** Time that calls get to end when the server stops. */
export const shutdownGraceMs = 3_000;

/** Time between two compactions; what is older than the one before is gone (Kubernetes: 5 min). */
export const compactionIntervalMs = 300_000;

/** gRPC sends errors as HTTP/2 trailers, which clients bound at 8 to 16 KiB: longer ones are cut. */
export const errorMessageCharsMax = 1024;
export const errorCausesMax = 16;

/** Largest chunk of a log stream. */
export const logChunkBytesMax = 64 * 1024;

/** Objects that one DeleteCollection deletes at a time. */
export const deleteCollectionWorkersMax = 16;

/** Evictions that a disruption budget may have granted and not seen yet (Kubernetes' figure). */
export const disruptedPodsMax = 2000;

/** When asking again for an eviction makes sense. */
export const evictionRetrySeconds = 10;

/** Time in which a kubelet must begin to answer, and have said all of a refusal. */
export const kubeletTimeoutMs = 10_000;
/** Of a refusal; the rest is not read. */
export const kubeletRefusalBytesMax = 1_024;

/** What a kubelet said of the usage of its node is told again for this long, however many ask. */
export const nodeUsageMaxAgeMs = 10_000;
/** A list of metrics waits so long for kubelets that are slow; below the 4 s after which clients ask another server. */
export const metricsWaitMs = 3_500;
/** Kubelets that are asked at once. */
export const kubeletsAskedMax = 32;
/** Largest answer about usage: some 10 000 containers. */
export const nodeUsageBytesMax = 4 * 1024 * 1024;

/** Longest request id that is taken from a client; a longer one is replaced. */
export const requestIdCharsMax = 128;

/** How often certificate files are looked at, and the largest that is read. */
export const tlsReloadIntervalMs = 2_000;
export const tlsFileBytesMax = 1024 * 1024;

/** Time that a client gets for the TLS handshake. */
export const tlsHandshakeTimeoutMs = 10_000;

/** Largest token file, and the length from which a token of it holds 128 random bits in base64. */
export const tokenFileBytesMax = 1024 * 1024;
export const tokenCharsAdvised = 22;

/** Longest bearer token that is looked at. */
export const bearerTokenCharsMax = 16 * 1024;

/** Longest time that a call with one answer may take, unless told (Kubernetes: 60 s). */
export const requestTimeoutMs = 60_000;

/** The part of it that a call may wait for its turn: one of so many (Kubernetes: 4). */
export const seatWaitPart = 4;

/**
 * Messages that are read at a time, of one user and of all; each may take {@link messageBytesMax} bytes of memory. More
 * calls wait unread, with HTTP/2's window of 64 KiB each: as many as one connection has.
 */
export const knownReads = { perUser: 8, inAll: 32, waitingPerUser: 2_000 } as const;
/** The cluster's own components have places that no other user takes: heartbeats come through when all others send slowly. */
export const componentReads = { perUser: 8, inAll: 16, waitingPerUser: 2_000 } as const;
/** The anonymous are one user. */
export const anonymousReads = { perUser: 8, inAll: 8, waitingPerUser: 0 } as const;
/** Questions of health, which nobody is asked a name for: each address is a user. */
export const healthReads = { perUser: 8, inAll: 32, waitingPerUser: 0 } as const;

/** Time from the headers of a call until its message is there; that of the anonymous, and of questions of health. */
export const messageReadMs = 30_000;
export const anonymousReadMs = 2_000;

/**
 * Calls at a time on one connection (kube-apiserver: 250). Well above what one of our clients keeps open: gRPC clients let
 * calls above it wait, and a watch gives its place back late.
 */
export const streamsPerConnectionMax = 2_000;

/** Time that a client gets to end its side of a call that has its status. */
export const endedStreamGraceMs = 1_000;

/**
 * Messages within a request: containers, variables, addresses. The smallest that says anything takes 13 bytes of JSON, so the largest object
 * that may be stored has fewer. They are made before it is known whether their user may send them.
 */
export const requestMessagesMax = 200_000;

/** Longest label or field selector, and continue token, of a request. */
export const selectorCharsMax = 16_384;
export const continueTokenCharsMax = 8_192;

/** Largest page that a list may ask for by number. */
export const listLimitMax = 100_000;

/** Rounds over all Secrets of one rotation: another one when somebody else has written one meanwhile. */
export const rotationPassesMax = 10;

/** Largest file of encryption keys. */
export const encryptionKeyFileBytesMax = 64 * 1024;

/** Audit lines that wait for the disk; more are dropped and counted. What is written at once. */
export const auditBufferBytesMax = 16 * 1024 * 1024;
export const auditBatchBytesMax = 1024 * 1024;

/** Largest object in a line of the audit log; of a larger one only its size is recorded. */
export const auditObjectBytesMax = 262_144;

/** When the audit log is put aside, and how many of those are kept, unless told (kube-apiserver: 100 MB, all). */
export const auditFileBytesDefault = 100 * 1024 * 1024;
export const auditBackupsDefault = 10;

/** Largest file of keys of service-account tokens; smallest RSA key among them. */
export const tokenKeyFileBytesMax = 256 * 1024;
export const rsaKeyBitsMin = 2048;

/** Life of a service-account token: unless told, at least (Kubernetes' 10 minutes), at most (more is made shorter). */
export const tokenLifeSecondsDefault = 3600;
export const tokenLifeSecondsMin = 600;
export const tokenLifeSecondsMax = 24 * 3600;

/** How far the clocks of apiservers may differ for what is not valid yet. */
export const tokenClockSkewMs = 60_000;

/** How long after its time a deleted account or pod that is still there proves who it is (Kubernetes' leeway). */
export const deletedOwnerGraceMs = 60_000;

/**
 * How long it is remembered that an account, pod, Secret or node of a token is gone (a restored store brings it back), how many
 * of them, some 200 bytes each, and how many such objects are read from the store at once.
 */
export const goneOwnerMs = 10_000;
export const goneOwnersRemembered = 10_000;
export const ownerReadsMax = 16;

/** Verified tokens that are remembered, a few hundred bytes each. */
export const tokensRemembered = 10_000;

/** Audiences that one token may name. */
export const tokenAudiencesMax = 16;

/** Time in which a stream must say what it wants. */
export const firstMessageTimeoutMs = 10_000;

/** Largest piece of what a client streams, and the largest message that has one: a session holds one or two at a time. */
export const streamPieceBytesMax = 64 * 1024;
export const streamMessageBytesMax = streamPieceBytesMax + 1024;

/** Sessions of exec and port-forward through one apiserver at a time. */
export const podSessionsMax = 1_000;
/** One user's share of them: nobody shuts the others out. */
export const podSessionsPerUserMax = 100;

/** A command's words together, and how many they may be. */
export const execCommandBytesMax = 64 * 1024;
export const execCommandWordsMax = 4_096;
/** Texts of objects that are kept once for all objects that have them: how many at a time, and how long. */
export const sharedTextsMax = 16_384;
export const sharedTextCharsMax = 256;

/** What grpc-js says by itself, which any stranger can make it do. */
export const grpcLogLinesMax = 10;
export const grpcLogWindowMs = 60_000;
export const grpcLogLineCharsMax = 500;
