export * from './Permission.js';
export * from './Role.js';
export * from './User.js';
export * from './UserAddOptions.js';
