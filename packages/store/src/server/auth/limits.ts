/** Limits of users and tokens. Names end in their unit. */

/** Passwords that wait to be hashed or compared: at cost 10 the last of them waits about 20 s. */
export const PASSWORDS_WAITING = 256;
/** bcrypt looks at no more of a password; what it would not look at is refused. */
export const PASSWORD_BYTES_MAX = 72;
/** Simple tokens a member remembers; the one unused for longest goes first. */
export const SIMPLE_TOKENS = 100_000;
/** A token's time is extended no more often: it is not worth a write to the table at every request. */
export const TOKEN_TOUCH_MS = 1_000;
/** JWTs whose signature was checked. */
export const JWTS_REMEMBERED = 10_000;
/** Authenticate starts over when users change while the password is compared. */
export const AUTHENTICATE_ATTEMPTS = 10;
